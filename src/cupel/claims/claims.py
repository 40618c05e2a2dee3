"""Makes the ledger of claims: documents go in; who says what about whom, and what stands between it, comes out.

This page is the whole flow.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cupel.claims.attribution.attribute import attribute
from cupel.claims.dates.published import published
from cupel.claims.entities.across import unite
from cupel.claims.indexed import RULES, Indexed
from cupel.claims.meaning import claims_of
from cupel.claims.proposals.claims import proposed_claims
from cupel.claims.proposals.propose import Proposals
from cupel.claims.text.view import view
from cupel.claims.views.chains import chains
from cupel.claims.views.contradictions import contradictions
from cupel.claims.views.timeline import timeline
from cupel.claims.views.wording import Wording
from cupel.records.claim import Claim, ClaimsLedger, Document, Entity, ReviewDecision


def ledger_of(
    documents: Iterable[Document], reviews: Sequence[ReviewDecision] = (), proposals: Proposals | None = None
) -> ClaimsLedger:
    """Make the ledger of some documents.

    1. Date each document that did not state its date to its reader; then attribute: who says what by which words.
       Boilerplate is left out.
    2. Complete each claim: stance, source, date, medium, whom it is about.
    3. Unite whom several documents name.
    4. Add what others proposed, under numbers of its own: it changes nothing that the rules found.
    5. Look at all claims together: events, contradictions, chains that lead back to one source. What was proposed and
       not accepted is no part of that.
    """
    proposals = proposals or Proposals()
    read: list[Document] = []
    claims: list[Claim] = []
    entities: list[Entity] = []
    added: list[Claim] = []
    others: list[Entity] = []
    known: Counter[str] = Counter()
    for given in documents:
        document = _dated(given)
        spans = [(it.span.start, it.span.end) for it in document.passages if it.part != "boilerplate"]
        attributions = attribute(document.text, spans)  # 1
        found, named = claims_of(document, attributions)  # 2
        if document.id in proposals.checked:
            made = proposed_claims(document, attributions, found, proposals.checked[document.id])  # 4
            added += made.claims
            others += made.entities
            known.update(made.known)
        read.append(document)
        claims += found
        entities += named
    united, renamed = unite(entities)  # 3
    claims = [_renamed(it, renamed) for it in [*claims, *added]]
    ids = {it.id for it in united}
    united += {it.id: it for it in others if renamed.get(it.id, it.id) not in ids}.values()
    proposers = tuple(replace(it, known=known[it.name]) for it in proposals.proposers)
    ledger = ClaimsLedger(tuple(read), tuple(united), tuple(claims), (), (), (), tuple(reviews), proposers)
    return _viewed(ledger)  # 5


def with_reviews(ledger: ClaimsLedger, reviews: Sequence[ReviewDecision]) -> ClaimsLedger:
    """Return a ledger with what people decided; views are made anew where a proposal may count by it."""
    reviewed = replace(ledger, reviews=tuple(reviews))
    return _viewed(reviewed) if any(it.proposed_by != RULES for it in ledger.claims) else reviewed


def _viewed(ledger: ClaimsLedger) -> ClaimsLedger:
    index = Indexed(ledger)
    read, claims = ledger.documents, [it for it in ledger.claims if index.counts(it)]
    wording = Wording(read, claims)
    return replace(
        ledger, events=timeline(read, claims, wording), contradictions=contradictions(claims, wording),
        chains=chains(read, claims, wording),
    )  # fmt: skip


def _dated(document: Document) -> Document:
    if document.published.interval:
        return document
    return replace(document, published=published(view(document.text))[0])


def _renamed(claim: Claim, renamed: Mapping[str, str]) -> Claim:
    if not renamed:
        return claim
    return replace(
        claim,
        speaker=renamed.get(claim.speaker, claim.speaker),
        via=tuple(renamed.get(it, it) for it in claim.via),
        about=tuple(dict.fromkeys(renamed.get(it, it) for it in claim.about)),
    )
