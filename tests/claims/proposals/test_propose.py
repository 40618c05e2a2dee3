"""Proposals in a ledger: rules' claims stay as they are, and nothing counts that no person accepted."""

import dataclasses
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims_of_text import document
from cupel.claims.claims import ledger_of
from cupel.claims.export import claim_exports
from cupel.claims.figures import Figures
from cupel.claims.indexed import Indexed
from cupel.claims.proposals.kept import kept
from cupel.claims.proposals.propose import MOST, propose
from cupel.claims.proposals.proposer import Proposal, Proposer, Text, Words
from cupel.claims.questions.what_is_claimed import QUESTION
from cupel.claims.review import decide, reviews_of
from cupel.claims.reviewed import with_reviews
from cupel.ledger.ledger import Ledger
from cupel.records.boundary import from_json, to_json
from cupel.records.claim import ClaimsLedger, ReviewDecision
from cupel.records.problem import Problem

TEXT = (
    "Petra Lund accused Orvane Networks of spying on its customers. Orvane Networks denied it.\n\n"
    "In March 2019 the northern port would shun Orvane Networks, went the tale of the dockers. "
    "Orvane Networks has no hidden access, ran the reply of Ada Quill.\n"
)
ONE = document(TEXT, "2019-05-14")
AT = "2026-11-25T10:00:00+00:00"
TALE = Proposal(
    (Words("In March 2019 the northern port would shun Orvane Networks"),), Words("the dockers"),
    Words("went the tale"), "allegation", "by model M",
)  # fmt: skip
REPLY = Proposal(
    (Words("Orvane Networks has no hidden access"),), Words("Ada Quill"), Words("ran the reply"), "denial", sentence=4
)


class Says:
    """Proposes what it is given."""

    version, sha256 = "3", "ab" * 32

    def __init__(self, *given: Any, name: str = "M", error: Exception | None = None) -> None:
        self.given, self.name, self.error = given, name, error

    def propose(self, text: Text) -> Iterator[Any]:
        yield from self.given
        if self.error:
            raise self.error

    def left(self) -> Iterable[Problem]:
        return ()


def proposed(*proposers: Proposer) -> ClaimsLedger:
    return ledger_of([ONE], (), propose([ONE], proposers))


def accept(ledger: Ledger, claims: ClaimsLedger, at: int, state: str = "accepted") -> None:
    decide(ledger, claims, ReviewDecision(claims.claims[at].id, state, "A. Nalyst", AT, "heard it", {}))  # type: ignore[arg-type]


def of_rules(ledger: ClaimsLedger) -> list[Any]:
    return [it for it in ledger.claims if it.proposed_by == "rules"]


def test_the_words_of_this_test_are_none_that_the_rules_find() -> None:
    assert not any(it.cue and "tale" in TEXT[it.cue.start : it.cue.end] for it in ledger_of([ONE]).claims)


def test_a_proposal_is_marked_and_changes_nothing_that_the_rules_found() -> None:
    bare, found = ledger_of([ONE]), proposed(Says(TALE, REPLY))
    assert of_rules(found) == list(bare.claims)
    assert (found.events, found.contradictions, found.chains) == (bare.events, bare.contradictions, bare.chains)
    tale, reply = [it for it in found.claims if it.proposed_by != "rules"]
    assert (tale.id, tale.stance, tale.note, tale.proposed_by) == (f"{ONE.id}-p01", "allegation", "by model M", "M")
    assert (reply.id, reply.stance) == (f"{ONE.id}-p02", "denial")
    assert tale.about == of_rules(found)[0].about
    assert [(it.name, it.version, it.sha256, it.given, it.refused) for it in found.proposers] == [
        ("M", "3", "ab" * 32, 2, 0)
    ]
    assert found.entities[: len(bare.entities)] == bare.entities


def test_what_the_rules_have_is_not_listed_twice() -> None:
    again = Proposal(
        (Words("Orvane Networks of spying on its customers"),), Words("Petra Lund"), Words("accused"), "fact"
    )
    found = proposed(Says(again, TALE), Says(TALE, name="N"))
    assert [it.proposed_by for it in found.claims if it.proposed_by != "rules"] == ["M"]
    assert [it.known for it in found.proposers] == [1, 1]


def test_no_proposal_makes_an_assertion_of_what_is_denied() -> None:
    part = Proposal((Words("it", 88, 90),), Words("Orvane Networks", 64, 79), Words("denied"), "fact")
    text = "Orvane Networks denied it. Orvane Networks did not say whether it spies on ships.\n"
    place = document(text)
    whole = dataclasses.replace(
        part, content=(Words("ships"),), source=Words("Orvane Networks", 27, 42), cue=Words("did not say")
    )
    (claim,) = [it for it in ledger_of([place], (), propose([place], [Says(whole)])).claims if it.rule == "proposal"]
    assert claim.stance == "not_said"
    assert claim.stance_rule.endswith("against the proposed fact")


def test_a_proposal_counts_nowhere_until_a_person_accepts_it(tmp_path: Path) -> None:
    decided = dataclasses.replace(TALE, stance="decision")
    bare, found = ledger_of([ONE]), proposed(Says(decided, REPLY))
    at = len(found.claims) - 2
    assert quantities(found) == quantities(bare)
    assert not any("port" in it.title for it in found.events)
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        accept(ledger, found, at)
        reviews, lost = reviews_of(ledger.decisions(), found.claims)
        after = with_reviews(found, reviews)
        assert lost == ()
        assert quantities(after) != quantities(bare)
        assert any("port" in it.title for it in after.events)
        accept(ledger, found, at, "rejected")
        assert (
            quantities(with_reviews(found, reviews_of(ledger.decisions(), found.claims)[0]))[:3] == quantities(bare)[:3]
        )


def quantities(ledger: ClaimsLedger) -> list[tuple[str, Any]]:
    figures = QUESTION.ask({"claims": ledger}).figures
    return [(it.label, it.value) for it in figures if it.figure == "quantity"]  # type: ignore[union-attr]


def test_what_was_accepted_stands_without_its_proposer(tmp_path: Path) -> None:
    found = proposed(Says(TALE, REPLY))
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        accept(ledger, found, len(found.claims) - 2)
        accept(ledger, found, len(found.claims) - 1, "rejected")
        decisions = ledger.decisions()
    alone = proposed(*kept(decisions))
    reviews, lost = reviews_of(decisions, alone.claims)
    (claim,) = [it for it in alone.claims if it.proposed_by != "rules"]
    assert (claim.proposed_by, claim.stance, claim.note) == ("M", "allegation", "by model M")
    assert [(it.claim, it.state) for it in reviews] == [(claim.id, "accepted")]
    assert lost == ()  # nobody proposes what was rejected, and nobody need hear of it
    both = proposed(*kept(decisions), Says(TALE))
    assert [it.proposed_by for it in both.claims if it.proposed_by != "rules"] == ["M"]
    assert [(it.given, it.known, it.version) for it in both.proposers] == [(2, 1, "3")]


def test_a_decision_on_a_proposal_never_is_one_on_the_rules_claim_in_the_same_words(tmp_path: Path) -> None:
    found = proposed(Says(TALE))
    rules = dataclasses.replace(found.claims[-1], id=f"{ONE.id}-01", proposed_by="rules")
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        accept(ledger, found, len(found.claims) - 1)
        reviews, lost = reviews_of(ledger.decisions(), [rules])
    assert reviews == ()
    assert len(lost) == 1


@pytest.mark.parametrize("form", claim_exports(), ids=lambda it: it.name)
def test_every_export_says_who_proposed(form: Any) -> None:
    written = b"".join(form.pieces(proposed(Says(TALE)))).decode()
    assert "ab" * 32 in written
    if form.name not in ("json", "csv"):
        assert "Proposed by M, accepted by nobody: Allegation by" in written
    if form.name == "ftm":
        lines = [json.loads(it) for it in written.splitlines()]
        (note,) = [it for it in lines if "Proposed by M" in str(it)]
        assert not any(it["properties"].get("object") == [note["id"]] for it in lines)


def test_a_proposal_is_marked_in_the_page() -> None:
    figures = Figures(proposed(Says(TALE)))
    (row,) = [it for it in figures.register().rows if "proposed by M" in str(it[-1])]
    assert "does not count" in str(row[-1])
    (text,) = figures.texts()
    assert [(it.tone, TEXT[it.start : it.end]) for it in text.marks if "proposed by M" in it.label] == [
        ("proposed", TALE.content[0].words)
    ]


def test_whatever_a_proposer_does_is_a_problem_and_ends_nothing() -> None:
    odd = [3, Problem("x", "it was tired\x1b[2J"), dataclasses.replace(TALE, place="line 9", cue=Words("sang")), TALE]
    made = propose([ONE], [Says(*odd, error=KeyError("k"))])
    assert len(made.checked[ONE.id]) == 1
    told = [it.what for it in made.problems]
    assert "it is no Proposal but int" in told[0]
    assert "\x1b" not in told[1]
    assert "“sang”, does not stand there" in told[2]
    assert made.problems[2].locator == "made.txt, M, line 9"
    assert "KeyError" in told[3]


def test_proposals_without_end_are_cut_and_that_is_told() -> None:
    made = propose([ONE], [Says(*[3] * (MOST + 5))])
    assert made.proposers[0].refused == MOST
    assert any("the rest was not looked at" in it.what for it in made.problems)
    assert any("more proposals were refused" in it.what for it in made.problems)


SPAN = st.tuples(st.integers(0, len(TEXT) - 2), st.integers(1, 60)).map(lambda it: Words("", it[0], sum(it)))


@settings(max_examples=60)
@given(
    st.lists(
        st.builds(
            Proposal, st.tuples(SPAN), st.none() | SPAN, st.none() | SPAN, st.sampled_from(["", "fact", "denial"])
        ),
        max_size=6,
    )
)
def test_no_proposals_whatever_move_a_claim_of_the_rules_or_a_view(given: list[Proposal]) -> None:
    bare, found = ledger_of([ONE]), proposed(Says(*given))
    assert of_rules(found) == list(bare.claims)
    assert (found.events, found.contradictions, found.chains) == (bare.events, bare.contradictions, bare.chains)
    assert from_json(ClaimsLedger, to_json(found)) == found == proposed(Says(*given))
    index = Indexed(found)
    assert all(index.counts(it) == (it.proposed_by == "rules") for it in found.claims)
