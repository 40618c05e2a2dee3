"""A bundle has the bytes that stand in the image, no secret that nobody asked for, and is the same every time."""

import hashlib
import io
import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cupel.errors import InputError
from cupel.inspect.bundle.making import Asked, make_bundle
from cupel.inspect.inspection import inspect
from cupel.records.bundle import Disclosure
from cupel.records.dossier import Edition
from cupel.records.equipment import Equipment
from cupel.records.inspection import Inspection
from made_findings import PASSWD, SECRET, START

Inspected = tuple[Equipment, Inspection]


def made(
    inspected: Inspected, edition: Edition = "confidential", **more: Any
) -> tuple[dict[str, Any], dict[str, bytes]]:
    _, data = make_bundle(*inspected, Asked(edition, **more))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(members["bundle.json"]), members


def pieces(record: dict[str, Any], subject: str) -> list[dict[str, Any]]:
    wanted = (it for it in record["findings"] if it["finding"]["subject"] == subject)
    return [piece for it in sorted(wanted, key=lambda it: it["finding"]["path"]) for piece in it["pieces"]]


def test_the_bytes_are_those_of_the_image_at_the_offset_that_is_named(inspected: Inspected) -> None:
    record, members = made(inspected)
    (piece, *_) = pieces(record, "maint")
    assert piece["offset"] == START
    assert members[piece["member"]] == b"maint:" + b"*" * len(SECRET) + b":0:0::/:/bin/sh"
    kinds = [(step["kind"], step["name"]) for step in piece["chain"]]
    assert kinds[0] == ("image", "fw.bin")
    assert kinds[-1] == ("file", "etc/passwd")
    assert piece["chain"][0]["sha256"] == hashlib.sha256(inspected[0].file.read_bytes()).hexdigest()
    assert piece["chain"][-1]["sha256"] == hashlib.sha256(PASSWD).hexdigest() == piece["artefact"]


def test_bytes_that_no_container_covers_are_counted_from_the_start_of_the_image(inspected: Inspected) -> None:
    record, members = made(inspected)
    (piece, *_) = pieces(record, "boot")
    assert piece["offset"] == inspected[0].file.read_bytes().index(b"BOOTKEY")
    assert members[piece["member"]] == b"BOOTKEY"


@pytest.mark.parametrize("edition", ["public", "confidential", "vendor"])
def test_a_secret_stands_nowhere_even_if_only_one_of_two_findings_knows_of_it(
    inspected: Inspected, edition: Edition
) -> None:
    record, members = made(inspected, edition)
    assert len(pieces(record, "around")) > 1
    for name, data in members.items():
        assert SECRET not in data, name
        assert SECRET[:4] not in data, name


def test_secrets_that_were_asked_for_are_there_with_who_asked(inspected: Inspected) -> None:
    record, members = made(inspected, "vendor", disclosure=Disclosure("A. Person", "2026-11-22T10:00:00+00:00"))
    assert record["disclosure"] == {"author": "A. Person", "at": "2026-11-22T10:00:00+00:00"}
    assert SECRET in members[pieces(record, "maint")[0]["member"]]
    assert b"A. Person" in members["README.txt"]


def test_the_same_inspection_gives_the_same_bytes(inspected: Inspected) -> None:
    assert make_bundle(*inspected, Asked("public"))[1] == make_bundle(*inspected, Asked("public"))[1]


def test_only_the_vendor_edition_says_how_to_reproduce(inspected: Inspected) -> None:
    assert not any(it["reproduction"] for it in made(inspected, "public")[0]["findings"])
    assert not any(it["reproduction"] for it in made(inspected, "confidential")[0]["findings"])
    assert all(it["reproduction"] for it in made(inspected, "vendor")[0]["findings"])


def test_the_lines_to_reproduce_show_the_bytes(inspected: Inspected, tmp_path: Path) -> None:
    item, _ = inspected
    record, _ = made(inspected, "vendor")
    inspect(item.file, extract=tmp_path / "files", threads=1)
    shown = []
    for it in record["findings"]:
        for line in it["reproduction"]:
            if line.startswith("dd "):
                done = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, check=True)
                shown.append(done.stdout)
            elif line.startswith("sha256sum "):
                done = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=True)
                assert done.stdout.lstrip("\\").startswith(line.rpartition("# ")[2])
    assert b"maint:" + SECRET + b":0:0::/:/bin/sh" in shown
    assert b"BOOTKEY" in shown


def test_of_a_whole_file_the_lines_show_how_it_is_listed(inspected: Inspected) -> None:
    record, _ = made(inspected, "vendor")
    found = [it for it in record["findings"] if it["finding"]["subject"] == "whole"]
    wanted = """cupel inspect fw.bin --unpack-only --json | jq -c '.occurrences[] | select(.path == "etc/passwd")'"""
    assert sum(wanted in it["reproduction"] for it in found) == 1
    odd = next(line for it in found for line in it["reproduction"] if "jq" in line and "etc/passwd" not in line)
    assert "\x1b" not in odd
    asked = subprocess.run(
        ["bash", "-c", f'set -- {odd.partition("jq ")[2]}; echo "$2"'], check=True, capture_output=True, text=True
    )
    path = asked.stdout.partition("== ")[2].rpartition(")")[0]
    assert json.loads(path).encode().endswith(b"!@0x10/passwd")


def test_an_image_that_changed_since_is_refused(inspected: Inspected) -> None:
    with inspected[0].file.open("ab") as file:
        file.write(b"more")
    with pytest.raises(InputError, match="was changed"):
        made(inspected)


def test_a_folder_has_the_way_to_its_files_too(made_detector: None, tmp_path: Path) -> None:
    (tmp_path / "root/etc").mkdir(parents=True)
    (tmp_path / "root/etc/passwd").write_bytes(PASSWD)
    item = Equipment("root", tmp_path / "root")
    record, members = made((item, inspect(item.file, threads=1)), "vendor")
    (piece, *_) = pieces(record, "maint")
    assert [step["kind"] for step in piece["chain"]] == ["folder", "file"]
    assert members[piece["member"]].startswith(b"maint:")
    assert any("root/etc/passwd" in line for line in record["findings"][0]["reproduction"])


def test_more_findings_of_one_detector_than_its_bound_are_a_problem(
    layered: Path, made_detector: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cupel.inspect.examination.MOST_FINDINGS", 2)
    found = inspect(layered, threads=1)
    assert len(found.findings) == 2
    assert any("access/made found more than 2 things" in it.what for it in found.problems)
