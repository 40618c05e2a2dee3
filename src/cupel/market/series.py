"""Reads a series: a CSV file with a date and a value in each row goes in, a Series comes out."""

import csv
import datetime
import io
import math
from pathlib import Path

from cupel.errors import InputError
from cupel.market.text_file import read_text
from cupel.records.market import Series

MOST_BYTES = 64 << 20
DATES = ("date", "day", "time", "datum")
ADVICE = "Give a CSV file with a heading and a column `date` (2018-11-23) and one column of numbers."


def read_series(file: Path) -> Series:
    """Read the column of dates and the first column of numbers; rows without a number are days without trade.

    Raises InputError that names file, row and what to do.
    """
    text, sha256 = read_text(file, MOST_BYTES, ADVICE)
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:4096], ",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = [row for row in csv.reader(io.StringIO(text), dialect) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise InputError(f"{file} is no CSV: {error}.", ADVICE) from error
    if len(rows) < 2:
        raise InputError(f"{file} has no rows below its heading.", ADVICE)
    days_in, values_in = _columns(file, rows)
    found: dict[str, float] = {}
    for number, row in enumerate(rows[1:], 2):
        if len(row) <= max(days_in, values_in) or not row[values_in].strip():
            continue
        day = _day(row[days_in].strip(), f"{file}, row {number}")
        value = _number(row[values_in].strip(), f"{file}, row {number}")
        if day in found and found[day] != value:
            raise InputError(f"{file}, row {number}: {day} has two values.", "Keep one row for each day.")
        found[day] = value
    days = tuple(sorted(found))
    return Series(file.name, sha256, days, tuple(found[day] for day in days))


def _columns(file: Path, rows: list[list[str]]) -> tuple[int, int]:
    heading = [cell.strip().lower() for cell in rows[0]]
    days = next((at for at, name in enumerate(heading) if name in DATES), 0)
    for at, cell in enumerate(rows[1]):
        if at != days:
            try:
                float(cell.strip().replace(",", "."))
            except ValueError:
                continue
            return days, at
    raise InputError(f"{file}, row 2: no column has a number beside the date.", ADVICE)


def _day(cell: str, where: str) -> str:
    try:
        return datetime.date.fromisoformat(cell[:10]).isoformat()
    except ValueError as error:
        raise InputError(f"{where}: {cell[:40]!r} is no date.", "Write dates as 2018-11-23.") from error


def _number(cell: str, where: str) -> float:
    try:
        value = float(cell.replace(",", "."))
    except ValueError as error:
        raise InputError(f"{where}: {cell[:40]!r} is no number.", "Write numbers as 172.5.") from error
    if not math.isfinite(value):
        raise InputError(f"{where}: {cell[:40]!r} is not finite.", "Leave the cell empty on days without a value.")
    return value
