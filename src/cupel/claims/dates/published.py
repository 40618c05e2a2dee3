"""Tells when a document was published: its view goes in; an interval with its basis comes out."""

import re
from datetime import date

from cupel.claims.dates.expressions import (
    EXPRESSION,
    YEARLESS,
    Anchor,
    dates,
    expressions,
    in_notice,
    resolved,
    told_years,
)
from cupel.records.claim import When

HEAD = 2_000
"""Signs at the start of a document where its date stands."""
TAIL = 600
"""Signs at its end where some print it."""
LABEL = re.compile(
    r"^[^\S\n]*(?:date|published|posted|first published|publication date|updated|issued|dated)\b"
    r"[^\S\n]*(?:on|at)?[:\s]{1,3}",
    re.IGNORECASE | re.MULTILINE,
)
DATELINE = re.compile(
    r"^[^\S\n]*(?:[A-ZÀ-Þ][A-ZÀ-Þ'./ -]{1,40}(?:, [A-Z][\w. ]{1,30})?[,:]?[ ]*)(?=[A-Z][a-z]{2,8}\.? \d|\d{1,2} [A-Z])",
    re.MULTILINE,
)
ALONE = re.compile(
    r"^[^\S\n]*(?:[Bb]y [^\n|]{2,60}[|,—-] ?)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    r"(?=[A-Z][a-z]{2,8}\.? \d|\d{1,4}[ -])",
    re.MULTILINE,
)


def published(text: str, start: int = 0, end: int | None = None) -> tuple[When, Anchor, list[re.Match[str]]]:
    """Return when the document was published, what dates of its text may be told from, and those dates as they stand.

    1. A label ("Published 3 March 2021", "date 2018-11-24"), a dateline ("LONDON, March 3 (Agency) -") or a line with
       a date alone, at the start; a label at the end.
    2. A date there without a year takes the year of the last date of the text that has a month and a year, if the text
       tells no later year; otherwise its year is unknown.
    3. Without one: unknown; the last date that the text tells is a bound.
    4. Where that date has no year of its own, the text is of the same year: only dates of other years need one.
    """
    end = len(text) if end is None else end
    matches = expressions(text, start, end)
    close, latest = told_years(text, matches)
    year = close if close == latest else 0
    for pattern, low, high, basis in (
        (LABEL, start, min(end, start + HEAD), "stated"),
        (DATELINE, start, min(end, start + HEAD), "dateline"),
        (ALONE, start, min(end, start + HEAD), "dateline"),
        (LABEL, max(start, end - TAIL), end, "stated"),
    ):
        for match in pattern.finditer(text, low, high):  # 1
            if in_notice(text, match.start()):
                continue
            day = _day(text, match.end(), year)
            if day:
                stated = str(day.year) in text[match.end() : match.end() + 30]
                basis += "" if stated else "; inferred: the year of other dates of the text"  # 2
                return When(day.isoformat(), basis), Anchor(day, day.year, latest), matches
    anchor = Anchor(None, year, latest)
    told = [it for it in resolved(matches, anchor) if it.interval and not it.since and int(it.interval[:4]) <= latest]
    if not told:
        return When("", "unknown"), anchor, matches
    last = max(it.interval for it in told)
    basis = f"inferred: not before the last date that the text tells, {last}"
    if any(it.interval == last and it.basis == YEARLESS for it in told):  # 4
        return When(f"{last}/{last[:4]}-12-31", f"{basis}; it has no year, so that it is of the same"), anchor, matches
    return When(f"{last}/..", basis), anchor, matches  # 3


def _day(text: str, at: int, year: int) -> date | None:
    match = EXPRESSION.match(text, at)
    if not match:
        return None
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        stated = dates(text, at, match.end(), Anchor(None, year))
        return date.fromisoformat(stated[0].interval) if stated else None
    except ValueError:
        return None


def anchor_of(when: When, known: Anchor) -> Anchor:
    """Return the anchor that a date of publication gives, where it is a day; else what the text told."""
    try:
        day = date.fromisoformat(when.interval)
    except ValueError:
        return known
    return Anchor(day, day.year, max(known.latest, day.year))
