"""A decision that a person made about a finding, an item of equipment or an answer; the ledger keeps it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """One link of the ledger's chain: who decided what about which thing, why, and the hash that seals it."""

    number: int
    """Place in the chain: 1 for the first decision, then one more each."""
    previous_hash: str
    """Hash of the decision before this one, 64 hex digits; 64 zeros for the first."""
    hash: str
    """SHA-256 over the canonical JSON (RFC 8785) of all other fields, 64 hex digits."""
    made_at: str
    """When it was made: an ISO 8601 date, or a date and time with its offset from UTC."""
    author: str
    """Who made it, as that person signs."""
    about: str
    """What it is about: a finding id, or a locator such as "inspect/equipment er-1000"."""
    verdict: str
    """What was decided, in the words of the room that asked: "accepted", "false positive", ..."""
    reason: str
    """Why, in the author's words."""
