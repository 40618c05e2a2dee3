"""Writes an interval of ISO 8601-2 as a reader reads it: `2025-03` goes in, `March 2025` comes out."""

import re
from calendar import month_name

DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def dated(interval: str) -> str:
    """Write an interval in words; what is none stays as it is."""
    if interval.startswith("../"):
        return f"until {_date(interval[3:])}"
    if interval.endswith("/.."):
        return f"from {_date(interval[:-3])}"
    return " to ".join(map(_date, interval.split("/")))


def _date(text: str) -> str:
    found = DATE.fullmatch(text)
    if found is None:
        return text
    year, month, day = found.groups()
    if month is None:
        return year
    if not 1 <= int(month) < len(month_name):
        return text
    return f"{f'{int(day)} ' if day else ''}{month_name[int(month)]} {year}"
