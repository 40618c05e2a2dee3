"""Whether two statements about a version can both be true, and what both together say."""

import re

from cupel.records.component import Versions


def natural_key(version: str) -> list[tuple[int, int, str]]:
    """Make a key that orders release numbers as people count: numbers by value, letters after nothing."""
    return [
        (1, int(number), "") if number else (2 if word not in BEFORE else -1, 0, word)
        for number, word in re.findall(r"(\d+)|([a-z]+)", version.lower())
    ] + [(0, 0, "")]


BEFORE = ("alpha", "beta", "pre", "rc", "test", "dev", "git")
"""Words that make a version older than the same version without them."""


def agree(one: Versions, other: Versions) -> bool:
    """Tell whether some version fits both."""
    if one.exact and other.exact:
        return one.exact == other.exact
    if other.exact:
        one, other = other, one
    if one.exact:
        return _inside(one.exact, other)
    both = narrowed(one, other)
    return not (both.at_least and both.below) or natural_key(both.at_least) < natural_key(both.below)


def _inside(exact: str, bounds: Versions) -> bool:
    key = natural_key(exact)
    low = not bounds.at_least or natural_key(bounds.at_least) <= key
    return low and (not bounds.below or key < natural_key(bounds.below))


def narrowed(one: Versions, other: Versions) -> Versions:
    """Return the range that lies in both."""
    lows = [it.at_least for it in (one, other) if it.at_least]
    highs = [it.below for it in (one, other) if it.below]
    return Versions(
        one.exact or other.exact, max(lows, key=natural_key, default=""), min(highs, key=natural_key, default="")
    )
