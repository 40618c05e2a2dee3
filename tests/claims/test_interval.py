"""Intervals in words."""

import pytest

from cupel.claims.interval import dated


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        ("2013-11-25", "25 November 2013"), ("2013-05", "May 2013"), ("2013", "2013"), ("../2013", "until 2013"),
        ("2008/..", "from 2008"), ("2010-03-22/2010-07-19", "22 March 2010 to 19 July 2010"), ("", ""),
        ("2013-13", "2013-13"), ("2013-00-01", "2013-00-01"), ("spring", "spring"),
    ],
)  # fmt: skip
def test_an_interval_is_written_as_it_is_read(interval: str, words: str) -> None:
    assert dated(interval) == words
