"""`cupel market`: what a person reads, in 80 columns and with what it does not show; exit codes; start-up."""

import datetime
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from cupel.market.told import NOT_SHOWN, in_words

ROOT = Path(__file__).parents[2]
EVENT = "2018-11-23"


def cupel(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cupel", *map(str, arguments)]
    settings = os.environ | {"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "80"}
    done = subprocess.run(command, capture_output=True, text=True, env=settings, timeout=120, check=False)
    assert "Traceback" not in done.stderr + done.stdout
    return done


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold a spread that jumps by 15 on the day of the event, and an index."""
    made, draw = tmp_path_factory.mktemp("market"), random.Random(4)
    spread, index, day = 150.0, 400.0, datetime.date(2017, 1, 2)
    spreads, levels = ["date,spread"], ["date,level"]
    while day < datetime.date(2019, 3, 1):
        if day.weekday() < 5:
            moved = draw.gauss(0, 1)
            index += moved
            spread += 0.6 * moved + draw.gauss(0, 2) + (15 if day.isoformat() == EVENT else 0)
            spreads.append(f"{day},{spread:.3f}")
            levels.append(f"{day},{index:.3f}")
        day += datetime.timedelta(1)
    (made / "spread.csv").write_text("\n".join(spreads))
    (made / "index.csv").write_text("\n".join(levels))
    (made / "events.csv").write_text(
        "date,title\n2018-11-26,\x1b[31mrates rose and kept rising for reasons that take a long headline to tell\n"
        "2018-11,something\n2018-03-01,far away\n"
    )
    return made


def study(folder: Path, *more: object) -> subprocess.CompletedProcess[str]:
    return cupel("market", folder / "spread.csv", "--benchmark", folder / "index.csv", "--event", EVENT, *more)


def test_the_move_both_tests_and_what_is_not_shown_fit_80_columns(folder: Path) -> None:
    done = study(folder, "--events", folder / "events.csv", "--placebo", "200", "--window", "0,0")
    assert done.returncode == 0
    said = " ".join(done.stdout.split())
    assert f"day 0 {EVENT} +1" in said
    assert "Parametric test: the cumulative change would be as large, up or down, on fewer than 1 of 1,000" in said
    assert "Rank test" in said
    assert "Both call the window unusual" in said
    assert "1 of 3 given (1 without a date to the day, not compared)" in said
    assert "2018-11-26 \\x1b[31mrates rose" in said
    assert "Placebo: on 200 other dates" in said
    assert NOT_SHOWN in said
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_an_ordinary_day_is_called_one_and_missing_events_are_said(folder: Path) -> None:
    done = cupel("market", folder / "spread.csv", "--benchmark", folder / "index.csv", "--event", "2018-09-15")
    said = " ".join(done.stdout.split())
    assert "Day 0: 2018-09-17, the first trading day from 2018-09-15 on" in said
    assert "Neither tells the window from ordinary days" in said
    assert "none were given (--events)" in said
    assert "Placebo" not in said


def test_json_has_the_study_with_the_hashes_of_its_inputs(folder: Path) -> None:
    found = json.loads(study(folder, "--json", "--measure", "price", "--window=-2,3").stdout)
    assert (found["measure"], found["window"], len(found["changes"])) == ("price", [-2, 3], 6)
    assert found["cumulative"] == pytest.approx(sum(change for _, change in found["changes"]))
    assert len(found["series"]["sha256"]) == 64
    assert found["not_shown"] == NOT_SHOWN


def test_the_same_seed_gives_the_same_and_another_other_dates(folder: Path) -> None:
    first, again, other = (
        json.loads(study(folder, "--json", "--placebo", "60", "--seed", seed).stdout)["placebo_rate"]
        for seed in (1, 1, 3)
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--event", "23.11.2018"), "is no date"), (("--window", "one"), "no pair of days"),
        (("--window", "1,-1"), "do not fit"), (("--estimation", "-20,-11"), "shorter than 30"),
        (("--event", "2017-02-01"), "begin on"), (("--event", "2019-02-28"), "end on"),
        (("--events", "/nonexistent"), "cannot be read"), (("--benchmark", "/nonexistent"), "cannot be read"),
        (("--window=-9999999999,1",), "reaches too far"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_what_to_do(folder: Path, more: tuple[str, ...], says: str) -> None:
    done = study(folder, *more)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.startswith("cupel: ")
    assert not done.stdout


def test_numbers_in_words_never_sound_rarer_than_they_are() -> None:
    assert in_words(0.0004) == "fewer than 1 of 1,000"
    assert in_words(0.0021) == "3 of 1,000"
    assert in_words(0.041) == "5 of 100"
    assert in_words(0.05) == "5 of 100"
    assert in_words(1.0) == "100 of 100"


def test_help_loads_no_numbers() -> None:
    code = "import sys, cupel.cli; sys.exit(bool({'numpy', 'scipy', 'cupel.market'} & set(sys.modules)))"
    settings = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    assert subprocess.run([sys.executable, "-c", code], env=settings, check=False).returncode == 0
