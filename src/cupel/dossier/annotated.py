"""Cuts a marked text for display: an AnnotatedText goes in, pieces that have one innermost mark each come out."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.records.figure import AnnotatedText, Mark


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text under one innermost mark, or under none."""

    text: str
    """Its signs."""
    mark: Mark | None = None
    """The innermost mark; None where nothing is marked."""
    begun: tuple[Mark, ...] = ()
    """Marks that begin here, the outermost first, each thing once: links to them lead here."""
    ended: tuple[Mark, ...] = ()
    """Marks that end here, the innermost first."""


def pieces(it: AnnotatedText) -> Iterator[Piece]:
    """Cut the text at every border of a mark; together the pieces are the text. Marks outside it are left out."""
    marks = sorted(
        (mark for mark in it.marks if 0 <= mark.start < mark.end <= len(it.text)),
        key=lambda mark: (mark.start, -mark.end),
    )
    borders = sorted({0, len(it.text), *(place for mark in marks for place in (mark.start, mark.end))})
    met: set[str] = set()
    over: list[Mark] = []
    following = 0
    for start, end in itertools.pairwise(borders):
        over = [mark for mark in over if mark.end > start]
        begun: list[Mark] = []
        while following < len(marks) and marks[following].start <= start:
            mark = marks[following]
            over.append(mark)
            begun += [] if mark.anchor in met else [mark]
            met.add(mark.anchor)
            following += 1
        # of two marks on the same words the last one is the inner one: it was found inside the other
        inner = min(reversed(over), key=lambda mark: mark.end - mark.start, default=None)
        ended = tuple(mark for mark in reversed(over) if mark.end == end)
        yield Piece(it.text[start:end], inner, tuple(begun), ended)


def stressed(words: str, stretches: tuple[tuple[int, int], ...]) -> Iterator[tuple[str, bool]]:
    """Cut words into (run, whether it is stressed); together the runs are the words."""
    at = 0
    for start, end in sorted(stretches):
        if at <= start < end <= len(words):
            yield from (((words[at:start], False),) if start > at else ())
            yield words[start:end], True
            at = end
    if at < len(words):
        yield words[at:], False
