"""A quote that shows what another piece of evidence calls a secret is left out; no other quote is."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.detect.guarding import LEFT_OUT, Runs, guarded
from cupel.records.evidence import Evidence
from cupel.records.finding import Finding

RUNS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8)


def finding(*evidence: Evidence) -> Finding:
    return Finding("x-1", "access/x", "x", "access", "t", "s", "/p", "a", "present", "r", evidence)


def piece(offset: int, size: int, secrets: tuple[tuple[int, int], ...] = (), artefact: str = "a") -> Evidence:
    return Evidence(artefact, "l", "quote", "r", "", offset, size, secrets)


def test_only_quotes_that_show_a_secret_are_left_out() -> None:
    knows = piece(100, 20, ((5, 10),))
    found = guarded([finding(knows), finding(piece(107, 1)), finding(piece(110, 9)), finding(piece(100, 20, (), "b"))])
    assert [it.evidence[0].quote for it in found] == ["quote", LEFT_OUT, "quote", "quote"]


def test_a_piece_that_hides_part_of_a_secret_only_is_left_out_too() -> None:
    found = guarded([finding(piece(0, 20, ((5, 10),))), finding(piece(0, 20, ((5, 8),)))])
    assert [it.evidence[0].quote for it in found] == ["quote", LEFT_OUT]


@given(runs=RUNS, begin=st.integers(0, 60), size=st.integers(0, 60))
def test_runs_in_a_window_are_the_bytes_that_lie_in_it(runs: list[tuple[int, int]], begin: int, size: int) -> None:
    found = list(Runs(runs).within(begin, begin + size))
    wanted = {at for start, end in runs for at in range(start, end) if begin <= at < begin + size}
    assert {at for start, end in found for at in range(start, end)} == wanted
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(found))
