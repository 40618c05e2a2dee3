"""The second pass reads what was chosen, in order of priority, within its budget, and says what it did not reach."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cupel.inspect.code.program import Program
from cupel.inspect.detect import second_pass
from cupel.inspect.identify.source import Visited
from cupel.inspect.inspection import inspect
from cupel.inspect.sign import Sign
from cupel.inspect.unpack.limits import Limits
from cupel.records.problem import Problem

FIXTURES = Path(__file__).parents[2] / "cases" / "detector" / "access-compared_constants"


class Counting:
    """A reader that spends what it is given and says so."""

    name = title = "counting"
    description = reference = ""
    most_instructions = 1_000_000

    def wants(self, file: Visited) -> bool:
        return "plain" not in file.name

    def read(self, program: Program, file: Visited, instructions: int) -> Iterator[Sign | Problem]:
        program.decoded += instructions
        yield Problem("", f"read {file.name}")


class Searching(Counting):
    """A reader that wants every file and disassembles none."""

    name = title = "searching"
    most_instructions = 0

    def wants(self, file: Visited) -> bool:
        return True

    def read(self, program: Program, file: Visited, instructions: int) -> Iterator[Sign | Problem]:
        yield Problem("", f"searched {file.name} with {instructions}")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(second_pass, "READERS", (Counting(),))
    programs = sorted(FIXTURES.glob("*.elf"))
    for name, program in zip(("bin/one", "bin/plain", "bin/two"), programs, strict=False):
        target = tmp_path / "root" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(program, target)
    shutil.copy(programs[0], tmp_path / "root/bin/one-again")
    return tmp_path / "root"


def test_each_chosen_content_is_read_once(root: Path) -> None:
    found = inspect(root, deep=True)
    assert sorted(it.what for it in found.problems) == ["read one", "read two"]
    assert (found.examination.chosen, found.examination.disassembled) == (2, 2)
    assert found.examination.instructions > 0


def test_nothing_is_disassembled_unless_asked(root: Path) -> None:
    found = inspect(root)
    assert not found.problems
    assert (found.examination.chosen, found.examination.disassembled, found.examination.instructions) == (2, 0, 0)


def test_what_the_budget_does_not_reach_is_a_problem(root: Path) -> None:
    found = inspect(root, Limits(instructions=10), deep=True)
    assert found.examination.instructions == 10
    assert [it.what for it in found.problems] == [
        "read one" if "read one" in {it.what for it in found.problems} else "read two",
        "not disassembled: limit instructions (10) met by what comes before it",
    ]


def test_what_is_only_searched_is_not_counted_and_needs_no_budget(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_pass, "READERS", (Counting(), Searching()))
    found = inspect(root, Limits(instructions=10), deep=True)
    assert (found.examination.chosen, found.examination.disassembled, found.examination.instructions) == (2, 1, 10)
    searched = sorted(it.what for it in found.problems if it.what.startswith("searched"))
    assert searched == ["searched one with 0", "searched plain with 0", "searched two with 0"]


@pytest.mark.parametrize("threads", [1, 4])
def test_threads_make_no_difference(root: Path, threads: int) -> None:
    assert inspect(root, deep=True, threads=threads) == inspect(root, deep=True)
