"""Dossier: all answers for one case, as of one date, with what went in."""

from dataclasses import dataclass
from typing import Literal

from cupel.records.acquisition import Acquisition, Grade
from cupel.records.answer import Answer, Unasked
from cupel.records.decision import Decision
from cupel.records.problem import Problem

Edition = Literal["public", "confidential", "vendor"]


@dataclass(frozen=True, slots=True)
class Source:
    """One input of the case, with how it was got."""

    id: str
    """The identifier that case.toml gives it."""
    label: str
    """Maker, product and version, as the person who hands it in states them."""
    file: str
    """Path below the case folder."""
    sha256: str
    """SHA-256 of its bytes."""
    size: int
    """Bytes."""
    acquisition: Acquisition
    """How it was got, as stated."""
    grade: Grade
    """The grade that the stated facts and the hash permit."""
    grade_reason: str
    """Why that grade, in a sentence."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """What `cupel assess` writes."""

    format: Literal["cupel dossier 1"]
    """Name and version of this format; its schema is docs/reference/schemas/dossier.json."""
    case: str
    """The case's identifier."""
    title: str
    """The case's title."""
    decision: str
    """The decision that the case is for, in the words of the person who opened it."""
    as_of: str
    """The date as of which everything here holds, ISO 8601; empty where none was stated. No clock is read."""
    edition: Edition
    """Who it is made for."""
    cupel: str
    """Version of cupel."""
    rule_versions: dict[str, str]
    """Room -> version of its rules (SHA-256)."""
    ledger_head: str
    """Number and hash of the last decision in the case's ledger; empty where none was taken."""
    sources: tuple[Source, ...]
    """What went in."""
    decisions: tuple[Decision, ...]
    """What was decided in this case, oldest first, as its ledger has it."""
    answers: tuple[Answer, ...]
    """The questions that were asked, in the order of the rooms."""
    unasked: tuple[Unasked, ...]
    """The questions that could not be asked, and why."""
    problems: tuple[Problem, ...]
    """What could not be read or done."""
