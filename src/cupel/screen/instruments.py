"""Instruments: TOML files, shipped ones and those of a folder of the user's, go in; checked records of law come out."""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from cupel.errors import InputError
from cupel.records.law import Condition, Entry, Instrument
from cupel.screen.facts import known_facts
from cupel.screen.tables import record_of

SHARED = "entry_defaults"
"""Table of keys that every entry of the file has unless it says otherwise."""


@cache
def shipped_instruments() -> tuple[Instrument, ...]:
    """Read the instruments that cupel ships, in the order of their ids."""
    folder = files("cupel.screen").joinpath("instruments")
    found = [it for it in folder.iterdir() if it.name.endswith(".toml")]
    return tuple(instrument_of(it.read_text("utf-8"), it.name) for it in sorted(found, key=lambda it: it.name))


def read_instruments(folder: Path) -> tuple[Instrument, ...]:
    """Read the instruments of a folder of the user's: contracts, orders, drafts.

    Raises InputError that names file and key and says what to do.
    """
    found = []
    for file in sorted(folder.glob("*.toml")):
        try:
            found.append(instrument_of(file.read_text("utf-8"), file.name))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{file} cannot be read: {error}.", "Give a TOML file in UTF-8.") from error
    if not found:
        raise InputError(f"{folder} holds no instrument.", "Put one TOML file for each into it; docs/how-to shows how.")
    return tuple(found)


def instrument_of(text: str, name: str) -> Instrument:
    """Read one instrument from the text of its file.

    `name` is the file's name, whose stem is the instrument's id. Raises InputError that names file and key.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            f"{name} is no TOML: {error}.", "Correct the line; docs/how-to/add-an-instrument.md."
        ) from error
    shared = table.pop(SHARED, {})
    entries = table.get("entries")
    if not isinstance(shared, dict):
        raise InputError(f"{name}: {SHARED} is no table.", f"Write [{SHARED}].")
    if isinstance(entries, list):
        table["entries"] = [{**shared, **it} if isinstance(it, dict) else it for it in entries]
    stem = name.removesuffix(".toml")
    instrument = record_of(Instrument, {"id": stem, **table}, name)
    _check(instrument, stem, name)
    return instrument


def _check(instrument: Instrument, stem: str, name: str) -> None:
    if instrument.id != stem:
        raise InputError(f"{name}: id is {instrument.id!r}.", f"Leave it out, or write {stem!r}, the file's name.")
    ids = [entry.id for entry in instrument.entries]
    if not ids or len(set(ids)) < len(ids):
        raise InputError(f"{name}: entries has none, or two of one id.", "Give each entry an id of its own.")
    for place, condition in conditions_of(instrument):
        _check_condition(condition, f"{name}: {place}")
    for entry in instrument.entries:
        if not (entry.parties or entry.criteria or entry.covers or entry.purposes or entry.named_in):
            raise InputError(
                f"{name}: entry {entry.id} would cover everything.",
                "Say whom or what: parties, named_in, criteria, covers or purposes.",
            )
        _check_periods(entry, f"{name}: entry {entry.id}, periods")
        if entry.threshold is not None and not 0 <= entry.threshold <= 1:
            raise InputError(f"{name}: entry {entry.id}, threshold is {entry.threshold:g}.", "Write 50 percent as 0.5.")
        if not all(it.when or it.must_be_shown for it in entry.exceptions):
            raise InputError(
                f"{name}: entry {entry.id} has an exception without `when`, which would take out everything.",
                "Give its conditions, or must_be_shown = true where no fact of equipment_facts.toml can tell.",
            )


def conditions_of(instrument: Instrument) -> Iterator[tuple[str, Condition]]:
    """Yield every condition of an instrument with the place where it stands."""
    for condition in instrument.binds:
        yield "binds", condition
    for entry in instrument.entries:
        parts: list[tuple[str, Iterable[Condition]]] = [
            ("criteria", entry.criteria),
            ("covers", entry.covers),
            ("purposes", entry.purposes),
            *(("exceptions", it.when) for it in entry.exceptions),
            *(("deadlines", it.when) for it in entry.deadlines),
        ]
        for part, conditions in parts:
            for condition in conditions:
                yield f"entry {entry.id}, {part}", condition


def _check_condition(condition: Condition, place: str) -> None:
    facts = known_facts()
    fact = facts.get(condition.fact)
    if fact is None:
        raise InputError(
            f"{place}: no fact is called {condition.fact!r}.",
            f"Known are {', '.join(sorted(facts))}; a new one is added to data/equipment_facts.toml.",
        )
    values = condition.any_of + condition.none_of + condition.other_than + condition.unclear
    for value in values:
        if not fact.allows(value):
            allowed = ", ".join(fact.values) or f"of the kind {fact.kind}"
            raise InputError(f"{place}: {fact.name} never is {value!r}.", f"Its values are {allowed}.")
    days = bool(condition.after or condition.before)
    if days and fact.kind != "day":
        raise InputError(f"{place}: {fact.name} is compared with a day.", "Compare a fact of [subject.dates].")
    if condition.above is not None and fact.kind != "number":
        raise InputError(f"{place}: {fact.name} is compared with a number.", "Compare a fact of the kind number.")
    if not (values or days or condition.above is not None):
        raise InputError(f"{place}: the condition on {fact.name} asks nothing.", "Give any_of, none_of, after ...")


def _check_periods(entry: Entry, place: str) -> None:
    if not entry.periods:
        raise InputError(f"{place} is empty.", "Say since when it has which status.")
    for at, period in enumerate(entry.periods):
        if not period.since or (period.until and period.until < period.since):
            raise InputError(f"{place}[{at}] has no first day, or ends before it begins.", "Correct since and until.")
        before: Any = entry.periods[at - 1] if at else None
        if before is not None and not (before.until and before.until < period.since):
            raise InputError(f"{place}[{at}] begins before the one above it ends.", "Give that one its last day.")
