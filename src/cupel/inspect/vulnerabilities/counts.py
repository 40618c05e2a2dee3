"""Counts where matches end: a Ladder goes in, one row a rung comes out."""

from collections.abc import Iterable
from dataclasses import dataclass

from cupel.records.vulnerability import RUNGS, Match, Rung


@dataclass(frozen=True, slots=True)
class RungCount:
    """How those matches fare at one rung that had a yes at every rung below; the three numbers add up to them."""

    rung: Rung
    """The rung."""
    yes: int
    """A yes here too."""
    unknown: int
    """The evidence does not tell here, and nothing rules the match out."""
    no: int
    """A no here; or the evidence does not tell here, but a no at another of the first four rungs rules it out."""


def counts(matches: Iterable[Match]) -> tuple[RungCount, ...]:
    """Count. Each match ends at its first rung without a yes, or goes through all six."""
    yes, unknown, no = (dict.fromkeys(RUNGS, 0) for _ in range(3))
    for match in matches:
        for step in match.steps:
            if step.state != "yes":
                (no if step.state == "no" or match.ruled_out else unknown)[step.rung] += 1
                break
            yes[step.rung] += 1
    return tuple(RungCount(rung, yes[rung], unknown[rung], no[rung]) for rung in RUNGS)
