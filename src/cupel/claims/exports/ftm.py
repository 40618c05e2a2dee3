"""Claims as FollowTheMoney entities: people, organisations, documents, and notes of who says what in whose name."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from cupel.claims.exports._days import one_date
from cupel.claims.indexed import RULES, Indexed, headed, quoted, words
from cupel.records.boundary import to_json
from cupel.records.claim import Claim, ClaimsLedger, Document, Entity, Event

SCHEMATA = {"person": "Person", "org": "Organization", "outlet": "Organization", "gov": "PublicBody"}
"""Kind of entity -> schema. People without a name get none: names are matched across data there, and theirs would join
sources that have nothing in common. Company would say that a firm is registered, which no claim shows."""
FORMATS = {"text": "PlainText", "html": "HyperText", "pdf": "Pages", "mail": "Email"}
TYPES = {"text": "text/plain", "html": "text/html", "pdf": "application/pdf", "mail": "message/rfc822"}
SAYS = {"no_comment": "gave no comment", "not_said": "did not say"}
Made = dict[str, Any]


class FollowTheMoneyExport:
    """What OpenAleph and other tools of investigations read."""

    name = "ftm"
    title = "FollowTheMoney 4 (JSON lines)"
    description = (
        "One entity a line: Person, Organization, PublicBody, documents, Mention, Event, and a Note for each claim, "
        "with its speaker's name, stance and words (blanks folded, as the model folds them), linked to its speaker and "
        "to whom it is about. Sources without a name stand in the note only; who says what is only proposed, too; "
        "rejected claims are left out."
    )
    reference = "https://followthemoney.tech/explorer/"
    suffix = ".ftm.jsonl"

    def pieces(self, ledger: ClaimsLedger) -> Iterator[bytes]:
        """Write one entity a line."""
        met: set[str] = set()
        for it in _all(Indexed(ledger)):
            if it["id"] not in met:
                met.add(it["id"])
                yield to_json(it) + b"\n"


def _all(index: Indexed) -> Iterator[Made]:
    for document in index.ledger.documents:
        yield _document(document)
    for entity in index.ledger.entities:
        if entity.kind in SCHEMATA:
            yield from _entity(entity, index)
    for claim, document in index.claims(rejected=False):
        yield from _claim(claim, document, index)
    kept = {claim.id: claim for claim, _ in index.claims(rejected=False)}
    for event in index.ledger.events:
        told = [kept[it] for it in event.claims if it in kept]
        if told:
            yield _event(event, told, index)


def _document(document: Document) -> Made:
    when = document.published
    published = f"Published {when.interval or 'on a day that is not known'} ({when.basis})"
    return _made(
        FORMATS.get(document.format, "Document"), "document", document.sha256,
        fileName=document.name or document.id, publisher=document.outlet, fileSize=str(document.size),
        mimeType=TYPES.get(document.format, ""), publishedAt=one_date(when.interval), encoding=document.encoding,
        notes=[f"SHA-256 {document.sha256}", published],
    )  # fmt: skip


def _entity(entity: Entity, index: Indexed) -> Iterator[Made]:
    """Yield an entity and where it is mentioned; its other forms ("the company") are too weak to match by."""
    name = entity.name or entity.id
    made = _made(
        SCHEMATA[entity.kind], "entity", entity.id,
        name=name, weakAlias=[it for it in entity.forms if it != name], notes=entity.reason,
    )  # fmt: skip
    yield made
    for document in index.known_documents(entity.documents):
        yield _made(
            "Mention", "mention", [entity.id, document.sha256],
            name=name, document=_id("document", document.sha256), resolved=made["id"], detectedSchema=made["schema"],
        )  # fmt: skip


def _claim(claim: Claim, document: Document, index: Indexed) -> Iterator[Made]:
    speaker, graded, review = index.speaker(claim, document), index.grade(claim), index.reviews.get(claim.id)
    told = headed(claim, speaker) + "".join(f", as told by {index.name(it)}" for it in claim.via)
    head = index.marked(claim, told)
    hedges = ", ".join(f"“{words(document, it)}”" for it in claim.hedges)
    spans = ", ".join(f"{it.start} to {it.end}" for it in claim.content)
    notes = [
        f"Claim {claim.id} in {document.name or document.id}, signs {spans}",
        f"Source: {claim.source_class.replace('_', ' ')}",
        f"Hedges: {hedges}" if hedges else "",
        f"When: {claim.when.interval} ({claim.when.basis})" if claim.when.interval else "",
        "" if claim.proposed_by == RULES else f"Proposed by {index.proposer(claim)}",
        f"Note of the proposer: {claim.note}" if claim.note else "",
        f"Review: {index.state(claim)}" + (f" by {review.author}, {review.at}" if review else ""),
        f"Admiralty grade by {graded.author}: source {graded.reliability or 'not graded'}, "
        f"claim {graded.credibility or 'not graded'}" if graded else "",
    ]  # fmt: skip
    about = [_id("entity", it.id) for it in index.known(claim.about) if it.kind in SCHEMATA]
    note = _made(
        "Note", "note", claim.id, description=f"{head}: {quoted(claim, document)}", entity=about, notes=notes,
        keywords=claim.stance, publisher=document.outlet, proof=_id("document", document.sha256),
    )  # fmt: skip
    yield note
    for said in index.known((claim.speaker,)) if index.counts(claim) else ():
        if said.kind in SCHEMATA:
            yield _made(
                "UnknownLink", "says", claim.id, subject=_id("entity", said.id), object=note["id"],
                role=SAYS.get(claim.stance, f"says ({claim.stance})"), proof=_id("document", document.sha256),
            )  # fmt: skip


def _event(event: Event, told: list[Claim], index: Indexed) -> Made:
    begin, _, end = event.when.interval.partition("/")
    single = one_date(event.when.interval)
    speakers = dict.fromkeys(index.speaker(it, index.documents[it.document]) for it in told)
    involved = [it for claim in told for it in index.known(claim.about) if it.kind in SCHEMATA]
    return _made(
        "Event", "event", [event.id, [it.id for it in told]], name=event.title,
        summary=f"As told by {', '.join(speakers)}; that it happened is their word, not shown by cupel.",
        date=single, startDate="" if single else one_date(begin), endDate="" if single else one_date(end),
        notes=f"When: {event.when.interval or 'not known'} ({event.when.basis})",
        involved=[_id("entity", it.id) for it in involved],
        proof=[_id("document", index.documents[it.document].sha256) for it in told],
    )  # fmt: skip


def _made(schema: str, kind: str, key: object, **properties: str | list[str]) -> Made:
    """Make an entity in the form of FollowTheMoney: each property a list, each value once, none of them empty."""
    held = {}
    for name, given in properties.items():
        values = [" ".join(it.split()) for it in ([given] if isinstance(given, str) else given)]
        if any(values):
            held[name] = list(dict.fromkeys(filter(None, values)))
    return {"id": _id(kind, key), "schema": schema, "properties": held}


def _id(kind: str, key: object) -> str:
    return "cupel-" + hashlib.sha256(json.dumps([kind, key]).encode()).hexdigest()[:40]


EXPORT = FollowTheMoneyExport()
