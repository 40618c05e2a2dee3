"""Bundles, packets, replies, suppressions and manuals work from the command line and in a case."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SQUASHFS = ROOT / "tests/cases/format/squashfs-gzip/input"
REPLY = """format = "cupel reply form 1"
author = "V. Endor"
date = 2026-11-22
[[reply]]
finding = "access/made-12345678"
state = "disputed"
text = "It is not so."
"""
DECISION = """[[suppress]]
finding = "access/made-12345678"
author = "A. Person"
reason = "It is a test."
date = 2026-01-01
until = 2026-06-30
"""
CASE = """[case]
id = "c"
title = "T"
as_of = 2026-11-25
[[equipment]]
id = "one"
file = "image"
replies = ["reply.toml"]
suppressions = ["decided.toml"]
manuals = "manuals"
"""


def cupel(*arguments: object, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cupel", *map(str, arguments)]
    settings = os.environ | {"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100"}
    done = subprocess.run(
        command, capture_output=True, text=True, env=settings, timeout=120, check=False, cwd=folder,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert "Traceback" not in done.stderr + done.stdout
    return done


@pytest.fixture
def given(tmp_path: Path) -> Path:
    (tmp_path / "reply.toml").write_text(REPLY)
    (tmp_path / "decided.toml").write_text(DECISION)
    (tmp_path / "manuals").mkdir()
    (tmp_path / "manuals/guide.txt").write_text("Log in as root.")
    (tmp_path / "image").write_bytes(SQUASHFS.read_bytes())
    (tmp_path / "case.toml").write_text(CASE)
    return tmp_path


def test_a_bundle_is_written_and_verified_and_exit_codes_tell(given: Path) -> None:
    done = cupel("inspect", "image", "--bundle", "b.zip", "--edition", "vendor", folder=given)
    assert done.returncode == 0
    assert "SHA-256" in done.stdout.splitlines()[-1]
    assert cupel("verify", "b.zip", "image", folder=given).returncode == 0
    told = json.loads(cupel("verify", "b.zip", "image", "--json", folder=given).stdout)
    assert told["good"]
    assert told["image_read"]
    assert cupel("verify", "b.zip", "reply.toml", folder=given).returncode == 2
    assert cupel("verify", "reply.toml", folder=given).returncode == 2
    data = bytearray((given / "b.zip").read_bytes())
    at = data.index(b"Evidence bundle")
    data[at : at + 8] = b"evidence"
    (given / "b.zip").write_bytes(bytes(data))
    assert cupel("verify", "b.zip", folder=given).returncode == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--bundle", "b.zip", "--include-secrets"), "needs --author"),
        (
            ("--bundle", "b.zip", "--include-secrets", "--author", "A", "--edition", "public"),
            "confidential or the vendor",
        ),
        (("--include-secrets", "--author", "A"), "confidential or the vendor"),
        (("--bundle", "/nonexistent/b.zip"), "cannot be written"),
        (("--suppress", "nothing.toml"), "There is no nothing.toml"),
        (("--reply", "decided.toml"), "'suppress' is an unknown key"),
        (("--export", "sarf=x"), "There is no export named 'sarf'"),
        (("--documents", "manuals", "--unpack-only"), "leaves them out"),
    ],
)
def test_wrong_calls_end_with_2_and_say_what_to_do(given: Path, arguments: tuple[str, ...], said: str) -> None:
    done = cupel("inspect", "image", *arguments, folder=given)
    assert done.returncode == 2
    assert said in done.stderr


def test_what_people_say_is_in_the_json_even_if_no_finding_fits(given: Path) -> None:
    arguments = (
        "--reply",
        "reply.toml",
        "--suppress",
        "decided.toml",
        "--documents",
        "manuals",
        "--as-of",
        "2026-11-25",
    )
    done = cupel("inspect", "image", "--json", *arguments, "--export", "sarif=out.sarif", folder=given)
    told = json.loads(done.stdout)
    (reply,), (decision,) = told["replies"], told["suppressions"]
    assert (reply["state"], reply["found"]) == ("disputed", False)
    assert (decision["findings"], decision["ended"]) == ([], True)
    run = json.loads((given / "out.sarif").read_text())["runs"][0]
    assert run["properties"]["repliesToNoFinding"] == ["access/made-12345678"]


def test_a_case_names_them_and_another_reply_makes_another_dossier(given: Path) -> None:
    assert cupel("assess", ".", folder=given).returncode == 0
    again = cupel("assess", ".", "--json", folder=given)
    assert json.loads(again.stdout)["unchanged"]
    (given / "reply.toml").write_text(REPLY.replace("not so", "so"))
    assert not json.loads(cupel("assess", ".", "--json", folder=given).stdout)["unchanged"]
    (given / "decided.toml").unlink()
    missing = cupel("assess", ".", folder=given)
    assert missing.returncode == 2
    assert "suppressions" in missing.stderr


def test_duties_are_listed_before_a_packet_is_written(given: Path) -> None:
    cupel("inspect", "image", "--bundle", "b.zip", "--edition", "vendor", folder=given)
    done = cupel("packet", "write", "b.zip", "packet.zip", "--as-of", "2026-11-25", folder=given)
    assert done.returncode == 2
    assert "Article 7(2) (since 2021-09-01)" in done.stdout
    assert "Nothing was written" in done.stderr
    assert not (given / "packet.zip").exists()
    read = cupel("packet", "write", "b.zip", "packet.zip", "--yes", folder=given)
    assert read.returncode == 0
    assert "Article 7(2)" not in read.stdout, "who said that they were read does not get them again"
    assert "duties.txt" in read.stdout
    with zipfile.ZipFile(given / "packet.zip") as packet:
        texts = {name: packet.read(name).decode() for name in packet.namelist() if name.endswith(".txt")}
    assert [name for name, text in texts.items() if "Article 7(2)" in text] == ["duties.txt"]
    assert all("duties.txt" in text for name, text in texts.items() if name != "duties.txt")
    assert (given / "packet.zip").exists()
    assert cupel("packet", "check", "reply.toml", "b.zip", folder=given).returncode == 1
    assert cupel("packet", "write", "b.zip", "packet", "--yes", "--as-of", "soon", folder=given).returncode == 2
    assert "no legal advice" in cupel("packet", "duties").stdout
