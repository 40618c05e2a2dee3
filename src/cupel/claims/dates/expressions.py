"""Finds and resolves dates in a text: a view and what is known of its date go in; stretches with intervals come out."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if number}
SHORT = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sept": 9,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
DAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
COUNTS = {word: count for count, word in enumerate(NUMBERS, 1)} | {"a": 1, "an": 1, "twenty": 20}
MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec)\.?)"
)
YEAR = r"(?:1[89]|20)\d\d"
NUMBER = r"an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|\d{1,2}"
BEFORE_YEAR = (
    r"[Ss]ince|[Ii]n|[Bb]y|[Uu]ntil|[Ff]rom|[Dd]uring|[Oo]f|[Tt]he|[Aa]|and|between|(?:[Ii]n )?(?:early|late|mid-?)"
)
EXPRESSION = re.compile(
    r"\b(?:"
    rf"(?P<iso>{YEAR}-[01]\d-[0-3]\d)"
    r"|(?:(?P<since>since|Since) )?(?:(?P<part>early|mid|late)[ -])?"
    rf"(?:(?P<day1>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? )?{MONTH}"
    rf"(?: (?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|:\d|,\d{{3}}))?(?:,? (?P<year>{YEAR}))?(?![\w-])"
    rf"|(?P<words>(?:{BEFORE_YEAR}) )(?P<lone>{YEAR})(?![\d%-]|,\d)"
    r"|(?P<relative>[Yy]esterday|[Tt]oday|[Tt]onight|[Ll]ast (?:night|week|month|year)"
    r"|[Tt]his (?:week|month|year|morning|afternoon)|[Ee]arlier (?:today|this (?:week|month|year)))(?!\w|')"
    r"|(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?!'|\w)"
    rf"|(?P<count>{NUMBER}) (?P<unit>day|week|month|year)s? (?:ago|earlier)"
    r")"
)
"""A date around a word of `CORE`; the year of a month or of a day may be told by other dates."""
CORE = re.compile(
    r"\b(?:J(?:an|u[nl])|Feb|Ma(?:r|y\b)|A(?:pr|ug)|Sep|Oct|Nov|Dec|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|1[89]\d\d\b|20\d\d\b|[Yy]esterday|[Tt]o(?:day|night)\b|[Ll]ast (?:night|week|month|year)"
    r"|[Tt]his (?:week|month|year|morning|afternoon)|(?:day|week|month|year)s? (?:ago|earlier))"
)
"""What a date holds, quick to find."""
AHEAD = re.compile(r"\b(?:will|would|due|by|until|till|expected|plans?|from now)\b[^.]*\Z")
"""Before a year that is still to come, as far as its sentence tells."""
PERFECT = re.compile(
    r"\b(?:has|have)(?: \w+ly| long| often| always| never| also| repeatedly)?(?: been)?"
    r" \w+(?:ed|id|ld|nt|wn|ught|un|ut)\b|\bfor (?:many |several |some |the past \w+ )?(?:years|decades|months)\b"
)
"""A verb in the perfect tense, or a time of years: any time before."""
COPYRIGHT = re.compile(r"copyright|©|\(c\) ?\d{4}|all rights reserved", re.IGNORECASE)
CREDIT = re.compile(r"photo credit|/getty", re.IGNORECASE)
YEARLESS = "inferred: year of other dates of the text"
"""Basis of a date whose year other dates told."""
MOST = 5_000
"""Dates of one document that are read."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What is known of a document's date."""

    day: date | None
    """Day of publication, where known."""
    year: int
    """Year that other dates of the text tell; 0 where they do not tell it."""
    latest: int = 0
    """Last year that the text tells as past; 0 where it tells none."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date where it stands."""

    start: int
    end: int
    interval: str
    """EDTF; empty where it hangs on a date that nothing tells."""
    basis: str
    """What tells it."""
    since: bool
    """Whether it only begins there: "since 2008"."""


def dates(text: str, start: int, end: int, anchor: Anchor) -> list[Dated]:
    """Return the dates between two offsets of a view, lines about copyright left out; at most `MOST`."""
    return resolved(expressions(text, start, end), anchor)


def expressions(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Return the dates between two offsets as they stand, lines about copyright left out; at most `MOST`."""
    found: list[re.Match[str]] = []
    after = start
    for core in CORE.finditer(text, start, end):
        if core.start() < after:
            continue
        match = EXPRESSION.search(text, max(after, core.start() - 24), min(end, core.end() + 24))
        if match is None or match.start() > core.start() or in_notice(text, match.start()):
            continue
        after = match.end()
        found.append(match)
        if len(found) >= MOST:
            break
    return found


def resolved(matches: Iterable[re.Match[str]], anchor: Anchor) -> list[Dated]:
    """Return dates with their intervals."""
    found: list[Dated] = []
    for match in matches:
        it = _resolved(match, anchor)
        if it:
            found.append(Dated(match.start(), match.end(), *it))
    return found


def in_notice(text: str, at: int) -> bool:
    """Tell whether a line is about copyright, or a sentence a picture's credit: their years are not of the story."""
    low, high = text.rfind("\n", max(0, at - 300), at) + 1, text.find("\n", at, at + 300)
    low, high = max(low, at - 300), high if high >= 0 else at + 300
    if COPYRIGHT.search(text, low, high):
        return True
    stop, begin = text.find(". ", at, high), text.rfind(". ", low, at)
    return bool(CREDIT.search(text, max(low, begin), stop if stop >= 0 else high))  # a caption may tell before it


def told_years(text: str, matches: Iterable[re.Match[str]]) -> tuple[int, int]:
    """Return (last year of a month or day of its own, last year of all) that the text tells as past; 0 for none."""
    close = latest = 0
    for match in matches:
        stated = match["year"] or match["lone"] or (match["iso"] or "")[:4]
        if stated and not AHEAD.search(text, max(0, match.start() - 60), match.start() + 3):
            latest = max(latest, int(stated))
            close = max(close, 0 if match["lone"] else int(stated))
    return close, latest


def _resolved(match: re.Match[str], anchor: Anchor) -> tuple[str, str, bool] | None:
    if match["iso"]:
        return (match["iso"], "stated", False) if _valid(match["iso"]) else None
    if match["month"]:
        return _month(match, anchor)
    if match["lone"]:
        since = match["words"].lower().startswith("since")
        return _since(match["lone"], anchor) if since else (match["lone"], "stated", False)
    if match["weekday"]:
        if anchor.day is None:
            return "", "unknown: a day of the week, and no date of publication", False
        back = (anchor.day.weekday() - DAYS[match["weekday"].lower()]) % 7
        return _iso(anchor.day - timedelta(back)), f"inferred: {match['weekday']} before the date of publication", False
    if match["count"]:
        return _ago(match, anchor)
    return _relative(match["relative"].lower(), anchor)


def _month(match: re.Match[str], anchor: Anchor) -> tuple[str, str, bool] | None:
    word = match["month"].lower().rstrip(".")
    number = MONTHS.get(word) or SHORT.get(word, 0)
    day = match["day1"] or match["day2"]
    plain = not (day or match["year"] or match["since"] or match["part"])
    if plain and match["month"] in ("Jan", "Mar", "Apr", "Dec", "Nov"):
        return None
    if plain and word in ("may", "march"):
        before = match.string[max(0, match.start() - 6) : match.start()].lower()
        if not before.endswith(("in ", "by ", "last ", "until ", "since ", "of ", "this ")):
            return None
    year, basis = (int(match["year"]), "stated") if match["year"] else _year(number, int(day or 1), anchor)
    if not year:
        return "", "unknown: a date without a year", False
    interval = f"{year:04d}-{number:02d}" + (f"-{int(day):02d}" if day else "")
    if day and not _valid(interval):
        return None
    return _since(interval, anchor, basis) if match["since"] else (interval, basis, False)


def _year(month: int, day: int, anchor: Anchor) -> tuple[int, str]:
    """The year of a date without one: the last such date before publication; else the year that other dates tell."""
    if anchor.day:
        after = (month, day) > (anchor.day.month, anchor.day.day) and (month - anchor.day.month) > 2
        return anchor.day.year - after, "inferred: year of the date of publication"
    return anchor.year, YEARLESS


def _since(start: str, anchor: Anchor, basis: str = "stated") -> tuple[str, str, bool]:
    return f"{start}/{_iso(anchor.day) if anchor.day else '..'}", basis, True


def _ago(match: re.Match[str], anchor: Anchor) -> tuple[str, str, bool]:
    word = match["count"].lower()
    count = COUNTS.get(word) or (int(word) if word.isdigit() else 1)
    basis = f"inferred: {' '.join(match.group().split())}, from the date of publication"
    if match["unit"] == "year" and (anchor.day or anchor.year):
        return str((anchor.day.year if anchor.day else anchor.year) - count), basis, False
    if anchor.day is None:
        return "", "unknown: told from a date of publication that nothing tells", False
    if match["unit"] == "month":
        months = anchor.day.year * 12 + anchor.day.month - 1 - count
        return f"{months // 12:04d}-{months % 12 + 1:02d}", basis, False
    return _iso(anchor.day - timedelta(count * (7 if match["unit"] == "week" else 1))), basis, False


def _relative(words: str, anchor: Anchor) -> tuple[str, str, bool]:
    basis = f"inferred: {words!r} from the date of publication"
    if words in ("last year", "this year", "earlier this year") and (anchor.day or anchor.year):
        year = anchor.day.year if anchor.day else anchor.year
        told = basis if anchor.day else f"inferred: {words!r} from the year of other dates of the text"
        if words == "earlier this year" and anchor.day:
            return f"{year:04d}-01-01/{_iso(anchor.day)}", told, False
        return f"{year - (words == 'last year'):04d}", told, False
    if anchor.day is None:
        return "", "unknown: told from a date of publication that nothing tells", False
    day = anchor.day
    if words in ("yesterday", "last night"):
        return _iso(day - timedelta(1)), basis, False
    if words == "last month":
        months = day.year * 12 + day.month - 2
        return f"{months // 12:04d}-{months % 12 + 1:02d}", basis, False
    if words in ("this month", "earlier this month"):
        return f"{_iso(day.replace(day=1))}/{_iso(day)}", basis, False
    if words in ("last week", "this week", "earlier this week"):
        monday = day - timedelta(day.weekday() + (7 if words == "last week" else 0))
        return f"{_iso(monday)}/{_iso(monday + timedelta(6) if words == 'last week' else day)}", basis, False
    return _iso(day), basis, False


def _iso(day: date) -> str:
    return day.isoformat()


def _valid(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
