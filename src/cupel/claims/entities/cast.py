"""Holds who is who in a document: its names go in; whoever stands at a place, or is told of, comes out."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cupel.claims.entities import known
from cupel.claims.entities.figures import Figure, Kind, figures
from cupel.claims.entities.names import names
from cupel.claims.source_class import class_of
from cupel.records.claim import Entity, SourceClass

OFTEN = 3
"""Mentions from which on an organisation may be what a document is about."""
READ = 400_000
"""Signs of a document in which words without a capital are sought."""
TOLD = 40
"""Mentions back from which the figure that is told of is chosen."""
FADES = 600
"""Signs over which a mention loses half its weight."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who a phrase means."""

    entity: str
    """Identifier; empty where nothing tells."""
    source_class: SourceClass
    reason: str
    """What told it."""


@dataclass(slots=True)
class Cast:
    """Figures of one document, and who spoke so far."""

    text: str
    """The view of the document's text."""
    document: str
    """Identifier of the document."""
    figures: list[Figure]
    """Named ones, in the order met."""
    others: dict[str, Figure] = field(default_factory=dict)
    """Groups, unnamed people and documents, by identifier."""
    spoken: list[tuple[int, Who]] = field(default_factory=list)
    """(where, who) of each source that was resolved, in order."""
    within_words: list[tuple[int, Who]] = field(default_factory=list)
    """The same of those who only speak inside another's words."""
    starts: list[int] = field(default_factory=list)
    """Offsets of mentions, in order."""
    at: list[tuple[int, Figure]] = field(default_factory=list)
    """(end, figure) of each mention, in the same order."""
    resolved: dict[tuple[int, int], Who] = field(default_factory=dict)
    """What was resolved, by its offsets."""
    unnamed: int = 0
    """Unnamed people so far."""
    by_id: dict[str, Figure] = field(default_factory=dict)
    """Named figures by identifier."""
    holders: dict[str, list[Figure]] = field(default_factory=dict)
    """Word for an office -> the persons whom the document calls so."""
    subject: Figure | None = None
    """The organisation that the document is about: named often, and twice as often as any other; None without one."""
    most_told: Figure | None = None
    """The person named most often."""

    def within(self, start: int, end: int) -> list[tuple[int, int, Figure]]:
        """Return the named figures between two offsets as (start, end, figure)."""
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [(self.starts[place], *self.at[place]) for place in range(low, high)]

    def before(self, offset: int, start: int) -> list[tuple[int, int, Figure]]:
        """Return the figures named from `start` to before an offset, the nearest first."""
        low, high = bisect_left(self.starts, start), bisect_right(self.starts, offset - 1)
        return [(self.starts[place], *self.at[place]) for place in range(high - 1, low - 1, -1)]

    def last_named(self, offset: int, most: int) -> Iterator[Figure]:
        """Yield the figures of at most `most` mentions before an offset, the nearest first."""
        high = bisect_left(self.starts, offset)
        for place in range(high - 1, max(-1, high - most), -1):
            yield self.at[place][1]

    def figure(self, entity: str) -> Figure | None:
        """Return the figure of an identifier."""
        return self.others.get(entity) or self.by_id.get(entity)

    def main(self, offset: int, kinds: Sequence[str], word: str = "") -> Figure | None:
        """Return who is most told of before an offset, of some kinds; countries are not.

        Each of the last mentions counts the more the nearer it is, and double where a sentence begins with it; one more
        where `word` is what the text called it.
        """
        weights: dict[str, float] = {}
        high = bisect_left(self.starts, offset)
        for place in range(max(0, high - TOLD), high):
            start, figure = self.starts[place], self.at[place][1]
            if figure.kind not in kinds or figure.id in known.countries():
                continue
            if word in known.words("body_head") and word not in figure.name.lower():
                continue
            opens = start < 2 or self.text[start - 1] == "\n" or self.text[start - 2 : start] == ". "
            weight = (2 if opens else 1) / (1 + (offset - start) / FADES) + (bool(word) and word in figure.roles)
            weights[figure.id] = weights.get(figure.id, 0.0) + weight
        return self.by_id[max(weights, key=lambda it: weights[it])] if weights else None

    def add(self, kind: Kind, entity: str, text: str, reason: str, *, by_office: bool = False) -> Who:
        """Return somebody whom no name tells, and keep the words."""
        if entity not in self.by_id:
            words = " ".join(text.split())
            self.others.setdefault(entity, Figure(entity, kind, words)).forms.setdefault(words, reason)
        return Who(entity, class_of(kind, by_office=by_office), reason)

    def add_unnamed(self, text: str) -> Who:
        """Return somebody unnamed, who is nobody else's source."""
        self.unnamed += 1
        return self.add("anon", f"anon:{self.unnamed}-{self.document}", text, "unnamed; nobody else's source")

    def entities(self) -> list[Entity]:
        """Return the figures as entities, each merge with its reason."""
        return [
            Entity(
                id=figure.id,
                kind=figure.kind,
                name=figure.name,
                forms=tuple(figure.forms),
                documents=(self.document,),
                reason="; ".join(f"{form}: {why}" for form, why in figure.forms.items()),
            )
            for figure in [*self.figures, *self.others.values()]
        ]


def _subject(found: Sequence[Figure]) -> Figure | None:
    told = sorted((figure for figure in found if figure.kind == "org"), key=lambda it: -len(it.mentions))[:2]
    counts = [len(figure.mentions) for figure in told] + [0, 0]
    return told[0] if counts[0] >= max(OFTEN, 2 * counts[1]) else None


def cast_of(
    text: str,
    stretches: Sequence[tuple[int, int]],
    document: str,
    speaking: Mapping[int, str] | None = None,
    outlet: str = "",
) -> Cast:
    """Read the names of a view's stretches, and return the document's cast.

    `speaking`: see `figures`; `outlet`: who published the document, as it names itself.
    """
    lower = frozenset(text[:READ].split())
    found = figures(text, names(text, stretches), document, lower, speaking, outlet)
    mentions = sorted((begin, end, place) for place, figure in enumerate(found) for begin, end in figure.mentions)
    persons = [figure for figure in found if figure.kind == "person"]
    holders: dict[str, list[Figure]] = {}
    for figure in persons:
        for role in figure.roles:
            holders.setdefault(role, []).append(figure)
    return Cast(
        text,
        document,
        found,
        holders=holders,
        subject=_subject(found),
        most_told=max(persons, key=lambda it: len(it.mentions), default=None),
        starts=[it[0] for it in mentions],
        at=[(it[1], found[it[2]]) for it in mentions],
        by_id={figure.id: figure for figure in found},
    )
