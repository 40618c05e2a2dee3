"""Assesses one case: a case folder goes in, a dossier comes out. This page is the whole flow."""

import hashlib
import importlib
import json
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cupel
from cupel import plugins
from cupel.bills.format import formats as bill_formats
from cupel.case import SECTIONS, Case, read_case
from cupel.content_hash import hash_input
from cupel.dossier.summary import summary_of
from cupel.dossier.write import write
from cupel.errors import InputError
from cupel.inspect.export import Told, finding_exports
from cupel.ledger.ledger import Ledger
from cupel.records.acquisition import grade
from cupel.records.answer import Answer, Unasked
from cupel.records.boundary import plain
from cupel.records.dossier import Dossier, Source
from cupel.records.problem import Problem
from cupel.room import Progress, Question, Room

MOST_SOURCES = 50
"""Documents of claims that are listed with how they were got; the claims' own table lists all."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What an assessment wrote, and what a person reads of it first."""

    files: dict[str, Path]
    """Name of the export -> the file."""
    summary: tuple[str, ...]
    """The dossier in about ten lines."""
    unchanged: bool
    """True where neither the input nor the rules changed since the dossier was written."""
    complete: bool
    """False where part of an input could not be inspected; such a result is not kept."""


def assess(
    folder: Path, ledger_at: str = "", on_progress: Progress | None = None, output: Path | None = None
) -> Assessment:
    """Assess the case in `folder` and write its dossier to `output`, or `folder`/dossier.

    Raises CupelError for input that cannot be used.

    1. Read the case.
    2. Hash what it names, and take that down in the ledger with how it was got.
    3. Where nothing changed since the dossier was written, stop: it still holds.
    4. Run the rooms whose needs are there, in the order of what they need and give.
    5. Ask each question whose records are there; say why of the others.
    6. Write the dossier, and of each item of equipment a bill of materials and its findings in every form.
    """
    case = read_case(folder)  # 1
    output = output or folder / "dossier"
    with Ledger.open(ledger_at or folder / "ledger.sqlite") as ledger:
        hashes = _take_down(case, ledger)  # 2
        inputs = _hash_of_inputs(case, hashes, ledger)  # 3
        version = plugins.version_of("cupel")
        kept = ledger.result("assess", inputs, version)
        if kept and (known := _still_there(output, json.loads(kept))):
            return known

        records, versions, unasked = _run_rooms(case, hashes, ledger, on_progress)  # 4
        answers, more_unasked = _ask(records)  # 5
        beside, unwritten = _bills(records)  # 6
        beside |= _findings(records)
        dossier = _dossier(case, hashes, ledger, records, versions, answers, unasked + more_unasked + unwritten)
        summary = summary_of(dossier)
        files = write(dossier, output, beside)
        written = {
            name: (path.relative_to(output).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
            for name, path in files.items()
        }
        complete = all(found.complete for found in records.get("inspections", {}).values())
        if complete and not ledger.verify():
            ledger.keep_result("assess", inputs, version, json.dumps({"files": written, "summary": summary}).encode())
    return Assessment(files, summary, unchanged=False, complete=complete)


def rooms() -> tuple[Room, ...]:
    """Load every room of the house, in a dossier's order: the packages of cupel with a module room.py and its ROOM."""
    found = []
    for package in pkgutil.iter_modules(cupel.__path__):
        if package.ispkg and (Path(cupel.__path__[0]) / package.name / "room.py").exists():
            found.append(importlib.import_module(f"cupel.{package.name}.room").ROOM)
    return tuple(sorted(found, key=lambda room: (room.order, room.name)))


def questions(room: Room) -> tuple[Question, ...]:
    """Load a room's questions in the order in which a dossier asks them."""
    return tuple(sorted(plugins.load(room.questions, "QUESTION", Question), key=lambda question: question.order))


def _take_down(case: Case, ledger: Ledger) -> dict[str, tuple[str, int]]:
    hashes = {item.id: hash_input(item.file) for item in case.equipment}
    for item in case.equipment:
        sha256, size = hashes[item.id]
        ledger.keep_input(sha256, size, item.file.name)
        ledger.keep_acquisition(sha256, plain(item.acquisition))
        for path in item.beside:
            hashes[f"{item.id}/{path.relative_to(case.folder)}"] = kept = hash_input(path)
            ledger.keep_input(*kept, path.name)
    for name in case.claim_documents:
        hashes[name] = kept = hash_input(case.folder / name)
        ledger.keep_input(*kept, name)
        ledger.keep_acquisition(kept[0], plain(case.claims_acquisition))
    return hashes


def _hash_of_inputs(case: Case, hashes: Mapping[str, tuple[str, int]], ledger: Ledger) -> str:
    named = [
        (case.folder / "case.toml").read_text("utf-8"), sorted(hashes.items()), list(ledger.head()),
        [room.outside() for room in rooms()],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(named).encode()).hexdigest()


def _still_there(output: Path, kept: dict[str, Any]) -> Assessment | None:
    files = {name: output / path for name, (path, _) in kept["files"].items()}
    for name, path in files.items():
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != kept["files"][name][1]:
            return None
    return Assessment(files, tuple(kept["summary"]), unchanged=True, complete=True)


def _run_rooms(
    case: Case, hashes: Mapping[str, tuple[str, int]], ledger: Ledger, on_progress: Progress | None
) -> tuple[dict[str, Any], dict[str, str], list[Unasked]]:
    records: dict[str, Any] = {"hashes": hashes, "as_of": case.as_of}
    if case.equipment:
        records["equipment"] = case.equipment
    if case.claim_documents:
        records["claim_documents"] = {name: case.folder / name for name in case.claim_documents}
    waiting, versions = list(rooms()), {}
    while ready := [room for room in waiting if all(noun in records for noun in room.needs)]:
        for room in ready:
            records |= room.run(records, ledger, on_progress)
            versions[room.name] = room.rule_version()
            waiting.remove(room)
    if not versions:
        raise InputError(
            f"{case.folder / 'case.toml'} names nothing that a room could work on.",
            "Add an [[equipment]] with the image's file, or [claims] with documents; see docs/reference/case.md.",
        )
    unasked = [
        Unasked(
            name,
            f"[{name}] of case.toml",
            f"No room of cupel {cupel.__version__} reads it; it reads {', '.join(SECTIONS)}.",
        )
        for name in case.unread
    ]
    return records, versions, unasked


def _ask(records: Mapping[str, Any]) -> tuple[tuple[Answer, ...], list[Unasked]]:
    answers, unasked = [], []
    for room in rooms():
        for question in questions(room):
            missing = [noun for noun in question.needs if noun not in records]
            if missing:
                reason = f"The case gives no {' and no '.join(missing)}."
                unasked.append(Unasked(question.id, question.text, reason))
            else:
                answers.append(question.ask(records))
    return tuple(answers), unasked


def _bills(records: Mapping[str, Any]) -> tuple[dict[str, bytes], list[Unasked]]:
    """Write the bills in every form: path below the dossier's folder -> bytes; and say which could not be written."""
    written, left = {}, []
    for item, bill in records.get("bills", {}).items():
        for form in bill_formats():
            if not form.writes:
                continue
            try:
                written[f"bills/{item}{form.suffix}"] = form.write(bill)
            except InputError as error:
                left.append(Unasked(f"bills/{item}{form.suffix}", form.title, f"{error.message} {error.advice}"))
    return written, left


def _findings(records: Mapping[str, Any]) -> dict[str, bytes]:
    """Write the findings of each item that was examined in every form: path below the dossier's folder -> bytes."""
    written: dict[str, bytes] = {}
    for item in records.get("equipment", ()):
        inspection = records.get("inspections", {}).get(item.id)
        if inspection is None or not inspection.examined:
            continue
        said = (records.get(noun, {}).get(item.id, ()) for noun in ("replies", "suppressions"))
        told = Told(item, inspection, *said)
        written |= {f"findings/{item.id}{form.suffix}": form.write(told) for form in finding_exports()}
    return written


def _dossier(
    case: Case,
    hashes: Mapping[str, tuple[str, int]],
    ledger: Ledger,
    records: Mapping[str, Any],
    versions: dict[str, str],
    answers: tuple[Answer, ...],
    unasked: list[Unasked],
) -> Dossier:
    sources = tuple(
        Source(item.id, item.label, str(item.file.relative_to(case.folder)) if item.file.is_relative_to(case.folder)
               else item.file.name, *hashes[item.id], item.acquisition, *grade(item.acquisition, hashes[item.id][0]))
        for item in case.equipment
    )  # fmt: skip
    got = case.claims_acquisition
    sources += tuple(
        Source(name, name, name, *hashes[name], got, *grade(got, hashes[name][0]))
        for name in case.claim_documents[:MOST_SOURCES]
    )
    number, head = ledger.head()
    broken = tuple(Problem("ledger", f"the log of decisions was changed: {what}") for what in ledger.verify())
    problems: tuple[Problem, ...] = tuple(
        problem for found in records.get("inspections", {}).values() for problem in found.problems
    )
    return Dossier(
        "cupel dossier 1", case.id, case.title, case.decision, case.as_of, case.edition, cupel.__version__,
        versions, f"{number} {head}" if number else "", sources, ledger.decisions(), answers, tuple(unasked),
        (*broken, *problems, *records.get("claim_problems", ())),
    )  # fmt: skip
