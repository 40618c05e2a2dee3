"""Joins findings of one identifier, as two root file systems of one image give them; each identifier comes out once."""

import dataclasses
from collections.abc import Iterable, Sequence

from cupel.inspect.detect.image import Image
from cupel.records.finding import TIERS, Finding

MOST_PLACES = 20
MOST_EVIDENCE = 20
"""Pieces of evidence that a joined finding keeps."""


def merged(findings: Iterable[Finding], image: Image) -> list[Finding]:
    """Return the findings in their order, those of one identifier as one: the strongest, with the others' places; and
    each with every file of the same bytes.
    """
    held: dict[str, list[Finding]] = {}
    for it in findings:
        held.setdefault(it.id, []).append(it)
    return [_placed(_one(same) if len(same) > 1 else same[0], image) for same in held.values()]


def _placed(finding: Finding, image: Image) -> Finding:
    alike: Sequence[str] = image.places(finding.evidence[0].artefact)
    if finding.places or len(alike) < 2:
        return finding
    return dataclasses.replace(finding, places=tuple(alike[:MOST_PLACES]))


def _one(same: list[Finding]) -> Finding:
    first = max(same, key=lambda it: TIERS.index(it.tier))
    others = [it for it in same if it is not first]
    evidence = dict.fromkeys([*first.evidence, *(piece for it in others for piece in it.evidence)])
    places = dict.fromkeys([*first.places, *(place for it in others for place in it.places)])
    return dataclasses.replace(first, evidence=tuple(evidence)[:MOST_EVIDENCE], places=tuple(places))
