"""Holding: who holds how much of whom and since when; what follows; and ties other than shares."""

from dataclasses import dataclass
from typing import Literal

HoldingKind = Literal["shares", "votes", "control", "consolidation", "nominee", "branch"]
"""control: decides without a stated share (board, golden share, agreement); consolidation: its accounts are in the
owner's; nominee: held in the owner's name for somebody else; branch: a part without a legal person of its own."""
OwnershipQuestion = Literal["direct", "aggregate", "economic", "control"]
"""direct: shares held without anybody between; aggregate: the cascade of the 50 percent rules, in which an owned owner
passes on all that it holds; economic: shares multiplied along each chain; control: who can decide."""
Answered = Literal["yes", "no", "undetermined"]


@dataclass(frozen=True, slots=True)
class Holding:
    """One interest of an owner in a party."""

    owner: str
    """`Party.id` of who holds."""
    owned: str
    """`Party.id` of what is held."""
    kind: HoldingKind
    low: float
    """Least share, 0 to 1; 0 where unknown."""
    high: float
    """Greatest share, 0 to 1; 1 where unknown."""
    since: str = ""
    """First day, ISO 8601; empty where unknown, which is taken for before any day that is asked for."""
    until: str = ""
    """Last day; empty where it still holds."""
    direct: bool = True
    """False where the source states an indirect interest without the chain."""
    source: str = ""
    """What states it."""
    retrieved: str = ""
    """Day on which that was read, ISO 8601."""
    note: str = ""
    """What a reader must know of it, for example that it is disputed and by whom."""


@dataclass(frozen=True, slots=True)
class Owned:
    """The answer to one question of ownership."""

    question: OwnershipQuestion
    party: str
    """Of whom."""
    owners: tuple[str, ...]
    """By whom, together."""
    threshold: float
    """Share from which the answer is yes."""
    strict: bool
    """Whether the share must exceed the threshold rather than reach it."""
    answer: Answered
    low: float
    """Least share that the holdings allow, 0 to 1."""
    high: float
    """Greatest share."""
    as_of: str
    """Day for which it holds, ISO 8601."""
    chains: tuple[tuple[str, ...], ...]
    """Chains of parties from owner to owned that carry it."""
    missing: tuple[str, ...]
    """What would have to be known for a yes or a no."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What somebody says ties a party to a state or another party, other than shares."""

    party: str
    kind: Literal["past service", "state finance", "party body", "state customer", "research", "other"]
    """Sort of tie."""
    to: str
    """To whom: a country (ISO 3166-1 alpha-2) or a party."""
    statement: str
    """What is said, in our words."""
    said_by: str
    """Who says it."""
    said_on: str
    """When, ISO 8601 or EDTF."""
    source: str
    """Where it can be read."""
    denial: str
    """What the party answers, in our words; empty where no answer was found."""
    denial_source: str
    """Where that can be read."""
    retrieved: str
    """Day on which both were read."""


@dataclass(frozen=True, slots=True)
class CompellingLaw:
    """A law by which a country can compel a company, whoever it is."""

    country: str
    """ISO 3166-1 alpha-2."""
    title: str
    citation: str
    """Articles or sections."""
    compels: str
    """What can be demanded, of whom, in our words."""
    safeguards: str
    """What limits it: a court's order, a right to object, secrecy."""
    since: str
    """In force from, ISO 8601."""
    until: str
    """In force until; empty: still."""
    source: str
    retrieved: str
    confidence: Literal["primary text", "secondary source", "uncertain"]
    """What the row rests on."""
