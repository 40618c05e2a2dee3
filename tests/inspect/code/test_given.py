"""The size that bind is given is read alike for every processor; programs that lie about themselves give nothing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.inspect.code.given import third_arguments
from cupel.inspect.code.program import Program
from cupel.inspect.unpack.content import BytesContent

CASES = Path(__file__).parents[2] / "cases" / "detector" / "access-listeners"
PROCESSORS = ("arm", "thumb", "arm64", "mips", "mipsel", "x86", "x86-64")


@pytest.mark.parametrize("processor", PROCESSORS)
def test_the_size_of_an_address_tells_its_family(processor: str) -> None:
    sizes = {}
    for family in ("inet", "unix"):
        data = (CASES / f"bound-{family}-{processor}.elf").read_bytes()
        sizes[family] = tuple(third_arguments(Program(BytesContent(data)), "bind"))
    assert sizes == {"inet": (16,), "unix": (110,)}


def test_a_name_that_is_not_called_has_no_arguments() -> None:
    data = (CASES / "bound-inet-arm.elf").read_bytes()
    assert list(third_arguments(Program(BytesContent(data)), "listen")) == []


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PROCESSORS), st.integers(0, 1500), st.binary(min_size=1, max_size=8))
def test_a_damaged_program_ends_no_reading(processor: str, at: int, damage: bytes) -> None:
    data = bytearray((CASES / f"bound-inet-{processor}.elf").read_bytes())
    data[at + 20 : at + 20 + len(damage)] = damage
    for size in third_arguments(Program(BytesContent(bytes(data))), "bind"):
        assert size is None or 0 <= size <= 0xFFFFFFFF
