"""Reporting duties that a packet may set off: a day goes in, the dated provisions come out, and words for them."""

import datetime
import tomllib
from collections.abc import Iterator, Sequence
from importlib.resources import files

from cupel.records.boundary import from_plain
from cupel.records.duty import Duty

HEADING = "Reporting duties that this packet may set off"
CAVEAT = "A list to check, and no legal advice: whether any of it applies depends on who sends, who gets it, and where."


def duties() -> tuple[Duty, ...]:
    """Read the duties that cupel knows of, whatever the day."""
    data = tomllib.loads((files("cupel") / "data" / "reporting_duties.toml").read_text("utf-8"))
    return tuple(
        from_plain(Duty, {("since" if key == "from" else key): value for key, value in row.items()})
        for row in data["duty"]
    )


def in_words(found: Sequence[Duty], day: datetime.date) -> Iterator[str]:
    """Yield the list for a person, as of a day: what applies first, then what does not yet."""
    yield f"{HEADING}, as of {day.isoformat()}"
    yield CAVEAT
    for it in sorted(found, key=lambda it: it.since > day):
        when = f"since {it.since}" if it.since <= day else f"NOT YET, from {it.since} on"
        yield ""
        yield f"{it.jurisdiction}: {it.instrument}, {it.article} ({when})"
        yield f"  may bind:          {it.bound}"
        yield f"  may be set off by: {it.trigger}"
        yield f"  then:              {it.duty}; {it.deadline}"
        yield f"  source:            {it.source}, read on {it.retrieved} at: {it.read_at}; {it.certainty}"
        if it.note:
            yield f"  note:              {it.note}"
