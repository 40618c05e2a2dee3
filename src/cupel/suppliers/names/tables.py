"""Words that many names share: the TOML files go in; tables of legal forms, trades, places and numbers come out."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from cupel.suppliers.scripts.chinese import simplified
from cupel.suppliers.scripts.latin import latin, without_marks

WordKind = Literal["name", "trade", "filler", "country", "region", "city", "number"]
"""name: the word that tells one organisation from another; the others stand in the TOML files."""
KINDS: Mapping[str, WordKind] = {
    "filler": "filler", "trade": "trade", "country": "country", "region": "region", "city": "city", "words": "number",
}  # fmt: skip
"""Table of a TOML file -> kind of its words."""
Phrases = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
"""First word -> (words, what they mean), the longest first."""
LONG_FORM = 7
"""Letters from which on a legal form is recognised with one letter wrong: no other word is that near."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name, as it is compared."""

    text: str
    """In Latin letters; for any kind but `name`, the word that stands for its meaning."""
    kind: WordKind


@dataclass(frozen=True, slots=True)
class Forms:
    """Legal forms by where they may stand, each with what sort of body it is."""

    anywhere: Phrases
    last: Mapping[tuple[str, ...], str]
    first: Mapping[str, str]
    joined: tuple[tuple[str, str], ...]
    """Forms that touch the name, the longest first."""
    marked: tuple[tuple[str, str], ...]
    """Forms in brackets, as in (株)."""
    long: Mapping[str, str]
    """Single words of at least LONG_FORM letters."""
    less: Mapping[str, tuple[str, ...]]
    """These less one letter -> the words."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """Words with a meaning."""

    single: Mapping[str, Word]
    """Word as written, without marks -> its meaning."""
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Word], ...]]
    """First word -> phrases of several words, the longest first."""
    joined: Mapping[str, Word]
    """Words in signs that need no space around them."""
    longest: int
    """Signs of the longest of these."""
    less: Mapping[str, tuple[str, ...]]
    """Words of trades in Latin letters, of at least LONG_FORM - 1, less one letter -> the words."""


@cache
def forms() -> Forms:
    """Return the legal forms."""
    read = _read("legal_forms.toml")
    anywhere = [(form, sort) for sort, table in read.items() for form in _divided(table.get("anywhere", ""))]
    joined = sorted(
        ((form, sort) for sort, table in read.items() for form in _divided(table.get("joined", ""))),
        key=lambda pair: (-len(pair[0]), pair[0]),
    )
    long = {form: sort for form, sort in anywhere if " " not in form and form.isascii() and len(form) >= LONG_FORM}
    return Forms(
        anywhere=_by_first((tuple(form.split()), sort) for form, sort in anywhere),
        last={tuple(form.split()): sort for sort, table in read.items() for form in _divided(table.get("last", ""))},
        first={form: sort for sort, table in read.items() for form in _divided(table.get("first", ""))},
        joined=tuple(pair for pair in joined if "(" not in pair[0]),
        marked=tuple(pair for pair in joined if "(" in pair[0]),
        long=long,
        less=_less(long),
    )


@cache
def meanings() -> Meanings:
    """Return the words with a meaning: places, trades, fillers and numbers."""
    single: dict[str, Word] = {}
    phrases: list[tuple[tuple[str, ...], Word]] = []
    joined: dict[str, Word] = {}
    for text, word in _meant():
        parts = tuple(text.split())
        if len(parts) > 1:
            phrases.append((parts, word))
        elif text.isascii() or (latin(text[0]).isascii() and not _needs_no_space(text)):
            single.setdefault(text, word)
        elif len(text) > 1:
            joined.setdefault(text, word)
    long = [
        text for text, word in single.items() if word.kind == "trade" and text.isascii() and len(text) >= LONG_FORM - 1
    ]
    return Meanings(single, _by_first(phrases), joined, max(map(len, joined)), _less(long))


def shortened(word: str) -> set[str]:
    """Return a word, and the word less each of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _less(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        for less in shortened(word):
            found[less] = (*found.get(less, ()), word)
    return found


@cache
def neutral_trades() -> frozenset[str]:
    """Return the trades that any maker of equipment may add to its name."""
    return frozenset(_read("neutral.toml")["trades"].split("|"))


def _meant() -> Iterable[tuple[str, Word]]:
    for file in ("places.toml", "numbers.toml", "words.toml"):
        for table, entries in _read(file).items():
            kind: WordKind = KINDS[table]
            for canonical, written in entries.items():
                word = Word(canonical, kind)
                for text in (canonical.replace("-", " "), *_divided(written)):
                    yield text, word


def _needs_no_space(text: str) -> bool:
    return any("\u3040" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7a3" for sign in text)


def _divided(text: str) -> list[str]:
    parts = (simplified(without_marks(part.strip().casefold())) for part in text.split("|"))
    return [part for part in parts if part]


def _by_first(phrases: Iterable[tuple[tuple[str, ...], Any]]) -> Any:
    found: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
    for parts, meaning in phrases:
        found.setdefault(parts[0], []).append((parts, meaning))
    return {first: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for first, entries in found.items()}


def _read(file: str) -> Mapping[str, Any]:
    return tomllib.loads((resources.files(__package__) / file).read_text("utf-8"))
