"""How old components are, and until when upstream mends them: versions and dates go in, dates and days come out."""

import datetime
import re
from dataclasses import dataclass

from cupel.records.advisory import SupportEnd
from cupel.records.component import Component

DAYS_OF_A_YEAR = 365.25
PART = re.compile(r"\d+|[a-z]+")


@dataclass(frozen=True, slots=True)
class Age:
    """What is known of one component's time."""

    released: str
    """Day on which upstream released this version, ISO 8601; empty where unknown."""
    years: float | None
    """Years from then to the date as of which everything holds; None where either is unknown."""
    cycle: str
    """The release line that the version belongs to; empty where none is known."""
    support_ends: str
    """Day on which upstream ends support of that line, ISO 8601; empty where unknown."""
    ended: bool | None
    """Whether it had ended by then; None where unknown."""


@dataclass(frozen=True, slots=True)
class Times:
    """What reference data knows of the time of one product's versions."""

    released: str
    """Day on which upstream released the version in question, ISO 8601; empty where unknown."""
    lines: tuple[SupportEnd, ...]
    """Its release lines."""


NO_TIMES = Times("", ())


def age_of(component: Component, as_of: str, times: Times) -> Age:
    """Say how old a component's exact version is, and whether upstream still mends its line, as of a date."""
    exact = component.versions.exact
    released = times.released if exact else ""
    line = _line(exact, times.lines) if exact else None
    end = line.ends if line else ""
    return Age(
        released,
        round((_day(as_of) - _day(released)).days / DAYS_OF_A_YEAR, 1) if released and as_of >= released else None,
        line.cycle if line else "",
        end,
        end <= as_of if end and as_of else None,
    )


def _line(version: str, lines: tuple[SupportEnd, ...]) -> SupportEnd | None:
    """Find the release line of a version: the longest cycle that it begins with, part by part."""
    parts = PART.findall(version)
    own = [it for it in lines if (cycle := PART.findall(it.cycle)) and parts[: len(cycle)] == cycle]
    return max(own, key=lambda it: len(PART.findall(it.cycle)), default=None)


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
