"""A path or URL goes in; out comes an engine on a database that has a ledger's tables, or can get them."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    BigInteger,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    func,
    insert,
    inspect,
    make_url,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from cupel.ledger import LedgerError
from cupel.ledger.postgresql import postgresql_engine

SCHEMA = 1
"""Version of the tables below: one more whenever a column or a table changes."""
BUSY_SECONDS = 30.0
"""How long a writer waits for another one."""
WRITING = "cupel_writing"
"""Execution option of the transactions that write: SQLite then takes its lock at their begin."""

_METADATA = MetaData()

LEDGER_SCHEMA = Table(
    "ledger_schema",
    _METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
)

INPUT = Table(
    "input",
    _METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False, comment="bytes"),
    Column("name", Text, nullable=False, comment="the name under which it was seen first"),
)

ACQUISITION = Table(
    "acquisition",
    _METADATA,
    Column("input_sha256", String(64), ForeignKey(INPUT.c.sha256), primary_key=True),
    Column("sha256", String(64), primary_key=True, comment="of the facts"),
    Column("facts", Text, nullable=False, comment="canonical JSON (RFC 8785)"),
)

# A result's input need not stand in `input`: it may be the hash of a cohort or of a joined inventory.
RESULT = Table(
    "result",
    _METADATA,
    Column("room", Text, primary_key=True),
    Column("input_sha256", String(64), primary_key=True),
    Column("rule_version", Text, primary_key=True),
    Column("parameters", Text, primary_key=True, comment="hash of the parameters, or nothing"),
    Column("payload", LargeBinary, nullable=False, comment="zlib"),
    Column("payload_sha256", String(64), nullable=False, comment="of the payload before compression"),
)

# The two unique hashes let the database itself refuse a chain that forks.
DECISION = Table(
    "decision",
    _METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("previous_hash", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("made_at", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
)


def connect(where: str | Path) -> tuple[Engine, str]:
    """Make the engine of a path or URL, and the words that name it in messages (never a password).

    Raises LedgerError for what cannot be a ledger; MachineError when PostgreSQL's driver is not installed.
    """
    if isinstance(where, str) and re.match(r"[A-Za-z][\w+.-]*://", where):
        url = _url(where)
        if url.get_backend_name() == "postgresql":
            name = url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)
            return postgresql_engine(url), name
        where = str(url.database)
    path = Path(where).absolute()
    _require_ledger_file(path)
    return _sqlite(path), str(path)


def is_ledger(connection: Connection, where: str) -> bool:
    """Return True for a ledger of this schema and False for an empty database.

    Raises LedgerError for another program's database, a newer schema, and a ledger that lacks a table.
    """
    names = set(inspect(connection).get_table_names())
    if not names:
        return False
    if LEDGER_SCHEMA.name not in names:
        raise LedgerError(
            f"{where} is a database with other tables ({', '.join(sorted(names)[:3])}), not a ledger.",
            "Name a new file, or a PostgreSQL database or schema without tables; the ledger is made there.",
        )
    version = connection.execute(select(func.max(LEDGER_SCHEMA.c.version))).scalar()
    if isinstance(version, int) and version > SCHEMA:
        raise LedgerError(
            f"The ledger {where} has schema {version}; this cupel knows schemas up to {SCHEMA}.",
            "Use the newer cupel that wrote it: an older one could damage it.",
        )
    lacking = sorted(_METADATA.tables.keys() - names)
    if version != SCHEMA or lacking:
        problem = f"it lacks the table {lacking[0]}" if lacking else f"its schema version is {version!r}"
        raise LedgerError(f"The ledger {where} is damaged: {problem}.", "Restore it from a copy.")
    return True


def create(connection: Connection) -> None:
    """Create all tables in an empty database and note the schema's version."""
    _METADATA.create_all(connection)
    connection.execute(insert(LEDGER_SCHEMA).values(version=SCHEMA))


def keep(
    connection: Connection,
    table: Table,
    row: Mapping[str, object],
    replace: Mapping[str, object] | None = None,
) -> None:
    """Insert a row; if its key stands already, set the columns of `replace`, or leave the row as it is."""
    build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement: Any = build(table).values(**row)
    keys = list(table.primary_key.columns)
    if replace is None:
        connection.execute(statement.on_conflict_do_nothing(index_elements=keys))
    else:
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=replace))


def _url(where: str) -> URL:
    """Read a URL. Raises LedgerError, without the URL's password."""
    advice = "Give a path, sqlite:///PATH, or postgresql://USER:PASSWORD@HOST:PORT/DATABASE."
    scheme = where.partition("://")[0].lower()
    if scheme not in ("sqlite", "postgres", "postgresql", "postgresql+pg8000"):
        raise LedgerError(f"A ledger cannot be kept at {scheme}://.", advice)
    driver = "sqlite" if scheme == "sqlite" else "postgresql+pg8000"
    try:
        url = make_url(where).set(drivername=driver)
    except (ArgumentError, ValueError) as error:  # ValueError: the port is no number
        raise LedgerError(f"The ledger's URL {scheme}://... cannot be read.", advice) from error
    if scheme != "sqlite" and "@" in f"{url.host}{url.database}":  # else a message would show half a password
        raise LedgerError(f"The ledger's URL {scheme}://... has an @ too many.", "Write %40 for an @ in a password.")
    if scheme == "sqlite" and (url.host or url.query or url.database in (None, "", ":memory:")):
        raise LedgerError(f"{where} does not name a file by its path alone.", advice)
    return url


def _require_ledger_file(path: Path) -> None:
    """Let pass a SQLite file, an empty file, and a path where one can be made. Raises LedgerError."""
    advice = "Name a ledger, or a path where there is no file yet."
    if "\0" in str(path):
        raise LedgerError(f"The ledger's path {str(path)!a} has U+0000 in it.", advice)
    try:
        if not path.parent.is_dir():
            raise LedgerError(f"The ledger {path} cannot be made: its folder is missing.", "Make the folder.")
        if not path.exists():
            return
        if not path.is_file():
            raise LedgerError(f"The ledger {path} is not a file.", advice)
        with path.open("rb") as file:
            magic = file.read(16)
    except OSError as error:
        raise LedgerError(f"The ledger {path} cannot be read: {error.strerror}.", advice) from error
    # https://www.sqlite.org/fileformat2.html#the_database_header
    if magic not in (b"", b"SQLite format 3\0"):
        raise LedgerError(f"{path} is not a ledger: it is no SQLite database.", advice)


def _sqlite(path: Path) -> Engine:
    # no pool: a connection must not pass a fork, and opening the file takes a fraction of a millisecond
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})

    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver would begin transactions late, and never IMMEDIATE
        connection.text_factory = _decode
        connection.execute("PRAGMA foreign_keys = ON")

    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def _decode(data: bytes) -> str:
    return data.decode(errors="surrogateescape")  # a damaged text is read, so that `verify` can name its row
