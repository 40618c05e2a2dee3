"""The ledger at a terminal: readable at any width, bounded, and nothing is cut without a word."""

import dataclasses
import io
import itertools

import pytest
from rich.cells import cell_len
from rich.console import Console

from cupel.claims.told import SHORT, told
from cupel.records.claim import ClaimsLedger
from cupel.records.problem import Problem
from made_claims import HIDES, ONE, made_ledger, review


def shown(ledger: ClaimsLedger, width: int, full: bool = False, problems: tuple[Problem, ...] = ()) -> str:
    out = io.StringIO()
    Console(file=out, width=width, highlight=False).print(told(ledger, problems, full, width))
    return out.getvalue()


def many(claims: int, documents: int = 1) -> ClaimsLedger:
    made = made_ledger()
    places = [
        ONE,
        *(dataclasses.replace(ONE, id=f"D{number:08}", name=f"{number}.txt") for number in range(1, documents)),
    ]
    copies = tuple(
        dataclasses.replace(HIDES, id=f"{place.id}-{number:02}", document=place.id)
        for place, number in itertools.product(places, range(1, claims + 1))
    )
    return dataclasses.replace(made, documents=tuple(places), claims=copies, contradictions=(), events=(), chains=())


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_line_is_wider_than_the_terminal_and_no_identifier_is_broken(width: int) -> None:
    output = shown(made_ledger(), width, full=True)
    assert max(map(cell_len, output.splitlines())) <= width
    for it in made_ledger().claims:
        assert it.id in output


def test_sides_stand_beside_each_other_where_there_is_room() -> None:
    def together(width: int) -> bool:
        lines = shown(made_ledger(), width).splitlines()
        return any("people familiar" in line and "Ada Quill" in line for line in lines if "denial" in line)

    assert together(140)
    assert not together(80)


def test_claims_that_are_left_out_are_counted_and_every_document_has_a_share() -> None:
    output = shown(many(40, documents=3), 120)
    assert output.count("30 more: --full shows all, --json has all") == 3
    assert output.count("“Ferrovia Networks hides switches”") >= SHORT
    assert "more:" not in shown(many(40, documents=3), 120, full=True).partition("unnamed people")[0]


def test_documents_that_are_left_out_are_counted() -> None:
    assert "5 more documents" in shown(many(1, documents=15), 120)


def test_what_tells_most_is_shown_first_and_in_the_order_of_the_text() -> None:
    stances = ("opinion", "fact", "denial", "allegation")
    ledger = many(60)
    claims = tuple(
        dataclasses.replace(it, stance=stance)
        for it, stance in zip(ledger.claims, itertools.cycle(stances), strict=False)
    )
    output = shown(dataclasses.replace(ledger, claims=claims), 140).partition("more:")[0]
    assert output.count("allegation") == output.count("denial") == 15
    assert output.index("-03") < output.index("-04") < output.index("-07")


def test_a_decision_and_a_problem_are_told_and_the_summary_bounds_itself() -> None:
    output = " ".join(
        shown(made_ledger(review(HIDES, "rejected")), 140, problems=(Problem("x.pdf", "broken"),)).split()
    )
    assert "[rejected by R. Eviewer]" in output
    assert "problem: x.pdf: broken" in output
    assert "6 claims in 2 documents" in output
    assert "1 reviewed" in output
    assert "nothing is accepted until a person says so" in output


def test_signs_that_a_terminal_obeys_do_not_reach_it() -> None:
    ledger = made_ledger()
    bad = dataclasses.replace(ledger.documents[0], name="a\x1b[2J.txt", outlet="b\x1b]0;x\x07")
    output = shown(dataclasses.replace(ledger, documents=(bad, *ledger.documents[1:])), 100, full=True)
    assert "\x1b" not in output
    assert "\x07" not in output


def test_what_the_ledger_itself_cut_is_said_to_be_more() -> None:
    ledger = made_ledger()
    (row,) = ledger.contradictions
    output = " ".join(shown(dataclasses.replace(ledger, contradictions=(row,) * 200), 140).split())
    assert "do not fit together in at least 200 places" in output
    assert "7 more of these" in output
    (chain,) = ledger.chains
    chained = shown(dataclasses.replace(ledger, chains=(chain,) * 30), 140)
    assert "26 more: --full shows more, --json has all" in chained
    assert "10 more: --json has all" in shown(dataclasses.replace(ledger, chains=(chain,) * 30), 140, full=True)
