"""Finding: one thing that equipment shows, how far that is shown, and what is known of it; never why it is there."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from cupel.records.evidence import Evidence

Kind = Literal["weakness", "destination", "access"]
Tier = Literal["present", "configured", "reachable", "exercised", "observed"]
"""present: the bytes are there; configured: something starts or uses it; reachable: from which interface, in factory
state or as deployed; exercised: seen running in emulation; observed: seen live."""
TIERS: tuple[Tier, ...] = get_args(Tier)
"""From the weakest to the strongest."""
State = Literal["yes", "no", "unknown"]

ACCESS_FACETS = (
    "documented", "active by default", "can be disabled", "credential can be changed", "unique per device",
    "on which interface",
)  # fmt: skip
"""What is asked of every access finding, in this order; `documented` stays unknown unless manuals were searched."""
DESTINATION_FACETS = (
    "encrypted", "authenticated", "can be changed by the operator", "sends an identity", "documented",
)  # fmt: skip
"""What is asked of every destination, in this order."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One property of a finding, answered on its own."""

    name: str
    """One of ACCESS_FACETS or DESTINATION_FACETS."""
    answer: State
    """yes, no or unknown."""
    reason: str
    """What says so, or what would tell, in a clause."""
    evidence: tuple[Evidence, ...] = ()
    """Where it says so."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of one detector in one image. What the detector looks for in general stands with the detector."""

    id: str
    """Detector and eight digits: the same for the same thing at the same path in another version of the image."""
    detector: str
    """Folder and name of the detector: `access/accounts`."""
    rule: str
    """Which of the detector's rules, in words joined by dashes: `second-uid-0`."""
    kind: Kind
    """weakness, destination or access."""
    title: str
    """What is there, in one line: `The account support has user number 0`."""
    statement: str
    """The same in full: what, where, and what follows from the bytes alone, in one to three sentences."""
    path: str
    """Path of the file as the equipment sees it, `/etc/passwd`; of the image as a whole, empty."""
    subject: str
    """What it is about, short: an account, a port, a key's fingerprint, a host."""
    tier: Tier
    """How far it is shown; never more than that."""
    tier_reason: str
    """Why this tier, in a sentence."""
    evidence: tuple[Evidence, ...]
    """Where to look."""
    facets: tuple[Facet, ...] = ()
    """Its properties, each answered apart."""
    facts: dict[str, str | int | bool] = field(default_factory=dict)
    """Values for tables and programs: `port`, `host`, `hash_scheme`, `case` ..."""
    program: str = ""
    """Locator of the program or script that must run for it to matter; empty where none decides."""
    places: tuple[str, ...] = ()
    """Locators of every file that shows the same, where there are several."""


def strongest(tiers: "tuple[Tier, ...]") -> Tier:
    """Return the strongest of some tiers. Raises ValueError where there is none."""
    return max(tiers, key=TIERS.index)
