"""Notes of STIX 2.1: claims, contradictions and shared origins go in; notes that say whose they are come out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from cupel.claims.exports._days import some_day
from cupel.claims.exports._moment import moment
from cupel.claims.exports._stix_objects import CLASSES, Made, identifier, made, stamp
from cupel.claims.indexed import RULES, Indexed, headed, quoted, words
from cupel.records.claim import Claim, ClaimsLedger, Document


def refs_of(index: Indexed) -> dict[str, str]:
    """Return claim -> identifier of its note: notes name each other, so that all are known before one is made."""
    refs: dict[str, str] = {}
    met: Counter[str] = Counter()
    for claim, document in index.claims(rejected=True):
        key = _place(claim, document)
        place = identifier("note", key)
        met[place] += 1
        refs[claim.id] = identifier("note", [*key, met[place]])
    return refs


def notes(index: Indexed, refs: Mapping[str, str]) -> Iterator[Made]:
    """Make a note for each claim, in the order of the ledger."""
    for claim, document in index.claims(rejected=True):
        yield _note(claim, document, index, refs)


def compared(ledger: ClaimsLedger, index: Indexed, refs: Mapping[str, str]) -> Iterator[Made]:
    """Make a note for each contradiction and each origin that several documents share."""
    open_still = "Which of them is right is not said."
    told = [
        *((it.kind, f"{it.difference} {open_still}", (*it.one, *it.other)) for it in ledger.contradictions),
        *(("one origin", f"{it.note} All rest on {index.name(it.origin)}.", it.claims) for it in ledger.chains),
    ]
    concerned = {claim for _, _, claims in told for claim in claims if claim in refs}
    day_of = {it.id: stamp(some_day(it.published.interval)) for it in ledger.documents}
    created = {it.id: day_of[it.document] for it in ledger.claims if it.id in concerned}
    for kind, text, claims in told:
        ours = [refs[it] for it in dict.fromkeys(claims) if it in refs]
        if ours:
            yield made(
                "note", [kind, ours], max(created[it] for it in claims if it in refs),
                abstract=kind.capitalize(), content=text.strip(), authors=["cupel, by rules"], object_refs=ours,
            )  # fmt: skip


def _place(claim: Claim, document: Document) -> list[Any]:
    """Tell a claim from others by where it stands: its number may change with the rules, its words do not."""
    spans = (claim.source, claim.cue, *claim.content)
    return [document.sha256, claim.kind, [[it.start, it.end] if it else None for it in spans]]


def _note(claim: Claim, document: Document, index: Indexed, refs: Mapping[str, str]) -> Made:
    speaker, review = index.speaker(claim, document), index.reviews.get(claim.id)
    via = [index.name(it) for it in claim.via]
    head = index.marked(claim, headed(claim, speaker) + "".join(f", as told by {it}" for it in via))
    report = "report" if some_day(document.published.interval) else "grouping"
    about = [identifier("identity", it.id) for it in index.known(claim.about) if it.kind in CLASSES]
    found = made(
        "note", claim.id, stamp(some_day(document.published.interval)), moment(review.at) if review else "",
        abstract=head, content=f"{head}: {quoted(claim, document)}",
        authors=["cupel, by rules" if claim.proposed_by == RULES else f"proposed by {index.proposer(claim)}"],
        object_refs=[identifier(report, document.sha256), *about],
        revoked=index.state(claim) == "rejected",
        ours=_said(claim, document, index, refs) | _reviewed(claim, index),
    )  # fmt: skip
    return found | {"id": refs[claim.id]}


def _said(claim: Claim, document: Document, index: Indexed, refs: Mapping[str, str]) -> dict[str, Any]:
    def identities(*entities: str) -> list[str]:
        return [identifier("identity", it.id) for it in index.known(entities) if it.kind in CLASSES]

    return {
        "claim": claim.id, "stance": claim.stance, "stance_rule": claim.stance_rule, "kind": claim.kind,
        "source_class": claim.source_class, "speaker": index.speaker(claim, document),
        "speaker_ref": next(iter(identities(claim.speaker)), ""),
        "via": [index.name(it) for it in claim.via], "via_refs": identities(*claim.via), "medium": claim.medium,
        "cue": words(document, claim.cue), "quote_type": claim.quote_type,
        "hedges": [words(document, it) for it in claim.hedges],
        "spans": [{"start": it.start, "end": it.end} for it in claim.content],
        "when_interval": claim.when.interval, "when_basis": claim.when.basis, "event": claim.event,
        "proposed_by": index.proposer(claim), "counts": index.counts(claim), "note": claim.note, "rule": claim.rule,
        "parent_ref": refs.get(claim.parent, ""), "duplicate_of_ref": refs.get(claim.duplicate_of, ""),
    }  # fmt: skip


def _reviewed(claim: Claim, index: Indexed) -> dict[str, Any]:
    review, graded = index.reviews.get(claim.id), index.grade(claim)
    found: dict[str, Any] = {"review_state": index.state(claim)}
    if review:
        found |= {"reviewer": review.author, "reviewed_at": review.at}
    if graded:
        found |= {"admiralty_reliability": graded.reliability, "admiralty_credibility": graded.credibility}
    return found
