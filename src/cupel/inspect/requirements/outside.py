"""Checks of requirements that need reference data: ladder and times go in; what speaks against a clause comes out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cupel.inspect.age import age_of
from cupel.inspect.metric import Weighed
from cupel.records.evidence import Evidence

MOST = 20


@dataclass(frozen=True, slots=True)
class Against:
    """One thing that reference data holds against a clause."""

    what: str
    """In a few words."""
    evidence: tuple[Evidence, ...]
    """Where the image shows it."""


def unsupported(weighed: Weighed) -> Iterator[Against]:
    """Yield each component whose release line upstream no longer mends, as of the stated day."""
    for it in weighed.inspection.components:
        times = weighed.times.get(it.id)
        age = age_of(it, weighed.as_of, times) if times and it.held else None
        if age and age.ended:
            seen = tuple(sighting.evidence for sighting in it.sightings[:1])
            yield Against(f"{it.title} {it.versions.exact}: upstream's support ended {age.support_ends}", seen)


def exploited(weighed: Weighed) -> Iterator[Against]:
    """Yield each vulnerability that is known to be exploited, is built in, and shows no fix."""
    for match in weighed.ladder.matches:
        if match.exploited_since and all(step.state == "yes" for step in match.steps[:4]):
            seen = tuple(one for step in match.steps[:4] for one in step.evidence)
            yield Against(f"{match.cve} in {match.component}, known exploited since {match.exploited_since}", seen[:3])


OUTSIDE: dict[str, Callable[[Weighed], Iterator[Against]]] = {
    "support has ended": unsupported,
    "known to be exploited": exploited,
}
"""Name in a set's file -> the check."""
