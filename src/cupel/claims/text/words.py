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

TOKEN = re.compile(
    r"(?P<abbreviation>(?:[A-Z]\.){2,}(?:-[A-Z]+)?|\b(?-i:[A-Z])\.(?= (?-i:[A-Z])[a-z'’]+)|\b(?:Mr|Mrs|Ms|Dr|Rep|Reps|Sen|Sens|Gov|Gen|Lt|Col|Capt|Sgt|Prof|Rev"
    r"|St|Jr|Sr|Inc|Corp|Co|Ltd|Bros|No|Nos|vs|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|Messrs|Hon|Cpl|Adm|Maj|Cmdr"
    r"|Supt|Insp|Calif|Fla|Mass|Penn|Ariz|Conn|Ill|Mich|Minn|Wash|Wis|Va|Ala|Ga|Tex|Okla|Ore|Tenn|Ky|Md|Del|Colo|a\.m"
    r"|p\.m|e\.g|i\.e)\.(?=[ \n]|$|[,;:']))"
    r"|(?P<number>[$£€¥]?\d(?:[\d,]*\d)?(?:[.:]\d+)?(?:%|[a-z]{1,3}\b)?)"
    r"|(?P<clitic>(?<=\w)'(?:s|ve|ll|re|d|m)\b|(?<=s)'(?![\w]))"
    r"|(?P<word>[@#$]?[^\W_\d](?:\w|[-&/.@](?=\w)|'(?!(?:s|ve|ll|re|d|m)\b)(?=\w))*)"
    r"|(?P<sign>…|\.\.\.|—|--|[^\w\s])",
    re.IGNORECASE,
)
SIGNS = {
    ",": ",", ";": ";", ":": ":", "—": "-", "--": "-", "(": "(", ")": ")", "[": "(", "]": ")", ".": ".", "!": ".",
    "?": ".", "…": "~", "...": "~", '"': '"', "'": "'", "/": ",", "-": "-", "|": ";", "•": ";",
}  # fmt: skip
ADVERB = re.compile(r".{2,}ly\Z")
NO_ADVERBS = frozenset("family supply reply early daily weekly monthly only ally july italy assembly monopoly bully rally "
                       "anomaly belly jelly lily folly butterfly elderly friendly likely unlikely lovely deadly costly "
                       "orderly yearly hourly quarterly fly ugly holy silly".split())  # fmt: skip
NO_PARTICIPLES = frozenset("hundred red bed need feed seed speed breed deed weed bleed shed sled wed kindred sacred naked "
                           "wicked rugged united indeed exceed proceed succeed greed creed steed".split())  # fmt: skip
NO_GERUNDS = frozenset("thing things king ring spring string wing sing bring nothing something anything everything "
                       "morning evening during building meeting ceiling wedding being sterling sibling".split())  # fmt: skip


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
    read = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))
    found = {word: tag for tag, words in read["tags"].items() for word in words.split()}
    found |= dict.fromkeys(("but", "yet", "nor"), "B")
    found["to"] = "t"
    return found


@cache
def months() -> frozenset[str]:
    """Names of months and days, in lower case."""
    read = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))
    return frozenset(read["months"]["words"].split())


def tag_of(word: str, lower: str, cues: Mapping[str, str], first: bool) -> str:
    """Tag a word that is not of a closed class. `cues`: word in lower case -> V, U, K or J; `first` of its sentence."""
    capital = word[0].isupper() or not word[0].isascii()
    tag = cues.get(lower)
    if tag and (first or not capital):
        return tag
    if capital and word in cues:
        return cues[word]
    if capital:
        return "m" if lower.rstrip(".") in months() and lower not in ("may", "march") else "X"
    if lower.endswith("ly") and lower not in NO_ADVERBS and len(lower) > 4:
        return "r"
    if lower.endswith("ed") and lower not in NO_PARTICIPLES and len(lower) > 4:
        return "e"
    if lower.endswith("ing") and lower not in NO_GERUNDS and len(lower) > 5:
        return "g"
    return "n"
