"""Reading instruments: whatever is wrong with a file is said with file, key and advice."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.errors import InputError
from cupel.screen.evaluate import evaluate
from cupel.screen.instruments import instrument_of, read_instruments, shipped_instruments
from instrument_cases import cases_of

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "add-an-instrument.md"
GOOD = """
jurisdiction = "XX"
title = "A ban"
authority = "Somebody"
citation = "s. 1"
binds_text = "Everybody."
review_after = 2027-01-01
binds = []
[source]
address = "https://example.org/"
title = "s. 1"
retrieved = "2026-11-25"
confidence = "primary text"
[entry_defaults]
effect = "no use"
clause = "s. 1"
[[entries]]
id = "a"
text = "No routers."
periods = [{ status = "in force", since = "2020-01-01" }]
covers = [{ fact = "class", any_of = ["router"] }]
"""


def test_a_good_file_is_read_with_its_defaults_and_days():
    found = instrument_of(GOOD, "xx-ban.toml")
    assert found.id == "xx-ban"
    assert found.review_after == "2027-01-01"
    assert (found.entries[0].effect, found.entries[0].clause, found.subject) == ("no use", "s. 1", "equipment")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('id = "a"', 'id = "a"\nwho = "me"'), "entries[0].who is no key"),
        (('effect = "no use"', 'effect = "forbidden"'), "entries[0].effect is 'forbidden'"),
        (('any_of = ["router"]', 'any_of = ["toaster"]'), "class never is 'toaster'"),
        (('fact = "class"', 'fact = "colour"'), "no fact is called 'colour'"),
        (('since = "2020-01-01"', 'since = "2020-02-30"'), "entries[0].periods[0].since is '2020-02-30'"),
        (('since = "2020-01-01"', 'since = "2020-01-01", until = "2019-01-01"'), "ends before it begins"),
        (('covers = [{ fact = "class", any_of = ["router"] }]', ""), "would cover everything"),
        ((', any_of = ["router"]', ""), "asks nothing"),
        (('any_of = ["router"]', 'after = "2020-01-01"'), "compared with a day"),
        (('any_of = ["router"]', "above = 1"), "compared with a number"),
        (('title = "A ban"', ""), "title is missing"),
        (('id = "a"', 'id = "a"\nthreshold = 50'), "threshold is 50"),
        (
            ('id = "a"', 'id = "a"\nexceptions = [{ when = [], text = "t", clause = "c" }]'),
            "an exception without `when`",
        ),
        (('title = "A ban"', 'title = "A ban"\nid = "other"'), "id is 'other'"),
        (('jurisdiction = "XX"', "jurisdiction = 3"), "jurisdiction is 3"),
        (("[[entries]]", "[[entries"), "is no TOML"),
        (('clause = "s. 1"', 'clause = ["s. 1"]'), "entries[0].clause is ['s. 1']"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_key(change, says):
    with pytest.raises(InputError) as error:
        instrument_of(GOOD.replace(*change), "xx-ban.toml")
    assert "xx-ban.toml" in error.value.message
    assert says in error.value.message
    assert error.value.advice


def test_periods_that_overlap_are_an_error():
    two = 'periods = [{ status = "proposed", since = "2019-01-01" }, { status = "in force", since = "2020-01-01" }]'
    text = GOOD.replace('periods = [{ status = "in force", since = "2020-01-01" }]', two)
    with pytest.raises(InputError, match="before the one above it ends"):
        instrument_of(text, "xx-ban.toml")


def test_two_entries_of_one_id_are_an_error():
    again = GOOD[GOOD.index("[[entries]]") :]
    with pytest.raises(InputError, match="two of one id"):
        instrument_of(GOOD + again, "xx-ban.toml")


def test_a_folder_of_the_users(tmp_path):
    (tmp_path / "xx-ban.toml").write_text(GOOD)
    assert [it.id for it in read_instruments(tmp_path)] == ["xx-ban"]
    (tmp_path / "latin.toml").write_bytes(b"title = '\xe9'")
    with pytest.raises(InputError, match="cannot be read"):
        read_instruments(tmp_path)
    with pytest.raises(InputError, match="holds no instrument"):
        read_instruments(tmp_path / "none")


LINES = st.lists(st.sampled_from(GOOD.splitlines()), max_size=40).map("\n".join)


@given(st.one_of(st.text(max_size=200), LINES))
def test_any_text_is_an_instrument_or_an_error_with_advice(text):
    try:
        instrument_of(text, "any.toml")
    except InputError as error:
        assert error.advice


def test_the_example_of_the_how_to_is_an_instrument_and_its_case_comes_out(tmp_path):
    blocks = HOW_TO.read_text().split("```toml\n")[1:]
    example, case = (block.split("```")[0] for block in blocks)
    instrument = instrument_of(example, "xx-example.toml")
    (tmp_path / "cases.toml").write_text(case)
    (only,) = cases_of(tmp_path)
    verdicts = {it.entry: it for it in evaluate(instrument, only.subject, only.around)}
    assert {entry: it.value for entry, it in verdicts.items()} == dict(only.expected)
    assert verdicts["core"].missing == tuple(only.missing["core"])


def test_shipped_instruments_say_where_what_and_until_when_they_were_checked():
    for it in shipped_instruments():
        assert it.title and it.citation and it.binds_text
        assert it.source.address.startswith("https://")
        assert it.source.retrieved < it.review_after
