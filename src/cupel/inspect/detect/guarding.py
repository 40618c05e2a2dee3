"""Keeps secrets out of quotes that do not know of them: findings go in, and come out with such quotes left out."""

import dataclasses
from collections import defaultdict
from collections.abc import Sequence

from cupel.records.evidence import Evidence
from cupel.records.finding import Finding

LEFT_OUT = "[not quoted: another finding says that a secret stands in these bytes]"


def guarded(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings; where the bytes of one piece of evidence overlap a secret that only another piece names,
    the quote is left out. The bytes are still named by offset and size.
    """
    secrets: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for finding in findings:
        for it in _evidence(finding):
            if it.offset is not None:
                secrets[it.artefact] |= {(it.offset + start, it.offset + end) for start, end in it.secrets}

    def safe(pieces: Sequence[Evidence]) -> tuple[Evidence, ...]:
        return tuple(dataclasses.replace(it, quote=LEFT_OUT) if shows(it) else it for it in pieces)

    def shows(it: Evidence) -> bool:
        if it.offset is None or not secrets[it.artefact]:
            return False
        begin, end = it.offset, it.offset + it.size
        own = {(begin + start, begin + stop) for start, stop in it.secrets}
        others = ((max(start, begin), min(stop, end)) for start, stop in secrets[it.artefact])
        return any(
            start < stop and not any(first <= start and stop <= last for first, last in own) for start, stop in others
        )

    return tuple(
        dataclasses.replace(
            finding,
            evidence=safe(finding.evidence),
            facets=tuple(dataclasses.replace(it, evidence=safe(it.evidence)) for it in finding.facets),
        )
        for finding in findings
    )


def _evidence(finding: Finding) -> tuple[Evidence, ...]:
    return (*finding.evidence, *(it for facet in finding.facets for it in facet.evidence))
