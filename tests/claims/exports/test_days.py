"""Dates of claims for forms that know days only: nothing is more precise than it was, and no text is an error."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cupel.claims.exports._days import first_day, one_date, some_day


@pytest.mark.parametrize(
    ("interval", "first", "either"),
    [
        ("2013-11-25", "2013-11-25", "2013-11-25"), ("2013-05", "2013-05-01", "2013-05-01"),
        ("2010-03-22/2010-07-19", "2010-03-22", "2010-03-22"), ("../2012", None, "2012-12-31"),
        ("../2012-02", None, "2012-02-29"),
        ("2013/..", "2013-01-01", "2013-01-01"), ("201X", "2010-01-01", "2010-01-01"),
        ("2013-05~", "2013-05-01", "2013-05-01"), ("", None, None), ("2013-13", None, None), ("2013-02-30", None, None),
        ("0000", None, None), ("yesterday", None, None),
    ],
)  # fmt: skip
def test_days_of_intervals(interval: str, first: str | None, either: str | None) -> None:
    assert [it and it.isoformat() for it in (first_day(interval), some_day(interval))] == [first, either]


@pytest.mark.parametrize("interval", ["2013", "2013-05", "2013-05-25"])
def test_a_date_that_is_one_stays_as_it_stands(interval: str) -> None:
    assert one_date(interval) == interval


@pytest.mark.parametrize("interval", ["2013/2014", "2013~", "201X", "../2013", "2013-13", ""])
def test_what_is_not_one_date_is_none(interval: str) -> None:
    assert one_date(interval) == ""


@given(some.dates(), some.sampled_from("~?%"), some.text("0123456789-/.X~", max_size=25))
def test_no_text_is_an_error(day: datetime.date, mark: str, text: str) -> None:
    assert some_day(f"{day.isoformat()}{mark}/{text}") == day
    assert first_day(text) is None or isinstance(first_day(text), datetime.date)
