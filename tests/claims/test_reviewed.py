"""What people decide shows in every view: rejected claims leave them, corrected ones stand in them as corrected."""

import dataclasses
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from claims_of_text import document
from cupel.claims.claims import ledger_of
from cupel.claims.figures import Figures
from cupel.claims.indexed import Indexed
from cupel.claims.reviewed import with_reviews
from cupel.cli import app
from cupel.records.claim import Claim, ClaimsLedger, Review, ReviewDecision

ONE = (
    "The lawmaker Petra Lund accused Orbweave Networks of spying on its customers. The company denied any spying.\n\n"
    "In March 2019 the ministry banned Orbweave Networks from the northern network.\n"
)
"""An allegation and its denial, and an event."""


def made() -> ClaimsLedger:
    return ledger_of([document(ONE)])


def decided(claim: Claim, state: Review, **changes: str) -> ReviewDecision:
    return ReviewDecision(claim.id, state, "A. Nalyst", "2026-11-25T10:00:00+00:00", "read it", changes)


def of(ledger: ClaimsLedger, stance: str) -> Claim:
    return next(it for it in ledger.claims if it.stance == stance)


def test_claims_that_tell_an_event_name_it() -> None:
    ledger = made()
    (event,) = ledger.events
    assert [it.id for it in ledger.claims if it.event == event.id] == list(event.claims)


def test_without_a_review_nothing_changes() -> None:
    assert with_reviews(made(), ()) == made()


@pytest.mark.parametrize("stance", ["allegation", "denial"])
def test_a_rejected_claim_leaves_the_contradictions(stance: str) -> None:
    ledger = made()
    assert len(ledger.contradictions) == 1
    after = with_reviews(ledger, [decided(of(ledger, stance), "rejected")])
    assert after.contradictions == ()
    assert [it.id for it in after.claims] == [it.id for it in ledger.claims]


def test_a_rejected_claim_leaves_the_timeline_and_tells_no_event() -> None:
    ledger = made()
    after = with_reviews(ledger, [decided(of(ledger, "decision"), "rejected")])
    assert after.events == ()
    assert {it.event for it in after.claims} == {""}


def test_a_corrected_claim_counts_as_corrected() -> None:
    ledger = made()
    after = with_reviews(ledger, [decided(of(ledger, "denial"), "corrected", stance="no_comment")])
    assert after.contradictions == ()
    assert of(after, "denial").stance == "denial", "the claim itself stays as its rules found it"
    assert [it.stance for it in Figures(after).kept] == [
        "no_comment" if it.stance == "denial" else it.stance for it in ledger.claims
    ]


def test_what_is_taken_back_brings_the_views_back() -> None:
    ledger = made()
    denial = of(ledger, "denial")
    after = with_reviews(ledger, [decided(denial, "rejected"), decided(denial, "proposed")])
    assert after.contradictions == ledger.contradictions
    assert Indexed(after).reviews == {}


def test_a_repetition_of_a_rejected_claim_leaves_the_views_with_it() -> None:
    ledger = made()
    first = of(ledger, "decision")
    again = dataclasses.replace(first, id=f"{first.document}-99", duplicate_of=first.id)
    both = dataclasses.replace(ledger, claims=(*ledger.claims, again))
    assert with_reviews(both, [decided(first, "rejected")]).events == ()


def test_reviews_given_with_the_documents_count_at_once() -> None:
    ledger = made()
    given = [decided(of(ledger, "allegation"), "rejected")]
    assert ledger_of(ledger.documents, given) == with_reviews(ledger, given)


def test_terminal_json_and_log_tell_what_was_decided(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(ONE)
    paths, kept = [str(tmp_path / "one.txt")], ["--ledger", str(tmp_path / "l.sqlite")]

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, [*arguments], env={"COLUMNS": "140"}, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    first = json.loads(run("claims", *paths, "--json", "--quiet"))
    denial = next(it["id"] for it in first["claims"] if it["stance"] == "denial")
    sign = ["--author", "A. Nalyst", "--quiet"]
    run("claims", "review", *paths, *kept, *sign, "--reject", denial, "--reason", "no claim")
    told = run("claims", *paths, *kept, "--quiet")
    assert "What stands against what" not in told
    assert "[rejected by A. Nalyst]" in told
    assert json.loads(run("claims", *paths, *kept, "--json", "--quiet"))["contradictions"] == []
    assert "taken back" in run("claims", "review", *paths, *kept, *sign, "--undo", denial, "--reason", "it is one")
    assert json.loads(run("claims", *paths, *kept, "--json", "--quiet"))["contradictions"] == first["contradictions"]
    log = run("ledger", "decisions", str(tmp_path), *kept)
    assert "no claim" in log
    assert "words" not in log
