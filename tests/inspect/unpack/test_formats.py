"""Every golden case of a format gives what was packed, and every format has one."""

import hashlib
import json
from pathlib import Path

import pytest

from cupel.inspect.unpack.content import BytesContent
from cupel.inspect.unpack.limits import Budget, Limits
from cupel.inspect.unpack.registry import FORMATS

CASES = Path(__file__).parents[2] / "cases/format"
CASE_FOLDERS = sorted(folder for folder in CASES.iterdir() if folder.is_dir() and not folder.name.startswith("_"))
BY_NAME = {found.name: found for found in FORMATS}


@pytest.mark.parametrize("folder", CASE_FOLDERS, ids=lambda folder: folder.name)
def test_golden_case(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text())
    data = (folder / "input").read_bytes()
    trailer = b"\xa5 bytes that follow the container \xa5"
    content = BytesContent(data if "size" in expected else data + trailer)

    volume = BY_NAME[expected["format"]].open(content, Budget(Limits()))
    entries = list(volume.entries())

    assert volume.size == expected.get("size", len(data))
    assert {key: volume.facts.get(key) for key in expected.get("facts", {})} == expected.get("facts", {})
    found = {}
    for entry in entries:
        row = {
            "kind": entry.kind,
            "mode": entry.mode,
            "uid": entry.uid,
            "gid": entry.gid,
            "target": entry.target,
        }
        row["device"] = list(entry.device) if entry.device else None
        if entry.kind == "file":
            content = volume.read(entry)
            assert content.size == entry.size, entry.path
            row |= {"size": entry.size, "sha256": hashlib.sha256(content.read(0, content.size)).hexdigest()}
        assert entry.path not in found, "a path came twice"
        found[entry.path] = row
    wanted = {row.pop("path"): row for row in expected["entries"]}
    assert sorted(found) == sorted(wanted)
    for path, row in wanted.items():
        assert {key: found[path][key] for key in row} == row, path
    for part in expected["problems"]:
        assert any(part in problem for problem in volume.problems), (part, volume.problems)
    assert expected["problems"] or not volume.problems


def test_every_format_has_a_golden_case_and_every_case_a_format() -> None:
    named = {json.loads((folder / "expected.json").read_text())["format"] for folder in CASE_FOLDERS}
    assert named == set(BY_NAME)


@pytest.mark.parametrize("folder", CASE_FOLDERS, ids=lambda folder: folder.name)
def test_fixture_is_small_and_has_its_script(folder: Path) -> None:
    assert (folder / "input").stat().st_size <= 16 << 10
    assert "Debian packages:" in (folder / "make.py").read_text(), "the script names the Debian packages that it needs"


@pytest.mark.parametrize("found", FORMATS, ids=lambda found: found.name)
def test_format_is_described(found: object) -> None:
    for fact in ("name", "title", "description", "reference"):
        assert getattr(found, fact).strip(), fact
    assert found.proof in {"packer", "image", "unproved"}
    assert found.magics, "a format without a magic can never be found"
