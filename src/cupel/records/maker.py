"""Maker: the signs of who made a device, and what follows from all of them together."""

from dataclasses import dataclass
from typing import Literal

SignKind = Literal[
    "label", "mac prefix", "enterprise number", "system description", "banner", "model pattern", "product identifier",
    "grantee code", "certificate", "document",
]  # fmt: skip
"""label: what the inventory itself says; product identifier: a CPE name; grantee code: the front of an FCC ID."""
MakerStatus = Literal["named", "possible", "conflict", "unknown"]
"""named: two independent kinds of sign, or a document, say so; possible: less; conflict: signs name several makers."""


@dataclass(frozen=True, slots=True)
class MakerSign:
    """One sign that points at a maker."""

    kind: SignKind
    value: str
    """What was read on the device: `00:e0:fc`, `1.3.6.1.4.1.2011.2.23`, a line of a banner."""
    party: str
    """`Party.id` that it points at; empty where the fact names an organisation that is no known party."""
    organisation: str
    """The organisation as the fact names it."""
    weight: float
    """0 to 1: how much this kind says of the maker of the whole device (a MAC prefix may be a module's)."""
    source: str
    """What states the fact: a registry and its date, a data file, an address."""
    retrieved: str
    """Day of the fact, ISO 8601."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made a device, as far as its signs say."""

    party: str
    """`Party.id`; empty unless the status is `named` or `possible`."""
    status: MakerStatus
    signs: tuple[MakerSign, ...]
    """Every sign, the weightiest first."""
    sold_as: str
    """Party whose mark the device bears, where that is another than its maker; empty otherwise."""
    reason: str
    """Why this status, in one sentence; of a conflict, which sign names whom."""
    others: tuple[str, ...] = ()
    """Other parties that signs point at."""
