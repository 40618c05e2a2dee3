"""What a form of claims is to cupel: a ledger of claims goes in, a file's bytes come out, piece by piece."""

from collections.abc import Iterator
from functools import cache
from typing import Protocol, runtime_checkable

from cupel import plugins
from cupel.errors import InputError
from cupel.records.claim import ClaimsLedger


@runtime_checkable
class ClaimExport(Protocol):
    """One form of claims: the constant EXPORT of a module in exports/."""

    name: str
    """One word, lower case: the name on the command line."""
    title: str
    """The name that people in the field use, with its version."""
    description: str
    """What it carries and what not, in one or two sentences."""
    reference: str
    """Address of its specification."""
    suffix: str
    """How names of its files end, with the dot."""

    def pieces(self, ledger: ClaimsLedger) -> Iterator[bytes]:
        """Yield the file's bytes; the same ledger gives the same bytes, and a large one is never held as bytes."""


@cache
def claim_exports() -> tuple[ClaimExport, ...]:
    """Load the forms."""
    return plugins.load("cupel.claims.exports", "EXPORT", ClaimExport)


def claim_export(name: str) -> ClaimExport:
    """Find a form by its name. Raises InputError that lists the names of every export there is."""
    known = {it.name: it for it in claim_exports()}
    if name not in known:
        raise InputError(f"There is no export of claims named {name!r}.", f"Choose one of {', '.join(sorted(known))}.")
    return known[name]
