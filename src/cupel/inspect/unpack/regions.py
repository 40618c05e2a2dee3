"""Names what no format covers: a content goes in, its runs of padding, text, data and opaque bytes come out."""

from collections.abc import Sequence

from cupel.inspect.file_type import type_of
from cupel.inspect.unpack.content import Content
from cupel.records.inspection import Region, merge_regions

BLOCK = 4096
BROKEN = "that cannot be opened"
"""How the name of a format ends that certainly begins in a gap, but could not be opened."""
LEAST_PADDING = 16 * BLOCK
"""Bytes of padding between two runs of data that part them; shorter padding belongs to the data around it."""


def name_gap(content: Content, offset: int, marks: Sequence[tuple[int, str]] = ()) -> list[Region]:
    """Name the runs of `content`, which begins at `offset` of what holds it.

    `marks`: (offset in what holds it, name) of what the scan met, for raw binaries without a header.
    """
    regions: list[Region] = []
    for start, size, value in _split_padding(content):
        if value is not None:
            regions.append(Region(offset + start, size, "padding", f"padding, 0x{value:02x}"))
            continue
        inside = frozenset(name for at, name in marks if offset + start <= at < offset + start + size)
        broken = sorted(name for name in inside if name.endswith(BROKEN))
        label, kind = type_of(content.part(start, size), inside - frozenset(broken))
        if broken and kind in ("unknown", "opaque"):
            label = ", ".join(broken)
        regions.append(Region(offset + start, size, kind, label))
    return merge_regions(regions)


def _split_padding(content: Content) -> list[tuple[int, int, int | None]]:
    """Part a content into (start, size, padding byte or None): padding at its ends to the byte, within it by blocks."""
    first, last = _run(content, 0, 1), 0
    if first == content.size:
        return [(0, content.size, content.read(0, 1)[0])] if content.size else []
    last = _run(content, content.size - 1, -1)
    first, last = (size if size >= 16 else 0 for size in (first, last))
    parts: list[tuple[int, int, int | None]] = []
    if first:
        parts.append((0, first, content.read(0, 1)[0]))
    begin = at = first
    end = content.size - last
    while at < end:
        data = content.read(at, min(1 << 20, end - at))
        for start in range(0, len(data) - BLOCK + 1, BLOCK):
            value = data[start]
            if value not in (0, 255) or data[start + BLOCK - 1] != value:
                continue
            if at + start < begin or data[start : start + BLOCK].count(value) != BLOCK:
                continue
            run = _run(content.part(0, end), at + start, 1)
            if run >= LEAST_PADDING:
                if at + start > begin:
                    parts.append((begin, at + start - begin, None))
                parts.append((at + start, run, value))
                begin = at + start + run
        at = max(at + len(data), begin) if len(data) else end
    if begin < end:
        parts.append((begin, end - begin, None))
    if last:
        parts.append((end, last, content.read(end, 1)[0]))
    return parts


def _run(content: Content, at: int, step: int) -> int:
    """Count the bytes from `at`, forward or backward, that equal the byte there."""
    value = content.read(at, 1)
    total, size = 0, 1 << 10
    while True:
        if step > 0:
            data = content.read(at + total, size)
            rest = data.lstrip(value)
        else:
            begin = max(0, at + 1 - total - size)
            data = content.read(begin, at + 1 - total - begin)
            rest = data.rstrip(value)
        total += len(data) - len(rest)
        if rest or not data:
            return total
        size = min(size * 8, 1 << 23)
