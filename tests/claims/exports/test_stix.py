"""What a platform of threat intelligence gets: valid objects, claims in somebody's name, grades only from people."""

import json
import re
import uuid
from typing import Any

import pytest
import stix2

from cupel.claims.export import claim_export
from cupel.claims.exports._stix_objects import EXTENSION, NAMESPACE
from cupel.records.claim import ClaimsLedger, ReviewDecision
from made_claims import BANNED, DENIES, FEARS, HIDES, NOT_SAID, ONE, TWO, claim, made_ledger, review

OBSERVABLES = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")


def written(ledger: ClaimsLedger) -> list[dict[str, Any]]:
    data = b"".join(claim_export("stix").pieces(ledger))
    stix2.parse(data.decode(), version="2.1")
    return json.loads(data)["objects"]


def note_of(objects: list[dict[str, Any]], identifier: str) -> dict[str, Any]:
    (found,) = [it for it in objects if ours(it).get("claim") == identifier]
    return found


def ours(thing: dict[str, Any]) -> dict[str, Any]:
    return thing.get("extensions", {}).get(EXTENSION, {})


def test_every_object_is_valid_and_every_reference_leads_to_one_of_the_bundle(ledger: ClaimsLedger) -> None:
    objects = written(ledger)
    for it in objects:
        parsed = stix2.parse(it, version="2.1", allow_custom=False)
        assert parsed["type"] == it["type"]
    known = {it["id"] for it in objects}
    text = json.dumps(objects)
    assert len(known) == len(objects)
    assert set(re.findall(r'"([a-z-]+--[0-9a-f-]{36})"', text)) == known
    assert {it["type"] for it in objects} <= {"identity", "extension-definition", "report", "grouping", "note"}
    assert sum("claim" in ours(it) for it in objects) == len(ledger.claims)


def test_identifiers_are_the_same_each_time_and_outside_the_namespace_of_observables() -> None:
    assert list(claim_export("stix").pieces(made_ledger())) == list(claim_export("stix").pieces(made_ledger()))
    assert NAMESPACE != OBSERVABLES
    assert all(uuid.UUID(it["id"].partition("--")[2]).version == 5 for it in written(made_ledger()))


def test_a_claim_is_in_its_speakers_name_and_stance_and_never_cupels() -> None:
    objects = written(made_ledger())
    note = note_of(objects, HIDES.id)
    assert note["content"] == (
        "Allegation by people familiar with the matter, as told by the Harbour Courier, as told by Levant Wire: "
        "“Ferrovia Networks hides switches”"
    )
    assert note_of(objects, NOT_SAID.id)["abstract"] == "Not said by the Harbour Courier"
    assert note_of(objects, BANNED.id)["abstract"] == "Decision that the author of the document tells of"
    said = ours(note_of(objects, FEARS.id))
    assert (said["stance"], said["hedges"], said["source_class"]) == ("concern", ["may"], "anonymous_group")
    assert note_of(objects, FEARS.id)["content"].endswith("“The ministry […] ban it in 2019”")
    assert not any(it["type"] == "opinion" or "confidence" in it for it in objects)


def test_documents_are_reports_with_the_interval_they_were_published_in() -> None:
    objects = written(made_ledger())
    (report,) = [it for it in objects if it["type"] == "report"]
    assert report["published"] == "2018-11-23T00:00:00.000Z"
    assert ours(report)["published_interval"] == "2018-11-23/2018-11-24"
    assert ours(report)["sha256"] == ONE.sha256
    (undated,) = [it for it in objects if it["type"] == "grouping"]
    assert "not known" in undated["description"]
    assert ours(undated)["sha256"] == TWO.sha256


def test_people_without_a_name_are_marked_and_belong_to_one_document() -> None:
    unnamed = [it for it in written(made_ledger()) if ours(it).get("unnamed")]
    assert [it["identity_class"] for it in unnamed] == ["unknown"]
    assert ONE.id in ours(unnamed[0])["ledger_id"]


@pytest.mark.parametrize("graded", [{}, {"reliability": "B", "credibility": "3", "author": " "}])
def test_no_grade_without_a_person(graded: dict[str, str]) -> None:
    objects = written(made_ledger(review(HIDES, "accepted", **graded)))
    assert "admiralty" not in json.dumps([ours(it) for it in objects])


def test_a_grade_is_the_reviewers_and_names_who() -> None:
    said = ours(note_of(written(made_ledger(review(HIDES, "accepted", reliability="C"))), HIDES.id))
    assert (said["admiralty_reliability"], said["reviewer"]) == ("C", "R. Eviewer")
    assert "admiralty_credibility" not in said


def test_a_review_is_a_new_version_of_the_same_note() -> None:
    before = note_of(written(made_ledger()), DENIES.id)
    changed = review(
        DENIES, "corrected", changes={"stance": "opinion", "speaker": "org:nobody", "source_class": "king"}
    )
    after = note_of(written(made_ledger(changed)), DENIES.id)
    assert (before["id"], before["created"]) == (after["id"], after["created"])
    assert after["modified"] == "2026-11-25T08:00:00.000Z"
    assert ours(after)["stance"] == "opinion"
    assert (ours(after)["speaker"], ours(after)["source_class"]) == ("Ada Quill", "named_person")
    assert note_of(written(made_ledger(review(DENIES, "rejected"))), DENIES.id)["revoked"] is True


def test_a_claim_keeps_its_identifier_when_the_rules_number_it_anew() -> None:
    ledger = made_ledger()
    (before,) = [it["id"] for it in written(ledger) if it.get("abstract") == "Denial by Ada Quill"]
    again = claim(
        ONE, 9, "Ada Quill", "person:ada-quill", "said", "“We hide nothing,”", stance="denial", rule="another"
    )  # fmt: skip
    (after,) = written(ClaimsLedger(ledger.documents, ledger.entities, (again,), (), (), ()))[-1:]
    assert after["id"] == before


def test_contradictions_and_shared_origins_are_notes_without_a_verdict() -> None:
    notes = {it["abstract"]: it for it in written(made_ledger()) if it["type"] == "note"}
    assert "Which of them is right is not said." in notes["Allegation and denial"]["content"]
    assert len(notes["Allegation and denial"]["object_refs"]) == 2
    assert "All rest on Levant Wire." in notes["One origin"]["content"]


def test_an_empty_ledger_and_a_review_of_nothing_are_valid() -> None:
    stray = ReviewDecision("D0-01", "accepted", "", "x", "", {})
    assert len(written(ClaimsLedger((), (), (), (), (), (), (stray,)))) == 2
