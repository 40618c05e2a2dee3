"""Evaluation of a rule: an entry, a subject and a day go in, a Verdict with numbered steps comes out.

1. Was the entry in force on that day? Its status of that day decides: what came later was not the law.
2. Is the operator one of those who are bound?
3. Is the maker, its owner or a component's maker named, an affiliate of one that is named, or does it meet the
   criteria; or is it a matter of where it was produced?
4. Is it one of the classes of equipment that are covered?
5. Does it stand in a part of the network that is covered?
6. Is it used for a purpose that is covered?
7. Was it installed, bought or authorised in the time that is covered?
8. Does no exception take it out?
9. Is a cap exceeded, where there is one; and which deadlines concern it?

The first no ends the evaluation: `not covered`. An entry that does not bind on the day because it is proposed, adopted
or suspended is carried to the end, to show what it would reach. All yes: `covered`. Unknown steps that nameable facts
would settle: `covered if`. The law, its text or the maker itself unknown: `cannot tell`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cupel.records.law import Deadline, Entry, Instrument, RuleException, Step, Verdict, VerdictValue
from cupel.records.maker import Maker
from cupel.screen.affiliates import Suppliers, with_lists
from cupel.screen.conditions import NOTHING, Finding, all_hold, both, holds
from cupel.screen.facts import known_facts
from cupel.screen.in_force import PENDING, Standing, standing_on
from cupel.screen.makers_reached import maker_reached

MAKER_STEP = 3
"""The step that tests the maker."""
QUESTIONS = {
    1: "Was it in force on that day?",
    2: "Is the operator bound?",
    3: "Is the maker, an owner or a component's maker reached, or the place of production?",
    4: "Is this class of equipment covered?",
    5: "Is this part of the network covered?",
    6: "Is this use covered?",
    7: "Does it fall into the time that is covered?",
    8: "Does no exception take it out?",
    9: "Is a cap exceeded, where there is one?",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is judged: a device, a component or a supplier."""

    facts: Mapping[str, str]
    """Facts of `data/equipment_facts.toml`; one that is absent is unknown."""
    maker: Maker | None = None
    """Who made it, or the supplier; None where nobody is known."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is the same for every subject of a screening."""

    as_of: str
    """The day that is asked about, ISO 8601."""
    operator: Mapping[str, str] = field(default_factory=dict)
    """Facts of who screens."""
    suppliers: Suppliers = field(default_factory=Suppliers)


def evaluate(instrument: Instrument, subject: Subject, around: Circumstances) -> tuple[Verdict, ...]:
    """Evaluate every entry of an instrument for one subject, in the order of its file."""
    return tuple(Rule(instrument, entry, around).verdict(subject) for entry in instrument.entries)


class Rule:
    """One entry on one day for one operator: what does not depend on the subject is answered once.

    Answers are kept by the facts that a step asks, so that subjects which are equal in those share steps and verdicts.
    """

    def __init__(self, instrument: Instrument, entry: Entry, around: Circumstances) -> None:
        self.instrument = instrument
        self.entry = with_lists(entry, around.suppliers)
        self.around = around
        self.standing = standing_on(entry, around.as_of)
        self.asked = _asked(self.entry)
        self._of_maker = _of_maker(self.entry, self.asked)
        self._warnings = _warnings(instrument, entry, self.standing, around.as_of)
        self._elsewhere = _named_elsewhere(instrument, entry)
        self._answers: dict[tuple[object, ...], tuple[Step, Finding]] = {}
        self._verdicts: dict[tuple[int, ...], Verdict] = {}

    @property
    def reads_maker(self) -> bool:
        """Whether the maker matters: an entry that goes by what equipment is or contains does not ask it."""
        return bool(self._of_maker)

    def verdict(self, subject: Subject) -> Verdict:
        """Answer step after step to the first no, and conclude."""
        facts = subject.facts
        taken = []
        for number, names in self.asked.items():
            key: tuple[object, ...] = (number, *[facts.get(name, "") for name in names])
            if number in self._of_maker and (maker := subject.maker) is not None:
                key += (maker.party, maker.status, maker.sold_as, maker.others)
            answer = self._answers.get(key)
            if answer is None:
                answer = self._answers[key] = self._answer(number, subject)
            taken.append(answer)
            if answer[1].answer == "no" and not (number == 1 and self.standing.status in PENDING):
                break
        same = tuple([id(step) for step, _ in taken])
        found = self._verdicts.get(same)
        if found is None:
            found = self._verdicts[same] = self._conclude(taken, subject)
        return found

    def _answer(self, number: int, subject: Subject) -> tuple[Step, Finding]:
        entry, around = self.entry, self.around
        facts = {**around.operator, **subject_facts(subject, around)}
        at = [holds(it, facts) for it in entry.covers if known_facts()[it.fact].step == number]
        if number == 1:
            found = self.standing.found
        elif number == 2:
            found = all_hold(self.instrument.binds, around.operator)
        elif number == MAKER_STEP:
            if subject.maker is not None and subject.maker.party in self._elsewhere:
                entry = replace(entry, complete=True)
            found = both([maker_reached(entry, subject.maker, facts, around.suppliers, around.as_of), *at])
        elif number == 6:
            found = both([*at, *(holds(it, facts) for it in entry.purposes)])
        elif number == 8:
            found = _excepted(entry, facts, around.as_of)
        else:  # 4, 5, 7, 9
            found = both(at)
        return Step(number, QUESTIONS[number], found.answer, found.because, ", ".join(found.missing)), found

    def _conclude(self, taken: list[tuple[Step, Finding]], subject: Subject) -> Verdict:
        entry, standing, around = self.entry, self.standing, self.around
        value = _value([found for _, found in taken])
        missing = dict.fromkeys(name for _, found in taken for name in found.missing)
        reaches = taken[-1][1].answer != "no"
        facts = {**around.operator, **subject_facts(subject, around)} if reaches else {}
        return Verdict(
            self.instrument.id,
            entry.id,
            value,
            around.as_of,
            standing.status,
            entry.effect,
            entry.clause,
            tuple(step for step, _ in taken),
            tuple(missing) if value in ("covered if", "cannot tell") else (),
            standing.since,
            standing.until,
            _deadlines(entry, facts, around.as_of) if reaches else (),
            _open_exceptions(entry, facts, around.as_of) if reaches else (),
            self._warnings,
            standing.source or entry.source or self.instrument.source,
        )


def subject_facts(subject: Subject, around: Circumstances) -> dict[str, str]:
    """Return the facts of a subject with those of its maker, where that is named; what it states itself goes first."""
    maker = subject.maker
    named = maker is not None and maker.status == "named"
    return {**(around.suppliers.facts_of(maker.party, around.as_of) if maker and named else {}), **subject.facts}


def _asked(entry: Entry) -> dict[int, tuple[str, ...]]:
    """Name for each step the facts of a subject that it asks."""
    known = known_facts()
    steps: dict[int, list[str]] = {number: [] for number in QUESTIONS}
    steps[MAKER_STEP] += [it for it in entry.tested if it not in ("maker", "sold_as")]
    steps[MAKER_STEP] += [it.fact for it in entry.criteria]
    for it in entry.covers:
        steps[known[it.fact].step].append(it.fact)
    steps[6] += [it.fact for it in entry.purposes]
    steps[8] += [it.fact for exception in entry.exceptions for it in exception.when]
    steps[9] += [it.fact for deadline in entry.deadlines for it in deadline.when]
    return {number: tuple(dict.fromkeys(names)) for number, names in steps.items()}


def _of_maker(entry: Entry, asked: Mapping[int, tuple[str, ...]]) -> frozenset[int]:
    """Return the steps that read the maker: the third where it is tested, and those that ask a fact of it."""
    numbers = {number for number, names in asked.items() if any(name.startswith("maker.") for name in names)}
    if (entry.parties or entry.criteria or entry.named_in) and {"maker", "sold_as"} & set(entry.tested):
        numbers.add(MAKER_STEP)
    return frozenset(numbers)


def _named_elsewhere(instrument: Instrument, entry: Entry) -> frozenset[str]:
    """Return whom other entries name with days of their own: these are no unread names of this one."""
    others = [it for it in instrument.entries if it.id != entry.id and it.affiliates == "named only"]
    return frozenset(party for it in others for party in it.parties)


def _value(found: list[Finding]) -> VerdictValue:
    answers = [it.answer for it in found]
    if "no" in answers:
        return "not covered"
    if "unknown" not in answers:
        return "covered"
    return "cannot tell" if any(it.open_law for it in found) else "covered if"


def _applies(rule: RuleException | Deadline, day: str) -> bool:
    return rule.since <= day and (not rule.until or day <= rule.until)


def _excepted(entry: Entry, facts: Mapping[str, str], day: str) -> Finding:
    """Answer step 8: a yes where no exception of the day can take the subject out."""
    tried = [(it, all_hold(it.when, facts)) for it in entry.exceptions if it.when and _applies(it, day)]
    for exception, found in tried:
        if found.answer == "yes":
            return Finding("no", f"{exception.text} ({exception.clause}): {found.because}")
    open_ones = [(it, found) for it, found in tried if found.answer == "unknown" and not it.must_be_shown]
    if open_ones:
        missing = dict.fromkeys(name for _, found in open_ones for name in found.missing)
        because = "; ".join(f"{it.text} ({it.clause}): {found.because}" for it, found in open_ones)
        return Finding("unknown", because, tuple(missing))
    return Finding("yes", "; ".join(found.because for _, found in tried) or NOTHING)


def _open_exceptions(entry: Entry, facts: Mapping[str, str], day: str) -> tuple[str, ...]:
    """Name the exceptions that might take the subject out if a fact were known or shown."""
    return tuple(
        f"{it.text} ({it.clause}){f', until {it.until}' if it.until else ''}"
        for it in entry.exceptions
        if _applies(it, day) and (not it.when or all_hold(it.when, facts).answer == "unknown")
    )


def _deadlines(entry: Entry, facts: Mapping[str, str], day: str) -> tuple[Deadline, ...]:
    """Return the deadlines, as they were on that day, that concern or may concern the subject."""
    return tuple(it for it in entry.deadlines if _applies(it, day) and all_hold(it.when, facts).answer != "no")


def _warnings(instrument: Instrument, entry: Entry, standing: Standing, day: str) -> tuple[str, ...]:
    source = standing.source or entry.source or instrument.source
    found = list(standing.warnings)
    if day > instrument.review_after:
        found.append(
            f"Last read on {source.retrieved}, to be read again after {instrument.review_after}: it may have changed."
        )
    if source.confidence == "uncertain":
        found.append(f"Uncertain: {source.note or 'no primary text was found'}.")
    if not entry.complete:
        found.append("This file does not hold every name of the list: look a maker up in the source.")
    return tuple(found)
