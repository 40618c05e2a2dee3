"""Parties: what cupel ships is whole, and what a person writes wrong is named with its file and key."""

import re
import tomllib
from importlib import resources

import pytest

from cupel.errors import InputError
from cupel.records.party import Party, PartyName
from cupel.suppliers.parties import known_parties, parties_of, read_parties


def test_every_party_names_a_source_and_a_country_or_whose_mark_it_is():
    for party in known_parties():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", party.id), party.id
        assert party.source.startswith(("https://", "http://")), party.id
        assert re.fullmatch(r"(\d{4}-\d{2}-\d{2})?", party.retrieved), party.id
        assert party.names, party.id
        assert re.fullmatch("[A-Z]{2}", party.country) or party.brand_of, party.id


def test_classes_of_equipment_are_those_that_instruments_ask_about():
    facts = tomllib.loads((resources.files("cupel.data") / "equipment_facts.toml").read_text("utf-8"))
    classes = set(facts["subject"]["class"]["values"])
    assert {made for party in known_parties() for made in party.makes} <= classes


def test_several_scripts_name_one_party():
    parties = known_parties()
    for name in ("華為", "华为技术有限公司", "HUAWEI", "화웨이", "ファーウェイ"):
        assert [party.id for party in parties.named(name)] == ["huawei"]
    assert [party.id for party in parties.named("中興通訊")] == ["zte"]


def test_a_part_and_a_mark_are_not_the_company():
    parties = known_parties()
    assert [party.id for party in parties.named("EZVIZ")] == ["ezviz"]
    assert parties.by_id["ezviz"].brand_of == "hikvision"
    assert "hikvision" in [party.id for party in parties.above("ezviz")]
    assert [party.id for party in parties.named("Huawei Marine")] == ["hmn-technologies"]
    assert "hisilicon" in [party.id for party in parties.below("huawei")]


def test_one_name_may_be_borne_by_two_companies():
    assert {party.id for party in known_parties().named("TP-Link")} == {"tp-link-cn", "tp-link-systems"}


def test_a_circle_of_groups_ends():
    names = (PartyName("x", "short"),)
    parties = parties_of(
        [Party("a", "organisation", "a", names, part_of="b"), Party("b", "organisation", "b", names, part_of="a")]
    )
    assert [party.id for party in parties.above("a")] == ["b", "a"]
    assert {party.id for party in parties.below("a")} == {"a", "b"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[party]]\nid = 'a'\nname = 'A'\ncuntry = 'CN'", "cuntry"),
        ("[[party]]\nid = 'a'\nname = 'A'\nnames.nick = ['b']", "nick"),
        ("[[party]]\nid = 'a'\nname = 'A'\nnames.legal = [1]", "a name is no text"),
        ("[[party]]\nname = 'A'", "id, name or kind"),
        ("[[party", "no TOML"),
    ],
)
def test_a_malformed_fact_is_named_with_its_file(text, named):
    with pytest.raises(InputError) as error:
        read_parties(text, "made.toml")
    assert named in error.value.message and "made.toml" in error.value.message


def test_an_unknown_group_and_a_second_id_are_errors():
    one = Party("a", "organisation", "a", (), part_of="nobody")
    with pytest.raises(InputError, match="nobody"):
        parties_of([one])
    with pytest.raises(InputError, match="twice"):
        parties_of([Party("a", "organisation", "a", ()), Party("a", "organisation", "b", ())])
