"""Claims as STIX 2.1: reports are the documents, identities the speakers, notes the claims with their stance."""

from collections.abc import Sequence
from typing import Any

from cupel.claims.exports._days import some_day
from cupel.claims.exports._stix_notes import compared, notes_of
from cupel.claims.exports._stix_objects import CLASSES, CUPEL, Made, identifier, made, own, stamp
from cupel.claims.indexed import Indexed
from cupel.records.boundary import to_json
from cupel.records.claim import ClaimsLedger, Document, Entity


class StixExport:
    """What platforms of threat intelligence read."""

    name = "stix"
    title = "STIX 2.1"
    description = (
        "A bundle: documents as report (grouping, where no date of publication is known), speakers and outlets as "
        "identity, each claim as note whose words are in somebody's name; stance, hedges, chain and review stand in "
        "properties of an extension. No opinion and no confidence: both would be cupel's own judgement. Claims that a "
        "person rejected are revoked."
    )
    reference = "https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html"
    suffix = ".stix.json"

    def write(self, ledger: ClaimsLedger) -> bytes:
        """Write one bundle."""
        index = Indexed(ledger)
        notes = notes_of(index)
        beneath: dict[str, list[str]] = {}
        for claim in ledger.claims:
            if claim.id in notes:
                beneath.setdefault(claim.document, []).append(notes[claim.id]["id"])
        objects = [
            *own(),
            *(_identity(it, index) for it in ledger.entities if it.kind in CLASSES),
            *(_document(it, index, beneath.get(it.id, ())) for it in ledger.documents),
            *notes.values(),
            *compared(ledger, index, notes),
        ]
        unique = list({it["id"]: it for it in objects}.values())
        bundle = {"type": "bundle", "id": identifier("bundle", unique), "objects": unique}
        return to_json(bundle, indent=1) + b"\n"


def _identity(entity: Entity, index: Indexed) -> Made:
    days = [day for it in index.known_documents(entity.documents) if (day := some_day(it.published.interval))]
    forms = [it for it in entity.forms if it != entity.name]
    also = f"Also as: {', '.join(forms)}." if forms else ""
    return made(
        "identity", entity.id, stamp(min(days, default=None)),
        name=entity.name or entity.id, identity_class=CLASSES[entity.kind],
        description=" ".join(filter(None, (also, entity.reason))),
        ours={"ledger_id": entity.id, "unnamed": entity.kind == "anon"},
    )  # fmt: skip


def _document(document: Document, index: Indexed, notes: Sequence[str]) -> Made:
    when, outlet = document.published, index.outlet(document)
    day = some_day(when.interval)
    told = f"Published {when.interval or 'on a day that is not known'} ({when.basis})."
    properties: dict[str, Any] = {
        "name": document.name or document.id,
        "description": f"{document.outlet}. {told}" if document.outlet else told,
        "object_refs": [*notes, *([identifier("identity", outlet.id)] if outlet else [])] or [CUPEL],
        "ours": {
            "sha256": document.sha256, "file_name": document.name,
            "published_interval": when.interval, "published_basis": when.basis,
        },
    }  # fmt: skip
    if day is None:
        return made("grouping", document.sha256, stamp(None), context="unspecified", **properties)
    return made("report", document.sha256, stamp(day), published=stamp(day), **properties)


EXPORT = StixExport()
