"""What a ladder says of a vulnerability in a component, in the words of VEX: a Match goes in, a Position comes out."""

from dataclasses import dataclass
from typing import Literal

from cupel.records.vulnerability import RUNGS, Ladder, Match

Status = Literal["affected", "under_investigation", "fixed", "not_affected"]
STATUSES: tuple[Status, ...] = ("affected", "under_investigation", "fixed", "not_affected")
"""Worst first."""
Justification = Literal["", "component_not_present", "vulnerable_code_not_present"]
"""Of not_affected, why; the two that bytes can show. The others speak of reach and of mitigation, which depend on how
the equipment is used, so no rung supports them."""


@dataclass(frozen=True, slots=True)
class Position:
    """A status and what it rests on."""

    match: Match
    """The match that it is about."""
    status: Status
    """In the words of VEX."""
    justification: Justification
    """Of not_affected, the label; else empty."""
    reason: str
    """The rung that decides, its state and its reason, in a sentence or two."""


def position(match: Match) -> Position:
    """Say what the ladder supports, and no more.

    1. `named` is no: the component is not there. not_affected, component_not_present.
    2. `version affected` or `built in` is no: it is there without the weakness. not_affected,
       vulnerable_code_not_present.
    3. `not patched` is no: fixed.
    4. The first four rungs are all yes: affected.
    5. Otherwise something is not known yet: under_investigation.
    """
    out = match.ruled_out
    if out and out.rung == "named":  # 1
        return Position(match, "not_affected", "component_not_present", _because(match, out.rung))
    if out and out.rung in ("version affected", "built in"):  # 2
        return Position(match, "not_affected", "vulnerable_code_not_present", _because(match, out.rung))
    if out:  # 3
        return Position(match, "fixed", "", _because(match, out.rung))
    first = match.steps[:4]
    unknown = next((step.rung for step in first if step.state != "yes"), None)
    if unknown is None and len(first) == 4:  # 4
        return Position(match, "affected", "", _because(match, match.rung))
    return Position(match, "under_investigation", "", _because(match, unknown or match.rung))  # 5


def positions(ladder: Ladder) -> tuple[Position, ...]:
    """Say it of every match, in the ladder's order; of two about one component and vulnerability the worse stands."""
    found: dict[tuple[str, str], Position] = {}
    for match in ladder.matches:
        said = position(match)
        there = found.get((match.component, match.cve))
        if there is None or STATUSES.index(said.status) < STATUSES.index(there.status):
            found[match.component, match.cve] = said
    return tuple(found.values())


def rung_counts(ladder: Ladder) -> dict[str, int]:
    """Count the matches by the highest rung that each reaches, lowest rung first."""
    reached = [match.rung for match in ladder.matches]
    return {rung: reached.count(rung) for rung in RUNGS}


def _because(match: Match, rung: str) -> str:
    step = next((step for step in match.steps if step.rung == rung), None)
    return f"{step.rung}: {step.state}. {step.reason}" if step else f"{rung}: nothing is known."
