"""Banners in a file: a regular expression and a content go in, its distinct matches with their offsets come out."""

import re
from collections.abc import Iterator

from cupel.inspect.unpack.content import Content

STEP = 1 << 20
OVERLAP = 1024
"""Bytes that the longest banner may have."""
MOST = 256 << 20
"""Bytes behind the first mark that are searched."""
BEFORE = 128
"""Bytes before the end of the mark at which its banner begins."""


def banners(
    content: Content, expression: re.Pattern[bytes], mark: int, most: int
) -> Iterator[tuple[int, re.Match[bytes]]]:
    """Yield (offset, match) of up to `most` different matches, from the place of the scan's first mark on."""
    start = begin = max(0, mark - BEFORE)
    seen: set[bytes] = set()
    while start < content.size and start - begin < MOST:
        window = content.read(start, STEP + OVERLAP)
        for it in expression.finditer(window):
            if it.start() >= STEP or it[0] in seen:
                continue
            seen.add(it[0])
            yield start + it.start(), it
            if len(seen) >= most:
                return
        start += STEP


def printable(raw: bytes) -> str:
    """Make a quote of bytes."""
    return raw.decode("utf-8", "backslashreplace").replace("\n", " ").strip()
