"""A damaged or hostile database of rpm gives what can be read of it, problems for the rest, and ends."""

import sqlite3
import struct
import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.inspect.identify.rpm_database import Header, headers
from cupel.inspect.unpack.content import BytesContent
from cupel.records.problem import Problem

CASES = Path(__file__).parents[2] / "cases/source"
INPUTS = [(CASES / name / "input").read_bytes() for name in ("rpm", "rpm-sqlite", "rpm-berkeley", "rpm-ndb")]


def read(data: bytes) -> list[Header | Problem]:
    return list(headers(BytesContent(data)))


def test_a_view_in_the_table_s_place_is_refused(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "made")
    database.execute("CREATE VIEW Packages AS WITH RECURSIVE n(blob) AS (SELECT 1 UNION ALL SELECT blob+1 FROM n) "
                     "SELECT blob FROM n")  # fmt: skip
    database.commit()
    database.close()
    assert read((tmp_path / "made").read_bytes()) == [Problem("", "holds no table of packages")]


def test_slots_that_all_name_one_blob_are_stopped() -> None:
    data = bytearray(INPUTS[3])
    first = data[32:48]
    for at in range(32, 4096, 16):
        data[at : at + 16] = first
    found = read(bytes(data))
    assert sum(isinstance(it, Header) for it in found) < 40
    assert isinstance(found[-1], Problem)
    assert "again and again" in found[-1].what


def test_pages_that_refer_to_each_other_end() -> None:
    data = bytearray(INPUTS[2])
    size = struct.unpack_from("<I", data, 20)[0]
    for page in range(len(data) // size):
        if data[page * size + 25] == 7:  # an overflow page that goes on with itself
            struct.pack_into("<I", data, page * size + 16, page)
    start = time.process_time()
    read(bytes(data))
    assert time.process_time() - start < 2


def test_a_cut_database_says_so_and_gives_the_rest() -> None:
    for data in INPUTS[2:]:
        found = read(data[: len(data) * 3 // 4])
        assert any(isinstance(it, Problem) for it in found)
        assert any(isinstance(it, Header) for it in found)


@given(st.integers(0, len(INPUTS) - 1), st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=10))
@settings(max_examples=150, deadline=4000)
def test_changed_bytes_end_in_headers_or_problems(number: int, changes: list[tuple[float, int]]) -> None:
    changed = bytearray(INPUTS[number])
    for place, value in changes:
        changed[int(place * len(changed))] = value
    assert len(read(bytes(changed))) < 1000


def test_a_name_that_is_no_text_breaks_only_the_database() -> None:
    found = read(INPUTS[1].replace(b"CREATE TABLE Packages", b"CREATE \x80ABLE Packages"))
    assert any(isinstance(it, Problem) and "breaks" in it.what for it in found)
