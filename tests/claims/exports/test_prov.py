"""Provenance as its own library reads it: from the document back to people, and nobody made to say what he did not."""

import io

from prov.model import ProvDocument, ProvRecord

from cupel.claims.export import claim_export
from cupel.claims.exports._prov_graph import Graph
from cupel.records.claim import ClaimsLedger, ReviewDecision
from made_claims import BANNED, DENIES, HIDES, NOT_SAID, ONE, SILENT, made_ledger, review


class Read:
    """A written ledger, as the library of PROV reads it."""

    def __init__(self, ledger: ClaimsLedger) -> None:
        data = b"".join(claim_export("prov").pieces(ledger))
        self.document = ProvDocument.deserialize(source=io.BytesIO(data), format="json")
        elements = [it for it in self.document.get_records() if it.is_element()]
        self.label = {str(it.identifier): str(it.label) for it in elements}
        self.elements = {str(it.identifier): it for it in elements}
        self.relations = [it for it in self.document.get_records() if it.is_relation()]

    def to(self, relation: str, name: str, typed: str = "") -> list[str]:
        return sorted(
            self.label[str(it.args[1])]
            for it in self.relations
            if it.get_type().localpart == relation and str(it.args[0]) == name and (not typed or typed in types(it))
        )


def types(record: ProvRecord) -> set[str]:
    return {str(it) for it in record.get_asserted_types()}


def claim_name(identifier: str) -> str:
    return Graph().name("claim", identifier)


def test_the_chain_leads_from_the_document_over_those_who_relay_to_the_people_who_said_it() -> None:
    read = Read(made_ledger())
    name, file = claim_name(HIDES.id), Graph().name("document", ONE.sha256)
    wire, courier = (Graph().name("telling", [HIDES.id, at]) for at in (1, 0))
    assert read.to("Derivation", name, "prov:Quotation") == ["one.txt"]
    assert "What Levant Wire tells" in read.to("Derivation", file)
    assert read.to("Derivation", wire, "prov:Quotation") == ["What the Harbour Courier tells"]
    assert read.to("Derivation", courier, "prov:PrimarySource") == ["What people familiar with the matter said"]
    assert read.to("Derivation", name, "prov:PrimarySource") == ["What people familiar with the matter said"]
    assert read.to("Attribution", name) == ["people familiar with the matter"]
    assert read.to("Attribution", wire) == ["Levant Wire"]
    assert read.to("Attribution", file) == ["The Daily Ledger"]


def test_what_was_not_said_is_not_attributed_to_who_did_not_say_it() -> None:
    read = Read(made_ledger())
    assert read.to("Attribution", claim_name(NOT_SAID.id)) == ["The Daily Ledger"]
    assert read.to("Attribution", claim_name(SILENT.id)) == []
    assert read.to("Attribution", claim_name(BANNED.id)) == []
    for claim in (NOT_SAID, SILENT, BANNED):
        assert read.to("Derivation", claim_name(claim.id), "prov:PrimarySource") == []


def test_words_stance_and_review_are_kept_and_rejected_claims_are_not() -> None:
    read = Read(made_ledger(review(HIDES, "rejected"), review(DENIES, "accepted", credibility="4")))
    assert claim_name(HIDES.id) not in read.elements
    held = {str(key): str(value) for key, value in read.elements[claim_name(DENIES.id)].attributes}
    assert held["prov:value"] == "“We hide nothing,”"
    assert (held["cupel:stance"], held["cupel:admiraltyCredibility"]) == ("denial", "4")
    assert "cupel:admiraltyReliability" not in held
    activity = Graph().name("review", DENIES.id)
    assert read.to("Association", activity) == ["R. Eviewer"]
    assert read.to("Usage", activity) == ["Denial by Ada Quill"]


def joined(ledger: ClaimsLedger) -> int:
    read = Read(ledger)
    for it in read.relations:
        assert all(str(end) in read.elements for end in it.args[:2])
    return len(read.relations)


def test_every_relation_joins_what_is_there(ledger: ClaimsLedger) -> None:
    assert joined(ledger) > len(ledger.claims)


def test_an_empty_ledger_and_a_review_of_nothing_are_valid() -> None:
    stray = ReviewDecision("D0-01", "accepted", "nobody", "yesterday", "", {})
    assert joined(ClaimsLedger((), (), (), (), (), (), (stray,))) == 1


def test_the_same_ledger_gives_the_same_bytes() -> None:
    assert list(claim_export("prov").pieces(made_ledger())) == list(claim_export("prov").pieces(made_ledger()))
