"""Events beside a series: a person's list and the JSON of `cupel claims` are read alike; errors name the row."""

import json
from pathlib import Path

import pytest

from cupel.errors import InputError
from cupel.market.events import read_events, to_the_day
from cupel.records.market import Confounder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "events"


def test_a_table_and_the_ledger_of_claims_give_the_same(file: Path) -> None:
    file.write_text('\ufeffTitle,Date\n"talks, again",2018-11-01/2018-11-30\n\nban,2018-08\n', "utf-8")
    table = read_events(file)
    assert table == (Confounder("2018-11-01/2018-11-30", "talks, again"), Confounder("2018-08", "ban"))
    events = [{"id": "E1", "when": {"interval": it.day, "basis": "stated"}, "title": it.title} for it in table]
    file.write_text(json.dumps({"documents": [], "events": events}))
    assert read_events(file) == table


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no columns date and title"), (b"date,value\n2018-01-01,5\n", "no columns date and title"),
        (b"date,title\n2018-01-01\n", "row 2: 1 cells"),
        (b"date,title\n23.11.2018,x\n", "row 2: '23.11.2018' is no date"),
        (b"{", "no JSON"), (b"{}", "no list of events"), (b'{"events": [{"title": "x"}]}', "event 1 has no when"),
        (b'{"events": [7]}', "event 1 has no when"),
        (b'{"events": [{"when": {"interval": 5}, "title": "x"}]}', "event 1"),
        (b"\xff\xfe", "not UTF-8"), (b"[" * 100_000, "no columns"), (b'{"a":' * 100_000, "no JSON"),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_with_its_place(file: Path, data: bytes, says: str) -> None:
    file.write_bytes(data)
    with pytest.raises(InputError, match=says):
        read_events(file)


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("2018-11-23", ("2018-11-23", "2018-11-23")), ("2018-11-01/2018-11-30", ("2018-11-01", "2018-11-30")),
        ("2018-11-23T10:00Z", ("2018-11-23", "2018-11-23")), ("2018-11", None), ("../2018-11-23", None),
        ("2018-11-23/..", None), ("", None), ("2018-11-2X", None),
    ],
)  # fmt: skip
def test_only_dates_to_the_day_can_be_compared(when: str, days: tuple[str, str] | None) -> None:
    assert to_the_day(when) == days
