"""Asks what is in the equipment, and how much of it could be read."""

from cupel.inspect import describe
from cupel.records.answer import Answer
from cupel.records.equipment import Equipment
from cupel.records.evidence import Evidence
from cupel.records.figure import Figure, Quantity, Table
from cupel.records.inspection import Inspection
from cupel.room import Records

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
            figures += _figures(found[item.id])
        shares = [_share(found[item.id]) for item in equipment]
        worst = min(shares)
        level = "high" if worst >= HIGH else "medium" if worst >= MEDIUM else "low"
        return Answer(
            self.id, self.text, " ".join(_headline(item, found[item.id]) for item in equipment), level,  # type: ignore[arg-type]
            f"At least {worst:.1%} of the bytes of each image, and of what came out of it, are in a known format "
            f"(high from {HIGH:.0%}, medium from {MEDIUM:.0%}).",
            tuple(figures),
            tuple(evidence for item in equipment for evidence in _evidence(found[item.id], self.id)),
            tuple(line for item in equipment for line in _not_examined(item, found[item.id])),
        )  # fmt: skip


def _share(inspection: Inspection) -> float:
    """Return the smaller of two shares of bytes in a known format: of the image, and of what came out of it."""
    shares = []
    for by_kind in (inspection.coverage.image, inspection.coverage.unpacked):
        whole = sum(by_kind.values()) - by_kind.get("padding", 0)
        unknown = by_kind.get("unknown", 0) + by_kind.get("opaque", 0)
        shares.append(1 - unknown / whole if whole else 1.0)
    out = inspection.coverage.distinct_bytes + inspection.coverage.unread_bytes
    shares.append(1 - inspection.coverage.unread_bytes / out if out else 1.0)
    return min(shares) if inspection.complete else 0.0


def _headline(item: Equipment, inspection: Inspection) -> str:
    coverage, known = inspection.coverage, describe.readable(inspection)
    share = known.value / known.of if known.of else 1.0
    words = (
        f"{item.label}: {coverage.files:,} files ({len(inspection.artefacts):,} distinct) in "
        f"{len(inspection.containers):,} containers; {share:.1%} of the bytes that are not padding could be read"
    )
    opaque = coverage.image.get("opaque", 0)
    words += f", {opaque:,} bytes are compressed or encrypted in no known format" if opaque else ""
    words += f"; {coverage.unread_files:,} files could not be read" if coverage.unread_files else ""
    return words + ("." if inspection.complete else "; the inspection is incomplete.")


def _overview(equipment: tuple[Equipment, ...], found: dict[str, Inspection]) -> Table:
    rows = []
    for item in equipment:
        one, known = found[item.id], describe.readable(found[item.id])
        share = round(100 * known.value / known.of, 1) if known.of else 100.0
        rows.append((item.label, one.size, len(one.containers), one.coverage.files, share, one.coverage.unread_files))
    columns = ("equipment", "bytes", "containers", "files", "readable, %", "files not read")
    return Table("All equipment of this case", columns, tuple(rows))


def _figures(inspection: Inspection) -> list[Figure]:
    coverage = inspection.coverage
    figures: list[Figure] = [
        describe.readable(inspection),
        describe.opaque(inspection),
        Quantity("came out of all containers", coverage.files, "files"),
        Quantity("could not be read", coverage.unread_files, "files", coverage.files),
    ]
    if inspection.regions:
        figures.append(describe.strip(inspection))
    figures += [describe.tree(inspection), describe.types(inspection)]
    figures += [table for table in (describe.unread(inspection), describe.problems(inspection)) if table.rows]
    return figures


def _evidence(inspection: Inspection, rule: str) -> list[Evidence]:
    places = [(inspection.name, f"{inspection.size:,} bytes, {inspection.type}")]
    places += [
        (f"{inspection.name}!@0x{part.offset:x}+{part.size}", part.label)
        for part in inspection.regions
        if part.kind in ("unknown", "opaque")
    ]
    return [Evidence(inspection.sha256, place, quote, rule, inspection.rule_version) for place, quote in places[:50]]


def _not_examined(item: Equipment, inspection: Inspection) -> list[str]:
    coverage = inspection.coverage
    unknown = coverage.image.get("unknown", 0) + coverage.image.get("opaque", 0)
    within = coverage.unpacked.get("unknown", 0) + coverage.unpacked.get("opaque", 0)
    lines = [f"{item.label}: nothing was run; what the equipment does when it runs was not observed."]
    if unknown:
        lines.append(f"{item.label}: {unknown:,} of the image's {coverage.image_bytes:,} bytes are in no known format.")
    if within:
        lines.append(
            f"{item.label}: {within:,} of {coverage.distinct_bytes:,} bytes that came out are of no known type; "
            "they were hashed and searched for containers, but not understood."
        )
    if coverage.unread_files:
        lines.append(
            f"{item.label}: {coverage.unread_files:,} files ({coverage.unread_bytes:,} bytes) could not be read."
        )
    if not inspection.complete:
        lines.append(f"{item.label}: a limit or a crash ended part of the work; see its problems.")
    return lines


QUESTION = WhatIsInIt()
