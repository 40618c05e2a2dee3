"""Checks a proposal against its text: a proposal goes in; its spans come out, or the sentence that says what is wrong.

1. What the proposer gave is a proposal: each part of the kind and of the length that it may have.
2. Each stretch is there: its offsets lie in the text and outside of boilerplate; the words given stand at them, or,
   without offsets, once in the sentence, the paragraph or the document that is named.
3. The stretches of the content follow each other.
4. Something is claimed, unless the stance is that somebody did not answer; somebody or something attributes it.
"""

import itertools
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from cupel.claims.proposals.proposer import Proposal, Text, Words
from cupel.claims.text.view import view
from cupel.records.claim import STANCES, Span, Stance

MOST_PARTS = 50
"""Stretches of one content."""
LONGEST_NOTE = 500
"""Signs of a note."""
LONGEST = 20_000
"""Signs of one stretch."""
MOST_SHOWN = 60
"""Signs of words that a message shows."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A proposal whose words are in the text."""

    content: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    stance: Stance | None
    """None: the rules choose."""
    note: str
    sentence: Span
    """The sentence in which it begins."""
    proposer: str
    """Name of who proposes it."""


class Refused(Exception):
    """Says, in a sentence, which part of a proposal is not there or cannot be."""


class Checker:
    """Checks the proposals for one text."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._plain = _plain(text.text)
        self._starts = [it.start for it in text.paragraphs]
        self._sentences = [it.start for it in text.sentences]

    def check(self, given: object, proposer: str) -> Checked:
        """Return the spans of a proposal. Raises Refused."""
        it = _typed(given)  # 1
        within = self._within(it)
        content = tuple(self._span(part, within, f"part {at} of the content") for at, part in enumerate(it.content, 1))
        source = self._span(it.source, within, "the source") if it.source else None
        cue = self._span(it.cue, within, "the cue") if it.cue else None  # 2
        for one, other in itertools.pairwise(content):
            if other.start < one.end:  # 3
                raise Refused(f"the content's parts at {one.start} and {other.start} overlap or stand out of order")
        if not content and it.stance != "no_comment":
            raise Refused("it has no content; only a claim with the stance no_comment may have none")
        if source is None and cue is None:  # 4
            raise Refused("it has neither a source nor a cue: nothing in the text would attribute it")
        stance: Stance | None = next((known for known in STANCES if known == it.stance), None)
        begin = first(content, source, cue)
        at = bisect_right(self._sentences, begin.start) - 1
        sentence = self._text.sentences[at] if at >= 0 else begin
        return Checked(content, source, cue, stance, " ".join(it.note.split()), sentence, proposer)

    def _within(self, it: Proposal) -> Span:
        for kind, number, places in (
            ("sentence", it.sentence, self._text.sentences), ("paragraph", it.paragraph, self._text.paragraphs),
        ):  # fmt: skip
            if number:
                if not 0 < number <= len(places):
                    raise Refused(f"there is no {kind} {number}: the document has {len(places):,}")
                return places[number - 1]
        return Span(0, len(self._plain))

    def _span(self, given: Words, within: Span, what: str) -> Span:
        words = _plain(given.words)
        if (given.start, given.end) == (-1, -1):
            return self._inside(self._found(words, within, what), what)
        if not 0 <= given.start < given.end <= len(self._plain):
            length = len(self._plain)
            raise Refused(f"{what}, from {given.start} to {given.end}, is out of range: the text has {length:,} signs")
        there = self._plain[given.start : given.end]
        if words and there != words:
            raise Refused(f"{what} is {_short(words)}, but at {given.start} stands {_short(there)}")
        return self._inside(Span(given.start, given.end), what)

    def _found(self, words: str, within: Span, what: str) -> Span:
        places = []
        for start in _places(self._plain, words, within):
            places.append(start)
            if len(places) > 1:
                at = f"at {places[0]} and at {places[1]}"
                raise Refused(f"{what}, {_short(words)}, stands more than once, {at}; name the sentence or the offsets")
        if not places:
            raise Refused(f"{what}, {_short(words)}, does not stand there")
        return Span(places[0], places[0] + len(words))

    def _inside(self, span: Span, what: str) -> Span:
        """Return a span that begins in a paragraph and ends in one, none of them boilerplate."""
        if span.end - span.start > LONGEST:
            raise Refused(f"{what} has more than {LONGEST:,} signs")
        if not self._plain[span.start : span.end].strip():
            raise Refused(f"{what}, from {span.start} to {span.end}, holds no words")
        first, last = self._paragraph(span.start), self._paragraph(span.end - 1)
        if first is None or last is None:
            raise Refused(f"{what}, from {span.start} to {span.end}, lies in a part that holds no claims (boilerplate)")
        between = zip(self._text.paragraphs[first:last], self._text.paragraphs[first + 1 : last + 1], strict=True)
        if any(self._plain[one.end : other.start].strip() for one, other in between):
            raise Refused(f"{what}, from {span.start} to {span.end}, runs over a part that holds no claims")
        return span

    def _paragraph(self, offset: int) -> int | None:
        at = bisect_right(self._starts, offset) - 1
        return at if at >= 0 and offset < self._text.paragraphs[at].end else None


def first(content: tuple[Span, ...], source: Span | None, cue: Span | None) -> Span:
    """Return the stretch of a claim that stands first; it has one."""
    return min((it for it in (*content, source, cue) if it), key=lambda it: it.start)


def _typed(given: object) -> Proposal:
    """Return a proposal whose parts are what they should be: it may come from anybody's code."""
    if not isinstance(given, Proposal):
        raise Refused(f"it is no Proposal but {type(given).__name__}")
    if not isinstance(given.content, tuple) or len(given.content) > MOST_PARTS:
        raise Refused(f"its content is no tuple of at most {MOST_PARTS} stretches")
    for part in (*given.content, given.source, given.cue):
        if part is None and part not in given.content:
            continue
        numbers = isinstance(part, Words) and type(part.start) is int and type(part.end) is int
        if not isinstance(part, Words) or not numbers or not isinstance(part.words, str):
            raise Refused("a stretch is given neither by words nor by whole numbers")
        if (part.start, part.end) == (-1, -1) and not part.words.strip():
            raise Refused("a stretch has neither words nor offsets")
    if type(given.sentence) is not int or type(given.paragraph) is not int:
        raise Refused("its sentence or paragraph is no whole number")
    if not isinstance(given.stance, str) or (given.stance and given.stance not in get_args(Stance)):
        raise Refused(f"{_short(str(given.stance))} is no stance; there are {', '.join(STANCES)}")
    if not isinstance(given.note, str) or len(given.note) > LONGEST_NOTE:
        raise Refused(f"its note is no text of at most {LONGEST_NOTE} signs")
    return given


def _places(text: str, words: str, within: Span) -> Iterator[int]:
    """Yield where words stand, as whole words."""
    at = text.find(words, within.start, within.end)
    while at >= 0:
        end = at + len(words)
        before, after = text[at - 1 : at] + words[0], words[-1] + text[end : end + 1]
        if not (len(before) == 2 and before.isalnum()) and not (len(after) == 2 and after.isalnum()):
            yield at
        at = text.find(words, at + 1, within.end)


def _plain(text: str) -> str:
    """Return the view, of the same length, with line ends as blanks: a line may end anywhere in a sentence."""
    return view(text).replace("\n", " ")


def _short(words: str) -> str:
    return f"“{words if len(words) <= MOST_SHOWN else words[: MOST_SHOWN - 1] + '…'}”"
