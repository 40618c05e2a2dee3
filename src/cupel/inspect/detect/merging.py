"""Joins findings of one identifier, as two root file systems of one image give them; each identifier comes out once."""

import dataclasses
from collections.abc import Iterable

from cupel.records.finding import TIERS, Finding

MOST_EVIDENCE = 20
"""Pieces of evidence that a joined finding keeps."""


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings in their order, those of one identifier as one: the strongest, with the others' places."""
    held: dict[str, list[Finding]] = {}
    for it in findings:
        held.setdefault(it.id, []).append(it)
    return [_one(same) if len(same) > 1 else same[0] for same in held.values()]


def _one(same: list[Finding]) -> Finding:
    first = max(same, key=lambda it: TIERS.index(it.tier))
    others = [it for it in same if it is not first]
    evidence = dict.fromkeys([*first.evidence, *(piece for it in others for piece in it.evidence)])
    places = dict.fromkeys([*first.places, *(place for it in others for place in it.places)])
    return dataclasses.replace(first, evidence=tuple(evidence)[:MOST_EVIDENCE], places=tuple(places))
