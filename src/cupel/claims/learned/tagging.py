"""Turns claims into tags and back: spans of claims go in, a tag a token comes out; tags go in, spans come out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cupel.claims.learned.tokens import Line, Offsets, Token

OUTSIDE = "O"
"""Tag of a token that belongs to no span."""
EDGES = frozenset(",;:-.")
"""Tags of signs that belong to no span where they stand at its end."""


@dataclass(frozen=True, slots=True)
class Spans:
    """The spans of one attribution."""

    source: Offsets | None
    cue: Offsets | None
    """None of a label without its own: a quotation that goes on."""
    content: tuple[Offsets, ...]


def tags_of(line: Line, claims: Iterable[Spans]) -> list[str]:
    """Return the tag of each token, `B-cue`, `I-content`, O: of the outermost claims, those with more content first."""
    tags = [OUTSIDE] * len(line)
    for it in sorted(outermost(claims), key=lambda it: (-_length(it.content), it.content)):
        spans = [(it.source, "source"), (it.cue, "cue"), *((span, "content") for span in it.content)]
        for span, role in spans:
            if span is not None:
                _mark(line, tags, span, role)
    return tags


def outermost(claims: Iterable[Spans]) -> list[Spans]:
    """Return the claims that stand in no other claim's content."""
    given = list(claims)
    return [it for it in given if not any(_holds(other, it) for other in given if other is not it)]


def spans_of(line: Line, tags: Sequence[str]) -> Iterator[Spans]:
    """Yield the attributions that tags tell, in the order of their cues.

    1. Runs of one role are spans; signs at their ends are none of theirs.
    2. Each content belongs to the nearest cue of its sentence; of two as near, to the one before it.
    3. Each cue has the nearest source of its sentence.
    4. A sentence with content and no cue goes on with what the last cue before it in the paragraph attributes; without
       one, it is none.
    """
    runs = list(_runs(line, tags))  # 1
    cues = [it for it in runs if it[0] == "cue"]
    held: dict[int, list[Offsets]] = {}
    for role, first, last in runs:
        if role != "content":
            continue
        sentence = line[first].sentence
        near = [
            (_gap(first, last, cue), number) for number, cue in enumerate(cues) if line[cue[1]].sentence == sentence
        ]
        earlier = [number for number, cue in enumerate(cues) if line[cue[1]].sentence < sentence]
        if near or earlier:
            number = min(near)[1] if near else earlier[-1]  # 2, 4
            held.setdefault(number, []).append((line[first].start, line[last].end))
    for number, (_, first, last) in enumerate(cues):
        if number not in held:
            continue
        sources = [
            (_gap(*it[1:], cues[number]), it) for it in runs
            if it[0] == "source" and line[it[1]].sentence == line[first].sentence
        ]  # fmt: skip
        source = _place(line, min(sources)[1]) if sources else None  # 3
        yield Spans(source, (line[first].start, line[last].end), tuple(held[number]))


def _place(tokens: Sequence[Token], run: tuple[str, int, int]) -> Offsets:
    return tokens[run[1]].start, tokens[run[2]].end


def _gap(first: int, last: int, cue: tuple[str, int, int]) -> int:
    return first - cue[2] if first > cue[2] else cue[1] - last


def _runs(tokens: Sequence[Token], tags: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield (role, first token, last token)."""
    at = 0
    while at < len(tags):
        role = tags[at][2:]
        stop = at + 1
        if role:
            while stop < len(tags) and tags[stop] == f"I-{role}" and tokens[stop].sentence == tokens[at].sentence:
                stop += 1
            first, last = at, stop - 1
            while first < last and tokens[first].tag in EDGES:
                first += 1
            while last > first and tokens[last].tag in EDGES:
                last -= 1
            if tokens[first].tag not in EDGES:
                yield role, first, last
        at = stop


def _mark(tokens: Sequence[Token], tags: list[str], span: Offsets, role: str) -> None:
    inside = [at for at, it in enumerate(tokens) if 2 * _shared(it, span) > it.end - it.start]
    while inside and tokens[inside[-1]].tag in EDGES:
        inside.pop()
    last = -2
    for at in inside:
        if tags[at] == OUTSIDE or role != "content":
            begins = last != at - 1 or tokens[at].sentence != tokens[last].sentence
            tags[at] = f"{'B' if begins else 'I'}-{role}"
            last = at


def _shared(it: Token, span: Offsets) -> int:
    return min(it.end, span[1]) - max(it.start, span[0])


def _length(content: Iterable[Offsets]) -> int:
    return sum(end - start for start, end in content)


def _holds(outer: Spans, inner: Spans) -> bool:
    """Tell whether a claim's cue, or the whole of one without, stands in another's content."""
    place = inner.cue or (inner.content[0] if inner.content else None)
    if place is None:
        return False
    return any(
        start <= place[0] and place[1] <= end and (inner.cue is not None or (start, end) != place)
        for start, end in outer.content
    )
