"""Finds what a document tells in its own voice: paragraphs and what is attributed go in; stretches come out."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise

from cupel.claims.attribution.lexicon import verbs
from cupel.claims.entities import known
from cupel.claims.entities.cast import Cast

Span = tuple[int, int]
END = re.compile(r"[.!?][\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9À-Þ]|\s*\Z)|[.!?]\"(?=\s)")
ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Rep|Sen|Gov|Gen|Lt|Col|Capt|Sgt|Rev|St|Jr|Sr|Inc|Corp|Co|Ltd|No|vs|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec)|\b[A-Z]|\b[ap]\.m)\Z"
)
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|began|begin|begins|opened|won|lost|took|sold|bought|built|made|fell|rose|ran|came|went|left|led|met|held"
    r"|found|gave|got|set|cut|put|told|became|includes?|does|did|can|[a-z]+n't|expired|died|[a-z]{3,}ed)\b"
)
OPENS = re.compile(
    r"(?:But |And |Since then, |Meanwhile, |While |Although |Because )?(?:[A-Z0-9]|it |he |she |they |there |the )"
)
PERSONAL = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|us|you|your|You)\b|[?]|\bPhoto\b")
SUBJECT = re.compile(
    r"(?:[Ii]t|[Hh]e|[Ss]he|[Tt]hey|(?:[A-Z][\w'.]+ ?){1,4})\s?(?:(?:has|had|have|was|were|is|are)(?:n't)?|[a-z]+ed)\b"
)
PLAIN = re.compile(r"((?:the )?(?:[a-z-]+ ){1,3})(?:has|had|have|was|were)\b")
GOES_ON = re.compile(
    r"(?:But |And )?(?:[Ii]t|[Hh]e|[Ss]he|[Tt]hey|The (?:[\w-]+ ){0,3}(?:company|firm|bank|group|committee))\b"
)
COMPANY = re.compile(r"\b(?:the|its) (?:company|firm|bank|ministry|government|committee)\b")
ASIDE = re.compile(r"— (as [A-Z][\w'.]+[^—\"\n]{10,140}?\b(?:1[89]|20)\d\d\b[^—\"\n]{0,40}) —")
"""A comparison between dashes with its date: "- as Doe of France did when it bought Roe in 2006 -"."""
FEWEST, MOST = 5, 70
"""Words of a stretch that is taken."""
CLAUSE = re.compile(
    r", (?:and|but|while|though|although|which|who)? ?|; | because | as (?=it |he |she |they |[A-Z])|— ?"
)


def author_spans(text: str, paragraphs: Sequence[Span], taken: Sequence[Span], cast: Cast) -> Iterator[Span]:
    """Yield the sentences and clauses in the author's own voice that tell of somebody; `taken` is attributed.

    A sentence counts if nothing in it is attributed, it names a figure or goes on about one by pronoun, and holds a
    finite verb; of a sentence that attributes, a clause that stands apart from it. Sentences that address the reader,
    ask, or only quote are left out.
    """
    place = 0
    for start, end in paragraphs:
        yield from (it.span(1) for it in ASIDE.finditer(text, start, end))
        for begin, stop in _sentences(text, start, end):
            while place < len(taken) and taken[place][1] <= begin:
                place += 1
            here = []
            for low, high in taken[place : place + 40]:
                if low >= stop:
                    break
                if high > begin:
                    here.append((low, high))
            if not here:
                if _tells(text, begin, stop, cast):
                    yield begin, _stripped(text, begin, stop)
                continue
            at = begin
            for low, high in [*here, (stop, stop)]:
                if low - at > 25:
                    yield from _clause(text, at, low, cast)
                at = max(at, high)


def _clause(text: str, start: int, end: int, cast: Cast) -> Iterator[Span]:
    cuts = [start, *(it.end() for it in CLAUSE.finditer(text, start, end)), end]
    for low, high in pairwise(cuts):
        high = _stripped(text, low, high)
        first = text[low : low + 12].split(" ", 1)[0].lower()
        if first not in listed("subordinate") and _has_subject(text, low) and _tells(text, low, high, cast):
            yield low, high


def _has_subject(text: str, start: int) -> bool:
    """Tell whether a clause begins with a name, a pronoun or a word for people or bodies, and a finite verb."""
    if SUBJECT.match(text, start, start + 90):
        return True
    plain = PLAIN.match(text, start, start + 90)
    heads = known.any_of("people", "company", "body_head")
    return plain is not None and not heads.isdisjoint(plain.group(1).split())


def _stripped(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1] in " ,;—\n.":
        end -= 1
    for tail in (" because", " as", " and", " but", " while", " though"):
        if text[start:end].endswith(tail):
            end -= len(tail)
    while end > start + 1 and text[end - 1] in " ,;—":
        end -= 1
    return end


def _tells(text: str, start: int, end: int, cast: Cast) -> bool:
    words = text.count(" ", start, end) + 1
    if (
        not FEWEST <= words <= MOST
        or text[start] in "\"'(["
        or not OPENS.match(text, start, end)
        or text.startswith("As ", start)
    ):
        return False
    if not FINITE.search(text, start, end) or PERSONAL.search(text, start, end):
        return False
    if not attributing().isdisjoint(text[start:end].lower().replace(",", " ").split()):
        return False  # somebody says it, in a construction that no rule knows: not the author's voice
    quoted = text.count('"', start, end)
    if quoted % 2 or (quoted and words < 8):
        return False
    pronoun = GOES_ON.match(text, start, start + 40) or COMPANY.search(text, start, end)
    return bool(pronoun or cast.within(start, end))


@cache
def attributing() -> frozenset[str]:
    """Forms of verbs that attribute wherever they stand, or that deny, accuse, ask or urge."""
    stances = ("denial", "allegation", "question", "recommendation", "concern")
    plain = listed("not_only_saying")
    return frozenset(
        form
        for form, verb in verbs().items()
        if (verb.strength == 2 or verb.stance in stances) and verb.lemma not in plain
    )


@cache
def listed(key: str) -> frozenset[str]:
    """Words of one list of author.toml."""
    read = tomllib.loads(resources.files(__package__).joinpath("author.toml").read_text("utf-8"))
    return frozenset(read[key].split())


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for found in END.finditer(text, start, end):
        if text[found.start()] == "." and ABBREVIATED.search(text, max(at, found.start() - 6), found.start()):
            continue
        if found.end() > at:
            yield at, found.end()
        at = found.end()
        while at < end and text[at] in " \n":
            at += 1
    if at < end and text[end - 1] in ".!?\"'":
        yield at, end
