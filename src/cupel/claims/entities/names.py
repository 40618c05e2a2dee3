"""Finds names: the view of a text and its stretches go in; capitalised sequences, each with its title, come out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cupel.claims.entities import known
from cupel.claims.text.words import closed_class, months

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽА-ЯΑ-Ω"
WORD = re.compile(
    rf"(?<![\w$£€@#])(?:(?:MR|MRS|MS|DR|REP|SEN|GOV|GEN|PROF|Mr|Mrs|Ms|Dr|Prof|Rep|Reps|Sen|Sens|Gov|Gen|Lt|Col|Capt|Sgt|Rev|Hon|Adm|Maj|Cmdr|Supt|Insp"
    rf"|St|Jr|Inc|Corp|Co|Ltd)\.|(?:[{UPPER}]\.)+(?:[{UPPER}](?!\w))?|\d{{1,2}}[{UPPER}][a-z]\w*"
    rf"|[{UPPER}]\w*(?:[-&.][{UPPER}0-9]\w*)*"
    rf"(?:-(?!led|made|born|run|wide|era|like|only|old|bred)[a-z]{{2,4}}(?![\w'-]))?(?:'[{UPPER}]\w+)*)"
)
JOINED = {" ": "", "\n": ""}
OF = (" of ", " for ", " of the ", " for the ")
PARTICLES = frozenset(
    f" {word} " for word in ("de", "van", "von", "der", "den", "del", "della", "di", "da", "la", "du")
)
BRACKETED = re.compile(
    rf" ?\((?:\"|')?([{UPPER}][\w&.-]{{0,30}}|[^\x00-\u02ff()]{{2,24}}"
    rf"|(?<=[\"'])[{UPPER}][\w&.-]*(?: [{UPPER}][\w&.-]*){{1,3}})(?:\"|')?\)"
)
"""A name in brackets after a name: an abbreviation, or another script."""
OWNERS = frozenset(("People", "Women", "Men", "Children", "Teachers", "Farmers", "Workers", "Veterans", "Citizens"))
"""Words whose possessive begins an organisation's name."""
SPEAKS = frozenset(".!?:\"'(\n—")
"""Signs before a space after which a sentence or a quotation begins."""
MOST = 20_000
"""Names of one document that are read."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name where it stands."""

    start: int
    """Offset of its first sign, its titles left out."""
    end: int
    """Offset after its last."""
    text: str
    """Its words, joined by single spaces."""
    titles: tuple[str, ...]
    """Titles before it: `Mr`, `President`."""
    begins: bool
    """Whether a sentence begins with it, so that its capital says nothing."""
    alias: str
    """Name in brackets after it; empty where none."""
    outer: int
    """Offset of its first title, or of itself."""


def names(text: str, stretches: Sequence[tuple[int, int]]) -> list[Name]:
    """Return the names in stretches of a view, in order; at most `MOST`."""
    found: list[Name] = []
    for start, end in stretches:
        for group in _groups(text, start, end):
            found.extend(_named(text, group, end))
            if len(found) >= MOST:
                return found
    return found


def _groups(text: str, start: int, end: int) -> Iterator[list[tuple[int, int, str]]]:
    """Yield runs of capitalised words that may be one name."""
    run: list[tuple[int, int, str]] = []
    heads = known.any_of("organisation", "body")
    joining, closed = known.words("joining"), closed_class()
    opened = False
    for match in WORD.finditer(text, start, end):
        word = match.group()
        lower = word.lower()
        if (lower in closed and word not in ("US", "IT", "May", "Will")) or _is_date(word, lower):
            if run:
                yield run
            run, opened = [], False
            continue
        if run:
            gap = text[run[-1][1] : match.start()]
            joined = gap in JOINED or gap == " & "
            if not joined and gap in OF:
                joined = opened = run[-1][2] in joining
            elif not joined and gap == " and ":
                joined = opened and _ends_a_name(text, match.end(), word)
            elif not joined:
                plural = gap == "' " and run[-1][2].endswith("s") and word in heads
                joined = gap in PARTICLES or plural or (gap == "'s " and run[-1][2] in OWNERS)
            if not joined or len(run) >= 12:
                yield run
                run, opened = [], False
        run.append((match.start(), match.end(), word))
    if run:
        yield run


def _is_date(word: str, lower: str) -> bool:
    return lower.rstrip(".") in months() and word not in ("May", "March", "August", "April", "June")


def _ends_a_name(text: str, at: int, word: str) -> bool:
    endings = known.words("endings")
    return word in endings or bool(
        re.match(rf" (?:{'|'.join(sorted(endings))}|[A-Z]\w+ (?:{'|'.join(sorted(endings))}))\b", text[at : at + 60])
    )


def _named(text: str, run: list[tuple[int, int, str]], end: int) -> Iterator[Name]:
    """Yield the names of a run: a country before a title or a body is a name of its own, titles go before a person."""
    first = run[0][0]
    begins = text[first - 1 : first] != " " or text[first - 2 : first - 1] in SPEAKS
    places = known.places()
    for size in (3, 2, 1) if len(run) > 1 else ():
        if len(run) > size:
            form = " ".join(word for _, _, word in run[:size])
            if form in places and not (places[form][1] == "names" and run[size][2] in known.any_of("legal", "general")):
                if places[form][1] != "adjectives" or run[size][2] in known.titles():
                    yield Name(run[0][0], run[size - 1][1], form, (), begins, "", run[0][0])
                    run, begins = run[size:], False
                break
    titles, at = known.titles(), 0
    last = max((place for place, (_, _, word) in enumerate(run) if word in titles), default=-1)
    heads = known.any_of("body", "organisation")
    if last >= 0 and last + 1 < len(run) and not any(word in heads for _, _, word in run[last + 1 :]):
        at = last + 1
    elif run[0][2] in titles and len(run) > 1:
        at = 1 if run[0][2] not in ("Chief", "First", "Prime") or len(run) == 2 else 0
    named = run[at:]
    if len(named) == 1 and named[0][2].lower() in months():
        return
    text_of = " ".join(text[named[0][0] : named[-1][1]].split())
    bracket = BRACKETED.match(text, named[-1][1], min(end, named[-1][1] + 40))
    yield Name(
        named[0][0], named[-1][1], text_of, tuple(word for _, _, word in run[:at]), begins and at == 0,
        bracket.group(1) if bracket else "", run[0][0],
    )  # fmt: skip
