"""Conditions: yes and no only where a known fact says so."""

from hypothesis import given
from hypothesis import strategies as st

from cupel.records.law import Condition
from cupel.screen.conditions import all_hold, days_of, either, holds
from cupel.screen.facts import known_facts


def answer(condition: Condition, **facts: str) -> str:
    return holds(condition, facts).answer


def test_a_value_below_the_one_asked_holds_and_one_above_leaves_it_open():
    asked = Condition("class", any_of=("router/consumer",))
    assert answer(asked, **{"class": "router/consumer"}) == "yes"
    assert answer(asked, **{"class": "router"}) == "unknown"
    assert answer(asked, **{"class": "router/carrier"}) == "no"
    assert answer(Condition("class", any_of=("router",)), **{"class": "router/carrier"}) == "yes"
    assert answer(Condition("function", any_of=("core/policy",)), function="core/user-plane") == "no"


def test_what_is_excluded():
    spared = Condition("class", none_of=("router/consumer", "phone"))
    assert answer(spared, **{"class": "switch"}) == "yes"
    assert answer(spared, **{"class": "router"}) == "unknown"
    assert answer(spared, **{"class": "phone"}) == "no"
    assert answer(spared, **{"class": "toaster"}) == "unknown"


def test_an_absent_fact_and_an_odd_value_are_unknown_and_named():
    found = holds(Condition("purpose", any_of=("public-safety",)), {})
    assert (found.answer, found.missing) == ("unknown", ("purpose",))
    assert answer(Condition("purpose", any_of=("public-safety",)), purpose="whatever") == "unknown"
    assert answer(Condition("purpose", any_of=("public-safety",)), purpose="home") == "no"


def test_several_values_of_one_fact():
    assert answer(Condition("role", any_of=("federal-agency",)), role="mobile-operator; federal-agency") == "yes"
    assert answer(Condition("country_of_production", other_than=("US",)), country_of_production="US;CN") == "yes"
    assert answer(Condition("country_of_production", other_than=("US",)), country_of_production="US") == "no"
    assert answer(Condition("country_of_production", none_of=("US",)), country_of_production="US;CN") == "no"


def test_what_the_text_leaves_open_is_a_question_of_law():
    found = holds(Condition("class", none_of=("power-inverter",), unclear=("server",)), {"class": "server"})
    assert (found.answer, found.open_law, found.missing) == ("unknown", True, ())


def test_days_may_be_years_and_months():
    before = Condition("installed_on", before="2020-07-01")
    assert answer(before, installed_on="2020-06-30") == "yes"
    assert answer(before, installed_on="2020-07-01") == "no"
    assert answer(before, installed_on="2020-06") == "yes"
    assert answer(before, installed_on="2020") == "unknown"
    assert answer(before, installed_on="in spring") == "unknown"
    assert answer(Condition("installed_on", after="2020-07-01"), installed_on="2021") == "yes"
    assert days_of("2020-02") == ("2020-02-01", "2020-02-29")
    assert days_of("2019-02-29") is None


def test_numbers_and_percent():
    cap = Condition("share_of_sites", above=0.35)
    assert answer(cap, share_of_sites="0.36") == "yes"
    assert answer(cap, share_of_sites="35 %") == "no"
    assert answer(cap, share_of_sites="a third") == "unknown"


def test_a_no_decides_before_an_unknown_and_a_yes_suffices_for_either():
    no = holds(Condition("class", any_of=("phone",)), {"class": "switch"})
    unknown = holds(Condition("purpose", any_of=("home",)), {})
    yes = holds(Condition("class", any_of=("switch",)), {"class": "switch"})
    assert either([no, unknown, yes]).answer == "yes"
    assert either([no, unknown]).answer == "unknown"
    both = all_hold(
        [Condition("class", any_of=("phone",)), Condition("purpose", any_of=("home",))], {"class": "switch"}
    )
    assert both.answer == "no"


VALUES = {name: fact.values for name, fact in known_facts().items() if fact.values}
A_CONDITION = st.sampled_from(sorted(VALUES)).flatmap(
    lambda name: st.builds(
        Condition,
        fact=st.just(name),
        any_of=st.lists(st.sampled_from(VALUES[name]), max_size=2).map(tuple),
        none_of=st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=2).map(tuple),
    )
)
SOME_FACTS = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()})


@given(st.lists(A_CONDITION, max_size=4), SOME_FACTS, st.data())
def test_learning_a_fact_never_takes_back_a_yes_or_a_no(conditions, facts, data):
    known = data.draw(st.sets(st.sampled_from(sorted(facts)))) if facts else set()
    before = all_hold(conditions, {name: facts[name] for name in known}).answer
    after = all_hold(conditions, facts).answer
    assert before in ("unknown", after)


@given(st.text(max_size=30), st.sampled_from(sorted(known_facts())))
def test_any_text_is_answered(text, name):
    for condition in (Condition(name, any_of=("CN",)), Condition(name, after="2020-01-01"), Condition(name, above=0.5)):
        assert holds(condition, {name: text}).answer in ("yes", "no", "unknown")
