"""An argument that is not used is told from one that is, in code for each processor at each level of optimisation."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.code.argument import Following
from cupel.inspect.code.calls import calls
from cupel.inspect.code.imports import Imports
from cupel.inspect.code.program import CannotTell, Program
from cupel.inspect.database import scanner, source_marks_of
from cupel.inspect.detect.code.ineffective_wrappers import READER, IneffectiveWrapper
from cupel.inspect.identify.source import Visited
from cupel.inspect.unpack.content import BytesContent

FILES = sorted((Path(__file__).parents[2] / "cases/detector/weaknesses-ineffective_wrappers").glob("*.so"))
IGNORING = {
    "ignores_memcpy_s", "last_memcpy_s", "ignores_strcpy_s", "ignores_strcat_s", "ignores_strncpy", "ignores_sprintf_s",
}  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=[it.stem for it in FILES])
def test_every_wrapper_that_ignores_its_bound_is_told_and_no_other(file: Path) -> None:
    content = BytesContent(file.read_bytes())
    program = Program(content)
    marks = source_marks_of(scanner(signatures=False).scan(content))
    visited = Visited(file.name, "0" * 64, "ELF shared object", content, (), marks)
    assert READER.wants(visited)
    signs = [it for it in READER.read(program, visited, 100_000) if isinstance(it, IneffectiveWrapper)]
    assert {it.function for it in signs} == IGNORING
    told = next(it for it in signs if it.function == "ignores_strncpy")
    assert (told.argument, told.calls) == (3, ("strcpy",))
    assert 0 < program.decoded < 1000


@pytest.mark.parametrize("file", FILES, ids=[it.stem for it in FILES])
def test_calls_are_counted_through_the_linkage_table(file: Path) -> None:
    program = Program(BytesContent(file.read_bytes()))
    found = [name for _, name in calls(program, Imports(program))]
    assert {name: found.count(name) for name in ("vsprintf", "strncpy", "vsnprintf", "note")} == {
        "vsprintf": 1, "strncpy": 1, "vsnprintf": 1, "note": 1,
    }  # fmt: skip
    assert found.count("strcpy") == 3
    assert found.count("strcat") == 2
    assert found.count("memcpy") in (6, 7)  # a function that copies on two ways may have two calls


@pytest.mark.parametrize("machine", ["arm", "arm64", "mips", "x86", "x86-64"])
@given(code=st.binary(max_size=400), thumb=st.booleans())
def test_any_code_ends_in_an_answer(machine: str, code: bytes, thumb: bool) -> None:
    head = next(it for it in FILES if it.stem == f"{machine}-O2").read_bytes()
    program = Program(BytesContent(head))
    start = next(it.address for it in program.segments if it.code) & ~3
    program.at = lambda address, length: code[address - start : address - start + length]  # type: ignore[method-assign]
    following = Following(program, Imports(program), {"memcpy": 3}.get)
    with contextlib.suppress(CannotTell):
        assert following.unused(start, max(len(code), 1), 1, thumb) in (True, False)
