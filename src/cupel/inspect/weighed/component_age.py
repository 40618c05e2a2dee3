"""Measures how old the software in an image is, and of how much upstream's support had ended."""

import re
import statistics
from collections.abc import Iterator
from datetime import date

from cupel.inspect.age import DAYS_OF_A_YEAR, age_of
from cupel.inspect.metric import Weighed
from cupel.records.measure import Measure

DAY = re.compile(r"\d{4}-\d\d-\d\d")


class ComponentAge:
    """Ages by upstream's release days."""

    name = "component_age"
    title = "Age of components"
    formula = (
        "Of components in an exact version whose release day is known: the median and the mean of the years from "
        "that day to the date as of which all holds; where none is stated, to the newest such day in the image. Of "
        "components whose release line has a known end of support: those whose support had ended by the stated date."
    )
    unit = "years, components"
    limits = (
        "Upstream's days: a maker that mends an old version itself is not younger by that. Release days are known of "
        "few products; how many stands in the note. An image is as old as its own release: compare images of one "
        "year."
    )
    reference = "Finite State, 2019, Supply Chain Assessment (mean age of third-party components)"

    def measure(self, weighed: Weighed) -> Iterator[Measure]:
        """Yield median, mean and the share without support."""
        held = [it for it in weighed.inspection.components if it.held and it.versions.exact and it.id in weighed.times]
        told = [weighed.times[it.id].released for it in held]
        days = [date.fromisoformat(it) for it in told if DAY.fullmatch(it)]
        until = date.fromisoformat(weighed.as_of) if weighed.as_of else max(days, default=None)
        years = [(until - day).days / DAYS_OF_A_YEAR for day in days if until and day <= until]
        since = weighed.as_of or f"{until}, the newest release in the image"
        note = f"to {since}; of {len(years)} of {len(held)} components in an exact version" if years else ""
        for name, of in (("median", statistics.median), ("mean", statistics.fmean)):
            yield Measure(self.name, name, round(of(years), 2) if years else None, None, "years", note=note)
        ages = [age_of(it, weighed.as_of, weighed.times[it.id]) for it in held]
        known = [it for it in ages if it.ended is not None]
        ended = sum(bool(it.ended) for it in known) if known else None
        yield Measure(self.name, "support had ended", ended, len(known) or None, "components")


METRIC = ComponentAge()
