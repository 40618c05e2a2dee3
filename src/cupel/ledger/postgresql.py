"""A PostgreSQL URL as libpq understands it goes in; an engine over pg8000 comes out, with the database's own words."""

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

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

from cupel.errors import MachineError
from cupel.ledger import LedgerError

_OPTIONS = (
    "application_name", "dbname", "host", "options", "password", "port", "sslmode", "sslrootcert", "user",
)  # fmt: skip
"""What may stand after the `?` of PostgreSQL's URL, as libpq understands it: pg8000 knows none of these words."""
_SOCKETS = "/var/run/postgresql"
_SILENT_SECONDS = 300.0
"""How long a server may send nothing: well over BUSY_SECONDS, which it may spend waiting for a lock."""


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


def postgresql_engine(url: URL) -> Engine:
    """Make the engine for a URL as libpq understands it. Raises LedgerError, or MachineError without the driver."""
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
