"""Reads a text as a tagger of sequences needs it: raw text goes in; a line of tokens for each paragraph comes out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cupel.claims.attribution.lexicon import nouns, tagger, verb_nouns
from cupel.claims.text.context import corrected
from cupel.claims.text.sentences import sentences
from cupel.claims.text.view import view

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Token:
    """One word, sign or whole quotation."""

    start: int
    """Offset into the text."""
    end: int
    """Offset after it."""
    lower: str
    """In lower case; of a quotation its mark."""
    tag: str
    """The letter that the rules give it (cupel.claims.text.words)."""
    sentence: int
    """Number of its sentence in the paragraph."""


Line = tuple[Token, ...]
"""The tokens of one paragraph."""


def lines(raw: str, paragraphs: Iterable[Offsets]) -> Iterator[Line]:
    """Yield the tokens of each paragraph of a text that has some."""
    text = view(raw)
    for start, end in paragraphs:
        line = []
        for number, it in enumerate(sentences(raw, text, start, end, tagger())):
            words = it.words
            tags = corrected(words.lower, words.tags, nouns(), verb_nouns())
            places = zip(words.starts, words.ends, words.lower, tags, strict=True)
            line += [Token(*place, number) for place in places]
        if line:
            yield tuple(line)
