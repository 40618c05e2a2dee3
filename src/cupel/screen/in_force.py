"""Standing of an entry: its periods and a day go in; which status it had, since and until when, comes out."""

from dataclasses import dataclass
from datetime import date, timedelta

from cupel.records.law import Entry, Period, Source, Status
from cupel.screen.conditions import Finding

BINDING: frozenset[Status] = frozenset({"in force", "litigated", "advice"})
"""Advice has no force of law; what it covers is shown with the status and the effect `advice`."""
PENDING: frozenset[Status] = frozenset({"proposed", "adopted", "suspended"})
"""What does not bind on the day, and of which a reader wants to know what it would reach."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What status an entry had on a day."""

    status: Status
    since: str
    """First day of the unbroken time in which it binds; of another status, of its period. Empty: no period."""
    until: str
    """Last day of that, as it was known when the file was last checked; empty: open."""
    found: Finding
    """Whether it binds."""
    warnings: tuple[str, ...] = ()
    source: Source | None = None
    """Of the period, where it has one of its own."""


def standing_on(entry: Entry, day: str) -> Standing:
    """Tell the status of an entry on a day: the law of that day, and of what came later nothing."""
    at = next((n for n, it in enumerate(entry.periods) if it.since <= day and (not it.until or day <= it.until)), None)
    if at is None:
        return _outside(entry, day)
    period = entry.periods[at]
    said = f"{period.status} since {period.since}"
    if period.status in BINDING:
        first, last = _unbroken(entry.periods, at)
        return Standing(period.status, first, last, Finding("yes", said), _binding_warnings(period), period.source)
    if period.status in PENDING:
        ahead = period.status != "proposed" and at + 1 < len(entry.periods)
        following = entry.periods[at + 1] if ahead else None
        then = f"; from {following.since} it is {following.status}" if following else ""
        warning = f"It was {period.status} on that day{then}: it is shown for what it would reach."
        return Standing(
            period.status, period.since, period.until, Finding("no", said + then), (warning,), period.source
        )
    if period.status == "repealed":
        return Standing("repealed", period.since, period.until, Finding("no", said), (), period.source)
    unknown = Finding("unknown", f"{said}: its terms or its status are not public or were not found", (), True)
    if period.source is not None and period.source.note:
        unknown = Finding("unknown", f"{said}: {period.source.note}", (), True)
    return Standing(period.status, period.since, period.until, unknown, (), period.source)


def _outside(entry: Entry, day: str) -> Standing:
    before = [it for it in entry.periods if it.until and it.until < day]
    after = [it for it in entry.periods if it.since > day]
    if before:
        return Standing("repealed", "", before[-1].until, Finding("no", f"it ended on {before[-1].until}"))
    return Standing("unknown", after[0].since, "", Finding("no", "nothing of it was published by that day"))


def _unbroken(periods: tuple[Period, ...], at: int) -> tuple[str, str]:
    first = last = at
    while first and periods[first - 1].status in BINDING and _adjoin(periods[first - 1], periods[first]):
        first -= 1
    while last + 1 < len(periods) and periods[last + 1].status in BINDING and _adjoin(periods[last], periods[last + 1]):
        last += 1
    return periods[first].since, periods[last].until


def _adjoin(earlier: Period, later: Period) -> bool:
    return date.fromisoformat(earlier.until) + timedelta(days=1) == date.fromisoformat(later.since)


def _binding_warnings(period: Period) -> tuple[str, ...]:
    if period.status == "litigated":
        return ("A court has it before it: it is in force until the court decides otherwise.",)
    if period.status == "advice":
        return ("It is advice and has no force of law.",)
    return ()
