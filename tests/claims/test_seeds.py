"""The three first documents of the project, where they are at hand: the numbers that their list of claims asks for."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
GOLD = ROOT.parent / "shared" / "claims" / "gold_seeds.json"


@pytest.fixture(scope="module")
def benchmark() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("benchmark_claims", ROOT / "benchmarks" / "claims.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(ROOT / "benchmarks"))
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(ROOT / "benchmarks"))


@pytest.fixture(scope="module")
def numbers(benchmark: ModuleType) -> dict[str, str]:
    if not GOLD.exists() or not SEEDS.exists():
        pytest.skip(f"the seeds and their list are not at {SEEDS.parent}")
    return dict(benchmark.measure(list(benchmark.seeds(SEEDS, GOLD)), False))


def test_no_denial_and_nothing_that_was_not_said_becomes_an_assertion(numbers: dict[str, str]) -> None:
    assert numbers["assertion errors: denial, not said, no comment"].startswith("0 of ")


@pytest.mark.parametrize(
    ("number", "least"),
    [
        ("cue F1 (P / R)", 0.90),
        ("source + content F1 (P / R)", 0.80),
        ("stance, explicit", 0.85),
        ("source class", 0.92),
        ("speakers: same or other (pairs, F1)", 0.90),
    ],
)
def test_the_numbers_that_the_issue_asks_for_hold(numbers: dict[str, str], number: str, least: float) -> None:
    assert float(numbers[number].split()[0]) >= least


def test_passages_of_our_own_are_read_as_well(benchmark: ModuleType) -> None:
    cases = list(benchmark.passages(Path(__file__).parent / "passages" / "development"))
    found = benchmark.measure(cases, False)
    assert float(found["stance, all kinds"].split()[0]) >= 0.75
    assert float(found["source class"].split()[0]) >= 0.85
