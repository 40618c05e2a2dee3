"""Findings of one name are about one thing: findings go in, the first of each name comes out."""

from collections.abc import Iterable, Iterator

from cupel.records.finding import Finding


def once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield each finding whose identifier was not there before: a key or an account that a file has twice is one."""
    seen = set[str]()
    for finding in findings:
        if finding.id not in seen:
            seen.add(finding.id)
            yield finding
