"""Says what an event study shows, and what not: the study and its series go in, lines of text come out."""

import math
import textwrap
from collections.abc import Iterator

from cupel.dossier.visible import visible
from cupel.records.market import EventStudy, Series

WIDTH = 80
"""Columns of a terminal that has not been widened."""
RARE = 0.05
"""Below which p is called unusual, as is the custom; nothing turns on it but that word."""
MOST_EVENTS = 20
NOT_SHOWN = (
    "What this does not show: that the event caused the move; that it was first published on that day; what happened "
    "within a day. Other news of the same days moves the series as well."
)


def told(study: EventStudy, series: Series, benchmark: Series, events: int = 0, undated: int = 0) -> list[str]:
    """Tell a study in lines of at most 80 columns.

    `events` is how many were compared with the window, `undated` how many of them have no date to the day.
    """
    lines = [
        *_wrapped(f"{series.name} against {benchmark.name}, around {study.event}"),
        "",
        *_wrapped(f"Day 0: {study.day}{_moved(study)}"),
        *_table(study),
        "",
        *_wrapped(f"Ordinary days: {_ordinary(study, benchmark)}"),
        "",
        *(line for test in study.tests for line in _wrapped(_test(test.name, test.p, study))),
        *_wrapped(_together(study)),
        *_placebos(study),
        "",
        *_events(study, events, undated),
        "",
        *_wrapped(NOT_SHOWN),
    ]
    return [visible(line) for line in lines]


def in_words(p: float) -> str:
    """Say a probability as so many of so many; the number is rounded up, so that it never sounds rarer than it is."""
    if p < 0.001:
        return "fewer than 1 of 1,000"
    if p < 0.01:
        return f"{math.ceil(round(p * 1000, 6))} of 1,000"
    return f"{math.ceil(round(p * 100, 6))} of 100"


def change(value: float, study: EventStudy) -> str:
    """Write a change with sign and unit: of prices the log return in percent, of spreads the series' own unit."""
    return f"{value * 100:+.2f} %" if study.measure == "price" else f"{value:+,.2f}"


def _unit(study: EventStudy) -> str:
    return "log return" if study.measure == "price" else "in the unit of the series, such as basis points"


def _moved(study: EventStudy) -> str:
    return "" if study.event == study.day else f", the first trading day from {study.event} on"


def _table(study: EventStudy) -> Iterator[str]:
    yield from _wrapped(f"Abnormal change, beyond what the benchmark explains ({_unit(study)}):")
    width = max(len(change(value, study)) for value in (*(it for _, it in study.changes), study.cumulative))
    for at, (day, value) in enumerate(study.changes, study.window[0]):
        yield f"  {f'day {at:+d}' if at else 'day 0':10} {day}  {change(value, study):>{width}}"
    yield f"  {'cumulative':10} {'':10}  {change(study.cumulative, study):>{width}}"


def _ordinary(study: EventStudy, benchmark: Series) -> str:
    first, last = study.estimation
    deviation = change(study.deviation, study).lstrip("+")
    return (
        f"in the {last - first + 1} trading days from {first} to {last} the series moved {study.beta:.2f} for each "
        f"1 of {benchmark.name}, and beside that by {deviation} on a usual day (standard deviation)."
    )


def _test(name: str, p: float, study: EventStudy) -> str:
    days = study.window[1] - study.window[0] + 1
    window = f"windows of {days} days" if days > 1 else "days"
    if name == "rank":
        return (
            f"Rank test: by size, the changes of such a window would stand as far from the middle on {in_words(p)} "
            f"ordinary {window} (p {_p(p)})."
        )
    return (
        f"Parametric test: the cumulative change would be as large, up or down, on {in_words(p)} ordinary {window} "
        f"(p {_p(p)})."
    )


def _p(p: float) -> str:
    return f"{p:.3f}" if p >= 0.01 else f"{p:.4f}" if p >= 0.001 else "below 0.001"


def _together(study: EventStudy) -> str:
    rare = sum(it.p < RARE for it in study.tests)
    if rare == len(study.tests):
        return "Both call the window unusual (p below 0.05)."
    if rare == 0:
        return "Neither tells the window from ordinary days (p 0.05 or more)."
    return (
        "The two do not agree (one p below 0.05, one not). The parametric test goes by the sum, the rank test by the "
        "place of each day in order: one large day among ordinary ones parts them, and so do small moves one way."
    )


def _placebos(study: EventStudy) -> Iterator[str]:
    if study.placebo_rate is None:
        return
    fired, tried = round(study.placebo_rate * study.placebo_dates), study.placebo_dates
    expected, error = 0.05 * tried, math.sqrt(0.05 * 0.95 * tried)
    verdict = "about as often as it should (5 of 100)"
    if fired > expected + 2 * error:
        verdict = "more often than it should (5 of 100): the p above is too small for this series"
    elif fired < expected - 2 * error:
        verdict = "more seldom than it should (5 of 100): the p above is too large for this series"
    yield from _wrapped(
        f"Placebo: on {tried:,} other dates of the series the parametric test has p below 0.05 on {fired:,} "
        f"({study.placebo_rate:.1%}), {verdict}."
    )


def _events(study: EventStudy, events: int, undated: int) -> Iterator[str]:
    if not events:
        yield from _wrapped("Other events: none were given (--events), so none were compared.")
        return
    yield from _wrapped(
        f"Events of the window, the day before it and the day after it: {len(study.confounders)} of {events:,} given"
        + (f" ({undated:,} without a date to the day, not compared)" if undated else "")
        + ". Each but the one that is studied may have moved the series as well."
    )
    for it in sorted(study.confounders, key=lambda it: it.day)[:MOST_EVENTS]:
        yield from _wrapped(f"  {it.day}  {it.title}", "              ")
    if len(study.confounders) > MOST_EVENTS:
        yield f"  and {len(study.confounders) - MOST_EVENTS:,} more, with --json"


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=indent)
