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
    lines = ("a", "heard it", "c", "stance=opinion", "", "", "s", "x", "r", "no claim", "q")
    outcome, found, _ = reviewed(tmp_path, *lines)
    assert outcome == Outcome(3, len(CLAIMS) - 3, (("accepted", 1), ("corrected", 1), ("rejected", 1)))
    assert [(it.claim, it.state, it.reason) for it in found] == [
        (CLAIMS[0].id, "accepted", "heard it"), (CLAIMS[1].id, "corrected", "heard it"),
        (CLAIMS[3].id, "rejected", "no claim"),
    ]  # fmt: skip
    assert found[1].changes == {"stance": "opinion"}
    assert {it.author for it in found} == {"A. Nalyst"}


def test_whoever_stops_goes_on_where_it_stopped(tmp_path: Path) -> None:
    reviewed(tmp_path, "a", "heard it", "q")
    _, _, told = reviewed(tmp_path, "q")
    assert f"{len(CLAIMS) - 1} wait, 1 decided" in told[0]
    assert DENIES.id in told[1]
    assert HIDES.id not in told[1]


def test_what_is_undone_is_taken_back_asked_again_and_stays_in_the_chain(tmp_path: Path) -> None:
    outcome, found, told = reviewed(tmp_path, "u", "r", "heard it", "u", "a", "heard it well", "q")
    assert "There is no claim before this one" in "".join(told)
    assert [(it.claim, it.state) for it in found] == [
        (HIDES.id, "rejected"), (HIDES.id, "proposed"), (HIDES.id, "accepted"),
    ]  # fmt: skip
    assert outcome.states == (("accepted", 1),)


def test_a_correction_names_fields_by_their_beginnings_and_gives_words_of_the_document(tmp_path: Path) -> None:
    lines = (
        "c", "sta", "con", "speaker", "Ms Quill", "content", "Networks hides … the Harbour Courier", "cue", "told",
        "", "it says so", "q",
    )  # fmt: skip
    _, found, told = reviewed(tmp_path, *lines)
    assert found[0].changes["stance"] == "concern"
    assert found[0].changes["speaker"] == "person:ada-quill"
    index = Indexed(dataclasses.replace(made_ledger(), reviews=found))
    claim = next(it for it, _ in index.claims(rejected=False) if it.id == HIDES.id)
    text = index.documents[claim.document].text
    assert [text[it.start : it.end] for it in claim.content] == ["Networks hides", "the Harbour Courier"]
    assert claim.cue and text[claim.cue.start : claim.cue.end] == "told"
    assert any("“Networks hides … the Harbour Courier”" in line for line in told)


def test_a_grade_goes_with_the_next_decision_about_that_claim_only(tmp_path: Path) -> None:
    _, found, told = reviewed(tmp_path, "g", "Z9", "g", "c3", "a", "heard it", "a", "", "q")
    assert [(it.reliability, it.credibility) for it in found] == [("C", "3"), ("", "")]
    assert any("no grade" in line for line in told)


def test_the_end_of_input_decides_nothing(tmp_path: Path) -> None:
    assert reviewed(tmp_path)[0].decided == 0
    assert reviewed(tmp_path, "a")[:2] == (Outcome(0, len(CLAIMS)), ())
    assert reviewed(tmp_path, "c", "stance=fact")[:2] == (Outcome(0, len(CLAIMS)), ())


def test_what_cannot_be_kept_is_said_and_asked_again(tmp_path: Path) -> None:
    lines = ("c", "stance=lie", "s=fact", "event=x", "speaker", "Nobody Known", "content", "not there", "", "s", "q")
    outcome, found, told = reviewed(tmp_path, *lines)
    assert found == ()
    said = "\n".join(told)
    for part in (
        "“lie” is none of them",
        "may be several",
        "“event” is none",
        "name no 'Nobody Known'",
        "does not stand",
    ):
        assert part in said
    assert "Nothing was decided" in said
    assert outcome.left == len(CLAIMS)


def test_no_reason_and_a_key_typed_as_one_are_not_kept(tmp_path: Path) -> None:
    _, found, told = reviewed(tmp_path, "a", "", "a", "r", "seen", "q")
    assert [(it.claim, it.reason) for it in found] == [(HIDES.id, "seen")]
    assert any("without a reason" in line for line in told)
    assert any("a key, no reason" in line for line in told)


def test_what_stands_against_a_claim_is_shown_with_it(tmp_path: Path) -> None:
    _, _, told = reviewed(tmp_path, "?", "q")
    assert "against Ada Quill (denial): “We hide nothing”" in told[1]
    assert "leaves timeline" in " ".join(told[2].split())


def test_lines_are_no_wider_than_the_terminal() -> None:
    for it in CLAIMS:
        assert all(len(line) <= 60 for line in shown(it, Indexed(made_ledger()), "1 of 7", 60))


def test_a_claim_is_shown_in_its_sentence_with_its_words_marked() -> None:
    lines = " ".join(" ".join(shown(HIDES, Indexed(made_ledger()), "1 of 7")).split())
    assert "⟦Ferrovia Networks hides switches⟧, people familiar with the matter told" in lines
    assert "people familiar with the matter, by the Harbour Courier, Levant Wire" in lines
    assert "allegation (rule test)" in lines


def test_signs_that_a_terminal_obeys_are_shown_as_what_they_are() -> None:
    ledger = made_ledger()
    hostile = dataclasses.replace(ledger.documents[0], name="a\x1b[2J.txt")
    index = Indexed(ClaimsLedger((hostile,), ledger.entities, ledger.claims, (), (), ()))
    assert "\x1b" not in "\n".join(shown(HIDES, index, "1 of 7"))
