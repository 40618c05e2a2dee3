"""Requirement: one clause of a published set against one image: passed, failed, or not checkable from this input."""

from dataclasses import dataclass
from typing import Literal, get_args

from cupel.records.evidence import Evidence

Result = Literal["pass", "fail", "not checkable"]
"""pass: what an image can show of it was examined, and nothing of that speaks against it: so far it is
compatible with the clause; fail: something found speaks against it; not checkable: this input cannot tell."""
RESULTS: tuple[Result, ...] = get_args(Result)


@dataclass(frozen=True, slots=True)
class Assessed:
    """One clause against one image."""

    requirements: str
    """Identifier of the set: `3gpp-ts-33.117-16.8.0`."""
    clause: str
    """Number of the clause, as the set writes it."""
    title: str
    """What it asks for, in cupel's words."""
    mode: str
    """What can show it: image, emulated, live, documents; several in that order, joined by commas."""
    result: Result
    """pass, fail or not checkable."""
    reason: str
    """Why, in a sentence or two; of a pass, what stays open."""
    findings: tuple[str, ...] = ()
    """Identifiers of the findings that speak against it."""
    evidence: tuple[Evidence, ...] = ()
    """Where to look."""
    uncertain: bool = False
    """Whether the clause's number or content was not checked at its source."""
