"""Decisions about claims: nothing is accepted by itself, and a decision is about the words that its author saw."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from cupel.claims.indexed import Indexed
from cupel.claims.review import decide, grade_of, reviews_of
from cupel.dossier.decided import told_reason
from cupel.errors import InputError
from cupel.ledger.ledger import Ledger
from cupel.records.claim import ReviewDecision
from made_claims import DENIES, FEARS, HIDES, ONE, made_ledger

CLAIMS = made_ledger()
AT = "2026-11-25T10:00:00+02:00"


def decision(**fields: Any) -> ReviewDecision:
    given = {"claim": HIDES.id, "state": "accepted", "author": "A. Nalyst", "at": AT, "reason": "read", "changes": {}}
    return ReviewDecision(**(given | fields))


def test_nothing_is_accepted_by_itself(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        assert reviews_of(ledger.decisions(), CLAIMS.claims) == ((), ())
    assert all(Indexed(CLAIMS).state(it) == "proposed" for it in CLAIMS.claims)


def test_a_correction_is_sealed_in_the_chain_and_comes_back(tmp_path: Path) -> None:
    given = decision(state="corrected", changes={"stance": "concern"}, reliability="C", credibility="3")
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        decide(ledger, CLAIMS, given)
        assert ledger.verify() == ()
        reviews, lost = reviews_of(ledger.decisions(), CLAIMS.claims)
    assert (reviews, lost) == ((given,), ())
    index = Indexed(dataclasses.replace(CLAIMS, reviews=reviews))
    assert next(it for it, _ in index.claims(True) if it.id == HIDES.id).stance == "concern"
    assert CLAIMS.claims[0].stance == "allegation"


def test_the_last_decision_counts_and_the_first_stays(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        decide(ledger, CLAIMS, decision())
        decide(ledger, CLAIMS, decision(state="rejected", author="B. Second"))
        reviews, _ = reviews_of(ledger.decisions(), CLAIMS.claims)
    assert [it.state for it in reviews] == ["accepted", "rejected"]
    assert Indexed(dataclasses.replace(CLAIMS, reviews=reviews)).state(HIDES) == "rejected"


def test_a_decision_follows_its_words_where_claims_are_numbered_anew(tmp_path: Path) -> None:
    renamed = dataclasses.replace(HIDES, id=f"{ONE.id}-77")
    other = dataclasses.replace(FEARS, id=HIDES.id)  # the old number now is another claim's
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        decide(ledger, CLAIMS, decision())
        reviews, lost = reviews_of(ledger.decisions(), (other, renamed, DENIES))
    assert [it.claim for it in reviews] == [renamed.id]
    assert lost == ()


def test_a_decision_on_words_that_no_claim_has_any_more_is_named_not_applied(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        made = decide(ledger, CLAIMS, decision())
        reviews, lost = reviews_of(ledger.decisions(), (dataclasses.replace(FEARS, id=HIDES.id),))
    assert (reviews, lost) == ((), (made,))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"author": " "}, "no author"),
        ({"reason": " "}, "no reason"),
        ({"at": "yesterday"}, "no ISO date"),
        ({"claim": "D0-99"}, "no claim"),
        ({"state": "proposed"}, "Nothing was decided"),
        ({"state": "doubted"}, "decides nothing"),
        ({"state": "corrected"}, "corrects nothing"),
        ({"changes": {"stance": "fact"}}, "yet changes"),
        ({"state": "corrected", "changes": {"stance": "lie"}}, "no stance"),
        ({"state": "corrected", "changes": {"event": "x"}}, "cannot be corrected"),
        ({"state": "corrected", "changes": {"content": "words of nobody"}}, "does not stand in one.txt"),
        ({"state": "corrected", "changes": {"content": "5-99999"}}, "no stretch of one.txt"),
        ({"state": "corrected", "changes": {"cue": "hides … switches"}}, "one stretch"),
        ({"state": "corrected", "changes": {"speaker": "person:nobody"}}, "name no 'person:nobody'"),
        ({"reliability": "G"}, "no letter"),
        ({"credibility": "0"}, "no digit"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(wrong: dict[str, Any], says: str, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        with pytest.raises(InputError, match=says):
            decide(ledger, CLAIMS, decision(**wrong))
        assert ledger.decisions() == ()


def test_no_grade_is_not_the_grade_that_says_cannot_be_judged() -> None:
    assert grade_of(decision()) == grade_of(None) == "not graded"
    assert grade_of(decision(reliability="F", credibility="6")) == "F6 (A. Nalyst)"


def test_a_reason_is_told_in_words() -> None:
    sealed = '{"changes":{"stance":"concern"},"credibility":"3","reason":"read","reliability":"C","words":[[1,2]]}'
    assert told_reason(sealed) == "read; stance becomes concern; graded C3"
    assert told_reason("plain [words]") == "plain [words]"
