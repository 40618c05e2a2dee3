"""Affiliate tests: the same holding is reached by one text and spared by another."""

import pytest

from cupel.records.holding import Holding
from cupel.records.law import Entry, Period
from cupel.records.party import Party
from cupel.screen.affiliates import Suppliers, reached
from made_holdings import StandIn

PARTIES = {
    it.id: it
    for it in (
        Party("bad", "organisation", "Bad", ()),
        Party("mark", "organisation", "Mark", (), brand_of="bad"),
        Party("part", "organisation", "Part", (), part_of="bad"),
        Party("sister", "organisation", "Sister", (), part_of="roof"),
        Party("twin", "organisation", "Twin", (), part_of="roof"),
        Party("round", "organisation", "Round", (), part_of="about"),
        Party("about", "organisation", "About", (), part_of="round"),
    )
}


def answer(test, party, *holdings, named=("bad",), threshold=None, strict=False, complete=True):
    entry = Entry(
        "e", "no use", "t", "c", (Period("in force", "2020-01-01"),), named, complete, affiliates=test,
        threshold=threshold, strict=strict,
    )  # fmt: skip
    held = StandIn(tuple(Holding(owner, owned, "shares", low, high) for owner, owned, low, high in holdings))
    return reached(entry, party, Suppliers(PARTIES, held), "2021-01-01")


ALL = (
    "named only",
    "equity or control",
    "subsidiary or affiliate",
    "aggregate ownership",
    "decisive influence",
    "group",
)


@pytest.mark.parametrize("test", ALL)
def test_the_named_party_and_its_mark_are_reached_by_all(test):
    assert answer(test, "bad").answer == "yes"
    assert answer(test, "mark").answer == "yes"
    assert answer(test, "stranger").answer == "no"
    assert answer(test, "round").answer == "no"


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("named only", "no"),
        ("equity or control", "yes"),
        ("subsidiary or affiliate", "yes"),
        ("aggregate ownership", "unknown"),
        ("decisive influence", "yes"),
        ("group", "yes"),
    ],
)
def test_a_part_of_the_group_without_known_shares(test, said):
    assert answer(test, "part").answer == said


@pytest.mark.parametrize(
    ("test", "share", "said"),
    [
        ("equity or control", 0.10, "no"),
        ("equity or control", 0.11, "yes"),
        ("subsidiary or affiliate", 0.30, "unknown"),
        ("subsidiary or affiliate", 0.50, "yes"),
        ("aggregate ownership", 0.49, "no"),
        ("aggregate ownership", 0.50, "yes"),
        ("decisive influence", 0.50, "no"),
        ("decisive influence", 0.51, "yes"),
        ("group", 0.51, "yes"),
        ("named only", 1.0, "no"),
    ],
)
def test_from_which_share_on(test, share, said):
    strict, threshold = test == "equity or control", 0.1 if test == "equity or control" else None
    found = answer(test, "acme", ("bad", "acme", share, share), strict=strict, threshold=threshold)
    assert found.answer == said


def test_a_share_that_the_text_leaves_open_is_a_question_of_law_and_an_unknown_share_is_not():
    assert answer("subsidiary or affiliate", "acme", ("bad", "acme", 0.3, 0.3)).open_law
    unknown = answer("aggregate ownership", "acme", ("bad", "acme", 0.4, 0.6))
    assert (unknown.answer, unknown.open_law) == ("unknown", False)
    assert unknown.missing == ("share of Bad in acme",)


def test_the_cascade_is_no_product():
    holdings = [("bad", "a", 0.5, 0.5), ("a", "b", 0.5, 0.5)]
    assert answer("aggregate ownership", "b", *holdings).answer == "yes"


def test_two_listed_owners_count_together():
    holdings = [("bad", "acme", 0.25, 0.25), ("worse", "acme", 0.25, 0.25)]
    assert answer("aggregate ownership", "acme", *holdings, named=("bad", "worse")).answer == "yes"
    assert answer("aggregate ownership", "acme", *holdings).answer == "no"


def test_sisters_in_one_group_are_affiliates_by_common_control():
    assert answer("equity or control", "sister", named=("twin",)).answer == "yes"
    assert answer("named only", "sister", named=("twin",)).answer == "no"


def test_who_owns_a_named_one_is_its_affiliate():
    held = ("parent", "bad", 0.2, 0.2)
    assert answer("equity or control", "parent", held, threshold=0.1, strict=True).answer == "yes"


def test_a_list_that_is_not_held_in_full_does_not_spare_a_company_of_the_group():
    found = answer("named only", "part", complete=False)
    assert (found.answer, found.open_law) == ("unknown", True)
