"""Turns an Inspection into figures: what the questions and the terminal show of it."""

from collections import Counter, defaultdict

from cupel.records.figure import Branch, Quantity, Span, Strip, Table, Tree
from cupel.records.inspection import READABLE, Container, Inspection

MOST_ALIKE = 8
"""Children of one format under one parent that a tree shows before it sums up the rest."""
MOST_ROWS = 15


def readable(inspection: Inspection) -> Quantity:
    """Count the bytes of the image that could be read, of all that are not padding."""
    image = inspection.coverage.image
    known = sum(image.get(kind, 0) for kind in READABLE)
    whole = inspection.coverage.image_bytes - image.get("padding", 0)
    return Quantity("of the image, its padding left out, could be read", known, "bytes", whole)


def opaque(inspection: Inspection) -> Quantity:
    """Count the bytes of the image that are compressed or encrypted in no known format."""
    return Quantity(
        "of the image are in no known format, compressed or encrypted by their entropy",
        inspection.coverage.image.get("opaque", 0), "bytes", inspection.coverage.image_bytes,
    )  # fmt: skip


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
    told.append(f"{container.files:,} file{'s' if container.files != 1 else ''}, {container.bytes_out:,} bytes")
    return ", ".join(told)


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


def unread(inspection: Inspection) -> Table:
    """List the runs of the image and the distinct files that are in no known format, largest first."""
    rows = [
        (f"{inspection.name} at 0x{part.offset:x}", part.label, part.size)
        for part in inspection.regions
        if part.kind in ("unknown", "opaque")
    ]
    place = {}
    for seen in inspection.occurrences:
        if seen.sha256 and seen.sha256 not in place:
            place[seen.sha256] = f"{inspection.containers[seen.container].locator}!{seen.path}"
    rows += [
        (place.get(artefact.sha256, artefact.sha256), artefact.type, artefact.size)
        for artefact in inspection.artefacts
        if artefact.reading in ("unknown", "opaque")
    ]
    rows.sort(key=lambda row: (-row[2], row[0]))
    left = rows[MOST_ROWS:]
    note = f"{len(left):,} more, {sum(row[2] for row in left):,} bytes." if left else ""
    return Table("In no known format", ("where", "what", "bytes"), tuple(rows[:MOST_ROWS]), note)


def problems(inspection: Inspection) -> Table:
    """List what could not be read or done."""
    rows = tuple((problem.locator, problem.what) for problem in inspection.problems)
    left = len(rows) - 4 * MOST_ROWS
    note = f"{left:,} more stand in the JSON." if left > 0 else ""
    return Table("What could not be read or done", ("where", "what"), rows[: 4 * MOST_ROWS], note)
