"""Tells the parts of a document: its text and what its format marked go in; passages with part and reason come out."""

import re
from collections.abc import Iterator, Sequence

from cupel.claims.reading.cues import cues, tails
from cupel.claims.reading.repeats import repeats
from cupel.claims.text.paragraphs import paragraphs
from cupel.claims.text.view import view
from cupel.documents.format import Marked
from cupel.records.claim import Part, Passage, Span

MOST_TITLES = 3
"""Paragraphs at the beginning that may be headings: a section's name, the title, a line below it."""
LONGEST_TITLE = 200
LONGEST_TAIL = 700
ENDS = re.compile(r"[.!?:;,…][\"')\]]*\Z")
DATED = re.compile(r"\b(?:1[89]|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
SPEAKER = re.compile(r"(?:Q|A|[A-Z][A-Z. '-]{2,60}|\S[^.:!?\"]{0,60}):\s")
MARKDOWN = re.compile(r"#{1,6} ")


def passages(text: str, marked: Sequence[Marked] = ()) -> tuple[Passage, ...]:
    """Tell the paragraphs of a text apart, in order.

    What the format marked counts first; then cues of boilerplate and captions, repetition, and titles. A paragraph at
    whose end boilerplate stands is parted there. Everything else is body.
    """
    seen = view(text)
    pieces = list(_pieces(seen, marked))
    found: list[tuple[Part, str]] = [told or _by_cue(seen[start:end]) for start, end, told in pieces]
    body = [at for at, (part, _) in enumerate(found) if part == "body"]
    for number, reason in repeats([seen[slice(*pieces[at][:2])] for at in body]).items():
        found[body[number]] = ("teaser", reason)
    for at in _titles([seen[start:end] for start, end, _ in pieces], [part for part, _ in found]):
        found[at] = ("title", "stands above the text, and is no sentence")
    return tuple(
        Passage(Span(start, end), part, reason) for (start, end, _), (part, reason) in zip(pieces, found, strict=True)
    )


def _pieces(seen: str, marked: Sequence[Marked]) -> Iterator[tuple[int, int, tuple[Part, str] | None]]:
    """Yield (start, end, part and reason that are already told) of each paragraph, or piece of one."""
    at = 0
    for it in marked:
        yield from _between(seen, at, it.start)
        for start, end in paragraphs(seen[it.start : it.end]):
            yield it.start + start, it.start + end, (it.part, it.reason)
        at = it.end
    yield from _between(seen, at, len(seen))


def _between(seen: str, begin: int, stop: int) -> Iterator[tuple[int, int, tuple[Part, str] | None]]:
    for start, end in paragraphs(seen[begin:stop]):
        start, end = begin + start, begin + end
        tail = tails().search(seen, max(start, end - LONGEST_TAIL), end)
        if tail and not any(it.tail and it.tells(seen[start:end]) for it in cues()):
            yield start, tail.start(), None
            yield tail.end(), end, None
        else:
            yield start, end, None


def _by_cue(paragraph: str) -> tuple[Part, str]:
    for cue in cues():
        if cue.tells(paragraph):
            return ("caption" if cue.part == "caption" else "boilerplate"), cue.reason
    return "body", ""


def _titles(pieces: Sequence[str], parts: Sequence[Part]) -> Iterator[int]:
    """Yield the paragraphs above the text that are headings: short, no sentence, no date line, nobody's speech."""
    for at, piece in enumerate(pieces):
        if parts[at] == "body" and MARKDOWN.match(piece) and len(piece) <= LONGEST_TITLE:
            yield at
    if "title" in parts:
        return
    heads: list[int] = []
    for at, piece in enumerate(pieces):
        if parts[at] == "boilerplate":
            continue
        if parts[at] != "body" or len(heads) >= MOST_TITLES or not _is_heading(piece, not heads):
            break
        heads.append(at)
    else:
        return  # nothing but headings: then they are the text
    if heads and any(part == "body" for part in parts[heads[-1] + 1 :]):
        yield from heads


def _is_heading(piece: str, is_first: bool) -> bool:
    if len(piece) > LONGEST_TITLE or DATED.search(piece) or SPEAKER.match(piece):
        return False
    ended = ENDS.search(piece)
    return not ended or (is_first and ended[0][0] in "?!" and ". " not in piece)
