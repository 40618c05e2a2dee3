"""Reply: what the vendor says of one finding; kept beside the finding, and no tier or facet changes by it."""

from dataclasses import dataclass
from typing import Literal, get_args

from cupel.records.evidence import Evidence

ReplyState = Literal["confirmed", "explained", "disputed", "fixed", "no answer"]
"""confirmed: it is as the finding says; explained: it is there, and this is why or what for; disputed: it is not as the
finding says; fixed: another version has it no more; no answer: none was given until the date."""
REPLY_STATES: tuple[ReplyState, ...] = get_args(ReplyState)


@dataclass(frozen=True, slots=True)
class FindingReply:
    """What one reply form says of one finding."""

    finding: str
    """Identifier of the finding that it speaks of."""
    state: ReplyState
    """What the vendor says, in one word."""
    text: str
    """What the vendor says, in its own words."""
    author: str
    """Who says so."""
    dated: str
    """When, ISO 8601."""
    evidence: Evidence
    """The form and the place in it."""
    version: str = ""
    """Of `fixed`: the version that has it no more."""
    image: str = ""
    """SHA-256 of the image that the form says it is about; empty where it says none."""
    found: bool = False
    """Whether the inspection has a finding of that identifier."""
