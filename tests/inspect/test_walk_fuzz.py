"""Hostile bytes never end a walk: mutated golden cases give a whole result, whatever was done to them."""

import dataclasses
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.inspect.coverage import coverage_of
from cupel.inspect.unpack.content import BytesContent
from cupel.inspect.unpack.limits import Budget, Limits
from cupel.inspect.unpack.regions import name_gap
from cupel.inspect.unpack.walk import Walk

CASES = Path(__file__).parents[1] / "cases/format"
FIXTURES = {
    folder.name: (folder / "input").read_bytes() for folder in sorted(CASES.iterdir()) if (folder / "input").exists()
}
SMALL = dataclasses.replace(
    Limits(), bytes_out=64 << 20, stream_bytes=16 << 20, depth=6, entries=5000, decoder_memory=32 << 20
)


class Alone:
    """A guard without a parent."""

    threads = 1

    def enter(self, place: str) -> bool:
        return True

    def leave(self) -> None: ...

    def progress(self, stage: str, done: int, total: int) -> None: ...


def walk(data: bytes) -> Walk:
    done = Walk(Budget(SMALL), Alone())  # type: ignore[arg-type]
    done.image(BytesContent(data), "image")
    done.close()
    position = 0
    for region in done.regions:
        assert region.offset == position
        assert region.size > 0
        position += region.size
    assert position == len(data)
    coverage = coverage_of(done, len(data))
    assert sum(coverage.image.values()) == len(data)
    assert all(problem.what and problem.locator for problem in done.problems)
    return done


@pytest.mark.parametrize("name", FIXTURES)
def test_mutated_golden_case(name: str) -> None:
    chance = random.Random(name)
    original = FIXTURES[name]
    for _ in range(12):
        data = bytearray(original)
        for _ in range(chance.choice((1, 1, 2, 8, 64))):
            at = chance.randrange(len(data))
            data[at] = chance.choice((0, 0xFF, 0x7F, 0x80, chance.randrange(256), data[at] ^ 1 << chance.randrange(8)))
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        if chance.random() < 0.2:
            at = chance.randrange(len(data) + 1)
            data[at:at] = original[chance.randrange(len(original)) :][: chance.randrange(4096)]
        walk(bytes(data))


@pytest.mark.parametrize("name", FIXTURES)
def test_golden_case_is_found_wherever_it_stands(name: str) -> None:
    """A container behind 5,000 bytes of something else is found at its place, and gives the same files."""
    before = b"\xa5" * 5000
    alone, moved = walk(FIXTURES[name]), walk(before + FIXTURES[name])
    assert [container.format for container in alone.containers] == [container.format for container in moved.containers]
    assert moved.containers[0].offset - alone.containers[0].offset == len(before)
    assert list(alone.artefacts) == list(moved.artefacts)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(FIXTURES)) | st.binary(max_size=300), max_size=4))
def test_any_sequence_of_containers_and_bytes(parts: list[str | bytes]) -> None:
    walk(b"".join(FIXTURES[part] if isinstance(part, str) else part for part in parts))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([b"\0", b"\xff", b"text\n", b"\x01\x80"]), st.integers(1, 200_000)), max_size=5)
)
def test_gaps_are_named_without_gap_or_overlap(runs: list[tuple[bytes, int]]) -> None:
    data = b"".join((part * size)[:size] for part, size in runs)
    position = 1000
    for region in name_gap(BytesContent(data), position):
        assert region.offset == position
        position += region.size
    assert position == 1000 + len(data)
