"""Suppressions: a file that somebody wrote goes in, decisions with the findings that they cover come out."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from cupel.inspect.written import Written
from cupel.records.finding import Finding
from cupel.records.suppression import Suppression

HELP = "docs/how-to/suppress-findings.md"
ROW = ("finding", "detector", "path", "subject", "author", "reason", "date", "until")
RULE = "inspect/suppression"


def read_suppressions(path: Path) -> tuple[Suppression, ...]:
    """Read the decisions of a file, TOML or JSON. Raises InputError that names the file, the decision and the key."""
    file = Written(path, HELP)
    file.check_keys(file.table, ("suppress",), "")
    return tuple(_one(file, number, row) for number, row in enumerate(file.rows("suppress"), 1))


def _one(file: Written, number: int, row: dict[str, object]) -> Suppression:
    place = f"[[suppress]] {number}"
    file.check_keys(row, ROW, place)
    finding, detector, path, subject = (file.text(row, key, place) for key in ROW[:4])
    if bool(finding) == bool(detector or path or subject):
        raise file.wrong(place, "it names either a finding, or a detector and a path (and a subject)")
    if not finding and not (detector and path):
        raise file.wrong(
            place, f"{'path' if detector else 'detector'} is missing: a suppression covers no whole detector"
        )
    reason = file.text(row, "reason", place, needed=True)
    dated, until = file.day(row, "date", place, needed=True), file.day(row, "until", place)
    if until and until < dated:
        raise file.wrong(place, f"until {until} lies before date {dated}")
    author = file.text(row, "author", place, needed=True)
    evidence = file.evidence(place, reason, RULE)
    return Suppression(author, reason, dated, evidence, until, finding, detector, path, subject)


def applied(suppressions: Iterable[Suppression], findings: Sequence[Finding], as_of: str) -> tuple[Suppression, ...]:
    """Name with each decision the findings that it covers. Where no day is known, none has ended: no clock is read."""
    by_id: dict[str, list[Finding]] = defaultdict(list)
    by_place: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for found in findings:
        by_id[found.id].append(found)
        by_place[found.detector, found.path].append(found)
    made = []
    for it in suppressions:
        near = by_id.get(it.finding, ()) if it.finding else by_place.get((it.detector, it.path), ())
        covered = tuple(found.id for found in near if it.fits(found))
        made.append(dataclasses.replace(it, findings=covered, ended=bool(it.until and as_of and it.until < as_of)))
    return tuple(made)


def by_finding(suppressions: Iterable[Suppression]) -> dict[str, list[Suppression]]:
    """Sort decisions by the findings that they cover: identifier -> decisions."""
    found: dict[str, list[Suppression]] = defaultdict(list)
    for it in suppressions:
        for identifier in it.findings:
            found[identifier].append(it)
    return found
