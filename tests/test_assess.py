"""An assessment writes a dossier that is the same for the same input, and says what it could not ask."""

import json
import shutil
from pathlib import Path

import pytest

from cupel import assess as flow
from cupel.assess import assess
from cupel.errors import InputError
from cupel.ledger.ledger import Ledger
from cupel.records.boundary import schema
from cupel.records.dossier import Dossier

ROOT = Path(__file__).parents[1]
SQUASHFS = ROOT / "tests/cases/format/squashfs-gzip/input"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    shutil.copy(SQUASHFS, folder / "image.bin")
    (folder / "case.toml").write_text(
        '[case]\nid = "one"\ntitle = "First look"\nas_of = 2026-11-22\n'
        '[[equipment]]\nid = "router"\nfile = "image.bin"\nmaker = "Maker"\n'
    )
    return folder


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "dossier").rglob("*") if path.is_file()}


def test_a_second_run_changes_nothing_and_says_so(case: Path) -> None:
    first = assess(case)
    before = written(case)
    second = assess(case)
    assert (first.unchanged, second.unchanged) == (False, True)
    assert first.summary == second.summary
    assert written(case) == before


def test_a_run_from_nothing_gives_the_same_bytes(case: Path, tmp_path: Path) -> None:
    assess(case)
    other = tmp_path / "elsewhere"
    shutil.copytree(case, other, ignore=shutil.ignore_patterns("dossier", "ledger*"))
    assess(other)
    assert written(other) == written(case)


def test_the_findings_of_each_item_are_written_for_other_tools(case: Path) -> None:
    done = assess(case)
    (run,) = json.loads(done.files["findings/router.sarif"].read_text())["runs"]
    assert run["properties"]["label"] == "Maker"
    assert assess(case).unchanged


def test_the_dossier_says_in_short_what_was_found_and_that_a_label_is_a_label(case: Path) -> None:
    answers = json.loads(assess(case).files["JSON"].read_text())["answers"]
    short = {it["briefs"][0]["asked"]: it for it in answers if it["briefs"]}
    assert list(short) == ["A bug?", "A beacon?", "A backdoor?"]
    for it in short.values():
        (brief,) = it["briefs"]
        assert brief["left"].startswith("Not examined: ")
        assert it["headline"].startswith("This file, labelled Maker by whoever handed it in: ")


def test_a_release_that_is_proved_is_called_one(case: Path) -> None:
    import hashlib

    file, sha256 = case / "case.toml", hashlib.sha256(SQUASHFS.read_bytes()).hexdigest()
    proved = f'[equipment.acquisition]\nvendor_sha256 = "{sha256}"\nvendor_sha256_source = "release notes"\n'
    file.write_text(file.read_text() + proved)
    answers = json.loads(assess(case).files["JSON"].read_text())["answers"]
    assert any(it["headline"].startswith("The release Maker: ") for it in answers)
    assert not any("labelled" in it["headline"] for it in answers)


def test_what_was_not_disassembled_is_inspected_again_where_that_is_asked(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cupel.inspect import inspection

    asked = []
    real = inspection.inspect
    monkeypatch.setattr(inspection, "inspect", lambda *at, **how: asked.append(how["deep"]) or real(*at, **how))
    assess(case)
    file = case / "case.toml"
    file.write_text(file.read_text() + "deep = true\n")
    assess(case)
    file.write_text(file.read_text() + "# the same again\n")
    assess(case)
    assert asked == [False, True]


def test_an_unchanged_image_is_not_inspected_again(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assess(case)
    (case / "case.toml").write_text((case / "case.toml").read_text().replace("First look", "Second look"))
    monkeypatch.setattr("cupel.inspect.inspection.inspect", lambda *_, **__: pytest.fail("inspected again"))
    done = assess(case)
    assert not done.unchanged
    assert "Second look" in done.summary[0]


def test_a_changed_image_a_changed_page_and_a_decision_are_noticed(case: Path) -> None:
    assess(case)
    page = case / "dossier/index.html"
    good = page.read_bytes()
    page.write_bytes(good + b"tampered")
    assert not assess(case).unchanged
    assert page.read_bytes() == good

    with Ledger.open(case / "ledger.sqlite") as ledger:
        ledger.decide(
            made_at="2026-11-22", author="A", about="inspect/what-is-in-it", verdict="accepted", reason="seen"
        )
    assert not assess(case).unchanged
    assert json.loads((case / "dossier/dossier.json").read_text())["ledger_head"].startswith("1 ")

    (case / "image.bin").write_bytes(SQUASHFS.read_bytes() + b"\0")
    assert not assess(case).unchanged


def test_a_tampered_log_of_decisions_is_a_problem_of_the_dossier_and_takes_no_new_one(case: Path) -> None:
    import sqlite3

    with Ledger.open(case / "ledger.sqlite") as ledger:
        ledger.decide(made_at="2026-11-22", author="A", about="x", verdict="accepted", reason="seen")
    with sqlite3.connect(case / "ledger.sqlite") as database:
        database.execute("UPDATE decision SET verdict = 'rejected'")
    assess(case)
    dossier = json.loads((case / "dossier/dossier.json").read_text())
    assert any("was changed" in problem["what"] for problem in dossier["problems"])
    assert dossier["decisions"][0]["verdict"] == "rejected"


def test_the_dossier_can_be_written_elsewhere(case: Path, tmp_path: Path) -> None:
    done = assess(case, output=tmp_path / "out")
    assert all(path.is_relative_to(tmp_path / "out") for path in done.files.values())
    assert not (case / "dossier").exists()
    assert assess(case, output=tmp_path / "out").unchanged


def test_the_ledger_knows_the_input_and_how_it_was_got(case: Path) -> None:
    assess(case)
    with Ledger.open(case / "ledger.sqlite") as ledger:
        (known,) = ledger.inputs()
        assert known.name == "image.bin"
        assert [facts["grade"] for facts in ledger.acquisitions(known.sha256)] == ["unknown"]


def test_parts_that_no_room_reads_are_named_in_the_dossier(case: Path) -> None:
    (case / "case.toml").write_text((case / "case.toml").read_text() + "\n[network]\nfile = 'x'\n")
    assess(case)
    unasked = json.loads((case / "dossier/dossier.json").read_text())["unasked"]
    (network,) = [it for it in unasked if it["id"] == "network"]
    assert "No room" in network["reason"]


def test_a_question_whose_records_are_missing_is_named_with_the_reason() -> None:
    answers, unasked = flow._ask({"equipment": ()})
    assert answers == ()
    assert {"inspect/what-is-in-it", "inspect/how-was-it-got"} < {it.id for it in unasked}
    inspecting = [it for it in unasked if it.id.startswith("inspect/")]
    assert all(it.reason.startswith("The case gives no inspections") for it in inspecting)
    assert [it.reason for it in unasked if it not in inspecting] == ["The case gives no claims."]


def test_a_case_that_names_nothing_is_refused(case: Path) -> None:
    (case / "case.toml").write_text('[case]\nid = "one"\ntitle = "x"\nas_of = 2026-11-22\n')
    with pytest.raises(InputError, match="names nothing"):
        assess(case)


def test_an_incomplete_inspection_is_shown_but_never_kept(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dataclasses

    from cupel.inspect import inspection

    real = inspection.inspect
    monkeypatch.setattr(inspection, "inspect", lambda *a, **k: dataclasses.replace(real(*a, **k), complete=False))
    done = assess(case)
    assert not done.complete
    assert "incomplete" in " ".join(done.summary)
    monkeypatch.undo()
    again = assess(case)
    assert again.complete
    assert not again.unchanged


def test_the_dossier_keeps_its_schema_and_every_answer_its_bounds(case: Path) -> None:
    assess(case)
    dossier = json.loads((case / "dossier/dossier.json").read_text())
    assert set(dossier) == set(schema(Dossier)["properties"])
    for answer in dossier["answers"]:
        assert answer["evidence"]
        assert all(len(it["artefact"]) == 64 and len(it["rule_version"]) == 64 for it in answer["evidence"])
    assert dossier["answers"][0]["not_examined"], "what was not run is never left unsaid"


def test_the_summary_has_ten_lines_at_most(case: Path) -> None:
    assert 4 <= len(assess(case).summary) <= 10
