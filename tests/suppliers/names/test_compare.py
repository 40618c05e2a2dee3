"""Compare: names of one organisation in several scripts are one; names that are only near are not."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.records.party import Party, PartyName
from cupel.suppliers.names import THRESHOLD, compare
from cupel.suppliers.parties import known_parties, parties_of

CASES = Path(__file__).parents[2] / "cases" / "names"
NOBODY = parties_of([])
NAMES = st.sampled_from([name.text for party in known_parties() for name in party.names])
ANY = NAMES | st.text(max_size=40) | st.builds("{} {}".format, NAMES, st.text(max_size=10))


def judged(file):
    with (CASES / file).open(encoding="utf-8", newline="") as rows:
        return [(row["name"], row["other"], row["relation"]) for row in csv.DictReader(rows)]


@pytest.mark.parametrize(("name", "other", "relation"), judged("dev.csv"))
def test_telecom_names_are_told_apart(name, other, relation):
    score, features = compare(name, other)
    assert (score >= THRESHOLD) == (relation == "same as"), features


def test_held_out_spellings_reach_the_promised_f1():
    pairs = judged("held_out.csv")
    said = [(compare(name, other)[0] >= THRESHOLD, relation == "same as") for name, other, relation in pairs]
    right = sum(one and other for one, other in said)
    assert 2 * right / sum(one + other for one, other in said) >= 0.95


@given(ANY, ANY)
@settings(max_examples=300, deadline=None)
def test_the_order_of_two_names_makes_no_difference(a, b):
    for parties in (None, NOBODY):
        one, other = compare(a, b, parties)[0], compare(b, a, parties)[0]
        assert abs(one - other) < 1e-9
        assert 0.0 <= one <= 1.0


@given(ANY.filter(lambda name: any(map(str.isalnum, name))))
@settings(max_examples=200, deadline=None)
def test_a_name_is_itself(name):
    assert compare(name, name, NOBODY)[0] >= THRESHOLD


def test_the_features_name_what_decided():
    _, features = compare("Acme Bank of Chile", "Acme Bank of Peru", NOBODY)
    assert features[0].name == "another country"
    assert "chile" in features[0].because and "peru" in features[0].because
    assert features[0].weight < 0 < features[0].value


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Nokian Tyres", "Nokia"), ("Sysco", "Cisco"), ("ZTT", "ZTE"), ("Juniper Pharmaceuticals", "Juniper Networks"),
        ("China Mobile", "China Telecom"), ("HP Inc.", "Hewlett Packard Enterprise"), ("Huawei Marine", "Huawei"),
    ],
)  # fmt: skip
def test_traps_without_any_known_party_are_traps_too(a, b):
    assert compare(a, b, NOBODY)[0] < THRESHOLD
    assert compare(a, b)[0] < THRESHOLD


def test_other_facts_give_other_answers():
    same = (PartyName("Blau Netz", "short"), PartyName("Acme Verbindung", "former"))
    ours = parties_of([Party("blau-netz", "organisation", "Blau Netz", same)])
    assert compare("Blau Netz GmbH", "Acme Verbindung AG", ours)[0] >= THRESHOLD
    assert compare("Blau Netz GmbH", "Acme Verbindung AG", NOBODY)[0] < THRESHOLD
