"""The lines of a configuration file with their offsets: a file goes in, bounded (number, offset, bytes) come out."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.source import Visited
from cupel.records.problem import Problem

MOST_BYTES = 1 << 19
"""Of one file; the rest is not read, and that is said."""
MOST_LINE = 4096
"""Bytes of a line that is looked at; a longer one is no line of configuration."""
MOST_LINES = 20_000


def lines_of(file: Visited) -> Iterator[tuple[int, int, bytes]]:
    """Yield (number from 1, offset, line without its end); blank and overlong lines are left out."""
    data = file.content.read(0, MOST_BYTES)
    at = 0
    for number in range(1, MOST_LINES + 1):
        end = data.find(b"\n", at)
        stop = len(data) if end < 0 else end
        if stop - at <= MOST_LINE:
            line = data[at:stop].rstrip(b"\r")
            if line.strip():
                yield number, at, line
        if end < 0:
            return
        at = end + 1


def lines_with(file: Visited, expression: re.Pattern[bytes]) -> Iterator[tuple[int, int, bytes]]:
    """Yield what `lines_of` does, of the lines in which an expression is found; it must not match a line's end."""
    data = file.content.read(0, MOST_BYTES)
    number, counted, at = 1, 0, 0
    while (match := expression.search(data, at)) is not None and number <= MOST_LINES:
        start = data.rfind(b"\n", 0, match.start()) + 1
        end = data.find(b"\n", match.end())
        stop = len(data) if end < 0 else end
        number += data.count(b"\n", counted, start)
        counted = start
        if stop - start <= MOST_LINE:
            yield number, start, data[start:stop].rstrip(b"\r")
        at = stop


def cut(file: Visited, what: str) -> Iterator[Problem]:
    """Yield a Problem where the file is longer than what is read of it."""
    if file.content.size > MOST_BYTES:
        yield Problem("", f"only its first {MOST_BYTES:,} of {file.content.size:,} bytes were read for {what}")
