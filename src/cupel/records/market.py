"""Market: a series of prices or spreads, and what an event study of it shows."""

from dataclasses import dataclass
from typing import Literal

Measure = Literal["price", "spread"]
"""price: changes are logarithmic returns; spread: changes are differences, in the series' unit (basis points, say)."""


@dataclass(frozen=True, slots=True)
class Series:
    """Values by trading day."""

    name: str
    """File name."""
    sha256: str
    """SHA-256 of the file, 64 hex digits."""
    days: tuple[str, ...]
    """ISO 8601 dates, ascending."""
    values: tuple[float, ...]
    """One for each day."""


@dataclass(frozen=True, slots=True)
class Test:
    """One test of the hypothesis that the window is like any other."""

    name: str
    """`parametric` or `rank`."""
    statistic: float
    """Its value."""
    p: float
    """Two-sided probability of one as far out, if nothing had happened."""


@dataclass(frozen=True, slots=True)
class Confounder:
    """Another event inside the window, which may have moved the series as well."""

    day: str
    """ISO 8601 date or interval."""
    title: str
    """What happened."""


@dataclass(frozen=True, slots=True)
class EventStudy:
    """How a series moved around one event."""

    event: str
    """Date, ISO 8601, or the event's identifier."""
    day: str
    """Trading day 0: the event's, or the next one on which the series has a value."""
    measure: Measure
    window: tuple[int, int]
    """First and last trading day, counted from day 0."""
    estimation: tuple[int, int]
    """First and last trading day of the estimation, counted from day 0."""
    changes: tuple[tuple[str, float], ...]
    """(day, abnormal change) in the window: log return, or the unit of the spread."""
    cumulative: float
    """Sum of them."""
    beta: float
    """Slope of the series' changes on the benchmark's, in the estimation."""
    deviation: float
    """Standard deviation of the residuals of the estimation."""
    tests: tuple[Test, ...]
    confounders: tuple[Confounder, ...]
    """Other events from one day before the window to one day after it."""
    placebo_rate: float | None
    """Share of placebo dates on which the parametric test is below 0.05; None if not asked for."""
    placebo_dates: int
    """How many placebo dates were tried."""
