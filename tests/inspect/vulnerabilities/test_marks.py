"""Each kind of mark is found where it is, and taken for nothing else."""

import sys
from pathlib import Path

import pytest

from cupel.inspect.code.program import Program
from cupel.inspect.unpack.content import WINDOW, BytesContent
from cupel.inspect.vulnerabilities.marks import Import, Numbers, Part, Text

sys.path.insert(0, str(Path(__file__).parents[2] / "cases/patch"))
import _program


def program(**parts: object) -> Program:
    return Program(BytesContent(_program.program(**parts)))


def test_a_text_ends_at_its_zero_and_may_be_the_end_of_a_longer_one() -> None:
    found = program(texts=["Too few arguments for builtin"])
    assert Text("arguments for builtin").find(found)
    assert Text("Too few arguments").find(found) is None
    assert Text("arguments for builtin", whole=True).find(found) is None
    assert Text("Too few arguments for builtin", whole=True).find(found)


def test_a_part_may_stand_anywhere_and_a_regular_expressions_signs_mean_themselves() -> None:
    assert Part("key (received %s").find(program(texts=["mismatch for key (received %s, expected %s)"]))
    assert Part("a.c").find(program(texts=["abc"])) is None


def test_the_offset_is_where_the_mark_stands() -> None:
    data = _program.program(texts=["first", "second"])
    seen = Text("second", whole=True).find(Program(BytesContent(data)))
    assert seen and data[seen.offset :].startswith(b"second\0")


def test_numbers_have_the_byte_order_of_the_program() -> None:
    data = _program.program(numbers=[[42, 1232, 38]])
    mark = Numbers((42, 1232, 38), "the default")
    assert mark.find(Program(BytesContent(data)))
    assert mark.find(Program(BytesContent(data[:5] + b"\2" + data[6:]))) is None


def test_an_import_is_no_function_of_the_programs_own() -> None:
    assert Import("getrandom").find(program(imports=["getrandom"]))
    assert Import("getrandom").find(program(functions={"getrandom": "c3"})) is None
    assert Import("getrandom").find(program(texts=["getrandom"])) is None


@pytest.mark.parametrize("shift", [-20, -1, 0, 1])
def test_a_text_is_found_across_the_seam_of_two_windows(shift: int) -> None:
    words = b"\0a text across the seam\0"
    data = bytes(WINDOW + shift - len(words) // 2) + words
    seen = Text("a text across the seam", whole=True).find(Program(BytesContent(data)))
    assert seen and seen.offset == len(data) - len(words) + 1
