"""Splits paragraphs into sentences: text goes in; sentences with tagged words, each quotation as one word, come out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cupel.claims.text.lists import listed
from cupel.claims.text.quotations import quotations
from cupel.claims.text.words import SIGNS, TOKEN, Tagger, Words, abbreviation_tag, is_abbreviation

STARTS = listed(__name__, "starts")
"""Words that begin a sentence after an abbreviation with a full stop."""
LONGEST = 400
"""Words of a sentence; a longer run is cut: lists and tables have no end of a sentence."""
MOST_LABEL = 9
"""Words of a speaker's label, its colon among them."""
MOST_ADDRESSED = 5
"""Words of a label in capitals with a full stop."""
ADDRESSED = listed(__name__, "addressed")
"""Words that such a label begins with."""
PRESIDING = listed(__name__, "presiding")
"""Words behind "the" in such a label."""
NO_SPEAKERS = listed(__name__, "no_speakers")
"""Words that open or close other labels before a colon."""
CAPITAL = re.compile(r"[ \n]+([A-Z][a-z']*)\b")
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


def sentences(raw: str, text: str, start: int, end: int, tagger: Tagger, quoted: bool = False) -> Iterator[Sentence]:
    """Yield the sentences of a paragraph; of one inside a quotation, `quoted`, that quotation's marks are left out."""
    spans = [] if quoted and "'" not in text[start:end] else quotations(raw, text, start, end)
    starts, ends, lower, tags = list[int](), list[int](), list[str](), list[str]()
    first = True
    for begin, stop, word, tag, breaks in _words(text, start, end, spans, tagger):
        if tags and (breaks == BEFORE or len(tags) >= LONGEST):
            yield _sentence(starts, ends, lower, tags, first, quoted)
            starts, ends, lower, tags, first = [], [], [], [], False
        starts.append(begin)
        ends.append(stop)
        lower.append(word)
        tags.append(tag)
        label = first and not quoted and stop < end and tag in ":." and _names_speaker(text, starts, ends, tags, lower)
        if breaks == AFTER or label:
            yield _sentence(starts, ends, lower, tags, first, quoted, label)
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


def _names_speaker(
    text: str, starts: Sequence[int], ends: Sequence[int], tags: Sequence[str], lower: Sequence[str]
) -> bool:
    """Tell whether the words so far, with a colon or full stop, are only the name of who speaks next."""
    return _is_label(tags, lower) if tags[-1] == ":" else _is_addressed(text, starts, ends, tags, lower)


def _is_addressed(
    text: str, starts: Sequence[int], ends: Sequence[int], tags: Sequence[str], lower: Sequence[str]
) -> bool:
    """Tell whether words and a full stop name a speaker as hearings print it: "Mr. DOE.", "The CHAIRMAN."."""
    return (
        1 < len(tags) - 1 <= MOST_ADDRESSED
        and (lower[0] in ADDRESSED or (lower[0] == "the" and lower[1] in PRESIDING))
        and text[starts[-1] - 1 : starts[-1]].isalpha()
        and all(text[starts[at] : ends[at]].isupper() for at in range(1, len(tags) - 1))
        and ends[-2] - starts[-2] > 2
    )


def _sentence(
    starts: Sequence[int], ends: Sequence[int], lower: Sequence[str], tags: Sequence[str], first: bool, quoted: bool,
    label: bool = False,
) -> Sentence:  # fmt: skip
    words = Words(tuple(starts), tuple(ends), tuple(lower), "".join(tags))
    return Sentence(words, starts[0], ends[-1], first, quoted, label)


WITHIN, BEFORE, AFTER = 0, 1, 2
"""Where a sentence breaks at a word."""


def _words(
    text: str, start: int, end: int, spans: Sequence[tuple[int, int]], tagger: Tagger
) -> Iterator[tuple[int, int, str, str, int]]:
    """Yield (start, end, word, tag, where the sentence breaks)."""
    at = start
    beginning, ended = True, False
    for begin, stop in [*spans, (end, end)]:
        closed = at  # after the full stop of an abbreviation
        for found in TOKEN.finditer(text, at, begin):
            low, high = found.span()
            if low < closed:
                continue
            word, kind = text[low:high], found.lastgroup
            if kind == "word":
                lower, tag = tagger.tag(word, beginning)
                breaks = BEFORE if ended and word[0].isupper() and not _is_tail(text, low, begin) else WITHIN
                beginning = ended = False
                if high < begin and text[high] == "." and is_abbreviation(text, low, high, end):
                    high = closed = high + 1
                    lower = f"{lower}."
                    tag = abbreviation_tag(word)
                    if _begins(text, high, end):
                        breaks, beginning, ended = AFTER, True, True
                yield low, high, lower, tag, breaks
            elif kind == "sign":
                tag = _sign(text, word, low, high, end)
                if tag:
                    yield low, high, word, tag, AFTER if tag == "." else WITHIN
                    beginning, ended = tag in ".:-", False
            else:
                tag = "#" if kind == "number" else "s" if word in ("'s", "'", "'S") else "A"
                yield low, high, word.lower(), tag, WITHIN
                beginning = ended = False
        if begin < end:
            yield begin, stop, '"', "q", BEFORE if ended else WITHIN
            beginning = ended = bool(INNER_END.search(text, max(begin, stop - 4), stop))
        at = stop


def _sign(text: str, sign: str, low: int, high: int, end: int) -> str:
    """Return a sign's tag; empty where it parts nothing."""
    tag = SIGNS.get(sign, "")
    if not tag or tag in "'\"":
        return ""
    if tag == "~":
        return "." if _new_sentence(text, high, end) else "-"
    if sign == "-" and not text[low - 1 : low].isspace():
        return ""
    return tag


def _new_sentence(text: str, at: int, end: int) -> bool:
    rest = text[at : min(end, at + 4)].lstrip()
    return not rest or rest[0].isupper()


def _begins(text: str, at: int, end: int) -> bool:
    """Tell whether a sentence begins after an abbreviation: a capital, and a word that begins sentences."""
    found = CAPITAL.match(text, at, end)
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


SPEECH = listed(__name__, "speech")
