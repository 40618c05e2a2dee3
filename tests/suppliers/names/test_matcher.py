"""Matcher: what a name on an inventory row means, what it is only a part or a mark of, and what it is not."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.records.party import Party, PartyName
from cupel.suppliers.names import Matcher
from cupel.suppliers.names.candidates import Candidates
from cupel.suppliers.names.normal import parsed
from cupel.suppliers.parties import known_parties, parties_of


@pytest.fixture(scope="module")
def matcher():
    return Matcher()


def answers(matcher, name):
    return [(match.party, match.relation) for match in matcher.match(name) if match.score >= matcher.threshold]


@pytest.mark.parametrize(
    "name", ["Huawei", "華為技術有限公司", "HUAWEI TECH CO LTD", "(주)화웨이", "Huawei Technolgies", "هواوي"]
)
def test_one_company_in_every_spelling(matcher, name):
    assert answers(matcher, name)[0] == ("huawei", "same as")


@pytest.mark.parametrize(
    ("name", "first", "above"),
    [
        ("EZVIZ", ("ezviz", "same as"), ("hikvision", "brand of")),
        ("HiLook by Hikvision", ("hilook", "same as"), ("hikvision", "brand of")),
        ("HiSilicon", ("hisilicon", "same as"), ("huawei", "part of")),
        ("Cisco Meraki", ("meraki", "same as"), ("cisco", "brand of")),
        ("ZTE Kangxun", ("zte-kangxun", "same as"), ("zte", "part of")),
    ],
)  # fmt: skip
def test_parts_and_marks_are_answers_of_their_own(matcher, name, first, above):
    found = answers(matcher, name)
    assert found[0] == first
    assert above in found
    assert (above[0], "same as") not in found


def test_a_group_s_name_with_a_country_is_a_part_and_says_that_only_the_name_says_so(matcher):
    match = matcher.match("Huawei Technologies Sweden AB")[0]
    assert (match.party, match.relation) == ("huawei", "part of")
    assert match.features[0].name == "a group's name with a place"


def test_huawei_marine_is_what_it_became_and_not_huawei(matcher):
    found = answers(matcher, "Huawei Marine Networks")
    assert found[0] == ("hmn-technologies", "same as")
    assert "huawei" not in [party for party, _ in found]


@pytest.mark.parametrize(
    ("name", "not_this"),
    [
        ("Nokian Tyres plc", "nokia"), ("Sysco Foods", "cisco"), ("ZTT Group", "zte"), ("Juniper Financial", "juniper"),
        ("Juniper Pharmaceuticals", "juniper"), ("Harris Corporation", "arris"), ("NKIA Co., Ltd.", "nokia"),
        ("Axis Bank", "axis"), ("Cornet, Inc.", "comnet"), ("China Construction Bank", "china-mobile"),
    ],
)  # fmt: skip
def test_names_that_are_only_near_do_not_match(matcher, name, not_this):
    assert not_this not in [party for party, _ in answers(matcher, name)]


def test_a_mark_of_two_companies_gives_both(matcher):
    assert {party for party, _ in answers(matcher, "TP-LINK")} == {"tp-link-cn", "tp-link-systems"}


def test_every_shipped_name_finds_its_party_first(matcher):
    wrong = []
    for party in known_parties():
        for name, found in zip(party.names, matcher.match_all([name.text for name in party.names]), strict=True):
            bearers = [match.party for match in found if match.score == found[0].score]
            if party.id not in bearers:
                wrong.append((party.id, name.text, bearers))
    assert not wrong


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_answered_in_order_and_within_bounds(name):
    matcher = SMALL
    found = matcher.match(name, 3)
    assert len(found) <= 3
    assert all(0 <= match.score <= 1 and match.name == name for match in found)


SMALL = Matcher(["Alpha Networks", "Beta 通信", "Gamma GmbH"])


def test_a_list_of_names_works_without_parties():
    match = SMALL.match("Gama Gesellschaft mit beschränkter Haftung")
    assert not match or match[0].party == "Gamma GmbH"
    assert SMALL.match("Beta Communications")[0].party == "Beta 通信"
    assert Matcher([]).match("Alpha") == ()


def test_names_asked_together_or_alone_give_the_same():
    names = ["Alpha Netwroks", "", "Beta Communication", "Omega", "Gamma"]
    assert SMALL.match_all(names) == [SMALL.match(name) for name in names]


def test_another_name_in_the_index_is_another_version():
    one = parties_of([Party("a", "organisation", "A", (PartyName("Acme", "short"),))])
    two = parties_of([Party("a", "organisation", "A", (PartyName("Acme", "short"), PartyName("Akme", "spelling")))])
    assert Matcher(one).version == Matcher(one).version != Matcher(two).version
    assert Matcher(one).match("Acme")[0].matcher == Matcher(one).version


def typo(name, chance):
    at, kind = chance.randrange(len(name)), chance.randrange(4)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return (
        name[:at] + letter + name[at + 1 :], name[:at] + name[at + 1 :], name[:at] + letter + name[at:],
        name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :],
    )[kind]  # fmt: skip


def test_one_wrong_letter_loses_no_candidate():
    chance = random.Random(3)
    names = [
        f"{chance.choice('BCDFGKLMNPRST')}{chance.choice('aeiou')}{n:x}{chance.choice('lmnrst')} Systems Ltd"
        for n in range(3000)
    ]
    names += [name.text for party in known_parties() for name in party.names if name.text.isascii()]
    index = Candidates([parsed(name) for name in names])
    asked = [chance.randrange(len(names)) for _ in range(1500)]
    found = index.nearest([parsed(typo(names[number], chance)) for number in asked], 50)
    lost = sum(number not in near.tolist() for number, near in zip(asked, found, strict=True))
    assert lost / len(asked) <= 0.005
