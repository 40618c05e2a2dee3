"""What cupel must not lose: inputs and how they were got, results by rule version, the chain of decisions.

The cache may be deleted at any time; the ledger may not. `cupel.ledger.ledger.Ledger` is imported where it is
needed: SQLAlchemy takes 0.3 s to import.
"""

from cupel.errors import CupelError


class LedgerError(CupelError):
    """A ledger cannot be opened, read or written, or what it holds is not what was put in."""
