"""Screening of many: subjects, instruments and a day go in; the verdict of every entry on every subject comes out.

Equal questions are asked once: an entry's verdict follows from the facts that it asks about and from the maker, so that
subjects which are equal in those share it. Of a day or a number only its place among the entry's bounds counts.
"""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cupel.records.law import Condition, Entry, Instrument, Verdict
from cupel.records.maker import Maker
from cupel.screen.conditions import Finding, holds
from cupel.screen.evaluate import MAKER_STEP, Circumstances, Rule, Subject
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
    of_subject: Sequence[int]
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


@dataclass(frozen=True, slots=True)
class _Makers:
    """The different makers, and which of them each subject has."""

    makers: list[Maker | None]
    of_subject: list[int]


def screen(
    subjects: Sequence[Subject],
    instruments: Sequence[Instrument],
    around: Circumstances,
    on_progress: Progress | None = None,
) -> Screening:
    """Evaluate every entry for every subject."""
    makers = _numbered_makers(subjects)
    rules = [Rule(instrument, entry, around) for instrument in instruments for entry in instrument.entries]
    asked = {fact for rule in rules for facts in rule.asked.values() for fact in facts}
    columns = {fact: [it.facts.get(fact, "") for it in subjects] for fact in asked}
    screened = []
    for number, rule in enumerate(rules):
        if on_progress is not None:
            on_progress("rules", number, len(rules))
        screened.append(_screened(rule, makers, columns))
    return Screening(len(subjects), tuple(screened))


def _screened(rule: Rule, makers: _Makers, columns: Mapping[str, list[str]]) -> Screened:
    """Evaluate one entry: by the facts of the third step alone, then for those that it lets pass by those of the next.

    A no at a step ends an evaluation, so that what a later one asks need not be looked at.
    """
    verdicts: list[Verdict] = []
    places: dict[int, int] = {}
    of_subject = array("l", [-1]) * len(makers.of_subject)
    stages = _stages(rule)
    pending: Sequence[int] = range(len(makers.of_subject))
    groups: Sequence[int] = makers.of_subject if rule.reads_maker else [0] * len(makers.of_subject)
    known = [Subject({}, maker) for maker in (makers.makers if rule.reads_maker else [None])]
    for stage, (number, facts) in enumerate(stages):
        if facts:
            held = [_narrowed(fact, rule.entry, columns[fact]) for fact in facts]
            numbers: dict[tuple[int | str, ...], int] = {}
            keys = zip(groups, *([column[at] for at in pending] for column in held), strict=True)
            groups = [numbers.setdefault(key, len(numbers)) for key in keys]
            known = [_with(known[int(key[0])], facts, key[1:]) for key in numbers]
        decided = []
        for subject in known:
            verdict = rule.verdict(subject)
            ends = verdict.steps[-1].answer == "no" and verdict.steps[-1].number <= number
            if ends or stage == len(stages) - 1:
                decided.append(places.setdefault(id(verdict), len(verdicts)))
                if decided[-1] == len(verdicts):
                    verdicts.append(verdict)
            else:
                decided.append(-1)
        for at, group in zip(pending, groups, strict=True):
            of_subject[at] = decided[group]
        if -1 not in decided:
            break
        left = [(at, group) for at, group in zip(pending, groups, strict=True) if decided[group] < 0]
        pending, groups = [at for at, _ in left], [group for _, group in left]
    return Screened(rule.instrument, rule.entry, tuple(verdicts), of_subject)


def _with(subject: Subject, facts: tuple[str, ...], values: tuple[int | str, ...]) -> Subject:
    more = {fact: str(value) for fact, value in zip(facts, values, strict=True) if value}
    return Subject({**subject.facts, **more}, subject.maker)


def _stages(rule: Rule) -> list[tuple[int, tuple[str, ...]]]:
    """Sort the facts that a rule asks by the first step that asks them; the third stands even if it asks none."""
    seen: set[str] = set()
    stages = []
    for number, names in rule.asked.items():
        new = tuple(name for name in names if name not in seen)
        if new or number == MAKER_STEP:
            stages.append((number, new))
        seen |= set(new)
    return stages


def _conditions(entry: Entry) -> Iterator[Condition]:
    yield from entry.criteria + entry.covers + entry.purposes
    for conditions in [it.when for it in entry.exceptions] + [it.when for it in entry.deadlines]:
        yield from conditions


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
    """Replace days and numbers by the first one of which every condition of the entry finds the same."""
    if fact not in known_facts() or known_facts()[fact].kind not in ORDERED:
        return column
    conditions = [it for it in _conditions(entry) if it.fact == fact]
    first: dict[tuple[Finding, ...], str] = {}
    standing_for = {
        value: first.setdefault(tuple(holds(it, {fact: value}) for it in conditions), value)
        for value in dict.fromkeys(column)
    }
    return [standing_for[value] for value in column]
