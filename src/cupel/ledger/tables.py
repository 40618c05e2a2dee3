"""A path or URL goes in; out comes an engine on a database that has a ledger's tables, or can get them."""

import logging
import os
import pwd
import re
import ssl
import struct
import sys
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
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import NullPool

from cupel.errors import MachineError
from cupel.ledger import LedgerError

SCHEMA = 1
"""Version of the tables below: one more whenever a column or a table changes."""
BUSY_SECONDS = 30.0
"""How long a writer waits for another one."""
WRITING = "cupel_writing"
"""Execution option of the transactions that write: SQLite then takes its lock at their begin."""

_OPTIONS = (
    "application_name", "dbname", "host", "options", "password", "port", "sslmode", "sslrootcert", "user",
)  # fmt: skip
"""What may stand after the `?` of PostgreSQL's URL, as libpq understands it: pg8000 knows none of these words."""
_SOCKETS = "/var/run/postgresql"
_SILENT_SECONDS = 300.0
"""How long a server may send nothing: well over BUSY_SECONDS, which it may spend waiting for a lock."""

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
            return _postgresql(url), name
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


def words(error: BaseException) -> str:
    """Give a driver's error in the database's own words, on one line and without a full stop."""
    fields = error.args[0] if error.args else ""
    if isinstance(fields, dict):  # https://www.postgresql.org/docs/current/protocol-error-fields.html
        told = ". ".join(str(fields[field]).strip().rstrip(".") for field in "MDH" if fields.get(field))
    elif isinstance(error, OSError):
        told = f"the connection is lost: {error.strerror or error}"
    elif str(error) == "network error":  # pg8000, for an end where an answer should be
        told = "the connection is lost"
    else:
        told = str(error)
    return " ".join(told.split()).rstrip(".")


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


def _postgresql(url: URL) -> Engine:
    given = _driver_arguments(url)
    try:
        # a snapshot taken before the lock would show an old end of the chain, so not the server's default
        engine = create_engine("postgresql+pg8000://", isolation_level="READ COMMITTED", connect_args=given)
    except ImportError as error:
        raise MachineError(
            f"A ledger in PostgreSQL needs the driver pg8000: {error}.",
            "Install it: pip install 'cupel[postgresql]'",
        ) from error
    # pg8000 cannot close a connection that is lost, and the pool would show the traceback of that
    logging.getLogger("sqlalchemy.pool").addHandler(logging.NullHandler())
    failure: Any = engine.dialect.loaded_dbapi

    def connect(dialect: Any, _record: object, _arguments: object, arguments: Mapping[str, Any]) -> Any:
        before = sys.exc_info()[1]
        try:
            return dialect.connect(**arguments)
        except Exception as error:  # pg8000 meets a server that answers oddly with any exception at all
            first: BaseException = error  # the later ones come from closing what failed
            while first.__context__ is not None and first.__context__ is not before:
                first = first.__context__
            raise failure.InterfaceError(_refusal(first, arguments)) from error

    def require_answer(connection: Any, *_: object) -> None:
        # not the pool's own ping: that one does not expect the OSError which pg8000 lets through
        try:
            engine.dialect.do_ping(connection)
        except (failure.Error, OSError) as error:
            raise DisconnectionError(words(error)) from error

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "checkout", require_answer)
    return engine


def _refusal(error: BaseException, arguments: Mapping[str, Any]) -> str:
    """Say where no connection came about, and why, without what was given for a password."""
    place = arguments.get("unix_sock") or f"{arguments['host']}, port {arguments['port']},"
    if isinstance(error, OSError):
        why = re.sub(r" \(_ssl\.c:\d+\)", "", error.strerror or str(error))
    elif isinstance(error, AttributeError) and arguments["password"] is None:  # pg8000 decodes it all the same
        why = "the server asks for a password, and none was given"
    elif isinstance(error, KeyError | UnicodeDecodeError | struct.error):
        why = "what answers there does not speak PostgreSQL's protocol"
    else:
        why = words(error)
    return f"the connection to {place} failed: {why}"


def _driver_arguments(url: URL) -> dict[str, Any]:
    """Turn a URL as libpq knows it into what pg8000 is called with. Raises LedgerError."""
    asked: dict[str, str] = {}
    for option, value in url.query.items():
        if option not in _OPTIONS or not isinstance(value, str):
            problem = "twice" if option in _OPTIONS else "which a ledger's URL cannot have"
            raise LedgerError(
                f"The ledger's URL has the option {option!a}, {problem}.",
                f"Leave it out; after the ? may stand {', '.join(_OPTIONS)}, each once.",
            )
        asked[option] = value
    port = asked.get("port") or str(url.port or 5432)
    if not re.fullmatch("[0-9]{1,5}", port) or not 0 < int(port) < 2**16:
        raise LedgerError("The ledger's URL has no port from 1 to 65535.", "Give the server's port; 5432 is usual.")
    user = asked.get("user") or url.username or _person()
    database = asked.get("dbname") or url.database or user
    host = asked.get("host") or url.host or _SOCKETS
    password = asked.get("password") or url.password or os.environ.get("PGPASSWORD")
    arguments: dict[str, Any] = {
        "user": user,
        "database": database,
        "host": host,
        "port": int(port),
        "password": password or _kept_password(host, port, database, user),
        "timeout": _SILENT_SECONDS,
        "application_name": asked.get("application_name"),
        "startup_params": {"client_encoding": "UTF8", "options": asked.get("options")},
    }
    encryption = _encryption(asked.get("sslmode", "prefer"), asked.get("sslrootcert"))
    if host.startswith("/"):  # nothing is encrypted on a socket: it does not leave the machine
        return arguments | {"unix_sock": f"{host}/.s.PGSQL.{port}", "ssl_context": False}
    return arguments | {"ssl_context": encryption}


def _person() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError as error:
        raise LedgerError(
            "The ledger's URL names no user, and the system has no name for the one who runs cupel.",
            "Give the user: postgresql://USER@HOST/DATABASE.",
        ) from error


def _kept_password(*key: str) -> str | None:
    """Look a host, port, database and user up in PostgreSQL's password file. Raises LedgerError if others may read it.

    https://www.postgresql.org/docs/current/libpq-pgpass.html
    """
    if key[0].startswith("/"):
        key = ("localhost", *key[1:])
    try:
        file = Path(os.environ.get("PGPASSFILE") or "~/.pgpass").expanduser()
        lines = file.read_text("utf-8", errors="replace").splitlines()
        exposed = file.stat().st_mode & 0o077
    except (OSError, RuntimeError):  # RuntimeError: there is no home
        return None
    for line in lines:
        fields = re.match(":".join([r"((?:\\.|[^:\\])*)"] * 5), line)
        if line.startswith("#") or not fields:
            continue
        *patterns, password = (re.sub(r"\\(.)", r"\1", field) for field in fields.groups())
        if all(pattern in ("*", part) for pattern, part in zip(patterns, key, strict=True)):
            if exposed:
                raise LedgerError(f"Others may read the passwords in {file}.", f"Close it: chmod 600 '{file}'")
            return password
    return None


def _encryption(mode: str, root: str | None) -> ssl.SSLContext | bool | None:
    """Turn an `sslmode` and `sslrootcert` into pg8000's `ssl_context`. Raises LedgerError.

    https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION
    """
    if mode == "disable":
        return False
    if mode in ("allow", "prefer"):
        return None  # encrypted if the server can
    if mode not in ("require", "verify-ca", "verify-full"):
        raise LedgerError(
            f"The ledger's URL has the sslmode {mode!a}.",
            "Give disable, allow, prefer, require, verify-ca or verify-full.",
        )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = mode == "verify-full"
    try:
        own = Path("~/.postgresql/root.crt").expanduser()
        root = root or (str(own) if own.is_file() else None)
    except (OSError, RuntimeError):  # RuntimeError: there is no home
        root = None
    try:
        if mode != "verify-full" and (root == "system" or (root is None and mode == "verify-ca")):
            raise LedgerError(
                f"The sslmode {mode} in the ledger's URL needs a certificate to trust.",
                "Give sslrootcert=FILE, or sslmode=verify-full to trust the system's certificates.",
            )
        if root in (None, "system"):
            context.load_default_certs()
        else:
            context.load_verify_locations(root)
    except OSError as error:
        raise LedgerError(
            f"The certificate {root!a} for the ledger's server cannot be read: {error.strerror}.",
            "Give sslrootcert=FILE, a certificate in PEM.",
        ) from error
    if root is None and mode == "require":
        context.verify_mode = ssl.CERT_NONE  # as libpq: encrypted, with whomever
    return context
