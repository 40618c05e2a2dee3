"""Tells where views were cut: a ledger goes in; a problem for each bound that it met, with what to do, comes out."""

from collections import Counter
from collections.abc import Iterator

from cupel.claims.views.contradictions import MOST_ROWS
from cupel.claims.views.timeline import MOST_CLAIMS
from cupel.records.claim import ClaimsLedger
from cupel.records.problem import Problem


def cuts(ledger: ClaimsLedger) -> Iterator[Problem]:
    """Name each kind of contradiction that has as many rows as are kept, and events with as many claims."""
    rows = Counter(it.kind for it in ledger.contradictions)
    for kind, count in rows.items():
        if count >= MOST_ROWS:
            kept = f"{count} pairs of the kind “{kind}” are kept, those first found; there may be more"
            yield Problem("contradictions", f"{kept}: read fewer documents together to see all")
    full = sum(len(it.claims) >= MOST_CLAIMS for it in ledger.events)
    if full:
        kept = f"{full:,} events have {MOST_CLAIMS} claims, as many as one keeps; what else tells them is another event"
        yield Problem("timeline", f"{kept} of the same date")
