"""Asks what is in the equipment, and how much of it could be read."""

import re

from cupel.inspect import describe
from cupel.inspect.describe import counted, named
from cupel.records.answer import Answer, Confidence
from cupel.records.equipment import Equipment
from cupel.records.evidence import Evidence
from cupel.records.figure import Cell, Figure, Heading, Quantity, Table
from cupel.records.inspection import UNREAD, Inspection
from cupel.room import Records

MOST_EVIDENCE = 50
BROKEN = re.compile(r"cannot be opened|its list of entries breaks")
HIGH, MEDIUM = 0.99, 0.8
"""Shares of the bytes, in the image and in what came out of it, that must be readable for a confidence."""


class WhatIsInIt:
    """The first question of every dossier."""

    id = "inspect/what-is-in-it"
    text = "What is in this equipment, and how much of it could be read?"
    description = (
        "Containers, files and types of each image, with the bytes that could be read and those that could not."
    )
    order = 1
    needs = ("equipment", "inspections")

    def ask(self, records: Records) -> Answer:
        """Answer for each item of equipment."""
        equipment: tuple[Equipment, ...] = records["equipment"]
        found: dict[str, Inspection] = records["inspections"]
        figures: list[Figure] = [_overview(equipment, found)] if len(equipment) > 1 else []
        for item in equipment:
            figures += [Heading(item.label)] if len(equipment) > 1 else []
            figures += _figures(found[item.id])
        worst = min(equipment, key=lambda item: _share(found[item.id]))
        share = _share(found[worst.id])
        level: Confidence = "high" if share >= HIGH else "medium" if share >= MEDIUM else "low"
        broken = sum(_broken(found[item.id]) for item in equipment)
        if broken and level == "high":
            level = "medium"
        reason = (
            f"At least {_percent(share)} of the bytes of each image, and of what came out of it, are of a known type"
        )
        if share < HIGH and len(equipment) > 1:
            reason += f"; the least is of {worst.label}"
        if broken:
            reason += f"; {counted(broken, 'container')} could not be opened whole, which leaves no more than medium"
        if not all(found[item.id].complete for item in equipment):
            reason = "An inspection is incomplete"
        return Answer(
            self.id, self.text, " ".join(_headline(item, found[item.id]) for item in equipment), level,
            f"{reason} (high from {HIGH:.0%}, medium from {MEDIUM:.0%}).",
            tuple(figures),
            tuple(evidence for item in equipment for evidence in _evidence(found[item.id], self.id)),
            tuple(line for item in equipment for line in _not_examined(item, found[item.id])),
        )  # fmt: skip


def _share(inspection: Inspection) -> float:
    """Return the smaller of two shares of bytes of a known type: of the image, and of what came out of it."""
    if not inspection.complete:
        return 0.0
    return min(describe.share(describe.readable(inspection)), describe.share(describe.understood(inspection)))


def _broken(inspection: Inspection) -> int:
    """Count containers that certainly begin somewhere, but cannot be opened, or whose list of entries breaks."""
    return sum(BROKEN.match(problem.what) is not None for problem in inspection.problems)


def _percent(share: float) -> str:
    """Write a share so that neither all nor nothing is said of less."""
    return "over 99.9%" if 0.999 < share < 1 else f"{share:.1%}"


def _headline(item: Equipment, inspection: Inspection) -> str:
    coverage = inspection.coverage
    if not inspection.size:
        return f"{named(item, inspection)}: empty, there is nothing to read."
    words = f"{named(item, inspection)}: "
    if inspection.containers:
        words += (
            f"{counted(coverage.files, 'file')} ({len(inspection.artefacts):,} distinct) in "
            f"{counted(len(inspection.containers), 'container')}; "
        )
    words += (
        f"{_percent(describe.share(describe.readable(inspection)))} of the bytes that are not padding could be read"
    )
    if coverage.distinct_bytes:
        words += (
            f", and {_percent(describe.share(describe.understood(inspection)))} of what came out is of a known type"
        )
    opaque = describe.opaque(inspection).value
    words += f"; {opaque:,} bytes are compressed or encrypted in no known format" if opaque else ""
    words += f"; {counted(coverage.unread_files, 'file')} could not be read" if coverage.unread_files else ""
    broken = _broken(inspection)
    words += f"; {counted(broken, 'container')} could not be opened, or broke off" if broken else ""
    return words + ("." if inspection.complete else "; the inspection is incomplete.")


def _overview(equipment: tuple[Equipment, ...], found: dict[str, Inspection]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for item in equipment:
        one = found[item.id]
        shares = [round(100 * describe.share(it), 1) for it in (describe.readable(one), describe.understood(one))]
        rows.append((item.label, one.size, len(one.containers), one.coverage.files, *shares, one.coverage.unread_files))
    columns = ("equipment", "bytes", "containers", "files", "image read, %", "known type, %", "files not read")
    return Table("All equipment", columns, tuple(rows))


def _figures(inspection: Inspection) -> list[Figure]:
    coverage = inspection.coverage
    figures: list[Figure] = [describe.readable(inspection)]
    if inspection.containers:
        figures += [
            describe.understood(inspection),
            describe.opaque(inspection),
            Quantity("could not be read", coverage.unread_files, "files", coverage.files),
        ]
    figures += [describe.strip(inspection)] if inspection.regions else []
    figures += [describe.tree(inspection)] if inspection.containers else []
    tables = (describe.headers, describe.types, describe.unread, describe.left_behind, describe.problems)
    return figures + [table for make in tables if (table := make(inspection)).rows]


def _evidence(inspection: Inspection, rule: str) -> list[Evidence]:
    places = [(inspection.name, f"{inspection.size:,} bytes, {inspection.type}")]
    found = [Evidence(inspection.sha256, *place, rule, inspection.rule_version) for place in places]
    return found + [
        Evidence(remain.sha256, remain.locator, f"{remain.size:,} bytes: {remain.label}", rule, inspection.rule_version)
        for remain in describe.remains(inspection)[:MOST_EVIDENCE]
    ]


def _not_examined(item: Equipment, inspection: Inspection) -> list[str]:
    coverage = inspection.coverage
    unknown = sum(coverage.image.get(kind, 0) for kind in UNREAD)
    within = sum(coverage.unpacked.get(kind, 0) for kind in UNREAD)
    lines = [f"{item.label}: nothing was run; what the equipment does when it runs was not observed."]
    if unknown:
        lines.append(f"{item.label}: {unknown:,} of the image's {coverage.image_bytes:,} bytes are in no known format.")
    if within:
        lines.append(
            f"{item.label}: {within:,} of {coverage.distinct_bytes:,} bytes that came out are of no known type; "
            "they were hashed and searched for containers, but not understood."
        )
    if coverage.unread_files:
        files = counted(coverage.unread_files, "file")
        lines.append(f"{item.label}: {files} ({coverage.unread_bytes:,} bytes) could not be read.")
    if not inspection.complete:
        lines.append(f"{item.label}: a limit or a crash ended part of the work; see its problems.")
    return lines


QUESTION = WhatIsInIt()
