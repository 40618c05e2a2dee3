"""Event study: two series and a date go in; the abnormal change around it, with two tests, comes out.

Market model on daily changes: MacKinlay, Event Studies in Economics and Finance, J. Economic Literature 35 (1997),
equations 3 to 13; the variance has the estimation's own error in it. For bonds, changes of the spread stand for
returns (Bessembinder, Kahle, Maxwell, Xu, RFS 22 (2009)). The rank test is Corrado's (J. Financial Economics 23 (1989))
for one series, with the exact distribution of the rank sum in place of the normal one: a window has three days.
"""

import bisect
import datetime
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray
from scipy import stats

from cupel.errors import InputError
from cupel.market.events import to_the_day
from cupel.records.market import Confounder, EventStudy, Measure, Series, Test

Values = NDArray[numpy.float64]
Days = tuple[int, int]
"""First and last trading day, counted from day 0, both included."""

WINDOW = (-1, 1)
ESTIMATION = (-120, -11)
FEWEST = 30
"""Days of an estimation."""
LEVEL = 0.05
"""Below which p a test fires on a placebo date."""
MOST_EXACT = 4_000
"""Pairs up to which the rank test is exact; beyond, its time and the error of the normal form are both small enough."""


def event_study(
    series: Series,
    benchmark: Series,
    day: str,
    measure: Measure,
    window: Days = WINDOW,
    estimation: Days = ESTIMATION,
    events: Sequence[Confounder] = (),
    placebos: int = 0,
    seed: int = 0,
    event: str = "",
) -> EventStudy:
    """Study `series` around `day`, an ISO 8601 date.

    `placebos` dates are drawn, with `seed`, from days whose windows do not touch the event's; on each the parametric
    test is made.
    Raises InputError where the series are too short around the date, or do not move before it.
    """
    if window[0] > window[1] or estimation[1] >= window[0] or estimation[0] > estimation[1]:
        raise InputError(
            f"The windows {window} and {estimation} do not fit.", "The estimation must end before the window begins."
        )
    if estimation[1] - estimation[0] + 1 < FEWEST:
        raise InputError(f"The estimation {estimation} is shorter than {FEWEST} days.", "Widen it: -120,-11 is usual.")
    days, own, market = _changes(series, benchmark, measure)
    zero = bisect.bisect_left(days, day)
    _require(days, zero, day, window, estimation)
    model = _model(own, market, zero, window, estimation)
    if model.still:
        raise InputError(
            f"{series.name} does not move in the {model.size} days of the estimation but as {benchmark.name} does.",
            "Give a series that trades, and another benchmark: no test is possible without ordinary movement.",
        )
    rate, tried = _placebo_rate(own, market, zero, window, estimation, placebos, seed)
    return EventStudy(
        event or day, days[zero], measure, window, estimation,
        tuple((days[zero + window[0] + at], float(change)) for at, change in enumerate(model.abnormal)),
        float(model.abnormal.sum()), model.beta, model.deviation, (model.parametric, _rank(model)),
        _confounders(events, days, zero, window, event), rate, tried,
    )  # fmt: skip


def _changes(series: Series, benchmark: Series, measure: Measure) -> tuple[list[str], Values, Values]:
    """Return days that both have, from the second on, and the changes of each up to that day."""
    theirs = dict(zip(benchmark.days, benchmark.values, strict=True))
    both = [(day, value, theirs[day]) for day, value in zip(series.days, series.values, strict=True) if day in theirs]
    if len(both) < FEWEST:
        raise InputError(
            f"{series.name} and {benchmark.name} have {len(both)} days in common.",
            f"Give series that overlap on at least {FEWEST} trading days before the event.",
        )
    own, market = numpy.array([it[1] for it in both]), numpy.array([it[2] for it in both])
    if measure == "price":
        for name, values in ((series.name, own), (benchmark.name, market)):
            if values.min() <= 0:
                raise InputError(f"{name} has a price that is not above zero.", "Use --measure spread for spreads.")
        own, market = numpy.log(own), numpy.log(market)
    return [it[0] for it in both][1:], numpy.diff(own), numpy.diff(market)


def _require(days: Sequence[str], zero: int, day: str, window: Days, estimation: Days) -> None:
    if zero >= len(days) or zero + window[1] >= len(days):
        raise InputError(
            f"The series end on {days[-1]}, before the window around {day} does.",
            "Give longer series, or a shorter --window.",
        )
    if zero + estimation[0] < 0:
        raise InputError(
            f"The series begin on {days[0]}: {zero} changes before {day}, the estimation asks for {-estimation[0]}.",
            "Give longer series, or a shorter --estimation.",
        )
    gap = (datetime.date.fromisoformat(days[zero]) - datetime.date.fromisoformat(day)).days
    if gap > 7:
        raise InputError(f"The series have no value from {day} to {days[zero]}.", "Give series that cover the event.")


@dataclass(frozen=True, slots=True)
class _Model:
    """The market model of one estimation, and what its window does beyond it."""

    abnormal: Values
    residuals: Values
    beta: float
    deviation: float
    parametric: Test
    size: int
    """Days of the estimation."""
    still: bool
    """Nothing is left to explain: the residuals are zero but for rounding."""


def _model(own: Values, market: Values, zero: int, window: Days, estimation: Days) -> _Model:
    first, last = zero + estimation[0], zero + estimation[1] + 1
    begin, stop = zero + window[0], zero + window[1] + 1
    x, y = market[first:last], own[first:last]
    size, spread = len(x), x - x.mean()
    square = float(spread @ spread)
    beta = float(spread @ y) / square if square > 0 else 0.0
    alpha = float(y.mean()) - beta * float(x.mean())
    residuals = y - alpha - beta * x
    freedom = size - (2 if square > 0 else 1)
    variance = float(residuals @ residuals) / freedom
    abnormal = own[begin:stop] - alpha - beta * market[begin:stop]
    length = stop - begin
    shift = float((market[begin:stop] - x.mean()).sum())
    error = variance * (length + length * length / size + (shift * shift / square if square > 0 else 0.0))
    total = float(abnormal.sum())
    statistic = total / math.sqrt(error) if error > 0 else math.copysign(math.inf, total) if total else 0.0
    parametric = Test("parametric", statistic, float(2 * stats.t.sf(abs(statistic), freedom)))
    still = math.sqrt(variance) <= 1e-9 * float(numpy.abs(y).max())
    return _Model(abnormal, residuals, beta, math.sqrt(variance), parametric, size, still)


def _rank(model: _Model) -> Test:
    exact = model.size * len(model.abnormal) <= MOST_EXACT
    ranked = stats.mannwhitneyu(
        model.abnormal, model.residuals, alternative="two-sided", method="exact" if exact else "auto"
    )
    return Test("rank", float(ranked.statistic), float(min(1.0, ranked.pvalue)))


def _placebo_rate(
    own: Values, market: Values, zero: int, window: Days, estimation: Days, placebos: int, seed: int
) -> tuple[float | None, int]:
    reach = window[1] - window[0] + 1
    days = [at for at in range(-estimation[0], len(own) - max(0, window[1])) if abs(at - zero) >= reach]
    if placebos <= 0 or not days:
        return None, 0
    draw = random.Random(seed)  # noqa: S311 - dates of placebos, no secret
    chosen = draw.sample(days, placebos) if placebos <= len(days) else days
    fired = sum(_model(own, market, at, window, estimation).parametric.p < LEVEL for at in chosen)
    return fired / len(chosen), len(chosen)


def _confounders(
    events: Sequence[Confounder], days: Sequence[str], zero: int, window: Days, own: str
) -> tuple[Confounder, ...]:
    """Choose events that lie, or may lie, between the day before the window and the day after it.

    Months and years say too little to be compared; who calls lists how many there were.
    """
    first, last = days[max(0, zero + window[0] - 1)], days[min(len(days) - 1, zero + window[1] + 1)]
    return tuple(it for it in events if it.title != own and _touches(it.day, first, last))


def _touches(when: str, first: str, last: str) -> bool:
    span = to_the_day(when)
    return span is not None and span[0] <= last and first <= span[1]
