"""Makes the ledger of claims: documents go in; who says what about whom, and what stands between it, comes out.

This page is the whole flow.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cupel.claims.attribution.attribute import attribute
from cupel.claims.cycles import no_cycles_sought
from cupel.claims.entities.across import unite
from cupel.claims.meaning import calendar_of, claims_of
from cupel.claims.reviewed import looked_at, with_reviews
from cupel.records.claim import Claim, ClaimsLedger, Document, Entity, ReviewDecision


@no_cycles_sought()
def ledger_of(documents: Iterable[Document], reviews: Sequence[ReviewDecision] = ()) -> ClaimsLedger:
    """Make the ledger of some documents.

    1. Date each document that did not state its date to its reader; then attribute: who says what by which words.
       Boilerplate is left out.
    2. Complete each claim: stance, source, date, medium, whom it is about.
    3. Unite whom several documents name.
    4. Look at all claims together: events, contradictions, chains that lead back to one source.
    5. Where people reviewed claims, look again at what they left.
    """
    read: list[Document] = []
    claims: list[Claim] = []
    entities: list[Entity] = []
    for given in documents:
        calendar = calendar_of(given)
        document = given if given.published == calendar.published else replace(given, published=calendar.published)
        spans = [(it.span.start, it.span.end) for it in document.passages if it.part != "boilerplate"]
        found, named = claims_of(document, attribute(document.text, spans), calendar)  # 1, 2
        read.append(document)
        claims += found
        entities += named
    united, renamed = unite(entities)  # 3
    claims = [_renamed(it, renamed) for it in claims]
    ledger = looked_at(ClaimsLedger(tuple(read), tuple(united), tuple(claims), (), (), ()), claims)  # 4
    return with_reviews(ledger, reviews)  # 5


def _renamed(claim: Claim, renamed: Mapping[str, str]) -> Claim:
    if claim.speaker not in renamed and renamed.keys().isdisjoint((*claim.via, *claim.about)):
        return claim
    return replace(
        claim,
        speaker=renamed.get(claim.speaker, claim.speaker),
        via=tuple(renamed.get(it, it) for it in claim.via),
        about=tuple(dict.fromkeys(renamed.get(it, it) for it in claim.about)),
    )
