"""Measures the rules: made-up rows go in; the time and the memory of screening them against all instruments come out.

    python benchmarks/screening_rules.py [--rows 100000] [--instruments 40] [--makers 300] [--models 1000]

A row is a device of one of the models, which share maker, class, domain, production, components and approvals; purpose,
state, site, three days, subsidy and permit are drawn for each row (seed 6), so that hardly two rows are equal. Every
fact is unknown in three of ten cases, and a third of the models has no maker that is named for sure. Where fewer
instruments are shipped than asked for, the shipped ones are repeated under other ids until there are enough. Limit: 60
seconds on two cores and 1 GB (issue 6).
"""

import argparse
import dataclasses
import itertools
import random
import resource
import time

from cupel.records.law import Instrument
from cupel.records.maker import Maker
from cupel.screen.evaluate import Circumstances, Subject
from cupel.screen.facts import Fact, known_facts
from cupel.screen.instruments import shipped_instruments
from cupel.screen.screening import screen

COUNTRIES = ("CN", "US", "TW", "VN", "SE", "FI", "KR", "DE", "CN;US", "")
STATUSES = ("named",) * 8 + ("possible", "possible", "conflict", "unknown")
OF_USE = (
    "purpose",
    "state",
    "site",
    "installed_on",
    "ordered_on",
    "contract_on",
    "paid_with_federal_subsidy",
    "permit",
)
OPERATOR = {
    "jurisdictions": "US;GB;DE",
    "role": "mobile-operator;federal-contractor;federal-subsidy-recipient;importer-or-seller;exporter",
    "subscribers": "400000",
}


def rows(count: int, makers: int, models: int) -> list[Subject]:
    """Make rows: what a device is follows from its model, and how it is used is drawn for each row."""
    random.seed(6)
    named = sorted({party for it in shipped_instruments() for entry in it.entries for party in entry.parties})
    parties = [*(f"maker-{number}" for number in range(makers - len(named) // 2)), *named][:makers]
    facts = [fact for fact in known_facts().values() if not fact.name.startswith("maker.")]
    of_use = [it for it in facts if it.name in OF_USE]
    of_model = [it for it in facts if it.name not in OF_USE]
    kinds = [_subject(random.choice(parties), of_model) for _ in range(models)]
    return [_used(random.choice(kinds), of_use) for _ in range(count)]


def _subject(party: str, facts: list[Fact]) -> Subject:
    status = random.choice(STATUSES)
    known = party if status in ("named", "possible") else ""
    maker = Maker(known, status, (), "", "", (party, "nokia") if status == "conflict" else ())  # type: ignore[arg-type]
    return Subject(_drawn(facts), maker)


def _used(model: Subject, facts: list[Fact]) -> Subject:
    return Subject({**model.facts, **_drawn(facts)}, model.maker)


def _drawn(facts: list[Fact]) -> dict[str, str]:
    values = {fact.name: _value(fact) for fact in facts if random.random() < 0.7}
    return {name: value for name, value in values.items() if value}


def _value(fact: Fact) -> str:
    if fact.kind == "one of":
        return random.choice(fact.values)
    if fact.kind == "day":
        return f"20{random.randint(8, 26):02}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    if fact.kind == "country":
        return random.choice(COUNTRIES)
    if fact.kind == "yes-or-no":
        return random.choice(("yes", "no", ""))
    if fact.kind == "number":
        return str(round(random.random(), 2))
    if fact.kind == "party":
        return random.choice(("huawei", "quectel", "none", ""))
    return ""


def enough(wanted: int) -> list[Instrument]:
    """Repeat the shipped instruments until there are as many as wanted."""
    shipped = itertools.cycle(enumerate(shipped_instruments()))
    found = [next(shipped) for _ in range(max(wanted, len(shipped_instruments())))]
    return [dataclasses.replace(it, id=f"{it.id}-{n}") for n, (_, it) in enumerate(found)]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--instruments", type=int, default=40)
    options.add_argument("--makers", type=int, default=300)
    options.add_argument("--models", type=int, default=1000)
    wanted = options.parse_args()
    subjects, instruments = rows(wanted.rows, wanted.makers, wanted.models), enough(wanted.instruments)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin, began = time.perf_counter(), time.process_time()
    screening = screen(subjects, instruments, Circumstances("2026-11-25", OPERATOR))
    seconds, of_processor = time.perf_counter() - begin, time.process_time() - began
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    entries = len(screening.screened)
    different = sum(len(it.verdicts) for it in screening.screened)
    print(f"{wanted.rows} rows x {len(instruments)} instruments with {entries} entries, one process")
    print(f"{seconds:.1f} s, {of_processor:.1f} s of processor time (limit 60)")
    print(f"{different} different verdicts of {wanted.rows * entries}")
    print(f"peak {after / 1024:.0f} MB, of which rows {before / 1024:.0f} MB (limit 1024)")


if __name__ == "__main__":
    main()
