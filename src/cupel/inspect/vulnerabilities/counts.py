"""Counts where matches end: a Ladder goes in, one row a rung comes out."""

from collections.abc import Iterable
from dataclasses import dataclass

from cupel.records.vulnerability import RUNGS, Match, Rung


@dataclass(frozen=True, slots=True)
class RungCount:
    """How matches fare at one rung. Each match ends at one rung, or goes through all six."""

    rung: Rung
    """The rung."""
    yes: int
    """Matches with a yes at this rung and at every rung below."""
    unknown: int
    """Matches that end here because the evidence does not tell; no rung of the first four rules them out."""
    no: int
    """Matches that end here with a no. At the first four rungs that rules them out, whatever is unknown below."""


def counts(matches: Iterable[Match]) -> tuple[RungCount, ...]:
    """Count. The sum of `unknown` and `no` over all rungs, and of `yes` at the last, is the number of matches."""
    yes, unknown, no = (dict.fromkeys(RUNGS, 0) for _ in range(3))
    for match in matches:
        for step in match.steps:
            if step.state != "yes":
                break
            yes[step.rung] += 1
        end = match.ruled_out or next((step for step in match.steps if step.state != "yes"), None)
        if end is not None:
            (no if end.state == "no" else unknown)[end.rung] += 1
    return tuple(RungCount(rung, yes[rung], unknown[rung], no[rung]) for rung in RUNGS)
