"""Reads dates of claims for forms that know days only: an ISO 8601-2 interval goes in, a day comes out.

ISO 8601-2:2019 (EDTF): `2013`, `2013-05`, `2013-05-25`, `a/b`, `..` or nothing for an open end, `X` for a digit that is
not known, `~`, `?` and `%` for what is approximate or uncertain.
"""

import calendar
import datetime
import re

DAY = re.compile(r"(\d\d[\dX]{2})(?:-([\dX]{2})(?:-([\dX]{2}))?)?", re.ASCII)


def first_day(interval: str) -> datetime.date | None:
    """Return the first day that may be meant; of an interval that is open on the left, None."""
    return _bound(interval.partition("/")[0], late=False)


def some_day(interval: str) -> datetime.date | None:
    """Return the first day that may be meant, else the last one; None where neither is known."""
    begin, _, end = interval.partition("/")
    return _bound(begin, late=False) or _bound(end, late=True)


def one_date(interval: str) -> str:
    """Return a date as it stands if it is one day, month or year; empty for intervals and for what is uncertain."""
    return interval if re.fullmatch(r"\d{4}(-\d\d){0,2}", interval, re.ASCII) and first_day(interval) else ""


def _bound(text: str, late: bool) -> datetime.date | None:
    found = DAY.fullmatch(text.strip("~?% "))
    if not found:
        return None
    year = int(found[1].replace("X", "9" if late else "0"))
    month = int(found[2]) if found[2] and "X" not in found[2] else 12 if late else 1
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    longest = calendar.monthrange(year, month)[1]
    day = int(found[3]) if found[3] and "X" not in found[3] else longest if late else 1
    return datetime.date(year, month, day) if 1 <= day <= longest else None
