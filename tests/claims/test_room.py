"""The room in a case: its question, page and reviews, and the command over the same documents."""

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cupel.assess import assess
from cupel.case import read_case
from cupel.claims.figures import Figures
from cupel.claims.questions._measured import beside_measured
from cupel.claims.questions.what_is_claimed import QUESTION
from cupel.claims.room import ROOM
from cupel.errors import InputError
from cupel.records.answer import Answer
from cupel.records.equipment import Equipment
from cupel.records.figure import AnnotatedText, Facings, Table
from cupel.records.inspection import Coverage, Inspection
from made_claims import BANNED, HIDES, made_ledger, review

ROOT = Path(__file__).parents[2]
TEXT = (
    "Orvane Networks spies on its customers, the lawmaker Petra Lund said. The company denied any spying. "
    "In March 2019 the ministry banned Orvane Networks from the northern network.\n"
)
CASE = """
[case]
id = "one"
title = "One"
as_of = 2026-11-22
[claims]
documents = ["documents/*.txt"]
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents/one.txt").write_text(TEXT)
    (tmp_path / "case.toml").write_text(CASE)
    return tmp_path


def cupel(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cupel", *arguments], cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "200"}, check=False,
    )  # fmt: skip


def test_a_case_of_documents_alone_gets_a_dossier_that_names_files_as_the_case_does(case: Path) -> None:
    assess(case)
    dossier = json.loads((case / "dossier/dossier.json").read_text())
    (answer,) = [it for it in dossier["answers"] if it["id"] == "claims/what-is-claimed"]
    assert "1 denies" in answer["headline"]
    assert str(case) not in json.dumps(answer)
    assert [it["file"] for it in dossier["sources"]] == ["documents/one.txt"]


def test_nothing_changed_is_said_and_a_review_is_a_change(case: Path) -> None:
    assess(case)
    assert assess(case).unchanged
    claims = cupel("claims", ".", "--json", cwd=case)
    first = json.loads(claims.stdout)["claims"][0]["id"]
    done = cupel("claims", "review", ".", "--author", "A. N", "--accept", first, "--reason", "read", cwd=case)
    assert done.returncode == 0, done.stderr
    assert not assess(case).unchanged
    page = (case / "dossier/index.html").read_text()
    assert "accepted by A. N" in page
    assert "[accepted by A. N]" in cupel("claims", ".", "--full", cwd=case).stdout.replace("\n", " ").replace("  ", " ")


def test_a_review_without_a_terminal_says_what_to_do(case: Path) -> None:
    done = cupel("claims", "review", ".", "--author", "A. N", cwd=case)
    assert done.returncode == 2
    assert "no terminal" in done.stderr
    assert "--accept" in done.stderr


def test_a_file_is_read_without_a_word_between_and_a_missing_one_is_said(case: Path) -> None:
    done = cupel("claims", "documents/one.txt", cwd=case)
    assert done.returncode == 0
    assert "denial" in done.stdout
    done = cupel("claims", "documents/none.txt", cwd=case)
    assert done.returncode in (1, 2)
    assert "none.txt" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('documents = ["none/*.txt"]', "there is no"),
        ('documents = ["../x"]', "outside the case"),
        ('documents = "a.txt"', "no list"),
        ("documents = [1]", "no list"),
        ('document = ["a"]', "did you mean 'documents'"),
        ('documents = ["documents"]\nacquisition = { obtained_on = "soon" }', "no date"),
        (f'documents = ["documents"]\nacquisition = {{ vendor_sha256 = "{"0" * 64}" }}', "unknown key 'vendor_sha256'"),
    ],
)
def test_what_is_wrong_in_the_case_is_named(line: str, says: str, case: Path) -> None:
    (case / "case.toml").write_text(CASE.replace('documents = ["documents/*.txt"]', line))
    with pytest.raises(InputError, match=says):
        read_case(case)


def asked(**records: object) -> Answer:
    return QUESTION.ask({"claims": made_ledger(), **records})


def test_the_answer_needs_no_inspection_and_takes_no_side() -> None:
    answer = asked()
    assert "not said here" in answer.headline
    assert [it.title for it in answer.figures if isinstance(it, Facings)] == ["What stands against what"]


def test_claims_about_a_makers_equipment_stand_beside_what_was_found_in_it() -> None:
    inspection = Inspection(
        "x.bin", "0" * 64, 1, "", "", True, Coverage(1, {}, 0, 0, {}, 0, 0), (), (), (), (), (), examined=True
    )
    item = Equipment("x", Path("x.bin"), "Ferrovia Networks", "F-1")
    hidden = dataclasses.replace(HIDES, content=HIDES.content)
    ledger = dataclasses.replace(made_ledger(), claims=(hidden,))
    figures = Figures(ledger)
    figures.wording._said[HIDES.id] = "Ferrovia Networks hides a back door"
    (facing,) = beside_measured(figures, {"equipment": (item,), "inspections": {"x": inspection}}).facings
    said, denied, measured = facing.sides
    assert facing.title == "Ferrovia Networks F-1"
    assert "back door" in said.sayings[0].words
    assert (denied.sayings, denied.note) == ((), "by nobody in these documents")
    assert measured.sayings[0].words == "no ways in that a rule knows"
    assert measured.sayings[0].anchor == "inspect-is-there-a-backdoor"
    assert beside_measured(figures, {"equipment": (item,), "inspections": {}}).facings == ()


def test_a_rejected_claim_is_listed_as_rejected_and_counts_nowhere() -> None:
    before = asked().figures
    ledger = made_ledger(review(HIDES, "rejected"))
    after = QUESTION.ask({"claims": ledger})
    (register,) = [it for it in after.figures if isinstance(it, Table) and it.title == "All claims"]
    assert "rejected by R. Eviewer" in register.rows[0][-1]  # type: ignore[operator]
    assert len(Figures(ledger).unsupported()) < len(Figures(made_ledger()).unsupported())
    assert len(before) >= len(after.figures) - 1


def test_a_grade_is_shown_only_where_a_named_person_set_it() -> None:
    plain = Figures(made_ledger(review(HIDES, "accepted"))).register()
    graded = Figures(made_ledger(review(HIDES, "accepted", reliability="F", credibility="6"))).register()
    assert "graded" not in str(plain.rows[0][-1])
    assert "graded F6 (R. Eviewer)" in str(graded.rows[0][-1])


def test_every_row_of_the_register_leads_to_a_mark_of_that_claim() -> None:
    figures = Figures(made_ledger())
    marked = {mark.anchor for text in figures.texts() for mark in text.marks}
    register = figures.register()
    assert len(register.links) == len(register.rows)
    assert set(register.links) <= marked
    assert f"claim-{BANNED.id}" in marked


def test_the_marks_of_a_text_lie_on_the_words_of_their_claims() -> None:
    ledger = made_ledger()
    texts: list[AnnotatedText] = list(Figures(ledger).texts())
    for text, document in zip(texts, ledger.documents, strict=True):
        assert text.text == document.text
    words = {mark.anchor: texts[0].text[mark.start : mark.end] for mark in texts[0].marks}
    assert words[f"claim-{HIDES.id}"] == "Ferrovia Networks hides switches"


def test_the_version_of_the_rules_does_not_change_between_calls() -> None:
    assert ROOM.rule_version() == ROOM.rule_version()
    assert len(ROOM.rule_version()) == 64
