"""Reviewing at a terminal: what is shown, which key does what, and that stopping loses nothing."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

from cupel.claims.indexed import Indexed
from cupel.claims.review import reviews_of
from cupel.claims.reviewing import Outcome, review, shown
from cupel.ledger.ledger import Ledger
from cupel.records.claim import ClaimsLedger, ReviewDecision
from made_claims import CLAIMS, DENIES, HIDES, made_ledger

AT = "2026-11-25T10:00:00+00:00"


def typing(*lines: str) -> Callable[[str], str]:
    left: Iterator[str] = iter(lines)

    def ask(_prompt: str) -> str:
        try:
            return next(left)
        except StopIteration as end:
            raise EOFError from end

    return ask


def reviewed(path: Path, *lines: str) -> tuple[Outcome, tuple[ReviewDecision, ...], list[str]]:
    told: list[str] = []
    with Ledger.open(path / "ledger.sqlite") as ledger:
        reviews, _ = reviews_of(ledger.decisions(), CLAIMS)
        claims = dataclasses.replace(made_ledger(), reviews=reviews)
        outcome = review(claims, ledger, "A. Nalyst", typing(*lines), told.append, lambda: AT)
        return outcome, reviews_of(ledger.decisions(), CLAIMS)[0], told


def test_each_key_does_what_it_says(tmp_path: Path) -> None:
    lines = ("a", "heard it", "c", "", "stance=opinion", "s", "x", "r", "no claim", "q")
    outcome, found, _ = reviewed(tmp_path, *lines)
    assert outcome == Outcome(3, len(CLAIMS) - 3)
    assert [(it.claim, it.state, it.reason) for it in found] == [
        (CLAIMS[0].id, "accepted", "heard it"), (CLAIMS[1].id, "corrected", "heard it"),
        (CLAIMS[3].id, "rejected", "no claim"),
    ]  # fmt: skip
    assert found[1].changes == {"stance": "opinion"}
    assert {it.author for it in found} == {"A. Nalyst"}


def test_whoever_stops_goes_on_where_it_stopped(tmp_path: Path) -> None:
    reviewed(tmp_path, "a", "heard it", "q")
    _, _, told = reviewed(tmp_path, "q")
    assert DENIES.id in told[0]
    assert HIDES.id not in told[0]


def test_the_end_of_input_decides_nothing(tmp_path: Path) -> None:
    assert reviewed(tmp_path)[0].decided == 0
    assert reviewed(tmp_path, "a")[:2] == (Outcome(0, len(CLAIMS)), ())


def test_what_cannot_be_kept_is_said_and_comes_again(tmp_path: Path) -> None:
    outcome, found, told = reviewed(tmp_path, "c", "so it is", "stance=lie", "a", "", "q")
    assert found[0].claim == CLAIMS[1].id
    assert any("Not kept" in line and "no stance" in line for line in told)
    assert outcome.left == len(CLAIMS) - 1


def test_no_reason_and_none_before_is_not_kept(tmp_path: Path) -> None:
    _, found, told = reviewed(tmp_path, "a", "", "q")
    assert found == ()
    assert any("no reason" in line for line in told)


def test_a_claim_is_shown_in_its_sentence_with_its_words_marked() -> None:
    lines = "\n".join(shown(HIDES, Indexed(made_ledger()), "1 of 7"))
    assert "⟦Ferrovia Networks hides switches⟧, people familiar with the matter told" in lines
    assert "people familiar with the matter, by the Harbour Courier, Levant Wire" in lines
    assert "allegation (rule test)" in lines


def test_signs_that_a_terminal_obeys_are_shown_as_what_they_are() -> None:
    ledger = made_ledger()
    hostile = dataclasses.replace(ledger.documents[0], name="a\x1b[2J.txt")
    index = Indexed(ClaimsLedger((hostile,), ledger.entities, ledger.claims, (), (), ()))
    assert "\x1b" not in "\n".join(shown(HIDES, index, "1 of 7"))
