"""Name match: what one name has in common with the name of a party, and which values decided."""

from dataclasses import dataclass

from cupel.records.party import Relation


@dataclass(frozen=True, slots=True)
class Feature:
    """One named, weighted comparison of two names."""

    name: str
    """Its name: `same core`, `legal form differs`, `number differs` ..."""
    value: float
    """0 to 1: how far it holds."""
    weight: float
    """What it adds to the score when it holds; negative where it speaks against."""
    because: str
    """The words of both names that decided."""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name that was given, and a party that it may name."""

    name: str
    """As it was given."""
    party: str
    """`Party.id`."""
    matched: str
    """The party's name that it resembles most."""
    relation: Relation
    """What the name is to the party."""
    score: float
    """0 to 1; from `threshold` of the matcher on it counts as the same name."""
    features: tuple[Feature, ...]
    """What decided, the weightiest first."""
    matcher: str
    """Version of the matcher: a SHA-256 over its source and data."""
