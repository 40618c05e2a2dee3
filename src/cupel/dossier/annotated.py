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
    tone: str = ""
    """Tone of the innermost mark; empty where nothing is marked."""
    label: str = ""
    """What is said of it."""
    anchor: str = ""
    """Where links to it lead."""
    begins: bool = False
    """True where links to the anchor lead here: its first piece."""
    ends: bool = False
    """True where the innermost mark ends with it."""


def pieces(it: AnnotatedText) -> Iterator[Piece]:
    """Cut the text at every border of a mark; together the pieces are the text. Marks outside it are left out."""
    marks = sorted(
        (mark for mark in it.marks if 0 <= mark.start < mark.end <= len(it.text)),
        key=lambda mark: (mark.start, -mark.end),
    )
    borders = sorted({0, len(it.text), *(place for mark in marks for place in (mark.start, mark.end))})
    begun: set[str] = set()
    over: list[Mark] = []
    following = 0
    for start, end in itertools.pairwise(borders):
        over = [mark for mark in over if mark.end > start]
        while following < len(marks) and marks[following].start <= start:
            over.append(marks[following])
            following += 1
        if not over:
            yield Piece(it.text[start:end])
            continue
        # where two things mark the same words, each of them needs a place that links lead to
        new = next((mark for mark in reversed(over) if mark.anchor not in begun), None)
        inner = new if new is not None and new.start == start else min(over, key=lambda mark: mark.end - mark.start)
        begins = inner.anchor not in begun
        begun.add(inner.anchor)
        yield Piece(it.text[start:end], inner.tone, inner.label, inner.anchor, begins, inner.end == end)
