"""Every documented case is found in its hit, at the place and tier it says, and in no near miss."""

import struct
import tomllib
from pathlib import Path
from typing import Any

import pytest

from cupel.inspect.detect.quoting import visible
from cupel.inspect.known.base import cases, matchers
from cupel.inspect.known.matcher import FileMatcher
from cupel.records.finding import Finding
from cupel.records.inspection import Inspection
from made_image import examined

FOLDER = Path(__file__).parents[2] / "cases" / "known"
DETECTOR = "access/documented_cases"
IDENTIFIERS = tuple(it.id for it in cases())
TEXTS = {file.parent.name + "/" + file.stem: tomllib.loads(file.read_text("utf-8")) for file in FOLDER.glob("*/*.toml")}
RESIDUES = tuple(name for name in TEXTS if name.endswith("/residue"))


def bytes_of(it: dict[str, Any]) -> dict[str, Any]:
    """Make what `examined` takes of one file of a test case."""
    mode = {"mode": it["mode"]} if "mode" in it else {}
    if "elf" in it:
        return {"bytes": elf(*(text.encode() for text in it["elf"])), **mode}
    if "elf_hex" in it:
        return {"bytes": elf(bytes.fromhex(it["elf_hex"])), **mode}
    if "raw" in it:
        return {"bytes": b"\x01\x02" + b"\0".join(text.encode() for text in it["raw"]) + b"\0", **mode}
    return it


def elf(*constants: bytes) -> bytes:
    """Make a 32-bit ARM executable with constants in its only loaded segment."""
    data = b"\0".join((b"", *constants, b""))
    head = b"\x7fELF\x01\x01\x01" + bytes(9)
    head += struct.pack("<HHIIIIIHHHHHH", 2, 40, 1, 0x10054, 52, 0, 0, 52, 32, 1, 0, 0, 0)
    return head + struct.pack("<8I", 1, 0, 0x10000, 0x10000, 84 + len(data), 84 + len(data), 5, 0x1000) + data


def together(folder: Path, kind: str) -> Inspection:
    """Inspect all hits, or all near misses, that need no image of their own, each in a folder of its own."""
    files = {
        f"{name.partition('/')[0]}/{path}": bytes_of(it)
        for name, text in TEXTS.items()
        if name.endswith("/" + kind) and not text.get("alone")
        for path, it in text["files"].items()
    }
    return examined(folder, files)


def documented(inspection: Inspection) -> list[Finding]:
    return [it for it in inspection.findings if it.detector == DETECTOR]


def place(locator: str, top: str) -> str:
    """Return the path in a locator, from the folder of its case on."""
    return "/" + locator.removeprefix(top).partition("!@")[0].partition(":")[0]


@pytest.fixture(scope="module")
def hits(tmp_path_factory: pytest.TempPathFactory) -> Inspection:
    return together(tmp_path_factory.mktemp("hits"), "hit")


@pytest.fixture(scope="module")
def near_misses(tmp_path_factory: pytest.TempPathFactory) -> Inspection:
    return together(tmp_path_factory.mktemp("near"), "near")


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_hit(identifier: str, hits: Inspection, tmp_path: Path) -> None:
    text = TEXTS[f"{identifier}/hit"]
    if text.get("alone"):
        found = documented(examined(tmp_path, {path: bytes_of(it) for path, it in text["files"].items()}))
        top = "root!"
    else:
        found = [it for it in documented(hits) if it.facts["case"] == identifier]
        top = f"root!{identifier}/"
    said = [(it.rule, place(it.evidence[0].locator, top), it.tier) for it in found]
    assert said == [(it["rule"], it["path"], it["tier"]) for it in text["finding"]]
    assert all(it.locator.startswith(top) for finding in found for it in finding.evidence)


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_near_miss(identifier: str, near_misses: Inspection, tmp_path: Path) -> None:
    text = TEXTS[f"{identifier}/near"]
    if text.get("alone"):
        found = documented(examined(tmp_path, {path: bytes_of(it) for path, it in text["files"].items()}))
    else:
        found = [it for it in documented(near_misses) if it.path.startswith(f"/{identifier}/")]
    assert [it.rule for it in found] == []


def test_all_near_misses_together_show_nothing(near_misses: Inspection) -> None:
    assert [(it.rule, it.path) for it in documented(near_misses)] == []


def test_all_hits_together_show_each_case_once(hits: Inspection) -> None:
    wanted = sorted(
        name.partition("/")[0] for name, text in TEXTS.items() if name.endswith("/hit") and not text.get("alone")
    )
    assert sorted(str(it.facts["case"]) for it in documented(hits)) == wanted


@pytest.mark.parametrize("name", RESIDUES)
def test_residue_is_told_as_a_residue(name: str, tmp_path: Path) -> None:
    text = TEXTS[name]
    found = documented(examined(tmp_path, {path: bytes_of(it) for path, it in text["files"].items()}))
    assert [(it.rule, it.path, it.tier) for it in found] == [
        (it["rule"], it["path"], it["tier"]) for it in text["finding"]
    ]
    assert found[0].facts["outcome"] == "residue"
    assert "and not the case" in found[0].statement


def test_quotes_stand_at_their_places_and_tell_no_secret(hits: Inspection) -> None:
    secrets = {text for it in matchers(FileMatcher) for text in it.secrets} | {"abSQTPcIskFGc", "htEcF9TWn./9Q"}
    checked = 0
    for finding in documented(hits):
        told = " ".join([finding.title, finding.statement, finding.subject, *(it.quote for it in finding.evidence)])
        assert not [secret for secret in secrets if secret in told]
        case = str(finding.facts["case"])
        for evidence in finding.evidence:
            if evidence.offset is None or evidence.secrets:
                continue
            given = bytes_of(TEXTS[f"{case}/hit"]["files"][place(evidence.locator, f"root!{case}/")[1:]])
            data = given["bytes"] if "bytes" in given else given["text"].encode()
            assert visible(data[evidence.offset : evidence.offset + evidence.size]) == evidence.quote
            checked += 1
    assert checked > 20


def test_every_case_has_its_tests_and_every_test_its_case() -> None:
    folders = {folder.name for folder in FOLDER.iterdir() if folder.is_dir()}
    assert folders == set(IDENTIFIERS)
    for identifier in IDENTIFIERS:
        assert {f"{identifier}/hit", f"{identifier}/near"} <= TEXTS.keys()
        assert TEXTS[f"{identifier}/hit"]["artefact"] in ("original", "synthetic")
        assert TEXTS[f"{identifier}/hit"]["from"]


def test_there_are_enough_cases_of_many_vendors_and_enough_originals() -> None:
    assert len(IDENTIFIERS) >= 60
    assert len({it.vendor for it in cases()}) >= 30
    originals = [it for it in IDENTIFIERS if TEXTS[f"{it}/hit"]["artefact"] == "original"]
    assert len(originals) >= 10
    shown = [it for it in cases() if any(artefact.outcome == "shown" for artefact in it.artefacts)]
    assert len(shown) >= 40


def test_cases_say_what_is_there_and_not_why() -> None:
    words = ("malicious", "suspicious", "spy", "sabotage", "phone home", "deliberate", "intention")
    for case in cases():
        said = [case.title, case.story, *(it.says for it in case.artefacts), *(it.says for it in case.controls)]
        told = " ".join(said).lower()
        assert not [word for word in words if word in told], case.id


def test_shared_code_is_one_case_with_its_origin() -> None:
    for case in cases():
        if case.brands:
            assert case.origin
            assert case.vendor not in set(case.brands) - {case.origin}, f"{case.id}: a brand stands for the origin"
