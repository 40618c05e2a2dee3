"""Reads a phrase that names somebody: its words go in; its head, and whether it tells of one or many, come out."""

import re
from dataclasses import dataclass
from typing import Literal

from cupel.claims.entities import known

Head = Literal["pronoun", "office", "someone", "people", "company", "body", "document", "outlet", ""]
PRONOUNS = frozenset(
    (
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "you",
        "him",
        "her",
        "them",
        "us",
        "me",
        "who",
        "himself",
        "herself",
        "itself",
    )
)
POSSESSIVES = {"my": "i", "our": "we", "his": "he", "their": "they", "its": "it"}
"""Possessive pronoun alone, as of "our belief that", -> the pronoun."""
CUT = re.compile(
    r",|\(|\s(?:of|at|in|from|for|to|who|which|that|with|on|by|close|familiar|briefed|inside|within|near|about|against|behind|as"
    r"|into|over|and an?"
    r"|posted|compiled|published|filed|seen|shared|obtained|conducted|left|acting|identified|under|whose|we|i)\s"
)
WORDS = re.compile(r"[\w.-]+(?:'(?!s\b)\w+)*")
PERSON_ENDS = tuple(sorted(known.words("person_ends")))
UNNAMED = re.compile(
    r"\b(?:unidentified|unnamed|anonymous|familiar with|briefed|not to be (?:named|identified)|asked not"
    r"|condition of anonymity|knowledge of|close to|declined to (?:give|be named)|insiders?|sources?)\b"
)
"""That a name is withheld."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that names who speaks."""

    lower: str
    """Its words in lower case."""
    head: str
    """Its head in lower case."""
    kind: Head
    """What its head is; empty where the head is no word of the lists, as a name's."""
    definite: bool
    """Whether it points to somebody told of: "the firm", "her lawyer", "its chief engineer"."""
    unnamed: bool
    """Whether its words say that the name is withheld."""
    of: str
    """What stands behind the head and a preposition."""


def read_phrase(text: str) -> Phrase:
    """Read a phrase; the head is the last word of the lists before a preposition or a relative clause."""
    lower = " ".join(text.lower().split())
    lower = POSSESSIVES.get(lower, lower)
    if lower in PRONOUNS:
        return Phrase(lower, lower, "pronoun", True, False, "")
    cut = CUT.search(lower, 1)
    front, rest = (lower[: cut.start()], lower[cut.end() :]) if cut else (lower, "")
    words = WORDS.findall(front)
    head, kind = "", ""
    counts = bool(words) and words[-1] in known.words("quantity")
    for word in reversed(words):
        kind = kind_of(word.removesuffix("'s"))
        if kind:
            head = word
            break
    if counts and rest:
        inner = read_phrase(rest)
        if inner.kind:
            one = words[-1] in ("one", "another", "each")
            singular = "someone" if one and inner.kind == "people" else inner.kind
            return Phrase(
                lower, inner.head, singular, inner.definite, inner.unnamed or bool(UNNAMED.search(lower)), rest
            )
    if words[-2:] == ["central", "bank"]:
        head, kind = "bank", "body"
    if words and head != words[-1] and front.endswith(words[-1]) and words[-1] in text:
        person = _person(words[-1])
        head, kind = (words[-1], person) if person else (head, kind)
    first = words[0] if words else ""
    definite = first not in ("a", "an", "one", "another", "some", "two", "three", "several", "many", "no", "any")
    return Phrase(lower, head or (words[-1] if words else ""), kind or "", definite, bool(UNNAMED.search(lower)), rest)  # type: ignore[arg-type]


def _person(word: str) -> str:
    """Return `someone` or `people` of a noun that no list holds, by how it ends; empty where it names no person."""
    single = word.removesuffix("s")
    if single in known.words("no_person") or word in known.words("no_person") or len(single) < 5:
        return ""
    return ("someone" if single == word else "people") if single.endswith(PERSON_ENDS) else ""


def kind_of(word: str) -> str:
    """Return what a head is; empty for other words."""
    for key, kind in (("office", "office"), ("someone", "someone"), ("people", "people"), ("body_head", "body"),
                      ("company", "company"), ("outlet_head", "outlet"), ("document", "document")):  # fmt: skip
        if word in known.words(key):
            return kind
    return "body" if word == "police" else ""
