"""Attributes: a document's text goes in, its attributions in order come out. This page is the whole flow."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from cupel.claims.attribution.found import Found, Range
from cupel.claims.attribution.lexicon import nouns, tagger, verb_nouns
from cupel.claims.attribution.rule import Reading, rules
from cupel.claims.attribution.source import may_be_person, named, whole
from cupel.claims.text.context import corrected
from cupel.claims.text.lists import listed
from cupel.claims.text.paragraphs import paragraphs
from cupel.claims.text.sentences import Sentence, sentences
from cupel.claims.text.view import view

Span = tuple[int, int]
Kind = Literal["attributed", "nested", "implicit", "continuation"]
TOLD = listed(__name__, "told")
"""Forms with which an author reports what was said at another time."""
VERB = re.compile("[VU]")
CUE = re.compile("[VUKJ]|:$|:q[.]?$|[-:][XnDs]{1,4}$")
"""Tags without which a sentence attributes nothing, but for `OTHER_CUES`; a label ends with a
colon, a headline in a name."""
OTHER_CUES = listed(__name__, "other_cues")
MOST_HELD = 24
"""Contents around one cue that may be its parent: the outermost, and the innermost of the rest."""
DEEPEST = 3
"""Quotations inside quotations that are read."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution in a text."""

    kind: Kind
    """How it stands in the text."""
    source: Span | None
    """Offsets of who says it: the name, or the shortest noun phrase."""
    cue: Span | None
    """Offsets of the words that attribute; None of a quotation that goes on."""
    content: tuple[Span, ...]
    """Offsets of what is said."""
    lemma: str
    """Base form of the cue's head."""
    stance: str
    """Stance that the cue alone sets."""
    rule: str
    """Which rule found it."""
    negated: bool
    """Whether the cue is negated."""
    sentence: Span
    """The sentence that it stands in."""
    parent: int | None
    """Place in the list of the attribution whose content holds it."""
    phrase: Span | None = None
    """Offsets of all that names and describes the source: with its job, apposition and relative clause."""
    follows: int | None = None
    """Of a quotation that goes on: place in the list of the attribution that it continues."""


def attribute(raw: str, spans: Sequence[Span] | None = None) -> list[Attribution]:
    """Return the attributions of a text.

    1. Make the view, and take its paragraphs, or those given.
    2. Split each into sentences, a quotation as one word.
    3. Let each rule read each sentence.
    4. Read inside quotations in the same way.
    5. A sentence that is only a quotation goes on with what was said before it.
    6. Tell which attribution holds which.
    """
    text = view(raw)  # 1
    found: list[Attribution] = []
    for start, end in spans if spans is not None else paragraphs(text):
        _paragraph(raw, text, start, end, found, 0)
    return _nested(found)


def _paragraph(raw: str, text: str, start: int, end: int, found: list[Attribution], depth: int) -> None:
    last: int | None = None
    turn = False
    for sentence in sentences(raw, text, start, end, tagger(), depth > 0):  # 2
        here = _sentence(text, sentence, depth > 0 or turn)  # 3
        if here and sentence.label:
            here = (
                [replace(here[0], content=(_trimmed(text, sentence.end, end),))]
                if _speaks(text, end, sentence.words.lower[-2])
                else []
            )
            turn = bool(here)
        if not here and depth == 0 and last is not None and _only_quoted(sentence.words.tags):  # 5
            here = [_continued(sentence, found[last], last)]
        found.extend(here)
        speaking = [len(found) - len(here) + at for at, it in enumerate(here) if _quotes(raw, it)]
        last = speaking[-1] if speaking else None if here or len(sentence.words.tags) > 6 else last
        if depth < DEEPEST:
            for at, tag in enumerate(sentence.words.tags):
                if tag == "q" and sentence.words.ends[at] - sentence.words.starts[at] > 25:
                    begin, stop = sentence.words.starts[at] + 1, sentence.words.ends[at]
                    stop -= text[stop - 1] in "\"'"
                    _paragraph(raw, text, begin, stop, found, depth + 1)  # 4


def _speaks(text: str, end: int, speaker: str) -> bool:
    """Tell whether a label stands before speech: it names a person, or the paragraph ends as sentences do.

    A title's label stands before none: "Live: the latest".
    """
    return text[end - 1] in ".!?\"')]…—" or may_be_person(speaker)


def _quotes(raw: str, it: Attribution) -> bool:
    return it.source is not None and any(
        raw[begin] in "\"“„«'‘" or raw[end - 1] in "\"”“»'’" for begin, end in it.content
    )


def _only_quoted(tags: str) -> bool:
    return "q" in tags and not set(tags) - set("q.,;-")


def _sentence(text: str, sentence: Sentence, quoted: bool) -> list[Attribution]:
    words = sentence.words
    if not sentence.label and not CUE.search(words.tags) and OTHER_CUES.isdisjoint(words.lower):
        return []
    tags = corrected(words.lower, words.tags, nouns(), verb_nouns())
    reading = Reading(tags, words.lower, [it.start() for it in VERB.finditer(tags)], sentence.first, sentence.label)
    for rule in rules():
        reading.found.extend(rule.find(reading))
    reading.found.sort(key=lambda it: (it.cue, it.rule, it.content))
    return [
        _attribution(text, reading, sentence, it)
        for it in reading.found
        if (it.content or it.rest or it.stance == "no_comment") and (quoted or not _is_author(reading, it))
    ]


def _is_author(reading: Reading, it: Found) -> bool:
    """Tell whether the text's author speaks of what the author says: that is no attribution outside of quotations."""
    return (
        it.source is not None
        and it.source[1] - it.source[0] == 1
        and reading.lower[it.source[0]] in ("i", "you")
        and reading.lower[it.cue[1] - 1] not in TOLD
    )


def _attribution(text: str, reading: Reading, sentence: Sentence, found: Found) -> Attribution:
    words = sentence.words
    name = named(reading.tags, reading.lower, found.source, found.cue) if found.source else None
    phrase = whole(reading, found.source, found.cue) if found.source else None
    if name and phrase and name[1] > phrase[1]:
        phrase = phrase[0], name[1]

    def span(it: Range) -> Span:
        return words.starts[it[0]], words.ends[it[1] - 1]

    content = tuple(_trimmed(text, *span(it)) for it in found.content)
    return Attribution(
        "implicit" if found.implicit else "attributed",
        span(name) if name else None,
        span(found.cue), content, found.lemma, found.stance, found.rule, found.negated,
        (sentence.start, sentence.end), None, span(phrase) if phrase else None,
    )  # fmt: skip


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start + 1 and text[end - 1] in " ,;—-":
        end -= 1
    while start < end - 1 and text[start] in " ,;—-:":
        start += 1
    return start, end


def _continued(sentence: Sentence, before: Attribution, at: int) -> Attribution:
    return Attribution(
        "continuation", before.source, None, ((sentence.start, sentence.end),), before.lemma, before.stance,
        "continuation", False, (sentence.start, sentence.end), None, before.phrase, at,
    )  # fmt: skip


def _nested(found: list[Attribution]) -> list[Attribution]:
    """Set the parent of each: the closest attribution whose content holds its cue and source, and is no mere layer."""
    order = sorted(range(len(found)), key=lambda at: _key(found[at]))
    place = {old: new for new, old in enumerate(order)}
    result: list[Attribution] = []
    for old in order:
        it = found[old]
        if it.follows is not None:
            it = replace(it, follows=place[it.follows])
        result.append(it)
    contents = sorted((start, end, at) for at, it in enumerate(result) for start, end in it.content)
    opened: list[tuple[int, int, int]] = []
    following = 0
    for at, it in enumerate(result):  # in the order of their cues
        if it.cue is None:
            continue
        low = it.cue[0]
        while following < len(contents) and contents[following][0] <= low:
            opened.append(contents[following])
            following += 1
        opened = [held for held in opened if held[1] > low]
        del opened[1 : 1 - MOST_HELD]
        holding = [
            (end - start, other)
            for start, end, other in opened
            if other != at and not _inside(result[other], start, end)
        ]
        if holding:
            result[at] = replace(it, parent=min(holding)[1], kind="nested" if it.kind == "attributed" else it.kind)
    return result


def _inside(it: Attribution, start: int, end: int) -> bool:
    """Tell whether an attribution's cue stands inside its own content, which then is no other's parent."""
    return it.cue is not None and start <= it.cue[0] < end


def _key(it: Attribution) -> tuple[int, int]:
    return (it.cue or it.content[0])[0], it.content[0][0] if it.content else 0
