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

import numpy
from scipy import stats

from cupel.errors import InputError
from cupel.records.market import Confounder, EventStudy, Measure, Series, Test

WINDOW = (-1, 1)
ESTIMATION = (-120, -11)
FEWEST = 30
"""Days of an estimation."""


def event_study(
    series: Series,
    benchmark: Series,
    day: str,
    measure: Measure,
    window: tuple[int, int] = WINDOW,
    estimation: tuple[int, int] = ESTIMATION,
    events: Sequence[Confounder] = (),
    placebos: int = 0,
    seed: int = 0,
    event: str = "",
) -> EventStudy:
    """Study `series` around `day`, an ISO 8601 date.

    `window` and `estimation` count trading days from day 0, both ends included. `placebos` dates are drawn, with
    `seed`, from days whose windows do not touch the event's; on each the parametric test is made.
    Raises InputError where the series are too short around the date.
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
    abnormal, beta, deviation, parametric, rank = _tested(own, market, zero, window, estimation)
    rate, tried = _placebo_rate(own, market, zero, window, estimation, placebos, seed)
    inside = _confounders(events, days, zero, window, event)
    return EventStudy(
        event or day, days[zero], measure, window, estimation,
        tuple((days[zero + window[0] + at], float(change)) for at, change in enumerate(abnormal)),
        float(abnormal.sum()), beta, deviation, (parametric, rank), inside, rate, tried,
    )  # fmt: skip


def _changes(
    series: Series, benchmark: Series, measure: Measure
) -> tuple[list[str], "numpy.typing.NDArray[numpy.float64]", "numpy.typing.NDArray[numpy.float64]"]:
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


def _require(days: Sequence[str], zero: int, day: str, window: tuple[int, int], estimation: tuple[int, int]) -> None:
    if zero >= len(days) or zero + window[1] >= len(days):
        raise InputError(
            f"The series end on {days[-1]}, before the window around {day} does.", "Give longer series, or a shorter window."
        )
    if zero + estimation[0] < 0:
        raise InputError(
            f"The series begin on {days[0]}: {zero} changes before {day}, and the estimation asks for {-estimation[0]}.",
            "Give longer series, or a shorter --estimation.",
        )
    gap = (datetime.date.fromisoformat(days[zero]) - datetime.date.fromisoformat(day)).days
    if gap > 7:
        raise InputError(f"The series have no value from {day} to {days[zero]}.", "Give series that cover the event.")


def _tested(
    own: "numpy.typing.NDArray[numpy.float64]",
    market: "numpy.typing.NDArray[numpy.float64]",
    zero: int,
    window: tuple[int, int],
    estimation: tuple[int, int],
) -> tuple["numpy.typing.NDArray[numpy.float64]", float, float, Test, Test]:
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
    ranked = stats.mannwhitneyu(abnormal, residuals, alternative="two-sided", method="auto" if size * length > 4000 else "exact")
    return abnormal, beta, math.sqrt(variance), parametric, Test("rank", float(ranked.statistic), float(min(1.0, ranked.pvalue)))


def _placebo_rate(
    own: "numpy.typing.NDArray[numpy.float64]",
    market: "numpy.typing.NDArray[numpy.float64]",
    zero: int,
    window: tuple[int, int],
    estimation: tuple[int, int],
    placebos: int,
    seed: int,
) -> tuple[float | None, int]:
    if placebos <= 0:
        return None, 0
    reach = window[1] - window[0] + 1
    days = [at for at in range(-estimation[0], len(own) - window[1]) if abs(at - zero) >= reach]
    if not days:
        return None, 0
    draw = random.Random(seed)  # noqa: S311 - dates of placebos, no secret
    chosen = draw.sample(days, placebos) if placebos <= len(days) else days
    fired = sum(_tested(own, market, at, window, estimation)[3].p < 0.05 for at in chosen)
    return fired / len(chosen), len(chosen)


def _confounders(
    events: Sequence[Confounder], days: Sequence[str], zero: int, window: tuple[int, int], own: str
) -> tuple[Confounder, ...]:
    first, last = days[max(0, zero + window[0] - 1)], days[min(len(days) - 1, zero + window[1] + 1)]
    return tuple(it for it in events if first <= it.day[:10] <= last and len(it.day) >= 10 and it.title != own)
