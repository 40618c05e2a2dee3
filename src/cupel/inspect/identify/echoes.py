"""Drops what a container's own bytes repeat of a file in it: facts go in; those that stand where they belong come out.

An uncompressed archive is a file too, and is scanned as one: what a file in it says is met there a second time.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

from cupel.inspect.identify.source import Fact
from cupel.records.build import Certificate
from cupel.records.component import Sighting
from cupel.records.problem import Problem

OFFSET = re.compile(r"!@0x[0-9a-f]+$")


def without_echoes(facts: Iterable[Fact]) -> list[Fact]:
    """Leave out each sighting, certificate and problem for which a file within the same file says the very same."""
    facts = list(facts)
    places: dict[object, list[str]] = defaultdict(list)
    for it in facts:
        if key := _key(it):
            places[key].append(_file(it))
    for found in places.values():
        found.sort()
    return [it for it in facts if not (key := _key(it)) or not _within(places[key], _file(it))]


def _key(fact: Fact) -> object:
    if isinstance(fact, Sighting) and OFFSET.search(fact.evidence.locator):
        return fact.product, fact.versions, fact.source, fact.evidence.quote
    if isinstance(fact, Problem) and OFFSET.search(fact.locator):
        return fact.what
    return fact.sha256 if isinstance(fact, Certificate) else None


def _file(fact: Fact) -> str:
    assert isinstance(fact, Sighting | Certificate | Problem)
    return OFFSET.sub("", fact.locator if isinstance(fact, Problem) else fact.evidence.locator)


def _within(places: list[str], file: str) -> bool:
    """Tell whether one of the sorted places lies within `file`."""
    begin = file + "!"
    at = bisect_left(places, begin)
    return at < len(places) and places[at].startswith(begin)
