"""Chooses among what several parties say: metrics, weaknesses and links go in; the ones to keep come out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cupel.reference.cvss import base_score
from cupel.reference.decoding import within

WEAKNESS = re.compile(r"CWE-\d{1,5}")
MOST_REFERENCES = 20
USEFUL = frozenset(("patch", "vendor advisory", "vendor-advisory"))


@dataclass(frozen=True, slots=True)
class Cvss:
    """The members of a CVSS object that matter."""

    vectorString: str = ""
    baseScore: float | None = None


def score(metrics: Iterable[Cvss]) -> tuple[float | None, str]:
    """Return base score and vector of the metric that is preferred: version 3.1, 3.0, 4.0, then 2; the earlier of two.

    Version 3 goes before 4, so that scores of old and new vulnerabilities can be compared; the vector's beginning says
    which version it is (one of version 2 begins with `AV:`). Raises Unusable for a score that is not from 0 to 10.
    """
    found = [it for it in metrics if it.baseScore is not None or it.vectorString]
    if not found:
        return None, ""
    chosen = min(found, key=lambda it: _rank(it.vectorString))
    vector = chosen.vectorString[:200]
    return within(base_score(vector) if chosen.baseScore is None else chosen.baseScore, 0, 10, "CVSS score"), vector


def _rank(vector: str) -> int:
    return next((n for n, start in enumerate(("CVSS:3.1", "CVSS:3.0", "CVSS:4")) if vector.startswith(start)), 3)


def weakness(texts: Iterable[str]) -> str:
    """Return the first CWE identifier."""
    return next((found[0] for text in texts if (found := WEAKNESS.search(text))), "")


def references(links: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[str, ...]:
    """Return the addresses that are tagged as a fix or as the vendor's advisory, without repetition."""
    useful = (url for url, tags in links if len(url) < 500 and any(tag.lower() in USEFUL for tag in tags))
    return tuple(dict.fromkeys(useful))[:MOST_REFERENCES]
