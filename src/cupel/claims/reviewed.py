"""A ledger as people left it: its claims and their reviews go in; views made anew over what was kept come out."""

import dataclasses
from collections.abc import Sequence

from cupel.claims.indexed import Indexed
from cupel.claims.views.chains import chains
from cupel.claims.views.contradictions import contradictions
from cupel.claims.views.timeline import timeline, with_events
from cupel.claims.views.wording import Wording
from cupel.records.claim import Claim, ClaimsLedger, ReviewDecision


def with_reviews(ledger: ClaimsLedger, reviews: Sequence[ReviewDecision]) -> ClaimsLedger:
    """Return the ledger with these reviews.

    1. Each claim stays as the rules found it: a decision is about the words that its author saw.
    2. Rejected claims, and what only repeats them, leave the timeline, the contradictions and the chains; corrected
       claims stand in them as they were corrected.
    """
    reviewed = dataclasses.replace(ledger, reviews=tuple(reviews))  # 1
    if not (reviews or ledger.reviews):
        return reviewed
    return looked_at(reviewed, Indexed(reviewed).kept())  # 2


def looked_at(ledger: ClaimsLedger, claims: Sequence[Claim]) -> ClaimsLedger:
    """Look at some of a ledger's claims together: events, contradictions, chains that lead back to one source."""
    wording = Wording(ledger.documents, claims)
    events = timeline(ledger.documents, claims, wording)
    return dataclasses.replace(
        ledger,
        claims=with_events(ledger.claims, events),
        events=events,
        contradictions=contradictions(claims, wording),
        chains=chains(ledger.documents, claims, wording),
    )
