"""Each rule finds what its golden cases say, with their exact words, and nothing in their near misses."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from cupel.claims.attribution.attribute import Attribution, attribute
from cupel.claims.attribution.rule import rules

CASES = Path(__file__).parents[2] / "cases" / "claim-rule"
NAMES = [it.name for it in rules()]
FILES = [(name, file) for name in NAMES for file in sorted((CASES / name).glob("*.toml"))]


def shown(text: str, it: Attribution) -> dict[str, Any]:
    """Return an attribution as a golden case writes it."""
    found: dict[str, Any] = {"source": text[slice(*it.source)]} if it.source else {}
    assert it.cue is not None
    found |= {"cue": text[slice(*it.cue)], "content": [text[slice(*span)] for span in it.content]}
    return found | ({"negated": True} if it.negated else {})


@pytest.mark.parametrize(("name", "file"), FILES, ids=[f"{name}-{file.stem}" for name, file in FILES])
def test_golden(name: str, file: Path) -> None:
    case = tomllib.loads(file.read_text("utf-8"))
    found = [shown(case["text"], it) for it in attribute(case["text"]) if it.rule == name]
    assert found == case.get("found", [])


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_has_a_hit_and_a_near_miss(name: str) -> None:
    found = {
        file.stem: tomllib.loads(file.read_text("utf-8")).get("found", []) for file in (CASES / name).glob("*.toml")
    }
    assert found.get("hit"), f"{name}: no golden case hit.toml with a finding"
    assert found.get("clean") == [], f"{name}: no golden case clean.toml without one"


def test_every_case_has_a_rule() -> None:
    assert {it.name for it in CASES.iterdir() if it.is_dir()} == set(NAMES)


@pytest.mark.parametrize("rule", rules(), ids=NAMES)
def test_every_rule_says_what_it_takes(rule: Any) -> None:
    assert rule.title
    assert rule.description.endswith(".")
