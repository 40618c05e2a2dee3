"""Splits paragraphs into sentences: text goes in; sentences with tagged words, each quotation as one word, come out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cupel.claims.text.quotations import quotations
from cupel.claims.text.words import SIGNS, TOKEN, Words, closed_class, months, tag_of

STARTS = frozenset("the a an in on at it he she they but and we i this that these those if when while although after as for "
                   "no some there its his her their our one by from with".split())  # fmt: skip
"""Words that begin a sentence after an abbreviation with a full stop."""
LONGEST = 400
"""Words of a sentence; a longer run is cut: lists and tables have no end of a sentence."""
MOST_LABEL = 9
"""Words of a speaker's label, its colon among them."""
NO_SPEAKERS = frozenset("note notes source sources photo image picture update correction related more read see also tags topics "
                        "contact published subject date time place from to cc re editor location price total result "
                        "results breaking".split())  # fmt: skip
"""Words that open or close other labels before a colon."""
INNER_END = re.compile(r"[.!?…]['\"]*\Z")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, quotations closed."""

    words: Words
    """Its words; a quotation is one of them, with the tag q."""
    start: int
    """Offset of its first sign."""
    end: int
    """Offset after its last sign."""
    first: bool
    """Whether it begins its paragraph."""
    quoted: bool
    """Whether it stands inside a quotation."""
    label: bool = False
    """Whether it is only the name and colon before a speaker's turn: "Ms Ito:"."""


def sentences(
    raw: str, text: str, start: int, end: int, cues: Mapping[str, str], quoted: bool = False
) -> Iterator[Sentence]:
    """Yield the sentences of a paragraph; of one inside a quotation, `quoted`, that quotation's marks are left out."""
    spans = [] if quoted and "'" not in text[start:end] else quotations(raw, text, start, end)
    starts, ends, lower, tags = list[int](), list[int](), list[str](), list[str]()
    first = True
    for part in _pieces(text, start, end, spans, cues):
        begin, stop, word, tag, breaks = part
        if breaks == "before" and tags:
            yield _sentence(starts, ends, lower, tags, first, quoted)
            starts, ends, lower, tags, first = [], [], [], [], False
        starts.append(begin)
        ends.append(stop)
        lower.append(word)
        tags.append(tag)
        if tag == ":" and first and not quoted and _is_label(tags, lower) and stop < end:
            yield replace(_sentence(starts, ends, lower, tags, first, quoted), label=True)
            starts, ends, lower, tags, first = [], [], [], [], False
            continue
        if breaks == "after" or len(tags) >= LONGEST:
            yield _sentence(starts, ends, lower, tags, first, quoted)
            starts, ends, lower, tags, first = [], [], [], [], False
    if tags:
        yield _sentence(starts, ends, lower, tags, first, quoted)


def _is_label(tags: Sequence[str], lower: Sequence[str]) -> bool:
    """Tell whether the words before a colon name a speaker: few, with a capital, and no verb."""
    return (
        1 < len(tags) <= MOST_LABEL
        and tags[0] in "XD"
        and "X" in tags
        and not set(tags[:-1]) - set("XDn#(),rs")
        and lower[0] not in NO_SPEAKERS
        and lower[-2] not in NO_SPEAKERS
    )


def _sentence(
    starts: Sequence[int], ends: Sequence[int], lower: Sequence[str], tags: Sequence[str], first: bool, quoted: bool
) -> Sentence:
    words = Words(tuple(starts), tuple(ends), tuple(lower), "".join(tags))
    return Sentence(words, starts[0], ends[-1], first, quoted)


def _pieces(
    text: str, start: int, end: int, spans: Sequence[tuple[int, int]], cues: Mapping[str, str]
) -> Iterator[tuple[int, int, str, str, str]]:
    """Yield (start, end, word, tag, where the sentence breaks)."""
    at, known = start, closed_class()
    beginning, ended = True, False
    for begin, stop in [*spans, (end, end)]:
        for found in TOKEN.finditer(text, at, begin):
            word, kind = found.group(), found.lastgroup
            lower = word.lower()
            if kind == "sign":
                tag = SIGNS.get(word, "")
                if not tag or tag in "'\"":
                    continue
                if tag == "~":
                    tag = "." if _new_sentence(text, found.end(), end) else "-"
                if tag == "-" and word == "-" and not text[found.start() - 1 : found.end() + 1].isspace():
                    if not (text[found.start() - 1 : found.start()].isspace()):
                        continue
                yield found.start(), found.end(), lower, tag, "after" if tag == "." else ""
                beginning, ended = tag in ".:-", False
                continue
            tag = known.get(lower) or ""
            if kind == "number":
                tag = "#"
            elif kind == "clitic":
                tag = "s" if lower in ("'s", "'") else "A"
            elif not tag:
                tag = tag_of(word, lower, cues, beginning)
            elif tag in "vr" and lower in cues:
                tag = cues[lower]
            if kind == "abbreviation" and lower not in known:
                tag = "m" if lower.rstrip(".") in months() else "X"
            before = ended and word[0].isupper() and not _is_tail(text, found.start(), begin)
            after = kind == "abbreviation" and _begins(text, found.end(), end)
            yield found.start(), found.end(), lower, tag, "before" if before else "after" if after else ""
            beginning, ended = after, False
        if begin < end:
            yield begin, stop, '"', "q", "before" if ended else ""
            beginning = ended = bool(INNER_END.search(text, max(begin, stop - 4), stop))
        at = stop


def _new_sentence(text: str, at: int, end: int) -> bool:
    rest = text[at : min(end, at + 4)].lstrip()
    return not rest or rest[0].isupper()


def _begins(text: str, at: int, end: int) -> bool:
    """Tell whether a sentence begins after an abbreviation: a capital, and a word that begins sentences."""
    found = re.compile(r"[ \n]+([A-Z][a-z']*)\b").match(text, at, end)
    return bool(found) and found.group(1).lower() in STARTS and found.group(1).lower() not in ("one", "no")  # type: ignore[union-attr]


TAIL = re.compile(r"(?:[\w.'-]+ ){1,6}?([\w-]+)(?:[.,]| (?:in|on|at|to|of|about)\b| [A-Z])")


def _is_tail(text: str, at: int, end: int) -> bool:
    """Tell whether what follows a quotation with its own full stop belongs to it: `"Why?" Mr Smith asked.`"""
    found = TAIL.match(text, at, min(end, at + 90))
    if not found:
        return False
    words = text[at : found.end(1)].split()
    asks = text[at - 2 : at - 1] in "?!…" or text[found.end(1) : found.end(1) + 1] in ".,"
    return asks and len(words) <= 5 and words[-1].lower() in SPEECH


SPEECH = frozenset("said says asked asks wrote writes added adds replied replies told tells explained continued shouted cried "
                   "yelled exclaimed wondered tweeted joked quipped warned declared insisted".split())  # fmt: skip
