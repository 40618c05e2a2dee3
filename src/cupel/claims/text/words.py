"""Words and their tags: a stretch of a view goes in; the words come out, each with its place and a tag of one letter.

Tags, one letter each, so that a rule is a regular expression over them:

| tag | word |
|---|---|
| D | determiner, quantity |
| O | possessive pronoun |
| P | personal or indefinite pronoun |
| X | word with a capital, not known otherwise: a name, or the first of a sentence |
| n | any other word: noun or adjective |
| # | number |
| m | month or day of the week |
| s | possessive 's or ' |
| R | preposition |
| t | to |
| C | and, or |
| B | but, yet, nor |
| S | subordinating conjunction |
| T | that |
| W | who, which, what ... |
| A | auxiliary |
| N | not, never |
| V | form of a verb that attributes; finite or infinitive |
| U | the same, ending in -ing |
| K | noun that attributes: fears, allegation |
| J | adjective that attributes: concerned, afraid |
| v | other verb in a finite form |
| e | other word in -ed |
| g | other word in -ing |
| r | adverb |
| q | a whole quotation |
| , ; : - ( ) . | signs; - is a dash; . ends a sentence |
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from cupel.claims.text.lists import listed

TOKEN = re.compile(
    r"(?P<word>[@#$]?[^\W_\d]\w*(?:(?:[-&/.@]|'(?!(?:[sdm]|ve|ll|re)\b))\w+)*)"
    r"|(?P<number>[$£€¥]?\d(?:[\d,]*\d)?(?:[.:]\d+)?(?:%|[a-z]{1,3}\b)?)"
    r"|(?P<clitic>(?<=\w)'(?:[sS]|ve|ll|re|d|m)\b|(?<=s)'(?!\w))"
    r"|(?P<sign>…|\.\.\.|—|--|[^\w\s])"
)
"""Each way on is decided by the next sign, so that the time grows with the text."""
SIGNS = {
    ",": ",", ";": ";", ":": ":", "—": "-", "--": "-", "(": "(", ")": ")", "[": "(", "]": ")", ".": ".", "!": ".",
    "?": ".", "…": "~", "...": "~", '"': '"', "'": "'", "/": ",", "-": "-", "|": ";", "•": ";",
}  # fmt: skip
NO_ADVERBS = listed(__name__, "no_adverbs")
NO_PARTICIPLES = listed(__name__, "no_participles")
NO_GERUNDS = listed(__name__, "no_gerunds")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one stretch."""

    starts: tuple[int, ...]
    """Offset of each into the text."""
    ends: tuple[int, ...]
    """Offset after each."""
    lower: tuple[str, ...]
    """Each in lower case."""
    tags: str
    """A letter each."""


@cache
def closed_class() -> Mapping[str, str]:
    """Word in lower case -> tag, of words of a closed class."""
    found = {word: tag for tag, words in _words()["tags"].items() for word in words.split()}
    found |= dict.fromkeys(("but", "yet", "nor"), "B")
    found["to"] = "t"
    return found


@cache
def months() -> frozenset[str]:
    """Names of months and days, in lower case."""
    return frozenset(_words()["months"]["words"].split())


class Tagger:
    """Tags words by their form; it remembers up to `MOST_KNOWN` of them."""

    __slots__ = ("_closed", "_cues", "_first", "_inside", "_months")

    def __init__(self, cues: Mapping[str, str]) -> None:
        """Make one that gives these words their tags: word in lower case, or as headlines set it -> V, U, K or J."""
        self._cues = cues
        self._closed = closed_class()
        self._months = months()
        self._inside: dict[str, tuple[str, str]] = {}
        self._first: dict[str, tuple[str, str]] = {}

    def tag(self, word: str, first: bool) -> tuple[str, str]:
        """Return a word in lower case and its tag; `first` of its sentence."""
        known = self._first if first else self._inside
        found = known.get(word)
        if found is None:
            lower = word.lower()
            found = lower, self._of(word, lower, first)
            if len(known) >= MOST_KNOWN:
                known.clear()
            known[word] = found
        return found

    def _of(self, word: str, lower: str, first: bool) -> str:
        cues = self._cues
        tag = self._closed.get(lower)
        if tag and word in NAMES:
            return "X"
        if word == "May" and not first:
            return "m"
        if tag:
            return cues[lower] if tag in "vr" and lower in cues else tag
        capital = word[0].isupper() or not word[0].isascii()
        tag = cues.get(lower)
        if tag and (first or not capital):
            return tag
        if capital and word in cues:
            return cues[word]
        if capital:
            return "m" if lower in self._months and lower not in ("may", "march") else "X"
        return _open_class(lower)


NAMES = frozenset(("US", "IT", "WHO", "Works"))
"""Names, and parts of names, that are pronouns or verbs in small letters."""
MOST_KNOWN = 50_000
"""Words that a tagger remembers; beyond, it begins anew."""


def abbreviation_tag(word: str) -> str:
    """Return the tag of a word with a full stop of its own: m or X."""
    return "m" if word.lower() in months() else "X"


def is_abbreviation(text: str, start: int, end: int, limit: int) -> bool:
    """Tell whether the full stop at `end` belongs to the word before it: "Mr.", "U.S.", "Ronald R. Lee"."""
    word = text[start:end]
    after = text[end + 1 : end + 2] if end + 1 < limit else " "
    if word in abbreviations():
        return after in " \n,;:')-"
    if word[-2:-1] == "." or (len(word) > 1 and word[-1].isupper() and word[-2] in "-&"):
        return word[-1].isupper()
    return len(word) == 1 and word.isupper() and after == " " and text[end + 2 : end + 4].istitle()


@cache
def abbreviations() -> frozenset[str]:
    """Words that are written with a full stop."""
    return frozenset(_words()["abbreviations"]["words"].split())


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))


def _open_class(lower: str) -> str:
    """Return the tag of a word in lower case by how it ends."""
    if lower.endswith("ly") and lower not in NO_ADVERBS and len(lower) > 4:
        return "r"
    if lower.endswith("ed") and lower not in NO_PARTICIPLES and len(lower) > 4:
        return "e"
    if lower.endswith("ing") and lower not in NO_GERUNDS and len(lower) > 5:
        return "g"
    return "n"
