"""What a person types gives an answer, an exit code that scripts can trust, and never a traceback."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SQUASHFS = ROOT / "tests/cases/format/squashfs-gzip/input"


def cupel(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cupel", *map(str, arguments)]
    settings = os.environ | {"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100"} | environment
    done = subprocess.run(command, capture_output=True, text=True, env=settings, timeout=120, check=False)
    assert "Traceback" not in done.stderr + done.stdout
    return done


def test_inspect_shows_what_is_in_an_image() -> None:
    done = cupel("inspect", SQUASHFS)
    assert done.returncode == 0
    assert "squashfs@0x0" in done.stdout
    assert "Not examined" in done.stdout


def test_json_is_one_document_for_each_path() -> None:
    done = cupel("inspect", "--json", SQUASHFS, SQUASHFS)
    lines = done.stdout.splitlines()
    assert len(lines) == 2
    assert all(json.loads(line)["coverage"]["files"] == 6 for line in lines)


def test_html_is_written_and_needs_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert cupel("inspect", SQUASHFS, "--html", page, "--maker", "A <b>&", "--source", "a shop").returncode == 0
    text = page.read_text()
    assert "A &lt;b&gt;&amp;" in text
    assert "third-party copy" in text
    assert "src=" not in text
    assert not re.search(r"(href|action|url)\W{1,3}(http|//)", text)


def test_bytes_of_a_file_are_shown() -> None:
    done = cupel("show", SQUASHFS, "etc/banner", "--offset", "0x1", "--size", "3", "--hide", "0:2")
    assert done.returncode == 0
    assert "3 bytes from byte 1 (0x1) on:\n  00000001  ** ** " in done.stdout
    assert cupel("show", SQUASHFS, "etc/banner", "--offset", "1", "--hide", "x").returncode == 2
    wrong = cupel("show", SQUASHFS, "etc/banner", "--offset", "five")
    assert (wrong.returncode, "is no number" in wrong.stderr) == (2, True)


def test_a_verified_hash_raises_the_grade_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    import hashlib

    right = hashlib.sha256(SQUASHFS.read_bytes()).hexdigest()
    page = tmp_path / "page.html"
    cupel("inspect", SQUASHFS, "--html", page, "--vendor-sha256", right, "--vendor-sha256-source", "release notes")
    assert "vendor-verified" in page.read_text()
    cupel("inspect", SQUASHFS, "--html", page, "--vendor-sha256", "0" * 64, "--vendor-sha256-source", "release notes")
    assert "modified" in page.read_text()
    assert "vendor-verified" not in page.read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("inspect", "/nonexistent/image.bin"), "No such file"),
        (("inspect", "/dev/null"), "neither a file nor a folder"),
        (("inspect", SQUASHFS, "--limit", "depht=3"), "Did you mean depth?"),
        (("inspect", SQUASHFS, "--limit", "depth=many"), "no whole number"),
        (("inspect", SQUASHFS, "--limit", "depth=-1"), "negative"),
        (("inspect", SQUASHFS, "--extract", ROOT / "tests"), "not empty"),
        (("inspect", SQUASHFS, "--html", "/nonexistent/page.html"), "cannot be written"),
        (("assess", "/nonexistent"), "case.toml"),
        (("ledger", "decisions", "/nonexistent"), "no case folder"),
        (("inspect",), "Missing argument"),
        (("inspekt",), "No such command"),
    ],
)
def test_wrong_input_ends_with_2_and_says_what_to_do(arguments: tuple[object, ...], said: str) -> None:
    done = cupel(*arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_hash_that_is_none_is_refused() -> None:
    done = cupel("inspect", SQUASHFS, "--vendor-sha256", "xyz", "--vendor-sha256-source", "s")
    assert done.returncode == 2
    assert "64 hex digits" in done.stderr


def test_a_name_that_is_no_text_is_no_trouble(tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/bad\xff\xfename.bin"
    Path(os.fsdecode(odd)).write_bytes(SQUASHFS.read_bytes())
    done = cupel("inspect", "--json", os.fsdecode(odd))
    assert done.returncode == 0
    assert json.loads(done.stdout)["name"] == r"bad\xff\xfename.bin"


def test_output_that_cannot_be_written_is_said_to_be_so() -> None:
    command = f"{sys.executable} -m cupel inspect --json {SQUASHFS} > /dev/full"
    settings = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=settings, check=False)
    assert done.returncode == 3
    assert "No space left" in done.stderr
    assert "own" not in done.stderr


def test_control_c_stops_with_a_word(tmp_path: Path) -> None:
    import signal
    import time

    (tmp_path / "slow.py").write_text(
        "import time, cupel.inspect.unpack.formats.squashfs as s\n"
        "s.SquashVolume.read = lambda *a: time.sleep(60)\n"
        "from cupel.cli import main\nmain()\n"
    )
    command = [sys.executable, str(tmp_path / "slow.py"), "inspect", str(SQUASHFS)]
    settings = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=settings)
    time.sleep(2)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=20)
    assert running.returncode == 130
    assert "stopped by you" in said


def test_an_incomplete_inspection_ends_with_1() -> None:
    done = cupel("inspect", SQUASHFS, "--limit", "entries=3")
    assert done.returncode == 1
    assert "incomplete" in done.stdout


def test_what_is_read_can_be_extracted(tmp_path: Path) -> None:
    assert cupel("inspect", SQUASHFS, "--extract", tmp_path / "out", "--quiet").returncode == 0
    assert (tmp_path / "out/squashfs@0x0/etc/banner").read_text().startswith("Example router")


def test_decisions_are_kept_listed_and_verified(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text("")
    say = ("--author", "A. Evaluator", "--about", "inspect/what-is-in-it", "--verdict", "accepted", "--reason", "seen")
    assert cupel("ledger", "decide", tmp_path, *say).returncode == 0
    assert cupel("ledger", "decide", tmp_path, *say).returncode == 0
    made = json.loads(cupel("ledger", "decisions", tmp_path, "--json").stdout)
    assert [it["number"] for it in made] == [1, 2]
    assert made[1]["previous_hash"] == made[0]["hash"]
    assert cupel("ledger", "verify", tmp_path).returncode == 0

    import sqlite3

    with sqlite3.connect(tmp_path / "ledger.sqlite") as database:
        database.execute("UPDATE decision SET verdict = 'rejected' WHERE number = 1")
    done = cupel("ledger", "verify", tmp_path)
    assert done.returncode == 1
    assert "1" in done.stdout

    with sqlite3.connect(tmp_path / "ledger.sqlite") as database:
        database.execute("UPDATE decision SET verdict = 'accepted' WHERE number = 1")
        database.execute("DELETE FROM decision WHERE number = 2")
    assert cupel("ledger", "verify", tmp_path).returncode == 0, "a cut tail cannot be seen from the chain alone"
    assert cupel("ledger", "verify", tmp_path, "--head", f"2 {made[1]['hash']}").returncode == 1


@pytest.mark.parametrize("record", ["dossier", "inspection"])
def test_schemas_are_printed(record: str) -> None:
    assert json.loads(cupel("schema", record).stdout)["type"] == "object"


def test_formats_and_limits_are_listed() -> None:
    assert {row["name"] for row in json.loads(cupel("formats", "--json").stdout)} >= {"squashfs", "tar", "fit"}
    assert json.loads(cupel("limits", "--json").stdout)["depth"] > 0


def test_an_error_of_its_own_is_kept_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import cupel.inspect.command as c\ndef broken(*a): raise KeyError('own')\nc.inspect_paths = broken\n"
    )
    done = cupel("inspect", SQUASHFS, PYTHONPATH=f"{tmp_path}:{ROOT / 'src'}", XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert done.returncode == 3
    assert "KeyError" in done.stderr
    assert "Traceback" in (tmp_path / "cache/cupel/last-error.txt").read_text()


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m cupel inspect --json {SQUASHFS} {SQUASHFS} | head -c 10"
    settings = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=settings, check=False)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.parametrize("arguments", [(), ("inspect",), ("assess",), ("ledger",), ("ledger", "decide")])
def test_help_is_there(arguments: tuple[str, ...]) -> None:
    done = cupel(*arguments, "--help")
    assert done.returncode == 0
    assert "Usage: cupel" in done.stdout
