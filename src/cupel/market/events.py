"""Reads events that may have moved a market: a CSV file or the JSON of `cupel claims` goes in, Confounders come out."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

from cupel.errors import InputError
from cupel.market.text_file import read_text
from cupel.records.market import Confounder

DAY = re.compile(r"\d{4}-\d\d-\d\d(?![^T ])", re.ASCII)
DATE = re.compile(r"(\d{4}|\.\.|[~?%/]|$)", re.ASCII)
"""How dates of ISO 8601-2 begin; nothing where none is known."""
MOST_BYTES = 256 << 20
ADVICE = "Give a CSV file with the columns date and title, or what `cupel claims --json` writes."
DATES, TITLES = ("date", "day", "when"), ("title", "event", "what")


def read_events(file: Path) -> tuple[Confounder, ...]:
    """Read the events of a file, in its order.

    Raises InputError that names file, row and what to do.
    """
    text, _ = read_text(file, MOST_BYTES, ADVICE)
    return _of_json(file, text) if text.lstrip().startswith("{") else _of_csv(file, text)


def to_the_day(when: str) -> tuple[str, str] | None:
    """Return the first and last day of an ISO 8601 date or interval; None where an end is not known to the day."""
    begin, _, end = when.partition("/")
    found = DAY.match(begin), DAY.match(end or begin)
    return (found[0][0], found[1][0]) if found[0] and found[1] else None


def _of_json(file: Path, text: str) -> tuple[Confounder, ...]:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{file} is no JSON: {error}.", ADVICE) from error
    events = held.get("events")
    if not isinstance(events, list):
        raise InputError(f"{file} has no list of events.", ADVICE)
    return tuple(_event(file, number, it) for number, it in enumerate(events, 1))


def _event(file: Path, number: int, held: Any) -> Confounder:
    when = held.get("when") if isinstance(held, dict) else None
    day, title = when.get("interval") if isinstance(when, dict) else None, held.get("title") if when else None
    if not (isinstance(day, str) and isinstance(title, str)):
        raise InputError(f"{file}: event {number} has no when.interval or no title.", ADVICE)
    return Confounder(day, title)


def _of_csv(file: Path, text: str) -> tuple[Confounder, ...]:
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise InputError(f"{file} is no CSV: {error}.", ADVICE) from error
    heading = [cell.strip().lower() for cell in rows[0]] if rows else []
    days = next((at for at, name in enumerate(heading) if name in DATES), None)
    titles = next((at for at, name in enumerate(heading) if name in TITLES), None)
    if days is None or titles is None:
        raise InputError(f"{file} has no columns date and title in its first row.", ADVICE)
    found = []
    for number, row in enumerate(rows[1:], 2):
        if len(row) <= max(days, titles):
            raise InputError(f"{file}, row {number}: {len(row)} cells where the heading has {len(heading)}.", ADVICE)
        if not DATE.match(row[days].strip()):
            raise InputError(f"{file}, row {number}: {row[days][:40]!r} is no date.", "Write dates as 2018-11-23.")
        found.append(Confounder(row[days].strip(), row[titles].strip()))
    return tuple(found)
