"""A ledger of claims as one page: a ledger goes in, HTML that needs no case, no network and no script comes out."""

import cupel
from cupel.claims.questions.what_is_claimed import QUESTION
from cupel.claims.room import ROOM
from cupel.dossier.page import render_page
from cupel.records.acquisition import Acquisition, grade
from cupel.records.answer import Unasked
from cupel.records.claim import ClaimsLedger, Document
from cupel.records.decision import Decision
from cupel.records.dossier import Dossier, Edition, Source
from cupel.records.problem import Problem

MOST_SOURCES = 50
"""Documents that are listed with how they were got; the claims' own table lists more."""
NOT_MEASURED = Unasked(
    "claims/measured",
    "What was measured in the equipment that is spoken of",
    "No equipment was given. A case with [[equipment]] and [claims] puts both beside each other: `cupel assess CASE`.",
)


def page_of(
    ledger: ClaimsLedger, problems: tuple[Problem, ...], decisions: tuple[Decision, ...], edition: Edition
) -> bytes:
    """Render the page; the same ledger under the same rules gives the same bytes."""
    version = ROOM.rule_version()
    answer = QUESTION.ask({"claims": ledger, "claim_problems": problems, "claims_version": version})
    count = len(ledger.documents)
    title = f"Claims in {ledger.documents[0].name}" if count == 1 else f"Claims in {count:,} documents"
    dossier = Dossier(
        "cupel dossier 1", "", title, "", "", edition, cupel.__version__, {ROOM.name: version}, "",
        tuple(map(_source, ledger.documents[:MOST_SOURCES])), decisions, (answer,), (NOT_MEASURED,), problems,
    )  # fmt: skip
    return render_page(dossier).encode()


def _source(it: Document) -> Source:
    return Source(it.id, it.name, it.name, it.sha256, it.size, Acquisition(), *grade(Acquisition(), it.sha256))
