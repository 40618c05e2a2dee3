"""What holds in SQLite and in PostgreSQL alike: each test runs on both.

PostgreSQL is the server of CUPEL_TEST_POSTGRESQL_URL, or one that is started here from Debian's package
`postgresql`, in a temporary folder, on a Unix socket, as a user without privileges.
"""

import contextlib
import hashlib
import itertools
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, ProgrammingError

from cupel.errors import CupelError, InputError
from cupel.ledger import LedgerError, postgresql, tables
from cupel.ledger.ledger import Input, Ledger

HASH = "ab" * 32
OTHER = "cd" * 32
NOBODY = 65534


@contextlib.contextmanager
def started_server(folder: Path) -> Iterator[str]:
    """Start a server of one's own and give its URL; skip where that is not possible."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not binaries:
        pytest.skip("no CUPEL_TEST_POSTGRESQL_URL, and /usr/lib/postgresql/*/bin/initdb is not installed")
    user: dict[str, object] = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        os.chown(folder, NOBODY, NOBODY)
    data, log = folder / "data", (folder / "log").open("wb")
    initdb = [binaries[-1], "-D", data, "-U", "cupel", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    made = subprocess.run(initdb, capture_output=True, text=True, check=False, cwd=folder, **user)  # type: ignore[call-overload]
    if made.returncode:
        pytest.skip(f"no CUPEL_TEST_POSTGRESQL_URL, and initdb fails: {made.stderr.strip()}")
    command = [binaries[-1].with_name("postgres"), "-D", data, "-k", folder, "-h", "", "-F"]
    server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **user)  # type: ignore[call-overload]
    try:
        ready = [binaries[-1].with_name("pg_isready"), "-q", "-h", folder, "-U", "cupel"]
        deadline = time.monotonic() + 30
        while subprocess.run(ready, check=False).returncode:
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.skip(f"no CUPEL_TEST_POSTGRESQL_URL, and no server starts: {(folder / 'log').read_text()}")
            time.sleep(0.05)
        yield f"postgresql://cupel@/postgres?host={folder}"
    finally:
        server.send_signal(signal.SIGINT)  # a fast shutdown
        server.wait(30)
        log.close()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    pytest.importorskip("pg8000", reason="pg8000 is not installed: pip install 'cupel[postgresql]'")
    if url := os.environ.get("CUPEL_TEST_POSTGRESQL_URL"):
        yield url
        return
    folder = Path(tempfile.mkdtemp(prefix="cupel-pg-", dir="/tmp"))  # a socket's path has 107 bytes at most
    try:
        with started_server(folder) as url:
            yield url
    finally:
        shutil.rmtree(folder)


def run(url: str, *statements: str) -> None:
    engine, _ = tables.connect(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


_names = (f"cupel_test_{os.getpid()}_{number}" for number in itertools.count())


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Name a place where there is no ledger yet: a file, or an empty schema."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.sqlite")
        return
    server = request.getfixturevalue("server")
    schema = next(_names)
    run(server, f"CREATE SCHEMA {schema}")
    yield (
        make_url(server).update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)
    )
    run(server, f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with Ledger.open(where) as ledger:
        yield ledger


@pytest.fixture
def execute(where: str) -> Callable[..., None]:
    """Write to the tables behind the ledger's back."""
    url = where if where.startswith("postgresql") else f"sqlite:///{where}"

    def behind(*statements: str) -> None:
        if where.startswith("postgresql"):
            run(url, *statements)
            return
        engine = create_engine(url)
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()

    return behind


def decide(ledger: Ledger, count: int, author: str = "A. Evaluator") -> None:
    for number in range(count):
        ledger.decide(
            made_at="2026-03-31", author=author, about=f"finding-{number}", verdict="accepted", reason="Seen."
        )


# Inputs


def test_first_name_of_an_input_stays(ledger: Ledger) -> None:
    ledger.keep_input(HASH, 3, "image.bin")
    ledger.keep_input(HASH, 3, "copy of image.bin")
    ledger.keep_input("00" * 32, 2**40, "größer.bin")
    assert ledger.input(HASH) == Input(HASH, 3, "image.bin")
    assert ledger.input(OTHER) is None
    assert ledger.inputs() == (Input("00" * 32, 2**40, "größer.bin"), Input(HASH, 3, "image.bin"))


def test_name_that_is_no_text_is_kept_readably(ledger: Ledger) -> None:
    ledger.keep_input(HASH, 3, os.fsdecode(b"a\xff\x00b"))
    assert ledger.inputs()[0].name == r"a\udcff\x00b"


def test_same_hash_with_another_size_is_refused(ledger: Ledger) -> None:
    ledger.keep_input(HASH, 3, "image.bin")
    with pytest.raises(LedgerError, match="with 3 bytes; it was given with 4"):
        ledger.keep_input(HASH, 4, "image.bin")


@pytest.mark.parametrize("sha256", ["", "AB" * 32, "ab" * 31, "ab" * 32 + "\n"])
def test_what_is_no_hash_is_refused(ledger: Ledger, sha256: str) -> None:
    with pytest.raises(InputError):
        ledger.keep_input(sha256, 3, "image.bin")
    with pytest.raises(InputError):
        ledger.keep_result("inspect", sha256, "v1", b"")


def test_input_can_be_acquired_in_several_ways_each_kept_once(ledger: Ledger) -> None:
    ledger.keep_input(HASH, 3, "image.bin")
    bought = {
        "from": "the maker's portal",
        "by": "Zoë",
        "grade": "vendor-verified",
        "paid_by": None,
        "parts": [1, 2],
    }
    dumped = {"from": "flash of er-1000", "grade": "unknown"}
    first = ledger.keep_acquisition(HASH, bought)
    assert ledger.keep_acquisition(HASH, dict(reversed(bought.items()))) == first
    second = ledger.keep_acquisition(HASH, dumped)
    expected = [facts for _, facts in sorted([(first, bought), (second, dumped)])]
    assert list(ledger.acquisitions(HASH)) == expected
    assert second == hashlib.sha256(b'{"from":"flash of er-1000","grade":"unknown"}').hexdigest()
    assert ledger.acquisitions(OTHER) == ()


def test_acquisition_of_an_input_that_was_not_kept_is_refused(ledger: Ledger) -> None:
    with pytest.raises(InputError, match=f"no input {HASH}"):
        ledger.keep_acquisition(HASH, {"from": "x"})
    ledger.keep_input(HASH, 3, "image.bin")
    with pytest.raises(InputError, match="canonical"):
        ledger.keep_acquisition(HASH, {"price": 1.5})
    assert ledger.acquisitions(HASH) == ()


# Results


def test_result_is_found_by_all_four_parts_of_its_key(ledger: Ledger) -> None:
    keys = list(itertools.product(["inspect", "screen"], [HASH, OTHER], ["v1", "v2"], ["", "p"]))
    for key in keys:
        assert ledger.result(*key) is None
        ledger.keep_result(*key[:3], payload=repr(key).encode(), parameters=key[3])
    for key in keys:
        assert ledger.result(*key) == repr(key).encode()


def test_kept_result_is_replaced(ledger: Ledger) -> None:
    for payload in (b"one", b"one", b"", bytes(range(256)) * 5000):
        ledger.keep_result("inspect", HASH, "v1", payload)
        assert ledger.result("inspect", HASH, "v1") == payload


def test_damaged_result_is_named(ledger: Ledger, execute: Callable[..., None]) -> None:
    ledger.keep_result("inspect", HASH, "v1", b"payload")
    execute(f"UPDATE result SET payload_sha256 = '{OTHER}'")
    with pytest.raises(LedgerError, match=f"input_sha256 '{HASH}'.* is damaged"):
        ledger.result("inspect", HASH, "v1")


# Decisions


def test_decisions_are_given_back_as_made(ledger: Ledger) -> None:
    made = [
        ledger.decide(
            made_at=moment,
            author="Zoë 🜍",
            about="inspect/equipment er-1000",
            verdict="false positive",
            reason=reason,
        )
        for moment, reason in [
            ("2026-03-31", "One\nline, \\ and \x7f."),
            ("2026-03-31T14:05:00+02:00", "'; --"),
        ]
    ]
    assert list(ledger.decisions()) == made
    assert [decision.number for decision in made] == [1, 2]
    assert made[1].previous_hash == made[0].hash
    assert ledger.head() == (2, made[1].hash)
    assert ledger.verify() == ()


def test_same_decisions_give_the_same_chain(ledger: Ledger, tmp_path: Path) -> None:
    decide(ledger, 3)
    with Ledger.open(tmp_path / "second.sqlite") as second:
        decide(second, 3)
        assert second.head() == ledger.head()


def test_change_and_deletion_are_named(ledger: Ledger, execute: Callable[..., None]) -> None:
    decide(ledger, 5)
    execute("UPDATE decision SET verdict = 'rejected' WHERE number = 2", "DELETE FROM decision WHERE number = 4")
    changed, missing = ledger.verify()
    assert changed.startswith("Decision 2 was changed")
    assert missing == "Decision 4 is missing."


def test_database_itself_refuses_a_fork(ledger: Ledger, execute: Callable[..., None]) -> None:
    decide(ledger, 2)
    fork = (
        f"INSERT INTO decision SELECT 3, previous_hash, '{HASH}', made_at, author, about, verdict, reason "
        "FROM decision WHERE number = 2"
    )
    with pytest.raises(IntegrityError):
        execute(fork)
    assert ledger.verify() == ()


WRITER = """
import sys
from cupel.ledger.ledger import Ledger
print("ready", flush=True)
sys.stdin.readline()
with Ledger.open(sys.argv[1]) as ledger:
    for number in range(25):
        ledger.decide(made_at="2026-03-31", author=sys.argv[2], about=f"f-{number}", verdict="v", reason="r")
        ledger.keep_result("inspect", "ab" * 32, "v1", sys.argv[2].encode() * number)
"""


def test_processes_that_write_at_once_make_one_chain(where: str) -> None:
    """Four processes open a place without a ledger at the same moment, and decide as fast as they can."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, where, f"author {number}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
        )
        for number in range(4)
    ]  # fmt: skip
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert writer.returncode == 0, errors
    with Ledger.open(where) as ledger:
        decisions = ledger.decisions()
        assert ledger.verify() == ()
    assert [decision.number for decision in decisions] == list(range(1, 101))
    for number in range(4):
        own = [decision.about for decision in decisions if decision.author == f"author {number}"]
        assert own == [f"f-{number}" for number in range(25)]


def test_threads_share_a_ledger(ledger: Ledger) -> None:
    threads = [threading.Thread(target=decide, args=(ledger, 10, f"author {number}")) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ledger.decisions()) == 40
    assert ledger.verify() == ()


# PostgreSQL alone


@pytest.mark.parametrize("where", ["postgresql"], indirect=True)
class TestPostgresql:
    def test_newer_schema_and_other_tables_are_refused(
        self, ledger: Ledger, where: str, execute: Callable[..., None]
    ) -> None:
        execute(f"UPDATE ledger_schema SET version = {tables.SCHEMA + 1}")
        with pytest.raises(LedgerError, match=f"schema {tables.SCHEMA + 1}"):
            Ledger.open(where)
        execute("DROP TABLE ledger_schema")
        with pytest.raises(LedgerError, match="other tables"):
            Ledger.open(where)

    def test_chain_does_not_fork_when_the_server_serialises_by_default(
        self, ledger: Ledger, server: str, where: str
    ) -> None:
        url = make_url(where)
        options = f"{url.query['options']} -cdefault_transaction_isolation=serializable"
        strict = url.update_query_dict({"options": options}).render_as_string(hide_password=False)
        test_processes_that_write_at_once_make_one_chain(strict)

    def test_writer_that_waited_in_vain_says_so(
        self, ledger: Ledger, where: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tables, "BUSY_SECONDS", 0.1)
        with Ledger.open(where) as other, other._transaction(locked=True):
            with pytest.raises(LedgerError, match="lock timeout") as caught:
                decide(ledger, 1)
            assert "Another process is writing" in caught.value.advice
        decide(ledger, 1)

    def test_role_that_may_only_append_can_decide(
        self, ledger: Ledger, where: str, execute: Callable[..., None], request: pytest.FixtureRequest
    ) -> None:
        schema = str(make_url(where).query["options"]).partition("=")[2]
        role = f"{schema}_appender"
        try:
            execute(
                f"CREATE ROLE {role}",
                f"GRANT USAGE ON SCHEMA {schema} TO {role}",
                f"GRANT SELECT ON ledger_schema TO {role}",
                f"GRANT SELECT, INSERT ON decision TO {role}",
            )
        except ProgrammingError as error:
            pytest.skip(f"the server's user may not make a role: {error}")
        try:
            url = make_url(where)
            as_role = url.update_query_dict({"options": f"{url.query['options']} -crole={role}"})
            with Ledger.open(as_role.render_as_string(hide_password=False)) as appender:
                decide(appender, 2)
                assert appender.verify() == ()
                with pytest.raises(LedgerError, match="permission denied") as caught:
                    appender.keep_input(HASH, 3, "image.bin")
                assert "Ask for a role" in caught.value.advice
        finally:
            execute(f"DROP OWNED BY {role}", f"DROP ROLE {role}")

    def test_broken_connection_is_named_and_the_next_one_works(
        self, ledger: Ledger, server: str, where: str, capfd: pytest.CaptureFixture[str]
    ) -> None:
        pid = text("SELECT pg_backend_pid()")
        with ledger._transaction() as connection:
            idle = connection.execute(pid).scalar_one()
        run(server, f"SELECT pg_terminate_backend({idle}, 5000)")
        decide(ledger, 1)
        with pytest.raises(LedgerError, match="connection") as caught, ledger._transaction() as connection:
            run(server, f"SELECT pg_terminate_backend({connection.execute(pid).scalar_one()}, 5000)")
            connection.execute(pid)
        assert "server runs" in caught.value.advice
        decide(ledger, 1)
        assert [decision.number for decision in ledger.decisions()] == [1, 2]
        assert capfd.readouterr().err == ""

    def test_refusal_of_the_server_is_told_in_its_own_words(self, ledger: Ledger, where: str) -> None:
        with pytest.raises(LedgerError, match=r'failed: database "no such" does not exist\.$') as caught:
            Ledger.open(where.replace("/postgres?", "/no%20such?"))
        assert "server runs" in caught.value.advice

    def test_short_scheme_is_understood(self, ledger: Ledger, where: str) -> None:
        decide(ledger, 1)
        with Ledger.open(where.replace("postgresql://", "postgres://")) as other:
            assert other.head() == ledger.head()


def test_server_that_does_not_answer_is_named_without_the_password() -> None:
    pytest.importorskip("pg8000", reason="pg8000 is not installed: pip install 'cupel[postgresql]'")
    with pytest.raises(CupelError) as caught:
        Ledger.open("postgresql://cupel:secret@127.0.0.1:1/cupel?password=secret")
    assert "postgresql://cupel:***@127.0.0.1:1/cupel cannot be read" in caught.value.message
    assert "secret" not in caught.value.message
    assert "server runs" in caught.value.advice


@pytest.mark.parametrize(
    ("query", "told", "advice"),
    [
        ("channel_binding=require", "option 'channel_binding'", "sslmode, sslrootcert"),
        ("host=a&host=b", "option 'host', twice", "each once"),
        ("port=secret", "no port", "5432"),
        ("port=65536", "no port", "5432"),
        ("sslmode=mandatory", "sslmode 'mandatory'", "verify-full"),
        ("sslmode=verify-ca", "verify-ca .* needs a certificate", "sslrootcert=FILE"),
        ("sslmode=require&sslrootcert=system", "require .* needs a certificate", "sslrootcert=FILE"),
        ("sslmode=require&sslrootcert=/no/file", "'/no/file' .* No such file", "PEM"),
        ("sslmode=require&sslrootcert=/proc/version", "'/proc/version' .* no cert", "PEM"),
    ],
)
def test_option_that_cannot_be_kept_to_is_refused(
    query: str, told: str, advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(LedgerError, match=f"(?i){told}") as caught:
        Ledger.open(f"postgresql://cupel:secret@127.0.0.1:1/cupel?{query}")
    assert advice in caught.value.advice
    assert "secret" not in caught.value.message


def test_password_with_an_at_sign_is_not_shown_as_a_host() -> None:
    with pytest.raises(LedgerError, match="an @ too many") as caught:
        Ledger.open("postgresql://cupel:se@cret@127.0.0.1:1/cupel")
    assert "cret" not in caught.value.message
    assert "%40" in caught.value.advice


@pytest.mark.parametrize(
    ("mode", "names", "verifies"),
    [("require", False, ssl.CERT_NONE), ("verify-full", True, ssl.CERT_REQUIRED)],
)
def test_sslmode_says_what_is_verified(
    mode: str, names: bool, verifies: ssl.VerifyMode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    context = postgresql._driver_arguments(make_url(f"postgresql://u@h/d?sslmode={mode}"))["ssl_context"]
    assert (context.check_hostname, context.verify_mode) == (names, verifies)


def test_sslmode_without_verification(tmp_path: Path) -> None:
    for mode, expected in {"disable": False, "allow": None, "prefer": None}.items():
        assert postgresql._driver_arguments(make_url(f"postgresql://u@h/d?sslmode={mode}"))["ssl_context"] is expected
    local = postgresql._driver_arguments(make_url(f"postgresql://u@/d?sslmode=require&host={tmp_path}"))
    assert (local["unix_sock"], local["ssl_context"]) == (f"{tmp_path}/.s.PGSQL.5432", False)


def test_password_comes_from_the_url_the_environment_or_the_password_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def password(url: str) -> object:
        return postgresql._driver_arguments(make_url(url))["password"]

    file = tmp_path / "passwords"
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setenv("PGPASSFILE", str(file))
    assert password("postgresql://u@h/d") is None
    file.write_text("# h:5432:d:u:comment\nnonsense\nh:5433:d:u:other\nh:*:d:u:a\\:b\\\\\nlocalhost:*:*:u:local\n")
    file.chmod(0o640)
    assert password("postgresql://other@h/d") is None
    with pytest.raises(LedgerError, match="Others may read") as caught:
        password("postgresql://u@h/d")
    assert "chmod 600" in caught.value.advice
    file.chmod(0o600)
    assert password("postgresql://u@h/d") == "a:b\\"
    assert password("postgresql://u@h:5433/d") == "other"
    assert password("postgresql://u@/d?host=/run/postgresql") == "local"
    monkeypatch.setenv("PGPASSWORD", "environment")
    assert password("postgresql://u@h/d") == "environment"
    assert password("postgresql://u:url@h/d") == "url"


@pytest.mark.parametrize(
    ("answer", "told", "advice"),
    [
        (b"", "the connection is lost", "server runs"),
        (b"E\0\0\0\x1cSFATAL\0C3D000\0Mno such\0\0", "failed: no such[.]$", "server runs"),
        (b"SSH-2.0-x\r\n", "does not speak PostgreSQL|the connection is lost", "server runs"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "does not speak PostgreSQL|the connection is lost", "server runs"),
        (b"?\0\0\0\x05x", "does not speak PostgreSQL", "server runs"),
        (b"R\0\0\0\x06\0\0", "does not speak PostgreSQL", "server runs"),
        (b"R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0", "asks for a password, and none was given", "password file"),
        (b"R\0\0\0\x08\0\0\0\x07", "Authentication method 7 not supported", "server runs"),
    ],
)
def test_server_that_answers_oddly_and_hangs_up_is_refused_in_words(
    answer: bytes, told: str, advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pg8000", reason="pg8000 is not installed: pip install 'cupel[postgresql]'")
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))

    folder = Path(tempfile.mkdtemp(prefix="cupel-pg-", dir="/tmp"))  # a socket's path has 107 bytes at most

    def serve() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(answer)

    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(f"{folder}/.s.PGSQL.5432")
            listening.listen()
            thread = threading.Thread(target=serve)
            thread.start()
            with pytest.raises(LedgerError, match=told) as caught:
                Ledger.open(f"postgresql://cupel@/cupel?host={folder}")
            thread.join()
    finally:
        shutil.rmtree(folder)
    assert advice in caught.value.advice
