"""Makes the ledger of claims: documents go in; who says what about whom, and what stands between it, comes out.

This page is the whole flow.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cupel.claims.attribution.attribute import attribute
from cupel.claims.cycles import no_cycles_sought
from cupel.claims.entities.across import unite
from cupel.claims.meaning import calendar_of, claims_of
from cupel.claims.proposals.claims import proposed_claims
from cupel.claims.proposals.propose import Proposals
from cupel.claims.reviewed import looked_at, with_reviews
from cupel.records.claim import Claim, ClaimsLedger, Document, Entity, ReviewDecision


@no_cycles_sought()
def ledger_of(
    documents: Iterable[Document], reviews: Sequence[ReviewDecision] = (), proposals: Proposals | None = None
) -> ClaimsLedger:
    """Make the ledger of some documents.

    1. Date each document that did not state its date to its reader; then attribute: who says what by which words.
       Boilerplate is left out.
    2. Complete each claim: stance, source, date, medium, whom it is about.
    3. Unite whom several documents name.
    4. Add what others proposed, under numbers of its own: it changes nothing that the rules found.
    5. Look at all that the rules found together: events, contradictions, chains that lead back to one source.
    6. Where people reviewed claims, look again at what they left, and at the proposals that they accepted.
    """
    proposals = proposals or Proposals()
    read: list[Document] = []
    claims: list[Claim] = []
    entities: list[Entity] = []
    added: list[Claim] = []
    others: list[Entity] = []
    known: Counter[str] = Counter()
    for given in documents:
        calendar = calendar_of(given)
        document = given if given.published == calendar.published else replace(given, published=calendar.published)
        spans = [(it.span.start, it.span.end) for it in document.passages if it.part != "boilerplate"]
        attributions = attribute(document.text, spans)  # 1
        found, named = claims_of(document, attributions, calendar)  # 2
        if document.id in proposals.checked:
            made = proposed_claims(document, attributions, found, proposals.checked[document.id], calendar)  # 4
            added += made.claims
            others += made.entities
            known.update(made.known)
        read.append(document)
        claims += found
        entities += named
    united, renamed = unite(entities)  # 3
    claims = [_renamed(it, renamed) for it in claims]
    added = [_renamed(it, renamed) for it in added]
    ids = {it.id for it in united}
    united += {it.id: it for it in others if renamed.get(it.id, it.id) not in ids}.values()
    proposers = tuple(replace(it, known=known[it.name]) for it in proposals.proposers)
    whole = ClaimsLedger(tuple(read), tuple(united), (*claims, *added), (), (), (), (), proposers)
    return with_reviews(looked_at(whole, claims), reviews)  # 5, 6


def _renamed(claim: Claim, renamed: Mapping[str, str]) -> Claim:
    if claim.speaker not in renamed and renamed.keys().isdisjoint((*claim.via, *claim.about)):
        return claim
    return replace(
        claim,
        speaker=renamed.get(claim.speaker, claim.speaker),
        via=tuple(renamed.get(it, it) for it in claim.via),
        about=tuple(dict.fromkeys(renamed.get(it, it) for it in claim.about)),
    )
