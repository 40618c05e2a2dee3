"""Screening of many: subjects, instruments and a day go in; the verdict of every entry on every subject comes out.

Equal questions are asked once: an entry's verdict follows from the facts that it asks about and from the maker, so that
subjects which are equal in those share it. Of a day or a number only its place among the entry's bounds counts.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cupel.records.law import Condition, Entry, Instrument, Verdict
from cupel.records.maker import Maker
from cupel.screen.conditions import holds
from cupel.screen.evaluate import Circumstances, Subject, evaluate_entry
from cupel.screen.facts import known_facts

Progress = Callable[[str, int, int], None]
ORDERED = ("day", "number")
"""Kinds of facts that are compared with bounds."""


@dataclass(frozen=True, slots=True)
class Screened:
    """The verdicts of one entry."""

    instrument: Instrument
    entry: Entry
    verdicts: tuple[Verdict, ...]
    """Every different one."""
    of_subject: array[int]
    """For each subject, which of them it has."""


@dataclass(frozen=True, slots=True)
class Screening:
    """The verdicts of every entry on every subject."""

    subjects: int
    """How many were judged."""
    screened: tuple[Screened, ...]
    """By instrument and entry, in the order of the files."""

    def of(self, subject: int) -> tuple[Verdict, ...]:
        """Return the verdicts on one subject, by its place among those given."""
        return tuple(it.verdicts[it.of_subject[subject]] for it in self.screened)


def screen(
    subjects: Sequence[Subject],
    instruments: Sequence[Instrument],
    around: Circumstances,
    on_progress: Progress | None = None,
) -> Screening:
    """Evaluate every entry for every subject."""
    makers = _numbered_makers(subjects)
    columns = {fact: [it.facts.get(fact, "") for it in subjects] for fact in _asked_facts(instruments)}
    entries = [(instrument, entry) for instrument in instruments for entry in instrument.entries]
    screened = []
    for number, (instrument, entry) in enumerate(entries):
        if on_progress is not None:
            on_progress("rules", number, len(entries))
        asked = asked_of(entry)
        held = [_narrowed(fact, entry, columns[fact]) for fact in asked]
        numbers: dict[tuple[int | str, ...], int] = {}
        keys = zip(makers.of_subject, *held, strict=True)
        of_subject = array("l", (numbers.setdefault(key, len(numbers)) for key in keys))
        verdicts = tuple(
            evaluate_entry(instrument, entry, _subject(makers.makers, asked, key), around) for key in numbers
        )
        screened.append(Screened(instrument, entry, verdicts, of_subject))
    return Screening(len(subjects), tuple(screened))


def asked_of(entry: Entry) -> tuple[str, ...]:
    """Name the facts of a subject that an entry asks about, in alphabetical order."""
    components = {it for it in entry.tested if it not in ("maker", "sold_as")}
    return tuple(sorted({it.fact for it in _conditions(entry)} | components))


def _conditions(entry: Entry) -> Iterator[Condition]:
    yield from entry.criteria + entry.covers + entry.purposes
    for conditions in [it.when for it in entry.exceptions] + [it.when for it in entry.deadlines]:
        yield from conditions


def _asked_facts(instruments: Sequence[Instrument]) -> set[str]:
    return {fact for instrument in instruments for entry in instrument.entries for fact in asked_of(entry)}


@dataclass(frozen=True, slots=True)
class _Makers:
    makers: list[Maker | None]
    of_subject: list[int]


def _numbered_makers(subjects: Sequence[Subject]) -> _Makers:
    """Number the makers by what the evaluation reads of them: the signs behind them do not matter."""
    numbers: dict[tuple[object, ...], int] = {}
    makers: list[Maker | None] = []
    of_subject = []
    for it in subjects:
        maker = it.maker
        key = () if maker is None else (maker.party, maker.status, maker.sold_as, maker.others)
        number = numbers.setdefault(key, len(makers))
        if number == len(makers):
            makers.append(maker)
        of_subject.append(number)
    return _Makers(makers, of_subject)


def _narrowed(fact: str, entry: Entry, column: list[str]) -> list[str]:
    """Replace days and numbers by the first one that every condition of the entry answers alike."""
    if fact not in known_facts() or known_facts()[fact].kind not in ORDERED:
        return column
    conditions = [it for it in _conditions(entry) if it.fact == fact]
    first: dict[tuple[str, ...], str] = {}
    standing_for = {
        value: first.setdefault(tuple(holds(it, {fact: value}).answer for it in conditions), value)
        for value in dict.fromkeys(column)
    }
    return [standing_for[value] for value in column]


def _subject(makers: list[Maker | None], asked: tuple[str, ...], key: tuple[int | str, ...]) -> Subject:
    facts = {fact: str(value) for fact, value in zip(asked, key[1:], strict=True) if value}
    return Subject(facts, makers[int(key[0])])
