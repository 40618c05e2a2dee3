"""The lines of a configuration file with their offsets: a file goes in, bounded (number, offset, bytes) come out."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from cupel.inspect.detect.line_places import lines_in
from cupel.inspect.identify.source import Visited
from cupel.records.problem import Problem

MOST_BYTES = 1 << 19
"""Of one file; the rest is not read, and that is said."""
MOST_LINE = 4096
"""Bytes of a line that is looked at; a longer one is no line of configuration."""
MOST_LINES = 20_000


def lines_of(file: Visited) -> Iterator[tuple[int, int, bytes]]:
    """Yield (number from 1, offset, line without its end); blank and overlong lines are left out."""
    for number, at, line in islice(lines_in(file.content.read(0, MOST_BYTES)), MOST_LINES):
        if len(line) <= MOST_LINE and line.strip():
            yield number, at, line.rstrip(b"\r")


def lines_with(
    file: Visited, expression: re.Pattern[bytes], words: Sequence[bytes]
) -> Iterator[tuple[int, int, bytes]]:
    """Yield what `lines_of` does, of the lines in which an expression is found; it must not match a line's end.

    What it matches holds one of `words`, in small letters: they are searched for fast.
    """
    data = file.content.read(0, MOST_BYTES)
    small = data.lower()
    places = dict.fromkeys(words, -1)
    number, counted, at = 1, 0, 0
    while number <= MOST_LINES:
        for word in [word for word, place in places.items() if place < at]:
            places[word] = small.find(word, at)
            if places[word] < 0:
                del places[word]
        if not places:
            return
        first = min(places.values())
        start = data.rfind(b"\n", 0, first) + 1
        end = data.find(b"\n", first)
        at = stop = len(data) if end < 0 else end
        if not expression.search(data, start, stop):
            continue
        number += data.count(b"\n", counted, start)
        counted = start
        if stop - start <= MOST_LINE:
            yield number, start, data[start:stop].rstrip(b"\r")


def cut(file: Visited, what: str) -> Iterator[Problem]:
    """Yield a Problem where the file is longer than what is read of it."""
    if file.content.size > MOST_BYTES:
        yield Problem("", f"only its first {MOST_BYTES:,} of {file.content.size:,} bytes were read for {what}")
