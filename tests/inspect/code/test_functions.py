"""Code is lifted alike for every processor: the same source shows the same calls, decisions and comparers."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cupel.inspect.code.decisions import Decision
from cupel.inspect.code.program import Program
from cupel.inspect.detect.code.compared_constants import READER, candidates, surroundings
from cupel.inspect.identify.source import Visited
from cupel.inspect.unpack.content import BytesContent

CASES = Path(__file__).parents[2] / "cases" / "detector" / "access-compared_constants"
PROCESSORS = ("arm", "thumb", "arm64", "mips", "mipsel", "powerpc", "x86", "x86-64")
MOST = 100_000


def program(name: str) -> Program:
    return Program(BytesContent((CASES / f"{name}.elf").read_bytes()))


def found(name: str) -> list[Decision]:
    return surroundings(program(name), MOST)[1]


@pytest.mark.parametrize("processor", PROCESSORS)
def test_every_comparison_of_the_source_is_seen(processor: str) -> None:
    texts = {it.constant for it in found(f"planted-{processor}") if it.is_text}
    assert texts == {b"title", b"interval", b"password", b"who", b"kq9diag", b"help", b"w7-Orchid"}
    assert [it.constant.hex() for it in found(f"planted-{processor}") if not it.is_text] == ["5e1fa7c3"]


@pytest.mark.parametrize("processor", PROCESSORS)
def test_what_only_equality_leads_to_is_named(processor: str) -> None:
    around, decisions, _ = surroundings(program(f"planted-{processor}"), MOST)
    ranked = {case.decision.constant: case for _, case in candidates(around, decisions)}
    assert [call.name for _, _, call in ranked[b"kq9diag"].led] == ["system"]
    assert [call.name for _, _, call in ranked[bytes.fromhex("5e1fa7c3")].led] == ["execl"]
    assert "crypt" in {call.name for _, call in ranked[b"w7-Orchid"].missed}
    assert ranked[b"w7-Orchid"].beside_check
    assert not ranked[b"kq9diag"].beside_check


@pytest.mark.parametrize("processor", PROCESSORS)
def test_a_budget_that_is_spent_is_told(processor: str) -> None:
    it = program(f"planted-{processor}")
    _, _, problem = surroundings(it, 100)
    assert it.decoded == 100
    assert "100 instructions were allotted" in problem


@pytest.mark.parametrize("processor", PROCESSORS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_hostile_programs_end_in_few_signs(processor: str, data: st.DataObject) -> None:
    image = bytearray((CASES / f"planted-{processor}.elf").read_bytes())
    for _ in range(data.draw(st.integers(1, 40))):
        at = data.draw(st.one_of(st.integers(0, 0x400), st.integers(0, len(image) - 1)))
        image[at] = data.draw(st.integers(0, 255))
    content = BytesContent(bytes(image[: data.draw(st.integers(64, len(image)))]))
    file = Visited("usr/sbin/unitd", "0" * 64, "ELF executable", content, ())
    assert len(list(READER.read(Program(content), file, MOST))) <= 12
