"""Finds paragraphs: the view of a text goes in, (start, end) of each comes out."""

import re
from collections.abc import Iterator

BLANK = re.compile(r"\n[ \n]*\n")
LINE = re.compile(r"\n+")
WRAPPED = 0.5
"""Share of lines that end inside a sentence from which on single line ends are taken as wrapping."""
ENDS = tuple('.!?":;)')
MOST = 50_000
"""Signs of a paragraph; a longer one is cut at a space."""


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs in order, without white space at their ends.

    Blank lines part them. Where a text has none, or its lines end with their sentences, every line is one.
    """
    for start, end in _parts(text, BLANK, 0, len(text)):
        parts = [(start, end)]
        if "\n" in text[start:end] and not _is_wrapped(text[start:end]):
            parts = list(_parts(text, LINE, start, end))
        for begin, stop in parts:
            yield from _cut(text, begin, stop)


def _is_wrapped(paragraph: str) -> bool:
    lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
    broken = sum(not line.endswith(ENDS) for line in lines[:-1])
    return len(lines) > 1 and broken >= WRAPPED * (len(lines) - 1) and max(map(len, lines[:-1])) >= 45


def _parts(text: str, between: re.Pattern[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for found in between.finditer(text, start, end):
        yield from _stripped(text, at, found.start())
        at = found.end()
    yield from _stripped(text, at, end)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start] in " \n":
        start += 1
    while start < end and text[end - 1] in " \n":
        end -= 1
    if start < end:
        yield start, end


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MOST:
        at = text.rfind(" ", start + MOST // 2, start + MOST)
        at = at if at > 0 else start + MOST
        yield from _stripped(text, start, at)
        start = at
    yield from _stripped(text, start, end)
