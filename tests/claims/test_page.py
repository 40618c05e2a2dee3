"""A page of claims: what an analyst sees, follows and prints, without a script and without a network."""

import dataclasses
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cupel.claims.claims import ledger_of
from cupel.claims.page import page_of
from cupel.claims.reading.reading import read_documents
from cupel.cli import app
from cupel.records.claim import ClaimsLedger
from made_claims import BANNED, DENIES, FIRST, HIDES, SECOND, made_ledger, review
from read_page import Element, asked_for, broken_links, read_page

EXAMPLE = Path(__file__).parents[2] / "examples/first-case/documents"


def page(ledger: ClaimsLedger) -> Element:
    return read_page(page_of(ledger, (), (), "public").decode())


@pytest.fixture(scope="module")
def example() -> Element:
    documents, problems = read_documents([EXAMPLE])
    assert problems == ()
    return page(ledger_of(documents))


def test_nothing_is_run_and_nothing_fetched(example: Element) -> None:
    assert asked_for(example) == []
    (policy,) = [it for it in example.all("meta") if it.attributes.get("http-equiv") == "Content-Security-Policy"]
    assert "default-src 'none'" in policy.attributes["content"]


def test_every_link_leads_somewhere(example: Element) -> None:
    assert broken_links(example) == []


def test_the_text_of_a_document_is_whole_between_its_marks() -> None:
    assert [it.text(without="told") for it in page(made_ledger()).all(of="read")] == [FIRST, SECOND]


def test_a_row_leads_to_its_words_and_the_words_lead_back(example: Element) -> None:
    rows = [it for it in example.all("tr") if it.attributes.get("id", "").startswith("row-claim-")]
    assert len(rows) > 20
    marks = {it.attributes["id"]: it for it in example.all(of="voice") if "id" in it.attributes}
    spots = {it.attributes["id"]: it for it in example.all(of="spot")}
    for row in rows:
        (link,) = row.all("a")
        place = link.attributes["href"][1:]
        assert place in marks or place in spots
    back = {it.attributes["href"][1:] for it in example.all(of="tell") for it in it.all("a")}
    assert back == {it.attributes["id"] for it in rows}


def test_each_mark_tells_speaker_and_stance_where_it_stands() -> None:
    told = {it.attributes["id"]: it for it in page(made_ledger()).all(of="voice") if "id" in it.attributes}
    hides = told[f"claim-{HIDES.id}"]
    assert hides.text(without="told") == "Ferrovia Networks hides switches"
    assert hides.all(of="told")[0].text().split(" ", 1)[1] == (
        "people familiar with the matter, by the Harbour Courier, Levant Wire: allegation"
    )
    assert "accuses" in hides.classes
    assert "denies" in told[f"claim-{DENIES.id}"].classes
    assert "in its own voice: decision" in told[f"claim-{BANNED.id}"].text()
    assert all(it.attributes.get("tabindex") == "0" for it in told.values()), "a tap or a key reaches it"


def test_the_legend_names_the_colours_that_are_there_and_no_other() -> None:
    for figure in page(made_ledger()).all("figure", "annotated"):
        (legend,) = figure.all(of="voices")
        (read,) = figure.all(of="read")
        shown = {name for it in legend.all(of="voice") for name in it.classes - {"voice"}}
        assert shown == {name for it in read.all(of="voice") for name in it.classes - {"voice"}}


def test_sides_stand_beside_each_other_with_speaker_stance_and_a_way_to_the_words() -> None:
    (facing,) = page(made_ledger()).all(of="facing")
    one, other = facing.all(of="side")
    assert "hides switches" in one.text()
    assert "allegation" in one.text()
    assert "We hide nothing" in other.text()
    assert [it.attributes["href"] for it in facing.all("a")] == [f"#claim-{HIDES.id}", f"#claim-{DENIES.id}"]


def test_a_difference_in_scope_stresses_the_words_that_differ(example: Element) -> None:
    (scope,) = [it for it in example.all(of="facing") if "Difference in scope" in it.text()]
    stressed = [[it.text() for it in side.all("mark")] for side in scope.all(of="side")]
    assert "to leave" in stressed[0]
    assert {"adjusted", "continue"} <= set(stressed[1])


def test_a_moment_of_the_timeline_says_on_whose_word_and_leads_there() -> None:
    (moment,) = page(made_ledger()).all("ol", "timeline")[0].all("li")
    assert "March 2019" in moment.text()
    assert "two.txt, in its own voice" in moment.text()
    assert moment.all("a")[0].attributes["href"] == f"#claim-{BANNED.id}"


def test_what_a_person_decided_shows_in_the_note_and_a_rejected_claim_is_no_longer_marked() -> None:
    ledger = made_ledger(review(HIDES, "rejected"), review(DENIES, "corrected", changes={"stance": "opinion"}))
    read = page(ledger)
    marks = {it.attributes["id"]: it for it in read.all(of="voice") if "id" in it.attributes}
    assert f"claim-{HIDES.id}" not in marks
    assert "opinion, corrected by R. Eviewer" in marks[f"claim-{DENIES.id}"].text()
    assert any("rejected by R. Eviewer" in it.text() for it in read.all("tr"))
    assert broken_links(read) == []


def test_marks_on_the_same_words_all_have_a_place_and_a_note() -> None:
    twice = dataclasses.replace(HIDES, id=HIDES.id[:-2] + "98", stance="concern")
    ledger = dataclasses.replace(made_ledger(), claims=(*made_ledger().claims, twice))
    read = page(ledger)
    assert broken_links(read) == []
    notes = [it.text() for it in read.all(of="told") if "allegation" in it.text()]
    assert any("concern" in it for it in notes)


def test_signs_of_a_hostile_document_are_words_and_nothing_else() -> None:
    ledger = made_ledger()
    bad = dataclasses.replace(
        ledger.documents[0], name="<script>alert(1)</script>\x1b.txt", outlet='"><img src=x onerror=alert(1)>'
    )
    read = page(dataclasses.replace(ledger, documents=(bad, *ledger.documents[1:])))
    assert asked_for(read) == []
    assert "<script>alert(1)</script>\\x1b.txt" in read.text()


def test_a_ledger_of_files_alone_becomes_a_page(tmp_path: Path) -> None:
    target = tmp_path / "ledger.html"
    given = ["claims", str(EXAMPLE), "--quiet", "--html", str(target)]
    done = CliRunner().invoke(app, given)
    assert done.exit_code == 0
    assert "Written to" in done.output
    read = read_page(target.read_text())
    assert asked_for(read) == []
    assert len(read.all(of="read")) == 3
    first = target.read_bytes()
    assert CliRunner().invoke(app, given).exit_code == 0
    assert target.read_bytes() == first, "the same ledger gives the same bytes"


def test_a_page_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["claims", str(EXAMPLE), "--quiet", "--html", str(tmp_path / "none/x.html")])
    assert "cannot be written" in str(done.exception)
