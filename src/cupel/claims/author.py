"""Finds what a document tells in its own voice: paragraphs and what is attributed go in; stretches come out."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise

from cupel.claims.attribution.lexicon import verb_nouns, verbs
from cupel.claims.entities import known
from cupel.claims.entities.cast import Cast
from cupel.claims.text.words import closed_class

Span = tuple[int, int]
END = re.compile(r"[.!?][\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9À-Þ]|\s*\Z)|[.!?]\"(?=\s)")
ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Rep|Sen|Gov|Gen|Lt|Col|Capt|Sgt|Rev|St|Jr|Sr|Inc|Corp|Co|Ltd|No|vs|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec)|\b[A-Z]|\b[ap]\.m)\Z"
)
VERBS = "|".join(sorted(word for word, tag in closed_class().items() if tag in "Av" and word.isalpha()))
FINITE = re.compile(
    rf"\b(?:{VERBS}|found|gave|told|began|begins?|[a-z]+n't|[a-z]{{3,}}ed|(?:continu|remain|seem|expir)es?)\b"
)
OPENS = re.compile(
    r"(?:But |And |Since then, |Meanwhile, |While |Although |Because )?(?:[A-Z0-9]|it |he |she |they |there |the )"
)
PERSONAL = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|us|you|your|You)\b|[?]|\bPhoto\b")
READER = re.compile(r"\b(?:I|[Yy]ou|[Yy]our)\b|[?]|\bPhoto\b")
"""The same, of a document that speaks as "we": a company's statement."""
JOINT = re.compile(r", (?:and|but) |; ")
NONE = re.compile(
    r"(?:there (?:is|are|was|were) )?no (?:[a-z-]+ ){1,4}?(?:is|are|was|were|has|have|had|will|that|of)\b"
)
"""Beginning of a clause that says that something is not."""
OURS = re.compile(r"(?:But |And )?(?:[Ww]e|[Oo]ur)\b")
SUBJECT = re.compile(
    r"(?:[Ii]t|[Hh]e|[Ss]he|[Tt]hey|(?:[A-Z][\w'.]+ ?){1,4})\s?(?:(?:has|had|have|was|were|is|are)(?:n't)?|[a-z]+ed)\b"
)
PLAIN = re.compile(
    r"((?:[Tt]he |[Aa]n? |[Nn]o )?(?:[a-z-]+ ){1,3})"
    r"(?:has|had|have|was|were|is|are|will|would|should|must|can|did|does)\b"
)
GOES_ON = re.compile(
    r"(?:But |And )?(?:[Ii]t|[Hh]e|[Ss]he|[Tt]hey|[Tt]hat|The (?:[\w-]+ ){0,3}(?:company|firm|bank|group|committee))\b"
)
COMPANY = re.compile(r"\b(?:the|its) (?:company|firm|bank|ministry|government|committee)\b")
ASIDE = re.compile(r"— (as [A-Z][\w'.]+[^—\"\n]{10,140}?\b(?:1[89]|20)\d\d\b[^—\"\n]{0,40}) —")
"""A comparison between dashes with its date: "- as Doe of France did when it bought Roe in 2006 -"."""
FEWEST, MOST = 3, 70
"""Words of a stretch that is taken."""
CLAUSE = re.compile(
    r", (?:and|but|while|though|although|which|who)? ?|; | because | as (?=it |he |she |they |[A-Z])|— ?"
)


def author_spans(
    text: str, paragraphs: Sequence[Span], taken: Sequence[Span], cast: Cast, personal: bool = False
) -> Iterator[Span]:
    """Yield the sentences and clauses in the author's own voice that tell of somebody; `taken` is attributed.

    A sentence counts if nothing in it is attributed, it names a figure or goes on about one by pronoun, and holds a
    finite verb; of a sentence that attributes, a clause that stands apart from it. Sentences that address the reader,
    ask, or only quote are left out. `personal`: "we" is whose document it is.
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
                if _tells(text, begin, stop, cast, personal):
                    yield from _parts(text, begin, stop)
                else:
                    yield from _clause(text, begin, stop, cast, personal)
                continue
            at = begin
            for low, high in [*here, (stop, stop)]:
                if low - at > 25:
                    yield from _clause(text, at, low, cast, personal)
                at = max(at, high)


def _parts(text: str, begin: int, stop: int) -> Iterator[Span]:
    """Yield the main clauses of a sentence, each with a subject of its own."""
    at = begin
    for joint in JOINT.finditer(text, begin + 25, stop):
        if _has_subject(text, joint.end()) and FINITE.search(text, joint.end(), stop) and stop - joint.end() > 20:
            yield at, _stripped(text, at, joint.start())
            at = joint.end()
    yield at, _stripped(text, at, stop)


def _clause(text: str, start: int, end: int, cast: Cast, personal: bool) -> Iterator[Span]:
    cuts = [start, *(it.end() for it in CLAUSE.finditer(text, start, end)), end]
    for low, high in pairwise(cuts):
        high = _stripped(text, low, high)
        first = text[low : low + 12].split(" ", 1)[0].lower()
        named = _has_subject(text, low) or (low == start and noun_subject().match(text, low, low + 60))
        if first not in listed("subordinate") and named and _tells(text, low, high, cast, personal, True):
            yield low, high


def _has_subject(text: str, start: int) -> bool:
    """Tell whether a clause begins with a name, a pronoun or a word for people or bodies, and a finite verb."""
    if SUBJECT.match(text, start, start + 90) or NONE.match(text, start, start + 90):
        return True
    plain = PLAIN.match(text, start, start + 90)
    heads = known.any_of("people", "company", "body_head", "office")
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


def _tells(text: str, start: int, end: int, cast: Cast, personal: bool, named: bool = False) -> bool:
    words = text.count(" ", start, end) + 1
    if (
        not FEWEST <= words <= MOST
        or text[start] in "\"'(["
        or not OPENS.match(text, start, end)
        or text.startswith("As ", start)
    ):
        return False
    address = READER if personal else PERSONAL
    if not FINITE.search(text, start, end) or address.search(text, start, end):
        return False
    if not attributing().isdisjoint(text[start:end].lower().replace(",", " ").split()):
        return False  # somebody says it, in a construction that no rule knows: not the author's voice
    quoted = text.count('"', start, end)
    if quoted % 2 or (quoted and words < 8):
        return False
    pronoun = GOES_ON.match(text, start, start + 40) or COMPANY.search(text, start, end)
    own = personal and OURS.match(text, start, start + 60)
    return bool(named or pronoun or own or noun_subject().match(text, start, start + 60) or cast.within(start, end))


@cache
def noun_subject() -> re.Pattern[str]:
    """Compile beginnings of a sentence whose subject is a noun: "Two bakeries have", "The trial", "Retailers are"."""
    first, other, when = ("|".join(sorted(listed(key))) for key in ("determiners", "not_nouns", "times"))
    return re.compile(
        rf"(?:But |And |So far |In all, |Meanwhile, )?(?:(?:{first}|\d[\d,.]*|[A-Z][a-z]+s) (?!story\b|question\b)"
        rf"|(?:{when}) [\w:., -]{{1,40}}? (?:the|an?|no|its|their|his|her|two|three) "
        rf"|(?!(?:{other})\b)[A-Z][a-z]+(?: [a-z-]+){{1,3}} "
        r"(?:is|are|was|were|has|have|had|will|fell|rose|[a-z]{3,}ed)\b)"
    )


@cache
def attributing() -> frozenset[str]:
    """Forms of verbs that attribute wherever they stand, or that deny, accuse, ask or urge."""
    stances = ("denial", "allegation", "question", "recommendation", "concern")
    plain = listed("not_only_saying")
    return frozenset(
        form
        for form, verb in verbs().items()
        if (verb.strength == 2 or verb.stance in stances) and verb.lemma not in plain and form not in verb_nouns()
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
