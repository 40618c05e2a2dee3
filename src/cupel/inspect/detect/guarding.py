"""Keeps secrets out of quotes that do not know of them: findings go in, and come out with such quotes left out."""

import dataclasses
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from cupel.records.evidence import Evidence
from cupel.records.finding import Finding

LEFT_OUT = "[not quoted: another finding says that a secret stands in these bytes]"


class Runs:
    """Runs of bytes, joined where they overlap; asking for those in a window costs no look at the others."""

    def __init__(self, runs: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(runs):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            elif start < end:
                self._starts.append(start)
                self._ends.append(end)

    def within(self, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield what of the runs lies from `begin` to before `end`, in order."""
        at = bisect_right(self._ends, begin)
        while at < len(self._starts) and self._starts[at] < end:
            yield max(begin, self._starts[at]), min(end, self._ends[at])
            at += 1


def guarded(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings; where the bytes of one piece of evidence overlap a secret that only another piece names,
    the quote is left out. The bytes are still named by offset and size.
    """
    named: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for finding in findings:
        for it in _evidence(finding):
            if it.offset is not None:
                named[it.artefact].update((it.offset + start, it.offset + end) for start, end in it.secrets)
    secrets = {artefact: Runs(runs) for artefact, runs in named.items() if runs}

    def safe(pieces: Sequence[Evidence]) -> tuple[Evidence, ...]:
        return tuple(dataclasses.replace(it, quote=LEFT_OUT) if shows(it) else it for it in pieces)

    def shows(it: Evidence) -> bool:
        if it.offset is None or it.artefact not in secrets:
            return False
        begin, own = it.offset, Runs(it.secrets)
        inside = secrets[it.artefact].within(begin, begin + it.size)
        return any(
            list(own.within(start - begin, end - begin)) != [(start - begin, end - begin)] for start, end in inside
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
