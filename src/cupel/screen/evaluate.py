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

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cupel.records.law import Condition, Deadline, Entry, Instrument, RuleException, Step, Verdict, VerdictValue
from cupel.records.maker import Maker
from cupel.screen.affiliates import Suppliers, with_lists
from cupel.screen.conditions import NOTHING, Finding, all_hold, both, holds
from cupel.screen.facts import known_facts
from cupel.screen.in_force import PENDING, Standing, standing_on
from cupel.screen.makers_reached import maker_reached

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
    return tuple(evaluate_entry(instrument, entry, subject, around) for entry in instrument.entries)


def evaluate_entry(instrument: Instrument, entry: Entry, subject: Subject, around: Circumstances) -> Verdict:
    """Evaluate one entry for one subject."""
    entry = with_lists(entry, around.suppliers)
    standing = standing_on(entry, around.as_of)
    facts = {**around.operator, **subject_facts(subject, around)}
    found: list[tuple[int, Finding]] = []
    for number, finding in _findings(instrument, entry, subject, facts, around, standing):
        found.append((number, finding))
        if finding.answer == "no" and not (number == 1 and standing.status in PENDING):
            break
    value = _value([finding for _, finding in found])
    reaches = found[-1][1].answer != "no"
    missing = dict.fromkeys(name for _, finding in found for name in finding.missing)
    return Verdict(
        instrument.id,
        entry.id,
        value,
        around.as_of,
        standing.status,
        entry.effect,
        entry.clause,
        tuple(Step(n, QUESTIONS[n], it.answer, it.because, ", ".join(it.missing)) for n, it in found),
        tuple(missing) if value in ("covered if", "cannot tell") else (),
        standing.since,
        standing.until,
        _deadlines(entry, facts, around.as_of) if reaches else (),
        _open_exceptions(entry, facts, around.as_of) if reaches else (),
        _warnings(instrument, entry, standing, around.as_of),
        standing.source or entry.source or instrument.source,
    )


def _findings(
    instrument: Instrument,
    entry: Entry,
    subject: Subject,
    facts: Mapping[str, str],
    around: Circumstances,
    standing: Standing,
) -> Iterator[tuple[int, Finding]]:
    """Answer the steps one by one; a step at which the entry asks nothing is a yes."""
    yield 1, standing.found
    yield 2, _asked(instrument.binds, around.operator)
    reached = maker_reached(entry, subject.maker, facts, around.suppliers, around.as_of)
    yield 3, both([reached, *_at(3, entry, facts)])
    yield 4, both(_at(4, entry, facts))
    yield 5, both(_at(5, entry, facts))
    yield 6, both([*_at(6, entry, facts), *(holds(it, facts) for it in entry.purposes)])
    yield 7, both(_at(7, entry, facts))
    yield 8, _excepted(entry, facts, around.as_of)
    yield 9, both(_at(9, entry, facts))


def subject_facts(subject: Subject, around: Circumstances) -> dict[str, str]:
    """Return the facts of a subject with those of its maker, where that is named; what it states itself goes first."""
    maker = subject.maker
    named = maker is not None and maker.status == "named"
    return {**(around.suppliers.facts_of(maker.party, around.as_of) if maker and named else {}), **subject.facts}


def _at(number: int, entry: Entry, facts: Mapping[str, str]) -> list[Finding]:
    known = known_facts()
    return [holds(it, facts) for it in entry.covers if known[it.fact].step == number]


def _asked(conditions: tuple[Condition, ...], facts: Mapping[str, str]) -> Finding:
    return both([holds(it, facts) for it in conditions])


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
