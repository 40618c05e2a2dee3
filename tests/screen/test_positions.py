"""Positions short of law: read strictly, attributed, dated, and told as of a day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.errors import InputError
from cupel.screen.positions import known_on, positions_of, read_positions, shipped_positions

GOOD = """
[[positions]]
country = "CH"
since = "2023-12"
stance = "reviewing"
about = []
statement = "Considers a law."
said_by = "Somebody"
source = { address = "https://example.org/", title = "T", retrieved = "2026-11-25", confidence = "primary text" }
"""


def test_a_good_file_is_read():
    (found,) = positions_of(GOOD, "ch.toml")
    assert (found.country, found.since, found.stance, found.about) == ("CH", "2023-12", "reviewing", ())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('"2023-12"', '"2023"'), "positions[0].since is '2023'"),
        (('"2023-12"', '"2023-13"'), "positions[0].since is '2023-13'"),
        (('since = "2023-12"\n', ""), "positions[0].since is ''"),
        (('"2023-12"', "7"), "positions[0].since is 7"),
        (('"CH"', '"Switzerland"'), "positions[0].country is 'Switzerland'"),
        (('"reviewing"', '"hostile"'), "positions[0].stance is 'hostile'"),
        (('said_by = "Somebody"', 'said_by = ""'), "says nothing, nobody, or no address"),
        (('said_by = "Somebody"', ""), "positions[0].said_by is missing"),
        (("about = []", 'about = []\nby = "me"'), "positions[0].by is no key"),
        (('"2026-11-25"', '"lately"'), "positions[0].source.retrieved is 'lately'"),
        (("[[positions]]", "[[others]]"), "something else than [[positions]]"),
        (("[[positions]]", "[[positions"), "is no TOML"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_key(change, says):
    with pytest.raises(InputError) as error:
        positions_of(GOOD.replace(*change), "ch.toml")
    assert "ch.toml" in error.value.message
    assert says in error.value.message
    assert error.value.advice


LINES = st.lists(st.sampled_from(GOOD.splitlines()), max_size=30).map("\n".join)


@given(st.one_of(st.text(max_size=200), LINES))
def test_any_text_is_positions_or_an_error_with_advice(text):
    try:
        positions_of(text, "any.toml")
    except InputError as error:
        assert error.advice


def test_a_month_counts_from_its_last_day_and_a_day_from_itself():
    month = positions_of(GOOD, "ch.toml")
    day = positions_of(GOOD.replace("2023-12", "2023-12-15"), "ch.toml")
    assert known_on("2023-12-30", month) == ()
    assert known_on("2023-12-31", month) == month
    assert known_on("2023-12-14", day) == ()
    assert known_on("2023-12-15", day) == day
    assert known_on("2023-12-31", month, "LI") == ()


def test_a_folder_of_the_users(tmp_path):
    (tmp_path / "b.toml").write_text(GOOD)
    (tmp_path / "a.toml").write_text(GOOD.replace("2023-12", "2024-01-02"))
    assert [it.since for it in read_positions(tmp_path)] == ["2023-12", "2024-01-02"]
    (tmp_path / "latin.toml").write_bytes(b"title = '\xe9'")
    with pytest.raises(InputError, match="cannot be read"):
        read_positions(tmp_path)


def test_shipped_positions_are_of_forty_countries_and_name_who_said_it_and_where():
    found = shipped_positions()
    assert len({it.country for it in found}) >= 40
    assert len(set(found)) == len(found)
    for it in found:
        assert it.statement.endswith(".")
        assert it.source.address.startswith(("https://", "http://"))
        assert it.since <= it.source.retrieved


@pytest.mark.parametrize(
    ("country", "day", "stance"),
    [
        ("KR", "2020-10-14", "rejecting"),
        ("BR", "2020-10-20", "incentive offered"),
        ("BR", "2021-02-01", "no restriction"),
        ("NO", "2019-03-01", "reviewing"),
        ("NO", "2019-09-26", "no restriction"),
        ("CA", "2022-05-18", "reviewing"),
        ("CA", "2022-05-19", "restricting"),
    ],
)
def test_the_last_position_known_on_a_day(country, day, stance):
    assert known_on(day, shipped_positions(), country)[-1].stance == stance
