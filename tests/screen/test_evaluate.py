"""Evaluation: the steps, their order, and what follows from them together."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.records.law import Condition, Deadline, Entry, Instrument, Period, RuleException, Source
from cupel.records.maker import Maker
from cupel.records.party import Party
from cupel.screen.affiliates import Suppliers
from cupel.screen.evaluate import Circumstances, Subject, evaluate
from cupel.screen.facts import known_facts
from cupel.screen.instruments import shipped_instruments
from cupel.screen.screening import screen

SOURCE = Source("https://example.org/", "s. 1", "2026-11-25", "primary text")
ENTRY = Entry("e", "no use", "t", "s. 1", (Period("in force", "2020-01-01"),), parties=("bad",))
BAD = Maker("bad", "named", (), "", "")


def verdict(entry: Entry, facts=None, maker=BAD, day="2021-01-01", operator=None, binds=(), source=SOURCE):
    instrument = Instrument("i", "XX", "t", "a", "c", binds, "b", (entry,), source, "2027-01-01")
    return evaluate(instrument, Subject(facts or {}, maker), Circumstances(day, operator or {}))[0]


def test_all_nine_steps_are_shown_with_a_reason():
    found = verdict(ENTRY)
    assert found.value == "covered"
    assert [it.number for it in found.steps] == list(range(1, 10))
    assert all(it.because for it in found.steps)
    assert found.since == "2020-01-01"


def test_the_first_no_ends_it():
    found = verdict(ENTRY, maker=Maker("good", "named", (), "", ""))
    assert found.value == "not covered"
    assert [it.number for it in found.steps] == [1, 2, 3]


@pytest.mark.parametrize(
    ("status", "value", "warned"),
    [
        ("in force", "covered", False),
        ("litigated", "covered", True),
        ("advice", "covered", True),
        ("proposed", "not covered", True),
        ("adopted", "not covered", True),
        ("suspended", "not covered", True),
        ("repealed", "not covered", False),
        ("confidential", "cannot tell", False),
        ("unknown", "cannot tell", False),
    ],
)
def test_status_of_the_day(status, value, warned):
    found = verdict(dataclasses.replace(ENTRY, periods=(Period(status, "2020-01-01"),)))
    assert (found.value, found.status, bool(found.warnings)) == (value, status, warned)


def test_what_does_not_bind_yet_shows_what_it_would_reach():
    found = verdict(dataclasses.replace(ENTRY, periods=(Period("proposed", "2020-01-01"),)))
    assert [it.answer for it in found.steps] == ["no"] + ["yes"] * 8


def test_the_law_of_that_day_and_nothing_of_what_came_later():
    entry = dataclasses.replace(
        ENTRY, periods=(Period("proposed", "2020-01-01", "2020-12-31"), Period("in force", "2021-01-01"))
    )
    assert verdict(entry, day="2019-12-31").steps[0].because == "nothing of it was published by that day"
    proposed = verdict(entry, day="2020-06-01")
    assert proposed.value == "not covered"
    assert "2021" not in " ".join(it.because for it in proposed.steps) + " ".join(proposed.warnings)
    assert verdict(entry, day="2021-01-01").value == "covered"


def test_since_goes_back_over_adjoining_periods_that_bind():
    entry = dataclasses.replace(
        ENTRY, periods=(Period("in force", "2020-01-01", "2020-12-31"), Period("litigated", "2021-01-01"))
    )
    assert verdict(entry, day="2021-06-01").since == "2020-01-01"


def test_a_rule_that_was_checked_too_long_ago_warns():
    assert not verdict(ENTRY, day="2027-01-01").warnings
    assert "read again" in verdict(ENTRY, day="2027-01-02").warnings[0]


def test_an_uncertain_source_warns():
    uncertain = dataclasses.replace(SOURCE, confidence="uncertain", note="the annex was not read")
    assert "the annex was not read" in verdict(ENTRY, source=uncertain).warnings[0]


def test_an_exception_is_unknown_unless_it_must_be_shown():
    when = (Condition("permit", any_of=("yes",)),)
    asked = dataclasses.replace(ENTRY, exceptions=(RuleException(when, "a permit", "s. 2"),))
    assert verdict(asked).value == "covered if"
    assert verdict(asked).missing == ("permit",)
    assert verdict(asked, {"permit": "no"}).value == "covered"
    assert verdict(asked, {"permit": "yes"}).value == "not covered"
    shown = dataclasses.replace(ENTRY, exceptions=(RuleException(when, "a permit", "s. 2", must_be_shown=True),))
    assert verdict(shown).value == "covered"
    assert verdict(shown).exceptions == ("a permit (s. 2)",)


def test_an_exception_ends_on_its_day():
    rule = RuleException((Condition("permit", any_of=("yes",)),), "a permit", "s. 2", until="2021-01-01")
    entry = dataclasses.replace(ENTRY, exceptions=(rule,))
    assert verdict(entry, {"permit": "yes"}, day="2021-01-01").value == "not covered"
    assert verdict(entry, {"permit": "yes"}, day="2021-01-02").value == "covered"


def test_deadlines_are_those_that_were_the_law_on_the_day():
    moved = (
        Deadline("2023-01-28", "core out", until="2022-10-12"),
        Deadline("2023-12-31", "core out", since="2022-10-13"),
        Deadline("2027-12-31", "5G out", when=(Condition("generation", any_of=("5g",)),)),
    )
    entry = dataclasses.replace(ENTRY, deadlines=moved)
    assert [it.on for it in verdict(entry, {"generation": "4g"}, day="2022-01-01").deadlines] == ["2023-01-28"]
    assert [it.on for it in verdict(entry, {"generation": "5g"}, day="2023-01-01").deadlines] == [
        "2023-12-31",
        "2027-12-31",
    ]


def test_law_that_is_open_outweighs_facts_that_are_missing():
    entry = dataclasses.replace(ENTRY, purposes=(Condition("purpose", any_of=("home",)),))
    assert verdict(entry).value == "covered if"
    assert verdict(entry, maker=None).value == "cannot tell"
    assert verdict(entry, maker=None).missing == ("maker", "purpose")
    assert verdict(entry, {"purpose": "research"}, maker=None).value == "not covered"


def test_a_possible_maker():
    assert verdict(ENTRY, maker=Maker("bad", "possible", (), "", "")).value == "covered if"
    assert verdict(ENTRY, maker=Maker("good", "possible", (), "", "")).value == "cannot tell"


def test_the_mark_is_tested_where_the_text_asks_it():
    sold = Maker("good", "named", (), "bad", "")
    assert verdict(ENTRY, maker=sold).value == "not covered"
    assert verdict(dataclasses.replace(ENTRY, tested=("maker", "sold_as")), maker=sold).value == "covered"


def test_an_exception_by_the_makers_country_is_answered_for_each_maker():
    spared = RuleException((Condition("maker.country", any_of=("SE",)),), "made by a company of Sweden", "s. 2")
    entry = dataclasses.replace(
        ENTRY, parties=(), covers=(Condition("class", any_of=("router",)),), exceptions=(spared,)
    )
    instrument = Instrument("i", "XX", "t", "a", "c", (), "b", (entry,), SOURCE, "2027-01-01")
    parties = {it: Party(it, "organisation", it, (), country) for it, country in (("one", "SE"), ("other", "NO"))}
    subjects = [Subject({"class": "router"}, Maker(it, "named", (), "", "")) for it in ("one", "other", "stranger")]
    screening = screen(subjects, [instrument], Circumstances("2021-01-01", {}, Suppliers(parties)))
    assert [screening.of(number)[0].value for number in range(3)] == ["not covered", "covered", "covered if"]


SHIPPED = shipped_instruments()
PARTIES = sorted({party for it in SHIPPED for entry in it.entries for party in entry.parties})
FACTS = {
    name: st.sampled_from(
        fact.values
        or {"day": ("2019-05-01", "2024", "soon"), "number": ("0.2", "2027", "x")}.get(
            fact.kind, ("yes", "no", "CN", "US;CN", "huawei", "none")
        )
    )
    for name, fact in known_facts().items()
}
SUBJECTS = st.builds(
    Subject,
    st.fixed_dictionaries({}, optional=FACTS),
    st.one_of(
        st.none(),
        st.builds(
            Maker,
            st.sampled_from([*PARTIES, "nokia"]),
            st.sampled_from(("named", "possible", "conflict", "unknown")),
            st.just(()),
            st.sampled_from(("", "huawei")),
            st.just(""),
            st.sampled_from(((), ("zte",))),
        ),
    ),
)
OPERATORS = st.fixed_dictionaries({}, optional={"role": FACTS["role"], "jurisdictions": st.sampled_from(("US", "DE"))})
DAYS = st.sampled_from(("2016-05-01", "2019-08-13", "2021-03-12", "2025-11-01", "2026-11-25", "2028-06-01"))


@settings(max_examples=12, deadline=None)
@given(st.lists(SUBJECTS, max_size=6), OPERATORS, DAYS)
def test_screening_many_says_what_evaluating_each_says(subjects, operator, day):
    around = Circumstances(day, operator)
    screening = screen(subjects, SHIPPED, around)
    for number, subject in enumerate(subjects):
        assert screening.of(number) == tuple(
            it for instrument in SHIPPED for it in evaluate(instrument, subject, around)
        )


@settings(max_examples=12, deadline=None)
@given(SUBJECTS, OPERATORS, DAYS)
def test_not_covered_is_only_said_where_a_step_says_no(subject, operator, day):
    for instrument in SHIPPED:
        for found in evaluate(instrument, subject, Circumstances(day, operator)):
            answers = [it.answer for it in found.steps]
            assert (found.value == "not covered") == ("no" in answers)
            assert (found.value == "covered") == (set(answers) == {"yes"})
            if found.value == "covered if":
                assert found.missing
