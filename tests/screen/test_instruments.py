"""Every instrument says of its golden cases what its text says."""

from pathlib import Path

import pytest

from cupel.screen.evaluate import evaluate
from cupel.screen.instruments import shipped_instruments
from instrument_cases import Case, cases_of

FOLDER = Path(__file__).parents[1] / "cases" / "instrument"
BY_ID = {it.id: it for it in shipped_instruments()}
CASES = [case for folder in sorted(FOLDER.iterdir()) if folder.is_dir() for case in cases_of(folder)]


@pytest.mark.parametrize("case", CASES, ids=lambda it: f"{it.instrument}: {it.name}")
def test_case(case: Case):
    verdicts = {it.entry: it for it in evaluate(BY_ID[case.instrument], case.subject, case.around)}
    said = {entry: verdicts[entry].value for entry in case.expected}
    assert said == dict(case.expected), "\n".join(
        f"{entry} {step.number} {step.answer}: {step.because}"
        for entry in case.expected
        for step in verdicts[entry].steps
    )
    for entry, missing in case.missing.items():
        assert set(missing) <= set(verdicts[entry].missing)
    for entry, days in case.deadlines.items():
        assert [it.on for it in verdicts[entry].deadlines] == days


def test_every_instrument_has_a_case_and_every_entry_is_reached_and_spared_by_one():
    said = {(case.instrument, entry, value) for case in CASES for entry, value in case.expected.items()}
    american = [it for it in BY_ID.values() if it.jurisdiction == "US"]
    assert {it.id for it in american} <= {case.instrument for case in CASES}
    never_open = {
        (it.id, entry.id)
        for it in american
        for entry in it.entries
        if not any((it.id, entry.id, value) in said for value in ("covered", "covered if", "cannot tell"))
    }
    assert not never_open
    never_spared = {
        (it.id, entry.id) for it in american for entry in it.entries if (it.id, entry.id, "not covered") not in said
    }
    assert not never_spared


def test_every_verdict_carries_a_source_that_was_read():
    for case in CASES:
        for verdict in evaluate(BY_ID[case.instrument], case.subject, case.around):
            assert verdict.source is not None
            assert verdict.source.address.startswith("https://")
            assert verdict.source.retrieved
