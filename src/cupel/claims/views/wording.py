"""The words of claims: documents and claims go in; out come each claim's text, its bearing words and its topics."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from cupel.records.claim import Claim, Document

HERE = Path(__file__).parent
LETTERS = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
STRAIGHT_OPENING = re.compile(r'(?<![^\s(\[“‘—–])"(?=\S)')
STEM = 5
"""Letters that stand for a word where two claims are compared: market, markets; business, businesses."""
LONGEST = 4000
"""Signs of a claim that are compared: more is a page, not a claim."""


class Wording:
    """What the claims of a ledger say, in words to compare; made once for all views."""

    def __init__(self, documents: Iterable[Document], claims: Sequence[Claim]) -> None:
        self._texts = {it.id: it.text for it in documents}
        self._claims = {it.id: it for it in claims}
        self._said: dict[str, str] = {}
        self._bearing: dict[str, frozenset[str]] = {}
        self._stems: dict[str, str] = {}
        """One string for each beginning of a word, however many claims have it."""
        self._families: dict[str, frozenset[str]] = {}

    def text(self, claim: Claim) -> str:
        """Return what is claimed, on one line; parts that stand apart are joined by an ellipsis."""
        if claim.id not in self._said:
            text = self._texts.get(claim.document, "")
            parts = [" ".join(text[it.start : it.end].split()) for it in claim.content]
            self._said[claim.id] = " … ".join(part for part in parts if part)[:LONGEST]
        return self._said[claim.id]

    def source(self, claim: Claim) -> str:
        """Return the words that name who says it; empty where none do."""
        if claim.source is None:
            return ""
        return " ".join(self._texts.get(claim.document, "")[claim.source.start : claim.source.end].split())

    def bearing(self, claim: Claim) -> frozenset[str]:
        """Return the beginnings of the words that bear its topic: four letters or more, none that is mere grammar."""
        if claim.id not in self._bearing:
            words = (word.replace(".", "") for word in LETTERS.findall(self.text(claim).lower()))
            bearing = (word[:STEM] for word in words if (len(word) > 3 or word.isdigit()) and word not in empty())
            self._bearing[claim.id] = frozenset(self._stems.setdefault(it, it) for it in bearing)
        return self._bearing[claim.id]

    def families(self, claim: Claim) -> frozenset[str]:
        """Return the families of topics.toml whose words it has."""
        if claim.id not in self._families:
            text = self.text(claim).lower()
            self._families[claim.id] = frozenset(name for name, words in topics().items() if words.search(text))
        return self._families[claim.id]

    def short(self, claim: Claim, longest: int = 90) -> str:
        """Return what is claimed in a line: cut between words, with an ellipsis where it goes on."""
        return shorten(self.text(claim), longest)


def shorten(text: str, longest: int) -> str:
    """Cut a line between words, so that it has `longest` signs at most."""
    text = text.strip(" \"“”„'‘’,;")
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:–—-") + "…"


def quoted(text: str) -> str:
    """Set a line in quotation marks; those inside become single ones."""
    inner = STRAIGHT_OPENING.sub("‘", text).replace('"', "’")
    return "“" + inner.replace("“", "‘").replace("”", "’") + "”"


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Compile words that match by their beginning, and phrases that match as they stand, into one pattern."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<![^\W_])(?:" + "|".join(re.escape(word) for word in longest_first) + ")")


@cache
def data(name: str) -> dict[str, list[str] | dict[str, list[str]]]:
    """Read a word list that stands beside this module."""
    return tomllib.loads((HERE / name).read_text("utf-8"))


@cache
def empty() -> frozenset[str]:
    """Return words of the language that bear no topic."""
    return frozenset(data("topics.toml")["empty"]["words"])  # type: ignore[call-overload]


@cache
def topics() -> dict[str, re.Pattern[str]]:
    """Return the families of topics: name -> pattern for a text in lower case."""
    families = data("topics.toml")["families"]
    assert isinstance(families, dict)
    return {name: pattern(words) for name, words in families.items()}
