"""Turns a maker's document beside what the bytes show into figures."""

from collections import Counter

from cupel.records.bill import Differences, Stated
from cupel.records.figure import Table


def sides(told: Differences) -> Table:
    """Count what is on both sides, by how the versions stand to each other, and on one side only."""
    count = Counter(pair.comparison for pair in told.pairs)
    rows = [(f"in both, version {comparison}", number) for comparison, number in sorted(count.items())]
    rows += [("stated, not seen in the bytes", len(told.only_stated)), ("seen, not stated", len(told.only_found))]
    return Table(
        f"{told.file} beside what the bytes show", ("where", "components"), tuple(rows),
        "What is stated and not seen may be in a part that could not be read, or known to no signature.",
    )  # fmt: skip


def pairs(told: Differences) -> Table:
    """List the components whose stated version is not the one that the bytes show."""
    rows = tuple(
        (it.stated.name, it.stated.version, it.found_version or "unknown", it.comparison, it.reason)
        for it in told.pairs
        if it.comparison != "equal"
    )
    return Table("Versions that are not equal", ("component", "stated", "seen", "comparison", "why"), rows)


def one_sided(told: Differences) -> Table:
    """List what only one side names."""
    rows = [("stated only", f"{it.name} {it.version}".strip(), it.place) for it in told.only_stated]
    rows += [("seen only", name, "") for name in told.only_found]
    return Table("On one side only", ("side", "component", "place in the document"), tuple(rows))


def replies(stated: Stated) -> Table:
    """List what a document says of vulnerabilities."""
    rows = tuple((it.cve, it.product, it.status, it.justification) for it in stated.replies)
    return Table(f"Replies in {stated.file}", ("identifier", "product", "status", "reason given"), rows)
