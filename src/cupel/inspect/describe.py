"""Turns an Inspection into figures: what the questions and the terminal show of it."""

import dataclasses
import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass

from cupel.records.acquisition import labelled
from cupel.records.equipment import Equipment
from cupel.records.figure import Branch, Quantity, Span, Strip, Table, Tree
from cupel.records.inspection import READABLE, UNREAD, Container, Inspection

MOST_ALIKE = 8
"""Children of one format under one parent that a tree shows before it sums up the rest."""
MOST_ROWS = 15
DATES = ("made at", "newest entry", "newest member")
"""Facts that are seconds since 1970."""
DULL = ("entries", "members", "block size", "flags", "properties", "dictionary", "inodes")
"""Facts that tell a person little beside the tree."""


def named(item: Equipment, inspection: Inspection) -> str:
    """Name what an answer is about at its beginning: this file under its label, unless more than that is proved."""
    return labelled(item.acquisition, inspection.sha256, item.label, inspection.name)


def readable(inspection: Inspection) -> Quantity:
    """Count the bytes of the image that could be read, of all that are not padding."""
    image = inspection.coverage.image
    known = sum(image.get(kind, 0) for kind in READABLE)
    whole = inspection.coverage.image_bytes - image.get("padding", 0)
    return Quantity("of the image, its padding left out, could be read", known, "bytes", whole)


def understood(inspection: Inspection) -> Quantity:
    """Count the bytes that came out and are of a known type, of all that are not padding or could not be read."""
    unpacked = inspection.coverage.unpacked
    known = sum(unpacked.get(kind, 0) for kind in READABLE)
    whole = inspection.coverage.distinct_bytes - unpacked.get("padding", 0) + inspection.coverage.unread_bytes
    return Quantity("of what came out, its padding left out, is of a known type", known, "bytes", whole)


def opaque(inspection: Inspection) -> Quantity:
    """Count the bytes that are compressed or encrypted in no known format, in the image and in what came out of it."""
    coverage = inspection.coverage
    found, whole = coverage.unpacked.get("opaque", 0), coverage.distinct_bytes
    if inspection.regions:  # a folder's own bytes are among those that came out
        found, whole = found + coverage.image.get("opaque", 0), whole + coverage.image_bytes
    return Quantity(
        "of image and contents are compressed or encrypted in no known format, by their entropy", found, "bytes", whole
    )


def share(quantity: Quantity) -> float:
    """Return a quantity's share of its whole; all of nothing is all."""
    return quantity.value / quantity.of if quantity.of else 1.0


def counted(number: int, noun: str, plural: str = "") -> str:
    """Write a number with its noun in singular or plural."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {plural or noun + 's'}"


def strip(inspection: Inspection) -> Strip:
    """Draw the image's bytes from first to last."""
    spans = tuple(Span(part.offset, part.size, part.kind, part.label) for part in inspection.regions)
    return Strip(f"{inspection.name}, first byte to last", inspection.size, spans)


def tree(inspection: Inspection) -> Tree:
    """Show what was opened within what."""
    below: dict[str, list[Container]] = defaultdict(list)
    known = {container.locator for container in inspection.containers}
    for container in inspection.containers:
        below[_parent(container.locator, known)].append(container)

    def branches(parent: str) -> tuple[Branch, ...]:
        shown: list[Branch] = []
        count: Counter[str] = Counter()
        for container in below[parent]:
            count[container.format] += 1
            if count[container.format] <= MOST_ALIKE:
                shown.append(Branch(_label(container, parent), _detail(container), branches(container.locator)))
        for name, number in count.items():
            if number > MOST_ALIKE:
                shown.append(Branch(f"… {number - MOST_ALIKE:,} more of {name}"))
        return tuple(shown)

    root = Branch(inspection.name, f"{inspection.size:,} bytes, {inspection.type}", branches(""))
    return Tree("Containers within containers", (root,))


def _parent(locator: str, known: set[str]) -> str:
    while "!" in locator:
        locator = locator.rsplit("!", 1)[0]
        if locator in known:
            return locator
    return ""


def _label(container: Container, parent: str) -> str:
    rest = container.locator[len(parent) :] if parent else container.locator.split("!", 1)[-1]
    path, _, own = rest.strip("!").rpartition("!")
    return f"{path}: {own}" if path and not path.startswith("@") else own


def _detail(container: Container) -> str:
    facts = container.facts
    told = [
        str(facts[key]) for key in ("version", "compression", "name", "description", "stored name") if facts.get(key)
    ]
    told.append(f"{counted(container.files, 'file')}, {container.bytes_out:,} bytes")
    return ", ".join(told)


def left_behind(inspection: Inspection) -> Table:
    """List the files that are not the equipment's."""
    rows = tuple((it.locator, it.reason) for it in inspection.left_behind)
    return Table(
        "Left by whoever unpacked it",
        ("file", "what tells"),
        rows,
        "No component and no finding is drawn from these. Times of files tell nothing: unpacking sets them anew.",
    )


def headers(inspection: Inspection) -> Table:
    """List what the headers of containers say: versions, names, checksums, dates."""
    rows = []
    for container in inspection.containers:
        told = [
            f"{key} {_date(value) if key in DATES and isinstance(value, int) else value}"
            for key, value in container.facts.items()
            if key not in DULL
        ]
        if told:
            rows.append((container.locator, "; ".join(told)))
    left = len(rows) - MOST_ROWS
    note = f"{left:,} more containers stand in the JSON (--json)." if left > 0 else ""
    return Table("What the headers say", ("container", "facts"), tuple(rows[:MOST_ROWS]), note)


def _date(seconds: int) -> str:
    try:
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (OverflowError, ValueError, OSError):
        return f"{seconds} (no date)"


def types(inspection: Inspection) -> Table:
    """List what the distinct files are."""
    count: Counter[str] = Counter()
    size: Counter[str] = Counter()
    for artefact in inspection.artefacts:
        name = "script" if artefact.type.startswith("script,") else artefact.type
        name = "padding" if artefact.reading == "padding" else name
        count[name] += 1
        size[name] += artefact.size
    rows = tuple((name, count[name], size[name]) for name in sorted(count, key=lambda name: (-size[name], name)))
    left = rows[MOST_ROWS:]
    note = ""
    if left:
        note = (
            f"{len(left):,} more types, {sum(row[1] for row in left):,} files, {sum(row[2] for row in left):,} bytes."
        )
    return Table(
        f"What the {len(inspection.artefacts):,} distinct files are",
        ("type", "files", "bytes"),
        rows[:MOST_ROWS],
        note,
    )


@dataclass(frozen=True, slots=True)
class Remain:
    """Bytes of no known type, and where they are."""

    sha256: str
    locator: str
    label: str
    size: int


def remains(inspection: Inspection) -> list[Remain]:
    """List the bytes of no known type, largest first: in the image, in files, and around containers within files."""
    found = [
        Remain(inspection.sha256, f"{inspection.name}!@0x{part.offset:x}", part.label, part.size)
        for part in inspection.regions
        if part.kind in UNREAD
    ]
    place: dict[str, str] = {}
    for seen in inspection.occurrences:
        if seen.sha256:
            place.setdefault(seen.sha256, f"{inspection.containers[seen.container].locator}!{seen.path}")
    for artefact in inspection.artefacts:
        where = place.get(artefact.sha256, artefact.sha256)
        if artefact.reading in UNREAD:
            found.append(Remain(artefact.sha256, where, artefact.type, artefact.size))
        found += [Remain(artefact.sha256, f"{where}!@0x{it.offset:x}", it.label, it.size) for it in artefact.rest]
    return sorted(found, key=lambda remain: (-remain.size, remain.locator))


def unread(inspection: Inspection) -> Table:
    """Tabulate the bytes of no known type."""
    rows = [(remain.locator, remain.label, remain.size) for remain in remains(inspection)]
    left = rows[MOST_ROWS:]
    note = f"{len(left):,} more, {sum(row[2] for row in left):,} bytes, stand in the JSON (--json)." if left else ""
    return Table("Of no known type", ("where", "what", "bytes"), tuple(rows[:MOST_ROWS]), note)


def problems(inspection: Inspection) -> Table:
    """List what could not be read or done."""
    rows = tuple((problem.locator, problem.what) for problem in inspection.problems)
    left = len(rows) - 4 * MOST_ROWS
    note = f"{left:,} more stand in the JSON (--json)." if left > 0 else ""
    return Table("What could not be read or done", ("where", "what"), rows[: 4 * MOST_ROWS], note)


def filled(table: Table) -> Table:
    """Leave out the columns in which no row has anything."""
    kept = [number for number in range(len(table.columns)) if any(row[number] != "" for row in table.rows)]
    return dataclasses.replace(
        table,
        columns=tuple(table.columns[number] for number in kept),
        rows=tuple(tuple(row[number] for number in kept) for row in table.rows),
    )
