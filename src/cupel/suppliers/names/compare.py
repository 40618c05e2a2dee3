"""Compares two names of organisations: two names go in; a score, and the features that made it, come out."""

import math
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from operator import mul

from cupel.records.name_match import Feature
from cupel.suppliers.names.aliases import Aliases, aliases_of
from cupel.suppliers.names.features import COMPARISONS, Pair
from cupel.suppliers.names.normal import Parsed, parsed
from cupel.suppliers.parties import Parties, known_parties

THRESHOLD = 0.7
"""Score from which on two names count as the same; `base` of weights.toml is set for it."""
SURE = 8.0
"""Weight of what a fact says: that two names are one party's, or two parties'."""
PACKAGES = ("cupel.suppliers.names", "cupel.suppliers.scripts", "cupel.suppliers.parties")
"""What the version of a matcher is made of, beside its names."""


def compare(a: str, b: str, parties: Parties | None = None) -> tuple[float, tuple[Feature, ...]]:
    """Compare two names; `parties` (the shipped ones unless given) say which names are one organisation's.

    1. Both are names of one known party: the same. Of two known parties: not.
    2. One is a name of a known party: the best of all the names of that party against the other; a trade that none of
       them tells speaks against it.
    3. Neither: the two as they stand, where words that name one party in several scripts are one word.

    The score is the logistic function of the sum of weight times value (`weights.toml`). It says nothing about shares:
    for parts and marks see Matcher.
    """
    aliases = aliases_of(known_parties() if parties is None else parties)
    one, other = parsed(a), parsed(b)
    ids, others = aliases.of(one), aliases.of(other)
    if ids and others:
        both = [party for party in ids if party in others]
        if both:
            return _sure("names of one party", both[0], SURE)
        return _sure("names of two parties", f"{ids[0]} / {others[0]}", -SURE)
    best = score_of(one, other, aliases)
    for name, party in [*((other, party) for party in ids), *((one, party) for party in others)]:
        scored = (score_of(name, parsed(known.text), aliases, party) for known in aliases.names[party])
        best = max(scored, key=lambda found: found[0])
    return best


def score_of(one: Parsed, other: Parsed, aliases: Aliases, party: str = "") -> tuple[float, tuple[Feature, ...]]:
    """Score two names as they stand, `other` being a name of `party`; the features that hold, the weightiest first."""
    pair = Pair(aliases.unified(one), aliases.unified(other), aliases.trades.get(party))
    values = values_of(pair)
    return probability(values), features_of(pair, values)


def values_of(pair: Pair) -> list[float]:
    """Return how far each comparison holds."""
    left = bool(pair.left[0] or pair.left[1])
    return [comparison.value(pair) if left or not comparison.of_left else 0.0 for comparison in COMPARISONS]


def probability(values: Sequence[float]) -> float:
    """Return the score of values in the order of COMPARISONS: the logistic function of their weighted sum."""
    weights, base = _weights()
    return 1 / (1 + math.exp(-base - sum(map(mul, weights, values))))


def features_of(pair: Pair, values: Sequence[float]) -> tuple[Feature, ...]:
    """Return the features that hold, the weightiest first."""
    weights, _ = _weights()
    found = [
        Feature(comparison.name, value, weight, comparison.because(pair))
        for comparison, value, weight in zip(COMPARISONS, values, weights, strict=True)
        if value
    ]
    return tuple(sorted(found, key=lambda feature: -abs(feature.weight * feature.value)))


def _sure(name: str, because: str, weight: float) -> tuple[float, tuple[Feature, ...]]:
    return 1 / (1 + math.exp(-weight)), (Feature(name, 1.0, weight, because),)


@cache
def _weights() -> tuple[tuple[float, ...], float]:
    read = tomllib.loads((resources.files(__package__) / "weights.toml").read_text("utf-8"))
    return tuple(float(read["weights"][comparison.name]) for comparison in COMPARISONS), float(read["base"])
