"""Answer: what a question got, with its evidence, and what was not examined."""

from dataclasses import dataclass
from typing import Literal

from cupel.records.evidence import Evidence
from cupel.records.figure import Figure

Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Brief:
    """An answer in one line, for the top of a dossier."""

    asked: str
    """The question in a word or two."""
    about: str
    """What it is about: an item of equipment."""
    found: str
    """What was found, in one sentence, with its counts."""
    left: str
    """What was not examined, in one sentence."""
    counts: tuple[tuple[str, int], ...] = ()
    """(tier, findings), the weakest first."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question of a room."""

    id: str
    """Stable identifier: room and question, `inspect/what-is-in-it`."""
    question: str
    """The question, as people ask it."""
    headline: str
    """The answer in one or two sentences."""
    confidence: Confidence
    """How sure the answer is, given what could be read."""
    confidence_reason: str
    """Why no more and no less."""
    figures: tuple[Figure, ...]
    """The answer in full."""
    evidence: tuple[Evidence, ...]
    """Where to look."""
    not_examined: tuple[str, ...]
    """What this answer does not cover, a sentence each; every negative is bounded by it."""
    briefs: tuple[Brief, ...] = ()
    """The answer in short, item by item; empty where the top of a dossier does not have it."""


@dataclass(frozen=True, slots=True)
class Unasked:
    """A question, or a part of the case, that could not be taken up."""

    id: str
    """The question's identifier, or the name of the part in case.toml."""
    question: str
    """The question, or what the part holds."""
    reason: str
    """Why not, and what would change that."""
