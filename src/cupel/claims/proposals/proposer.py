"""What a proposer of claims is to cupel: a text with its sentences goes in, proposals come out, none yet trusted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from cupel.records.claim import Span
from cupel.records.problem import Problem


@dataclass(frozen=True, slots=True)
class Text:
    """One document as a proposer gets it."""

    document: str
    """Its identifier in the ledger."""
    name: str
    """File name as it was given."""
    sha256: str
    """SHA-256 of the raw bytes, 64 hex digits."""
    text: str
    """Its text; spans are offsets into it, in code points."""
    paragraphs: tuple[Span, ...]
    """Its paragraphs without boilerplate; the first is number 1."""
    sentences: tuple[Span, ...]
    """Their sentences, numbered in the same way."""


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of the text, by its words, by its offsets, or by both, which then must agree."""

    words: str = ""
    """As they stand there; kinds of spaces, quotation marks and dashes do not matter. Empty: by offsets only."""
    start: int = -1
    """Offset of the first sign; -1: by words only, which then must stand once in the place that is named."""
    end: int = -1
    """Offset after it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One claim that somebody proposes."""

    content: tuple[Words, ...]
    """What is claimed, in the order of the text; empty only where somebody did not answer."""
    source: Words | None = None
    """Who says it."""
    cue: Words | None = None
    """The words that attribute."""
    stance: str = ""
    """One of the stances of claims; empty: cupel's rules choose."""
    note: str = ""
    """What a reviewer should read beside it."""
    sentence: int = 0
    """Number of the sentence in which words without offsets stand; 0: see `paragraph`."""
    paragraph: int = 0
    """Number of the paragraph in which they stand; 0: anywhere in the document."""
    place: str = ""
    """Where it stands in what proposes it, for messages: `line 7`."""


@runtime_checkable
class Proposer(Protocol):
    """Proposes claims; nothing of it is accepted by itself."""

    name: str
    """What claims name as `proposed_by`, in a few words."""
    version: str
    """Version of what proposes."""
    sha256: str
    """SHA-256 of the model or file that it rests on, 64 hex digits; empty where it rests on none."""

    def propose(self, text: Text) -> Iterable[Proposal | Problem]:
        """Yield what it proposes for one text, and what it could not do."""

    def left(self) -> Iterable[Problem]:
        """Yield, after the last text, what it could not use."""
