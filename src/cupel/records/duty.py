"""Duty: an obligation to report, or to keep quiet, that telling a vendor of findings may set off."""

import datetime
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of data/reporting_duties.toml; no advice on whether it applies to anybody."""

    id: str
    """Identifier."""
    jurisdiction: str
    """Whose law it is."""
    instrument: str
    """The law."""
    article: str
    """The provision in it."""
    bound: str
    """Who is bound."""
    trigger: str
    """What sets it off."""
    duty: str
    """What is to be done, or left undone."""
    deadline: str
    """Until when."""
    since: datetime.date
    """The day from which it applies."""
    source: str
    """Address of the official text."""
    read_at: str
    """Where it was read."""
    retrieved: datetime.date
    """The day on which that was read."""
    certainty: Literal["verified", "uncertain"]
    """verified: independent restatements of the provision, item by item, agree; uncertain: general summaries only."""
    note: str = ""
    """What else a reader must know, or check."""
