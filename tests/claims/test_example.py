"""The example's documents: fictional, and they show what a ledger can hold."""

from pathlib import Path

import pytest

from cupel.claims.claims import ledger_of
from cupel.claims.figures import Figures
from cupel.claims.reading.reading import read_documents
from cupel.records.claim import STANCES, ClaimsLedger

EXAMPLE = Path(__file__).parents[2] / "examples/first-case/documents"


@pytest.fixture(scope="module")
def ledger() -> ClaimsLedger:
    return ledger_of(read_documents([EXAMPLE])[0])


def test_every_stance_is_there(ledger: ClaimsLedger) -> None:
    assert {it.stance for it in ledger.claims} == set(STANCES)


def test_somebody_without_a_name_is_relayed_and_stands_alone(ledger: ClaimsLedger) -> None:
    assert any(it.source_class == "anonymous" and it.via for it in ledger.claims)
    assert Figures(ledger).unsupported()


def test_every_kind_of_contradiction_is_there(ledger: ClaimsLedger) -> None:
    assert {it.kind for it in ledger.contradictions} == {
        "allegation and denial", "denial and fact", "difference in scope", "difference in description",
    }  # fmt: skip


def test_two_reports_lead_back_to_one_source_and_no_denial_is_among_them(ledger: ClaimsLedger) -> None:
    (chain,) = ledger.chains
    known = {it.id: it for it in ledger.claims}
    assert len(chain.documents) == 2
    assert "denial" not in {known[it].stance for it in chain.claims}
