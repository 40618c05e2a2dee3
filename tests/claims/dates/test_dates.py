"""Dates: intervals with their basis; nothing is made more precise than the text."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims_of_text import claims, saying
from cupel.claims.dates.expressions import Anchor, dates
from cupel.claims.dates.published import published
from cupel.claims.text.view import view

ANCHOR = Anchor(date(2021, 3, 3), 2021)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("text", "interval", "basis"),
    [
        ("Published 3 March 2021\n\nThe mast fell.", "2021-03-03", "stated"),
        ("date 2018-11-24 Somewhere\n\nThe mast fell.", "2018-11-24", "stated"),
        ("LONDON, March 3, 2021 (Newswire) - The mast fell.", "2021-03-03", "dateline"),
        ("Mast falls\n\nBy Jo Tarn, 3 March 2021\n\nThe mast fell.", "2021-03-03", "dateline"),
        ("The mast fell.\n\nCopyright The Daily Mast 2017. All rights reserved.", "", "unknown"),
        ("The mast fell.\n\n© 3 March 2017 The Daily Mast", "", "unknown"),
    ],
)
def test_the_date_of_publication_is_what_the_document_states_and_no_notice(
    text: str, interval: str, basis: str
) -> None:
    when, _, _ = published(view(text))
    assert (when.interval, when.basis) == (interval, basis)


def test_without_a_date_the_last_one_told_is_a_bound_and_says_so() -> None:
    when, _, _ = published("The mast was built in 1999. It fell in May 2013, and will be rebuilt by 2030.")
    assert when.interval == "2013-05/.."
    assert when.basis.startswith("inferred")


def test_a_dateline_without_a_year_takes_none_from_an_old_year() -> None:
    when, anchor, _ = published("LONDON, March 3 (Newswire) - The mast, built in 1999, fell.")
    assert when.interval == "1999/.."
    assert anchor.day is None


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("on 25 November 2013", "2013-11-25"),
        ("on Nov. 25, 2013", "2013-11-25"),
        ("in May 2013", "2013-05"),
        ("in 2013", "2013"),
        ("yesterday", "2021-03-02"),
        ("on Monday", "2021-03-01"),
        ("last year", "2020"),
        ("last month", "2021-02"),
        ("earlier this year", "2021-01-01/2021-03-03"),
        ("since early July", "2020-07/2021-03-03"),
        ("since 2008", "2008/2021-03-03"),
        ("three weeks ago", "2021-02-10"),
        ("two years ago", "2019"),
        ("on 12 December", "2020-12-12"),
    ],
)
def test_dates_in_the_text_are_intervals_as_wide_as_what_is_told(text: str, interval: str) -> None:
    assert [it.interval for it in dates(text, 0, len(text), ANCHOR)] == [interval]


@pytest.mark.parametrize("text", ["yesterday", "on Monday", "Nov. 25", "last week", "last year"])
def test_a_date_that_hangs_on_an_unknown_one_stays_unknown(text: str) -> None:
    (found,) = dates(text, 0, len(text), Anchor(None, 0))
    assert found.interval == ""
    assert found.basis.startswith("unknown")


@pytest.mark.parametrize(
    "text", ["The firm may sell.", "They march on.", "a 2,013 metre hill", "in 1999 days-old", "31 February 2020"]
)
def test_words_and_numbers_that_are_no_dates_are_left_alone(text: str) -> None:
    assert [it for it in dates(text, 0, len(text), ANCHOR) if len(it.interval) > 4] == []


def test_when_a_claim_was_made() -> None:
    text = (
        "In a speech on 25 November 2020, Jo Tarn said the mast was safe.\n\nTarn said it had been painted.\n\n"
        "Orvel has denied that the mast is rusty."
    )
    found, _ = claims(text, "2021-03-03")
    first, later, ever = (saying(text, found, part) for part in ("safe", "painted", "rusty"))
    assert first.when.interval == "2020-11-25"
    assert later.when.interval == "2020-11-25"
    assert later.when.basis.startswith("inferred: as its speaker")
    assert ever.when.interval == "../2021-03-03"


def test_a_date_inside_what_is_said_is_not_when_it_was_said() -> None:
    text = "Jo Tarn said the mast was built in 1999."
    assert saying(text, claims(text, "2021-03-03")[0], "built").when.interval == "2021-03-03"


def test_a_date_in_an_aside_is_not_when_it_was_said() -> None:
    text = "Orvel is considering a sale – as Zatco did when it sold its masts in 2006 – Jo Tarn said."
    dated = [it for it in claims(text, "2021-03-03")[0] if it.kind != "author"]
    assert dated
    assert {it.when.interval for it in dated} == {"2021-03-03"}


def test_what_stands_inside_a_quotation_was_said_when_it_was() -> None:
    text = "In a speech on 25 November 2020, Jo Tarn said: “We have decided to leave the market.”"
    assert {it.when.interval for it in claims(text, "2021-03-03")[0]} == {"2020-11-25"}


@given(st.text(max_size=400))
def test_any_text_gives_spans_inside_it_and_intervals_in_form(raw: str) -> None:
    text = view(raw)
    when, anchor, _ = published(text)
    for found in dates(text, 0, len(text), anchor):
        assert 0 <= found.start < found.end <= len(text)
        assert re.fullmatch(r"|(?:\d{4}(?:-\d\d){0,2})(?:/(?:\.\.|\d{4}(?:-\d\d){0,2}))?", found.interval)
    assert when.basis


def test_a_last_date_without_a_year_bounds_the_year_of_its_text() -> None:
    when = published("On Nov. 25 the firm spoke. It had lost a bid in March 2013.")[0]
    assert when.interval == "2013-11-25/2013-12-31"
    assert published("The firm spoke on Nov. 25, 2013.")[0].interval == "2013-11-25/.."


def test_a_caption_tells_dates_before_its_credit() -> None:
    text = "Masts on April 7, 2013. AFP PHOTO / A (Photo credit should read A/AFP/Getty Images in 2019)"
    assert [it.interval for it in dates(text, 0, len(text), Anchor(None, 0))] == ["2013-04-07"]
