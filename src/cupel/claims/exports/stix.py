"""Claims as STIX 2.1: reports are the documents, identities the speakers, notes the claims with their stance."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cupel.claims.exports._days import some_day
from cupel.claims.exports._pieces import written
from cupel.claims.exports._stix_notes import compared, notes, refs_of
from cupel.claims.exports._stix_objects import CLASSES, CUPEL, Made, identifier, identifier_of_all, made, own, stamp
from cupel.claims.indexed import Indexed
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

    def pieces(self, ledger: ClaimsLedger) -> Iterator[bytes]:
        """Write one bundle. Its objects are made twice: its identifier, which is made of them, stands before them."""
        index = Indexed(ledger)
        refs = refs_of(index)
        name = identifier_of_all("bundle", _objects(ledger, index, refs))
        return written([("type", "bundle"), ("id", name), ("objects", _objects(ledger, index, refs))])


def _objects(ledger: ClaimsLedger, index: Indexed, refs: Mapping[str, str]) -> Iterator[Made]:
    """Make the objects, each identifier once."""
    beneath: dict[str, list[str]] = {}
    for claim in ledger.claims:
        if claim.id in refs:
            beneath.setdefault(claim.document, []).append(refs[claim.id])
    met: set[str] = set()
    for it in itertools.chain(
        own(),
        (_identity(it, index) for it in ledger.entities if it.kind in CLASSES),
        (_document(it, index, beneath.get(it.id, ())) for it in ledger.documents),
        notes(index, refs),
        {it["id"]: it for it in compared(ledger, index, refs)}.values(),
    ):
        if it["id"] not in met:
            met.add(it["id"])
            yield it


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


def _document(document: Document, index: Indexed, beneath: Sequence[str]) -> Made:
    when, outlet = document.published, index.outlet(document)
    day = some_day(when.interval)
    told = f"Published {when.interval or 'on a day that is not known'} ({when.basis})."
    properties: dict[str, Any] = {
        "name": document.name or document.id,
        "description": f"{document.outlet}. {told}" if document.outlet else told,
        "object_refs": [*beneath, *([identifier("identity", outlet.id)] if outlet else [])] or [CUPEL],
        "ours": {
            "sha256": document.sha256, "file_name": document.name,
            "published_interval": when.interval, "published_basis": when.basis,
        },
    }  # fmt: skip
    if day is None:
        return made("grouping", document.sha256, stamp(None), context="unspecified", **properties)
    return made("report", document.sha256, stamp(day), published=stamp(day), **properties)


EXPORT = StixExport()
