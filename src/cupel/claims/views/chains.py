"""Circular reporting: claims go in; out come those that several documents carry and that lead back to one origin."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from cupel.claims.views.wording import Wording
from cupel.records.claim import NOT_ASSERTED, Chain, Claim, Document

ALIKE = 0.7
"""Share of the shorter claim's runs of words that another document must have, for both to be one text."""
SAME_MATTER = 0.5
"""Share of its bearing words, where both name the same origin."""
FEWEST = 4
"""Bearing words that two claims must share."""
RUN = 4
"""Words of a run."""
PLACES = 64
"""Places of the table of counts for each claim, a byte each: three times the runs that a claim has."""
MOST_ALIKE = 50
"""Claims with the same run that are compared: a run that more have is a formula of the language."""
MOST_NEAR = 100
"""Claims of one origin about one entity that are compared with the next one."""


def chains(documents: Sequence[Document], claims: Sequence[Claim], wording: Wording) -> tuple[Chain, ...]:
    """Find claims of two documents or more that say the same and rest on one speaker, one outlet, or one text.

    Two claims belong together where their runs of words are nearly the same, or where both come by way of the same
    origin and share most of their bearing words. The earliest document gives the origin where no speaker is shared.
    """
    told = [it for it in claims if it.kind != "author" or len(wording.bearing(it)) >= 2 * FEWEST]
    groups = _Groups(len(told))
    for one, other in (*_same_text(told, wording), *_same_origin(told, wording)):
        if (told[one].stance in NOT_ASSERTED) == (told[other].stance in NOT_ASSERTED):  # a denial carries no accusation
            groups.join(one, other)
    places = {it.id: (_day(it), number) for number, it in enumerate(documents)}
    by_id = {it.id: it for it in documents}
    found = []
    for members in groups.all():
        group = sorted((told[at] for at in members), key=lambda it: places.get(it.document, ("9", 0)))
        carried = tuple(dict.fromkeys(it.document for it in group))
        if len(carried) > 1:
            origin = _origin(group) or by_id[group[0].document].outlet or by_id[group[0].document].name
            note = f"{_count(len(carried))} documents, one source"
            found.append(Chain(origin, tuple(it.id for it in group), carried, note))
    return tuple(sorted(found, key=lambda it: (-len(it.documents), it.claims)))


class _Groups:
    """Claims by number, joined into groups (union and find)."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def join(self, one: int, other: int) -> None:
        self._above[self._top(one)] = self._top(other)

    def all(self) -> list[list[int]]:
        groups: dict[int, list[int]] = defaultdict(list)
        for at in range(len(self._above)):
            groups[self._top(at)].append(at)
        return [it for it in groups.values() if len(it) > 1]

    def _top(self, at: int) -> int:
        while self._above[at] != at:
            self._above[at] = self._above[self._above[at]]
            at = self._above[at]
        return at


def _same_text(claims: Sequence[Claim], wording: Wording) -> Iterator[tuple[int, int]]:
    """Pair claims of two documents of which one has most of the runs of words of the other.

    Nearly all runs stand in one claim only: a table of small counts finds most of those, and only the rest are listed.
    """
    runs_of = [_runs(it, wording) for it in claims]
    mask = (1 << (PLACES * len(claims)).bit_length()) - 1
    counts = bytearray(mask + 1)
    for runs in runs_of:
        for run in runs:
            if counts[run & mask] < 2:
                counts[run & mask] += 1
    having: dict[int, list[int]] = {}
    sizes = [len(runs) for runs in runs_of]
    for at, runs in enumerate(runs_of):
        again = [run for run in runs if counts[run & mask] > 1]
        shared: dict[int, int] = defaultdict(int)
        for run in again:
            for other in having.get(run, ()):
                shared[other] += 1
        alike = [
            other for other, count in shared.items()
            if count >= FEWEST and count >= ALIKE * min(sizes[other], sizes[at])
            and claims[other].document != claims[at].document
        ]  # fmt: skip
        for other in alike:
            yield other, at
        if not alike:  # a copy is found by what it copies: copies of copies cost no more
            for run in again:
                listed = having.setdefault(run, [])
                if len(listed) < MOST_ALIKE:
                    listed.append(at)


def _runs(claim: Claim, wording: Wording) -> "array[int]":
    """Return a number for each run of words of a claim, each once: eight bytes instead of the words."""
    words = wording.text(claim).lower().split()
    return array("q", set(map(hash, zip(*(words[first:] for first in range(RUN)), strict=False))))


def _same_origin(claims: Sequence[Claim], wording: Wording) -> Iterator[tuple[int, int]]:
    """Pair claims of two documents that name the same origin and share most of what they say."""
    by_origin: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, it in enumerate(claims):
        bearing = wording.bearing(it)
        for origin in {it.speaker, *it.via} - {""}:
            for entity in it.about:
                near = by_origin[origin, entity]
                alike = []
                for other in near[-MOST_NEAR:]:
                    two = wording.bearing(claims[other])
                    enough = max(FEWEST, SAME_MATTER * min(len(bearing), len(two)))
                    if claims[other].document != it.document and len(bearing & two) >= enough:
                        alike.append(other)
                for other in alike:
                    yield other, at
                if not alike:
                    near.append(at)


def _origin(group: Sequence[Claim]) -> str:
    """Name the entity that all of them rest on: the speaker of all, else somebody by whom all of them came."""
    shared = set.intersection(*({it.speaker, *it.via} - {""} for it in group))
    first = group[0]
    if found := next((name for name in (first.speaker, *first.via) if name in shared), ""):
        return found
    # the first document has it from its own sources: it is the origin where the others name its outlet
    outlets = Counter(
        name
        for it in group
        if it.document != first.document
        for name in {it.speaker, *it.via}
        if name.startswith("outlet:")
    )
    return next((name for name, _ in outlets.most_common(1)), "")


def _day(document: Document) -> str:
    return document.published.interval.replace("../", "") or "9"


def _count(number: int) -> str:
    return {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}.get(number, str(number))
