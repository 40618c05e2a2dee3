"""The one SQLite file of reference data: facts go in within one transaction a file; nothing else writes to it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from cupel.errors import InputError, MachineError
from cupel.records.advisory import Advisory, Exploited, ExploitProbability, SupportEnd
from cupel.records.boundary import to_json
from cupel.reference.damaged import visible
from cupel.reference.feed import Entry, Refused

VERSION = 1
MOST_REFUSALS = 10_000
"""Refusals of a feed that are kept with their reason; all are counted."""
TABLES = """
CREATE TABLE advisory (number INTEGER PRIMARY KEY, feed TEXT NOT NULL, record TEXT NOT NULL, id TEXT NOT NULL,
    head BLOB NOT NULL, changed TEXT NOT NULL, import INTEGER NOT NULL);
CREATE UNIQUE INDEX advisory_by_record ON advisory (feed, record, id);
CREATE TABLE affected (advisory INTEGER NOT NULL, ecosystem TEXT NOT NULL, product TEXT NOT NULL, name TEXT NOT NULL,
    entries BLOB NOT NULL);
CREATE INDEX affected_by_product ON affected (product, ecosystem);
CREATE INDEX affected_by_name ON affected (name) WHERE ecosystem = '' AND name <> product;
CREATE INDEX affected_by_advisory ON affected (advisory);
CREATE TABLE exploited (feed TEXT NOT NULL, id TEXT NOT NULL, since TEXT NOT NULL, import INTEGER NOT NULL,
    PRIMARY KEY (id, feed)) WITHOUT ROWID;
CREATE TABLE probability (feed TEXT NOT NULL, id TEXT NOT NULL, probability REAL NOT NULL, import INTEGER NOT NULL,
    PRIMARY KEY (id, feed)) WITHOUT ROWID;
CREATE TABLE support (number INTEGER PRIMARY KEY, feed TEXT NOT NULL, product TEXT NOT NULL, ends BLOB NOT NULL,
    import INTEGER NOT NULL, UNIQUE (feed, product));
CREATE TABLE support_name (name TEXT NOT NULL, support INTEGER NOT NULL, PRIMARY KEY (name, support)) WITHOUT ROWID;
CREATE TABLE import (number INTEGER PRIMARY KEY, feed TEXT NOT NULL, origin TEXT NOT NULL, dated TEXT NOT NULL,
    imported TEXT NOT NULL, read INTEGER NOT NULL, refused INTEGER NOT NULL, missing INTEGER NOT NULL,
    series INTEGER NOT NULL, UNIQUE (feed, origin));
CREATE TABLE refusal (feed TEXT NOT NULL, origin TEXT NOT NULL, record TEXT NOT NULL, why TEXT NOT NULL,
    PRIMARY KEY (feed, origin, record)) WITHOUT ROWID;
CREATE TABLE position (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
HELD = ("advisory", "exploited", "probability", "support")


def default_path() -> Path:
    """Name the file: $XDG_DATA_HOME/cupel/reference.sqlite, or below ~/.local/share."""
    base = os.environ.get("XDG_DATA_HOME", "")
    return (Path(base) if base else Path.home() / ".local/share") / "cupel" / "reference.sqlite"


def connect(path: Path) -> sqlite3.Connection:
    """Open the file for reading. Raises InputError where it is no reference data of this version."""
    address = path.absolute().as_uri()
    try:
        try:
            return _checked(sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=30), path)
        except sqlite3.OperationalError as error:
            if "unable to open" not in str(error):
                raise
            # a folder that may not be written to: the file opens only as one that nobody changes
            return _checked(sqlite3.connect(f"{address}?immutable=1", uri=True), path)
    except sqlite3.DatabaseError as error:
        raise _unreadable(path, str(error)) from error


def _checked(opened: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    version = opened.execute("PRAGMA user_version").fetchone()[0]
    if version != VERSION:
        opened.close()
        raise _unreadable(path, f"it has layout {version}; this cupel reads layout {VERSION}")
    return opened


def _unreadable(path: Path, why: str) -> InputError:
    return InputError(f"The reference data in {path} cannot be read: {why}.",
                      "Move the file away and run `cupel reference update` or `cupel reference import`.")  # fmt: skip


class Store:
    """The file, opened for writing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self.database = sqlite3.connect(path, timeout=30, isolation_level=None)
        try:
            self.database.execute("PRAGMA journal_mode = WAL")  # readers go on while an import writes
            self.database.execute("PRAGMA synchronous = NORMAL")
            self.database.execute("PRAGMA cache_size = -65536")
            self.database.execute("BEGIN IMMEDIATE")
            if self.database.execute("PRAGMA user_version").fetchone()[0] == 0 and not self._tables():
                for statement in TABLES.split(";"):
                    self.database.execute(statement)
                self.database.execute(f"PRAGMA user_version = {VERSION}")
            self.database.execute("COMMIT")
            _checked(self.database, path)
        except sqlite3.DatabaseError as error:
            self.database.close()
            if "locked" in str(error):
                raise MachineError(f"Another import is writing to {path}.", "Wait until it has ended.") from error
            raise _unreadable(path, str(error)) from error

    def _tables(self) -> int:
        return int(self.database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])

    def close(self) -> None:
        """Close the file; what is not committed is forgotten."""
        self.database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written within, or, after any exception, nothing of it; within another, that one counts."""
        if self.database.in_transaction:
            yield
            return
        try:
            self.database.execute("BEGIN IMMEDIATE")
            yield
            self.database.execute("COMMIT")
        except BaseException as error:
            if self.database.in_transaction:
                self.database.execute("ROLLBACK")
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                raise _unreadable(self.path, str(error)) from error
            if isinstance(error, sqlite3.OperationalError):
                raise MachineError(
                    f"{self.path} cannot be written: {error}.",
                    "Check the space on the disk, and that no other import is running.",
                ) from error
            raise

    def begin_import(self, feed: str, origin: str, imported: str, afresh: bool, goes_on: bool) -> tuple[int, int, int]:
        """Note an import; return its number, and how many records were read and refused before where it goes on.

        `afresh` forgets what the feed held before; `goes_on` says that it is a further page of the same series.
        """
        if afresh:
            self.forget(feed)
        run = self.database.execute
        before = run("SELECT read, refused FROM import WHERE feed = ? AND origin = ?", (feed, origin)).fetchone()
        run("DELETE FROM import WHERE feed = ? AND origin = ?", (feed, origin))
        if not goes_on:
            run("DELETE FROM refusal WHERE feed = ? AND origin = ?", (feed, origin))
        made = run(
            "INSERT INTO import (feed, origin, dated, imported, read, refused, missing, series)"
            " VALUES (?, ?, '', ?, 0, 0, 0, 0)",
            (feed, origin, imported),
        )
        assert made.lastrowid is not None
        read, refused = before if goes_on and before else (0, 0)
        return made.lastrowid, read, refused

    def remember(self, name: str, value: str) -> None:
        """Keep a value for the next update."""
        self.database.execute("INSERT OR REPLACE INTO position (name, value) VALUES (?, ?)", (name, value))

    def position(self, name: str) -> str:
        """Return what was remembered under a name; empty where nothing was."""
        found = self.database.execute("SELECT value FROM position WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def holds(self, feed: str, origin: str) -> bool:
        """Tell whether something was imported from there."""
        return bool(
            self.database.execute("SELECT 1 FROM import WHERE feed = ? AND origin = ?", (feed, origin)).fetchone()
        )

    def forget(self, feed: str) -> None:
        """Delete all that a feed holds."""
        run = self.database.execute
        run("DELETE FROM affected WHERE advisory IN (SELECT number FROM advisory WHERE feed = ?)", (feed,))
        run("DELETE FROM support_name WHERE support IN (SELECT number FROM support WHERE feed = ?)", (feed,))
        for table in (*HELD, "import", "refusal"):
            run(f"DELETE FROM {table} WHERE feed = ?", (feed,))  # noqa: S608 - names of our own tables

    def end_import(self, number: int, dated: str, read: int, refused: int, missing: int, series: int) -> None:
        """Note how it went; what an earlier import refused and this one brought is refused no more."""
        run = self.database.execute
        run("UPDATE import SET dated = ?, read = ?, refused = ?, missing = ?, series = ? WHERE number = ?",
            (dated, read, refused, missing, series, number))  # fmt: skip
        mended = run(
            "SELECT r.feed, r.origin, r.record FROM refusal r JOIN import i ON i.number = ? AND r.feed = i.feed"
            " AND r.origin <> i.origin"
            " JOIN advisory a ON a.feed = r.feed AND a.record = r.record AND a.import = i.number",
            (number,),
        ).fetchall()
        for feed, origin, record in dict.fromkeys(mended):
            run("DELETE FROM refusal WHERE feed = ? AND origin = ? AND record = ?", (feed, origin, record))
            run("UPDATE import SET refused = refused - 1 WHERE feed = ? AND origin = ?", (feed, origin))

    def refuse(self, feed: str, origin: str, refused: Refused, kept: int) -> None:
        """Keep a refusal, where not too many are."""
        if kept < MOST_REFUSALS:
            self.database.execute(
                "INSERT OR REPLACE INTO refusal (feed, origin, record, why) VALUES (?, ?, ?, ?)",
                (feed, origin, visible(refused.record), visible(refused.why)),
            )

    def keep(self, feed: str, number: int, entry: Entry) -> bool:
        """Keep a record in the place of what was held under its name; tell whether this import had that name before.

        A state that is older than what is held is passed over.
        """
        first = entry.facts[0] if entry.facts else None
        if isinstance(first, Exploited):
            return self._keep_one("exploited", "since", feed, first.id, first.since, number)
        if isinstance(first, ExploitProbability):
            return self._keep_one("probability", "probability", feed, first.id, first.probability, number)
        if isinstance(first, Advisory):
            return self._keep_advisories(feed, number, entry)
        return self._keep_support(feed, number, entry)

    def _keep_one(self, table: str, column: str, feed: str, found: str, value: str | float, number: int) -> bool:
        held = self.database.execute(f"SELECT import FROM {table} WHERE id = ? AND feed = ?", (found, feed)).fetchone()  # noqa: S608 - names of our own
        if held == (number,):
            return True
        self.database.execute(
            f"INSERT OR REPLACE INTO {table} (feed, id, {column}, import) VALUES (?, ?, ?, ?)",  # noqa: S608 - names of our own
            (feed, found, value, number),
        )
        return False

    def _keep_advisories(self, feed: str, number: int, entry: Entry) -> bool:
        run = self.database.execute
        held = run(
            "SELECT number, changed, import FROM advisory WHERE feed = ? AND record = ?", (feed, entry.record)
        ).fetchall()
        if held:
            if held[0][2] == number:
                return True
            if entry.changed and held[0][1] > entry.changed:
                return False
            run("DELETE FROM affected WHERE advisory IN (SELECT number FROM advisory WHERE feed = ? AND record = ?)",
                (feed, entry.record))  # fmt: skip
            run("DELETE FROM advisory WHERE feed = ? AND record = ?", (feed, entry.record))
        for fact in entry.facts:
            assert isinstance(fact, Advisory)
            self._keep_advisory(feed, number, entry, fact)
        return False

    def _keep_advisory(self, feed: str, number: int, entry: Entry, fact: Advisory) -> None:
        products: dict[tuple[str, str], list[object]] = {}
        for it in fact.affected:
            products.setdefault((it.ecosystem, it.product), []).append(it)
        made = self.database.execute(
            "INSERT INTO advisory (feed, record, id, head, changed, import) VALUES (?, ?, ?, ?, ?, ?)",
            (feed, entry.record, fact.id, head(fact), entry.changed, number),
        )
        self.database.executemany(
            "INSERT INTO affected (advisory, ecosystem, product, name, entries) VALUES (?, ?, ?, ?, ?)",
            [
                (made.lastrowid, ecosystem, product, product.partition(":")[2] or product, to_json(found))
                for (ecosystem, product), found in products.items()
            ],
        )

    def _keep_support(self, feed: str, number: int, entry: Entry) -> bool:
        run = self.database.execute
        held = run("SELECT number, import FROM support WHERE feed = ? AND product = ?", (feed, entry.record)).fetchone()
        if held and held[1] == number:
            return True
        if held:
            run("DELETE FROM support WHERE number = ?", (held[0],))
            run("DELETE FROM support_name WHERE support = ?", (held[0],))
        ends = [fact for fact in entry.facts if isinstance(fact, SupportEnd)]
        made = run("INSERT INTO support (feed, product, ends, import) VALUES (?, ?, ?, ?)",
                   (feed, entry.record, to_json(ends), number))  # fmt: skip
        self.database.executemany(
            "INSERT OR IGNORE INTO support_name (name, support) VALUES (?, ?)",
            [(name, made.lastrowid) for name in (entry.record, *entry.names)],
        )
        return False


def head(advisory: Advisory) -> bytes:
    """Return an advisory as JSON, without its products."""
    return to_json(replace(advisory, affected=()))
