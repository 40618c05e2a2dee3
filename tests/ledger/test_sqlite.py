"""A ledger in a file: what is opened, what is refused in which words, what damage is found, who waits."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cupel.errors import CupelError, MachineError
from cupel.ledger import LedgerError, tables
from cupel.ledger import ledger as module
from cupel.ledger.ledger import Ledger

HASH = "ab" * 32
NOBODY = 65534


def execute(path: Path, statement: str, *values: object) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(statement, values)
    connection.close()


def refusal(where: str | Path) -> LedgerError:
    with pytest.raises(LedgerError) as caught:
        Ledger.open(where)
    assert caught.value.advice.endswith((".", "'"))
    return caught.value


# Opening


def test_file_is_made_once_and_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "a folder" / "ledger?#%.sqlite"
    path.parent.mkdir()
    with Ledger.open(path) as ledger:
        ledger.keep_input(HASH, 3, "image.bin")
    with Ledger.open(str(path)) as ledger:
        assert [found.name for found in ledger.inputs()] == ["image.bin"]
    assert list(path.parent.iterdir()) == [path]


def test_url_names_the_same_file(tmp_path: Path) -> None:
    with Ledger.open(f"sqlite:///{tmp_path}/ledger.sqlite") as ledger:
        ledger.keep_input(HASH, 3, "image.bin")
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        assert ledger.input(HASH) is not None


def test_relative_path_stays_the_same_file_when_the_folder_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Ledger.open("ledger.sqlite") as ledger:
        monkeypatch.chdir("/")
        ledger.keep_input(HASH, 3, "image.bin")
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        assert ledger.input(HASH) is not None


def test_path_that_is_no_text_works(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.sqlite"))
    with Ledger.open(path) as ledger:
        ledger.keep_input(HASH, 3, "image.bin")
    assert path.exists()


def test_empty_file_becomes_a_ledger(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").touch()
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        assert ledger.inputs() == ()


def test_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but longer than a header of sixteen bytes")
    assert "no SQLite database" in refusal(path).message
    assert path.read_text().startswith("not a database")


def test_torn_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger.open(path).close()
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 4000)
    assert str(path) in refusal(path).message


def test_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    execute(path, "CREATE TABLE song (title TEXT)")
    before = path.read_bytes()
    assert "other tables (song)" in refusal(path).message
    assert path.read_bytes() == before


def test_newer_schema_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger.open(path).close()
    execute(path, "UPDATE ledger_schema SET version = ?", tables.SCHEMA + 1)
    error = refusal(path)
    assert f"schema {tables.SCHEMA + 1}" in error.message
    assert "newer cupel" in error.advice


@pytest.mark.parametrize("damage", ["DELETE FROM ledger_schema", "DROP TABLE result"])
def test_ledger_that_lacks_something_is_refused(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger.open(path).close()
    execute(path, damage)
    assert "is damaged" in refusal(path).message


def test_folder_missing_folder_and_pipe_are_refused(tmp_path: Path) -> None:
    assert "is not a file" in refusal(tmp_path).message
    assert "folder is missing" in refusal(tmp_path / "none" / "ledger.sqlite").message
    os.mkfifo(tmp_path / "pipe")
    assert "is not a file" in refusal(tmp_path / "pipe").message
    assert "U+0000" in refusal("a\0b").message
    assert "cannot be read" in refusal(tmp_path / ("n" * 300)).message


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///file:x?mode=memory&uri=true",
        "sqlite://host/path",
        "mysql://u:secret@host/d",
        "postgresql+asyncpg://u:secret@host/d",
        "postgresql://u:secret@host:port/d",
    ],
)
def test_url_that_names_no_ledger_is_refused_without_its_password(url: str) -> None:
    error = refusal(url)
    assert "secret" not in error.message + error.advice


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Make a folder that other users can reach, unlike pytest's."""
    folder = Path(tempfile.mkdtemp(prefix="cupel-ledger-"))
    folder.chmod(0o777)
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)


def as_nobody(path: Path, body: str) -> str:
    """Run `body` with a ledger opened at `path`, as a user whom file modes bind; return what it prints."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.chdir("/")
            if os.geteuid() == 0:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            try:
                with Ledger.open(path) as ledger:
                    said = str(eval(body, {"ledger": ledger, "HASH": HASH}))
            except CupelError as error:
                said = f"{type(error).__name__}: {error.message} {error.advice}"
            (path.parent.parent / f"{path.parent.name}.said").write_text(said)
            status = 0
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    said = path.parent.parent / f"{path.parent.name}.said"
    text = said.read_text()
    said.unlink()
    return text


def test_read_only_folder_is_named_with_advice(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    said = as_nobody(open_folder / "ledger.sqlite", "ledger.inputs()")
    assert said.startswith(f"LedgerError: The ledger {open_folder}/ledger.sqlite cannot be")
    assert "Make the file and its folder writable" in said


def test_ledger_in_a_read_only_folder_can_be_read_but_not_written(open_folder: Path) -> None:
    path = open_folder / "ledger.sqlite"
    with Ledger.open(path) as ledger:
        ledger.keep_input(HASH, 3, "image.bin")
    path.chmod(0o444)
    open_folder.chmod(0o555)
    assert "image.bin" in as_nobody(path, "ledger.input(HASH)")
    said = as_nobody(path, "ledger.keep_input(HASH, 3, 'x')")
    assert said.startswith("LedgerError:")
    assert "cannot be written to" in said
    assert "writable" in said


def test_file_that_may_not_be_read_is_named(open_folder: Path) -> None:
    path = open_folder / "ledger.sqlite"
    Ledger.open(path).close()
    path.chmod(0)
    assert "LedgerError" in as_nobody(path, "ledger.inputs()")


def test_missing_driver_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pg8000", None)
    with pytest.raises(MachineError) as caught:
        Ledger.open("postgresql://cupel:secret@localhost/cupel")
    assert "pip install 'cupel[postgresql]'" in caught.value.advice
    assert caught.value.exit_code == 3
    assert "secret" not in caught.value.message


def test_package_is_light_to_import() -> None:
    code = "import sys, cupel.ledger, cupel.ledger.decisions; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Damage


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.keep_input(HASH, 3, "image.bin")
        ledger.keep_acquisition(HASH, {"from": "https://example.org/image.bin", "grade": "unknown"})
        ledger.keep_result("inspect", HASH, "v1", b"payload " * 100)
    return tmp_path / "ledger.sqlite"


@pytest.mark.parametrize(
    "change",
    [
        "payload = x'00'",
        "payload = substr(payload, 1, length(payload) - 5)",
        "payload = 7",
        "payload = 'text'",
        f"payload_sha256 = '{'0' * 64}'",
        "payload_sha256 = x'00'",
    ],
)
def test_damaged_payload_is_never_given_out(path: Path, change: str) -> None:
    execute(path, f"UPDATE result SET {change}")
    with Ledger.open(path) as ledger:
        with pytest.raises(LedgerError) as caught:
            ledger.result("inspect", HASH, "v1")
        assert f"room 'inspect', input_sha256 '{HASH}', rule_version 'v1'" in caught.value.message
        assert "run the room again" in caught.value.advice
        ledger.keep_result("inspect", HASH, "v1", b"again")
        assert ledger.result("inspect", HASH, "v1") == b"again"


def test_every_flipped_byte_of_a_payload_is_found(path: Path) -> None:
    connection = sqlite3.connect(path)
    (payload,) = connection.execute("SELECT payload FROM result").fetchone()
    with Ledger.open(path) as ledger:
        for place in range(len(payload)):
            flipped = payload[:place] + bytes([payload[place] ^ 0x10]) + payload[place + 1 :]
            connection.execute("UPDATE result SET payload = ?", (flipped,))
            connection.commit()
            try:
                found = ledger.result("inspect", HASH, "v1")
            except LedgerError:
                continue
            assert found == b"payload " * 100, place  # zlib ignores some bits; what comes out is right then
    connection.close()


@pytest.mark.parametrize("facts", ['{"from":"elsewhere","grade":"unknown"}', b"\xff", "\udcff"])
def test_changed_acquisition_is_named(path: Path, facts: object) -> None:
    if facts == "\udcff":
        execute(path, "UPDATE acquisition SET facts = CAST(x'ff' AS TEXT)")
    else:
        execute(path, "UPDATE acquisition SET facts = ?", facts)
    with Ledger.open(path) as ledger, pytest.raises(LedgerError, match=f"of input {HASH} was changed"):
        ledger.acquisitions(HASH)


def test_payload_over_the_limit_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAYLOAD_LIMIT", 100)
    with Ledger.open(path) as ledger, pytest.raises(LedgerError, match="a ledger takes 100"):
        ledger.keep_result("inspect", HASH, "v2", os.urandom(200))


# Waiting


def test_writer_that_waited_in_vain_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "BUSY_SECONDS", 0.1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Ledger.open(path) as ledger:
        assert ledger.input(HASH) is not None
        with pytest.raises(LedgerError, match="locked") as caught:
            ledger.keep_input(HASH, 3, "image.bin")
        assert "Another process is writing" in caught.value.advice
        other.execute("ROLLBACK")
        ledger.keep_input(HASH, 3, "image.bin")
    other.close()


def test_table_with_other_columns_is_reported(path: Path) -> None:
    execute(path, "DROP TABLE acquisition")
    execute(path, "CREATE TABLE acquisition (something)")
    with Ledger.open(path) as ledger, pytest.raises(LedgerError, match="cannot be written to"):
        ledger.keep_acquisition(HASH, {"from": "x"})
