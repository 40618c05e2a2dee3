"""The dated vignettes keep their form, so that a score against them means something."""

import random
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

import cupel
from cupel.records.law import VERDICTS, Effect, Status

FOLDER = Path(__file__).parent / "cases/vignette"
FACTS = tomllib.loads((Path(cupel.__file__).parent / "data/equipment_facts.toml").read_text())
VIGNETTES = {path.stem: tomllib.loads(path.read_text()) for path in sorted(FOLDER.glob("*.toml"))}
DEAL = {"kind", "acquirer", "target", "country", "signed_on", *FACTS["deal"]["facts"]}
# what a text leaves open, not what a case leaves out
OPEN_QUESTIONS = {
    "definition_of_affiliate", "status_of_instrument", "aggregation_before_2014", "transitional_term",
    "brand_or_place_of_making", "reporting_system_notice",
}  # fmt: skip


def subject_facts() -> set[str]:
    """Names of the facts of a subject."""
    table = FACTS["subject"]
    return {"maker"} | (set(table) - {"dates", "other"}) | set(table["dates"]["facts"]) | set(table["other"]["facts"])


def values(name: str) -> list[str]:
    """Values that a fact of a subject may take; empty where any will do."""
    return list(FACTS["subject"].get(name, {}).get("values", []))


@pytest.mark.parametrize("name", VIGNETTES)
def test_names_verdict_day_and_source(name: str) -> None:
    case = VIGNETTES[name]
    assert case["id"] == name
    date.fromisoformat(case["as_of"])
    assert case["expected"] in VERDICTS
    assert case["judges"] in ("equipment", "supplier", "deal")
    assert set(case.get("also_right", [])) <= set(VERDICTS) - {case["expected"]}
    assert case.get("effect", "advice") in get_args(Effect)
    assert case.get("status", "in force") in get_args(Status)
    assert case["source"]["sure"] in ("primary text", "secondary", "note only")
    assert case["source"]["address"].startswith("http")
    date.fromisoformat(case["source"]["retrieved"])
    assert len(case["because"]) > 20


@pytest.mark.parametrize("name", VIGNETTES)
def test_open_verdict_names_what_is_missing_and_a_closed_one_does_not(name: str) -> None:
    case = VIGNETTES[name]
    missing = case.get("missing", [])
    assert bool(missing) == (case["expected"] in ("covered if", "cannot tell"))
    known = subject_facts() | set(FACTS["operator"]["facts"]) | set(FACTS["maker"]["facts"]) | DEAL | OPEN_QUESTIONS
    for fact in missing:
        assert fact.startswith("holding:") or fact in known, fact
        assert fact not in case.get("subject", {}) or fact in {"maker", "class"}, fact


@pytest.mark.parametrize("name", VIGNETTES)
def test_states_only_facts_of_the_table(name: str) -> None:
    case = VIGNETTES[name]
    for fact, value in case.get("subject", {}).items():
        if fact == "maker_status":
            assert value in ("named", "possible", "unknown")
        else:
            assert fact in subject_facts(), fact
            assert not values(fact) or value in values(fact), (fact, value)
    assert set(case["operator"]) <= set(FACTS["operator"]["facts"])
    assert set(case["operator"]["role"]) <= set(FACTS["operator"]["role"]["values"])
    assert {f"maker.{fact}" for fact in case.get("maker", {})} <= set(FACTS["maker"]["facts"])
    assert set(case.get("deal", {})) <= DEAL
    for row in case.get("holding", []):
        assert 0 <= row["low"] <= row["high"] <= 1
        assert row["kind"] in ("shares", "control")
    for party in case.get("party", []):
        assert set(party.get("listed", [])) <= set(FACTS["party"]["values"])


def test_a_third_stands_apart_by_the_seeded_draw() -> None:
    names = sorted(VIGNETTES)
    drawn = set(random.Random(20261125).sample(names, round(len(names) / 3)))
    assert {name for name, case in VIGNETTES.items() if case["apart"]} == drawn


def test_every_kind_of_answer_is_asked_of_enough_instruments() -> None:
    by_verdict: dict[str, set[Any]] = {verdict: set() for verdict in VERDICTS}
    for case in VIGNETTES.values():
        by_verdict[case["expected"]].add(case["instrument"])
    assert len(VIGNETTES) >= 90
    assert len(by_verdict["covered"] | by_verdict["not covered"]) >= 20
    assert all(len(instruments) >= 8 for instruments in by_verdict.values())
