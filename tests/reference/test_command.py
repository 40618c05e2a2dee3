"""`cupel reference` says what it did, with exit codes that scripts can trust."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reference_files import kev, nvd, nvd_record

ROOT = Path(__file__).parents[2]


class Run:
    """Runs `cupel reference` with a data folder of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        settings = os.environ | {"PYTHONPATH": str(ROOT / "src"), "XDG_DATA_HOME": str(self.folder / "data")}
        command = [sys.executable, "-m", "cupel", "reference", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, env=settings, timeout=60, check=False)
        assert "Traceback" not in done.stderr + done.stdout
        return done

    def file(self, name: str, data: bytes) -> Path:
        (self.folder / name).write_bytes(data)
        return self.folder / name


@pytest.fixture
def cupel(tmp_path: Path) -> Run:
    return Run(tmp_path)


def test_import_and_status(cupel: Run) -> None:
    done = cupel(
        "import", cupel.file("kev.json", kev(("CVE-2021-0001", "2021-11-03"))), cupel.file("n", nvd([nvd_record(1)]))
    )
    assert done.returncode == 0
    assert "kev: 1 record read from kev.json, dated 2024-11-21." in done.stdout
    status = cupel("status")
    assert status.returncode == 0
    row = next(line for line in status.stdout.splitlines() if line.startswith("kev"))
    assert row.split()[:2] == ["kev", "2024-11-21"]
    assert "osv        not held: `cupel reference update osv`" in status.stdout


def test_refused_records_end_with_1_and_are_listed(cupel: Run) -> None:
    file = cupel.file("nvd.json", nvd([nvd_record(1), nvd_record(2, published=5)]))
    done = cupel("import", "--json", file)
    assert done.returncode == 1
    assert json.loads(done.stdout)["imported"][0]["refused"] == 1
    assert "CVE-2021-0002: Expected `str`" in cupel("status", "--refusals", "nvd").stdout
    told = json.loads(cupel("status", "--json").stdout)
    nvd_told = next(it for it in told["feeds"] if it["name"] == "nvd")
    assert nvd_told["age_in_days"] > 700
    assert told["refusals"]["nvd"][0]["origin"] == "nvd.json"


def test_a_feed_that_states_no_day_has_no_age(cupel: Run) -> None:
    assert cupel("import", cupel.file("kev.csv", b"cveID,dateAdded\nCVE-2021-0001,2021-11-03\n")).returncode == 0
    row = next(line for line in cupel("status").stdout.splitlines() if line.startswith("kev"))
    assert "not stated" in row
    assert row.endswith("(imported 0 days ago)")


def test_an_incomplete_feed_is_never_silent(cupel: Run) -> None:
    done = cupel("import", cupel.file("page.json", nvd([nvd_record(1)], 0, 319_971)))
    assert done.returncode == 1
    assert "NOT COMPLETE: nvd says that it holds 319,970 records more than were read." in done.stdout
    status = cupel("status")
    assert status.returncode == 1
    assert "NOT COMPLETE: nvd says that it holds 319,970 records more than were read." in status.stdout


def test_a_broken_file_ends_with_2_and_the_others_are_imported(cupel: Run) -> None:
    good = cupel.file("kev.json", kev(("CVE-2021-0001", "2021-11-03")))
    broken = cupel.file("nvd.json", nvd([nvd_record(1)])[:-20])
    done = cupel("import", broken, good, cupel.folder / "absent")
    assert done.returncode == 2
    assert "nvd.json was not imported: it is cut" in done.stderr
    assert "absent: there is no such file" in done.stderr
    assert [it["name"] for it in json.loads(cupel("status", "--json").stdout)["feeds"] if it["imported"]] == ["kev"]


def test_afresh_is_all_or_nothing(cupel: Run) -> None:
    old = cupel.file("old.json", nvd([nvd_record(1), nvd_record(2)]))
    new, more = cupel.file("new.json", nvd([nvd_record(3)])), cupel.file("more.json", nvd([nvd_record(4)]))
    broken = cupel.file("broken.json", nvd([nvd_record(4)])[:-9])

    def records() -> int:
        feeds = json.loads(cupel("status", "--json").stdout)["feeds"]
        return int(next(it["records"] for it in feeds if it["name"] == "nvd"))

    cupel("import", old)
    assert cupel("import", "--afresh", new, broken).returncode == 2
    assert records() == 2
    assert cupel("import", "--afresh", new, more).returncode == 0
    assert records() == 2
    assert cupel("import", old).returncode == 0
    assert records() == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import",), "Missing argument"),
        (("import", "/nonexistent/feed.json"), "no such file"),
        (("status", "--refusals", "nothing"), "There is no feed 'nothing'"),
        (("update", "nothing"), "no address of a feed 'nothing'"),
        (("update", "--addresses", "/nonexistent.toml"), "no file of addresses"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_what_to_do(cupel: Run, arguments: tuple[str, ...], said: str) -> None:
    done = cupel(*arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_an_update_that_cannot_be_got_ends_with_3(cupel: Run) -> None:
    at = cupel.file("mirror.toml", b'[[address]]\nfeed = "kev"\naddress = "file:///etc/passwd"\n')
    done = cupel("update", "--addresses", at)
    assert done.returncode == 3
    assert "no address that can be downloaded" in done.stderr


@pytest.mark.parametrize("command", ["", "update", "import", "status"])
def test_help_has_examples(cupel: Run, command: str) -> None:
    done = cupel(*command.split(), "--help")
    assert done.returncode == 0
    assert ("Examples:" in done.stdout) == bool(command)
