"""Entities of FollowTheMoney by its own model; unnamed sources join nothing, and no claim becomes a fact."""

import json
from typing import Any

import pytest

from cupel.claims.export import claim_export
from cupel.records.claim import ClaimsLedger
from made_claims import ANON, BANNED, HIDES, NOT_SAID, made_ledger, review


def written(ledger: ClaimsLedger) -> list[dict[str, Any]]:
    return [json.loads(line) for line in b"".join(claim_export("ftm").pieces(ledger)).splitlines()]


def described(entities: list[dict[str, Any]], part: str) -> dict[str, Any]:
    (found,) = [it for it in entities if part in it["properties"].get("description", [""])[0]]
    return found


def test_every_value_is_valid_by_the_model(ledger: ClaimsLedger) -> None:
    followthemoney = pytest.importorskip("followthemoney", reason="it needs ICU, which has no wheel for Linux")
    entities = written(ledger)
    schema_of = {it["id"]: followthemoney.model.get(it["schema"]) for it in entities}
    assert len(schema_of) == len(entities)
    for it in entities:
        schema = schema_of[it["id"]]
        schema.validate(it)
        assert set(schema.required) <= set(it["properties"])
        for name, values in it["properties"].items():
            known = schema.properties[name]
            assert [known.type.clean(value) for value in values] == values, name
            if known.range is not None:
                assert all(schema_of[value].is_a(known.range) for value in values), name


def test_a_note_names_whose_claim_it_is_and_links_its_speaker() -> None:
    entities = written(made_ledger())
    note = described(entities, "We hide nothing")
    assert note["properties"]["description"] == ["Denial by Ada Quill: “We hide nothing,”"]
    (link,) = [it for it in entities if it["properties"].get("object") == [note["id"]]]
    (speaker,) = [it for it in entities if it["id"] == link["properties"]["subject"][0]]
    assert (speaker["schema"], speaker["properties"]["name"]) == ("Person", ["Ada Quill"])
    assert link["properties"]["role"] == ["says (denial)"]
    silent = described(entities, "which switches")
    (link,) = [it for it in entities if it["properties"].get("object") == [silent["id"]]]
    assert link["properties"]["role"] == ["did not say"]


def test_people_without_a_name_become_no_entity() -> None:
    entities = written(made_ledger())
    assert not any("familiar" in name for it in entities for name in it["properties"].get("name", []))
    assert "as told by the Harbour Courier" in described(entities, "familiar")["properties"]["description"][0]
    assert ANON not in json.dumps(entities)


def test_generic_forms_are_no_names_to_match_by() -> None:
    companies = [it for it in written(made_ledger()) if it["schema"] == "Organization"]
    (company,) = [it for it in companies if it["properties"]["name"] == ["Ferrovia Networks"]]
    assert company["properties"]["weakAlias"] == ["the company", "Ferrovia"]
    assert "alias" not in company["properties"]


def test_only_a_single_date_of_publication_is_one() -> None:
    documents = [it["properties"] for it in written(made_ledger()) if it["schema"] == "PlainText"]
    assert not any("publishedAt" in it for it in documents)
    assert any("2018-11-23/2018-11-24" in note for it in documents for note in it["notes"])


def test_an_event_is_somebodys_word_and_goes_with_its_claims() -> None:
    (event,) = [it["properties"] for it in written(made_ledger()) if it["schema"] == "Event"]
    assert event["date"] == ["2019-03"]
    assert "their word, not shown by cupel" in event["summary"][0]
    rejected = written(made_ledger(review(BANNED, "rejected"), review(NOT_SAID, "rejected")))
    assert not any(it["schema"] == "Event" for it in rejected)
    assert "which switches" not in json.dumps(rejected)


def test_no_grade_without_a_person() -> None:
    assert "Admiralty" not in json.dumps(written(made_ledger(review(HIDES, "accepted"))))
    graded = described(written(made_ledger(review(HIDES, "accepted", credibility="2"))), "familiar")
    assert "Admiralty grade by R. Eviewer: source not graded, claim 2" in graded["properties"]["notes"]
