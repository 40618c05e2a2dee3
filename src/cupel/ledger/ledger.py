"""A path or URL goes in; out comes a ledger: inputs, results and decisions, checked when they are read."""

import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from cupel.errors import InputError
from cupel.ledger import LedgerError
from cupel.ledger import tables as stored
from cupel.ledger.decisions import GENESIS, canonical_json, chain_problems, decision_hash, require_decision
from cupel.ledger.postgresql import words
from cupel.ledger.tables import ACQUISITION, DECISION, INPUT, RESULT
from cupel.records.decision import Decision

PAYLOAD_LIMIT = 500_000_000
"""Compressed bytes of one result: PostgreSQL takes it as hex digits, and 1 GiB of them; SQLite takes 1 GB."""

_LOCK = int.from_bytes(hashlib.sha256(b"cupel ledger").digest()[:8], signed=True)

_ADVICE = {  # a word of the database's message: what to do
    "password": "Check the user and the password of the URL, of PGPASSWORD or of PostgreSQL's password file.",
    "connection": "Check that the server runs, and the host, port, user and database of the URL.",
    "lock": "Another process is writing to it; try again when that one has finished.",
    "readonly": "Make the file and its folder writable, or name a ledger elsewhere.",
    "unable to open": "Make the file and its folder writable, or name a ledger elsewhere.",
    "permission": "Ask for a role that may SELECT, INSERT and UPDATE there.",
    "disk": "Free some space if the disk is full; restore the ledger from a copy if it is damaged.",
    "": "Look at it with the database's own tools, or restore it from a copy.",
}


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was given to cupel, known by its content."""

    sha256: str
    """Hash of the content, 64 hex digits."""
    size: int
    """Bytes."""
    name: str
    """The name under which it was seen first."""


class Ledger:
    """Keeps what a dossier rests on. Threads may share one; processes open one each at the same place."""

    def __init__(self, engine: Engine, where: str) -> None:
        self.where = where
        self._engine = engine
        self._writer = engine.execution_options(**{stored.WRITING: True})
        with self._transaction() as connection:
            exists = stored.is_ledger(connection, where)
        if not exists:
            with self._transaction(locked=True) as connection:
                if not stored.is_ledger(connection, where):  # another process may have been faster
                    stored.create(connection)

    @classmethod
    def open(cls, where: str | Path) -> Self:
        """Open the ledger at a path, "sqlite:///PATH" or "postgresql://...", and create it if there is none.

        Raises LedgerError when it cannot be opened or is no ledger of a known schema; MachineError when
        PostgreSQL's driver is not installed.
        """
        engine, name = stored.connect(where)
        try:
            return cls(engine, name)
        except LedgerError:
            engine.dispose()
            raise

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def keep_input(self, sha256: str, size: int, name: str) -> None:
        """Keep an input; of several names under which the same content is given, the first stays.

        Raises InputError for what is no SHA-256; LedgerError, also if it has the hash with another size.
        """
        _require_sha256(sha256)
        # a name on a disk need not be text: the odd bytes are kept as \udcNN
        name = name.encode(errors="backslashreplace").decode().replace("\0", "\\x00")
        with self._transaction(writing=True) as connection:
            stored.keep(connection, INPUT, {"sha256": sha256, "size": size, "name": name})
            kept = connection.execute(select(INPUT.c.size).where(INPUT.c.sha256 == sha256)).scalar_one()
        if kept != size:
            raise LedgerError(
                f"The ledger {self.where} has input {sha256} with {kept} bytes; it was given with {size}.",
                "Hash the file again; if the sizes still differ, restore the ledger from a copy.",
            )

    def input(self, sha256: str) -> Input | None:
        """Return the input with this hash, or None. Raises LedgerError."""
        with self._transaction() as connection:
            row = connection.execute(select(INPUT).where(INPUT.c.sha256 == sha256)).one_or_none()
        return None if row is None else Input(**row._mapping)

    def inputs(self) -> tuple[Input, ...]:
        """Return all inputs in the order of their hashes. Raises LedgerError."""
        with self._transaction() as connection:
            rows = connection.execute(select(INPUT)).all()
        # sorted here: databases order text differently
        return tuple(sorted((Input(**row._mapping) for row in rows), key=lambda found: found.sha256))

    def keep_acquisition(self, input_sha256: str, facts: Mapping[str, object]) -> str:
        """Keep one way in which an input was got, once, and return the hash of its facts (as canonical JSON).

        Raises InputError for facts without canonical JSON, or if the input was not kept before; LedgerError.
        """
        canonical = canonical_json(facts)
        sha256 = _sha256(canonical)
        row = {"input_sha256": input_sha256, "sha256": sha256, "facts": canonical.decode()}
        with self._transaction(writing=True) as connection:
            if connection.execute(select(INPUT.c.size).where(INPUT.c.sha256 == input_sha256)).first() is None:
                raise InputError(
                    f"The ledger {self.where} has no input {input_sha256}.",
                    "Keep the input first, then how it was acquired.",
                )
            stored.keep(connection, ACQUISITION, row)
        return sha256

    def acquisitions(self, input_sha256: str) -> tuple[dict[str, Any], ...]:
        """Return the facts of every way in which the input was got, in the order of the facts' hashes.

        Raises LedgerError, naming the row, when facts do not have the hash under which they were kept.
        """
        table = ACQUISITION.c
        query = select(table.sha256, table.facts).where(table.input_sha256 == input_sha256)
        with self._transaction() as connection:
            rows = connection.execute(query).all()
        found = []
        for sha256, facts in sorted(rows, key=lambda row: str(row.sha256)):
            if not isinstance(facts, str) or _sha256(facts.encode(errors="surrogateescape")) != sha256:
                raise LedgerError(
                    f"In the ledger {self.where}, acquisition {sha256} of input {input_sha256} was changed.",
                    "Restore the ledger from a copy, or delete the row and give the acquisition again.",
                )
            found.append(json.loads(facts))
        return tuple(found)

    def result(self, room: str, input_sha256: str, rule_version: str, parameters: str = "") -> bytes | None:
        """Return what the room gave for this input under these rules and parameters (a hash), or None.

        Raises LedgerError, naming the row, when the payload does not have the hash under which it was kept.
        That finds damage, not forgery: whoever writes to the database can write a hash as well.
        """
        key = _result_key(room, input_sha256, rule_version, parameters)
        query = select(RESULT.c.payload, RESULT.c.payload_sha256).filter_by(**key)
        with self._transaction() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        try:
            payload = zlib.decompress(row.payload)
        except (zlib.error, TypeError) as error:  # TypeError: SQLite lets any type stand in any column
            raise self._damaged(key, str(error)) from error
        if _sha256(payload) != row.payload_sha256:
            raise self._damaged(key, f"its hash is {_sha256(payload)}, not {row.payload_sha256!r}")
        return payload

    def keep_result(
        self, room: str, input_sha256: str, rule_version: str, payload: bytes, parameters: str = ""
    ) -> None:
        """Keep what the room gave, in place of what it gave before for the same input, rules and parameters.

        Raises InputError for what is no SHA-256; LedgerError, also for a payload over PAYLOAD_LIMIT.
        """
        _require_sha256(input_sha256)
        compressed = zlib.compress(payload)
        if len(compressed) > PAYLOAD_LIMIT:
            raise LedgerError(
                f"The result of {room} for input {input_sha256} has {len(compressed):,} bytes compressed; "
                f"a ledger takes {PAYLOAD_LIMIT:,}.",
                "Give the parts of this input one by one.",
            )
        value: dict[str, object] = {"payload": compressed, "payload_sha256": _sha256(payload)}
        row = value | _result_key(room, input_sha256, rule_version, parameters)
        with self._transaction(writing=True) as connection:
            stored.keep(connection, RESULT, row, replace=value)

    def _damaged(self, key: Mapping[str, str], why: str) -> LedgerError:
        row = ", ".join(f"{name} {value!r}" for name, value in key.items())
        return LedgerError(
            f"In the ledger {self.where}, the result with {row} is damaged: {why}.",
            "Restore the ledger from a copy, or delete this row of `result` and run the room again.",
        )

    def decide(self, *, made_at: str, author: str, about: str, verdict: str, reason: str) -> Decision:
        """Add a decision to the chain and return it. Writers wait for each other, so the chain never forks.

        Raises InputError for an empty field, or a `made_at` that is no ISO date or moment; LedgerError, also
        when the last decision was changed: nothing is built on it.
        """
        require_decision(made_at, author, about, verdict, reason)
        given = {"made_at": made_at, "author": author, "about": about, "verdict": verdict, "reason": reason}
        with self._transaction(locked=True) as connection:
            last = connection.execute(select(DECISION).order_by(DECISION.c.number.desc()).limit(1)).first()
            if last is not None and not _is_sealed(last._mapping):
                raise LedgerError(
                    f"In the ledger {self.where}, decision {last.number} was changed after it was made.",
                    "Restore the ledger from a copy: no decision can follow one that was changed.",
                )
            number, previous_hash = (1, GENESIS) if last is None else (last.number + 1, last.hash)
            fields: dict[str, Any] = {"number": number, "previous_hash": previous_hash, **given}
            decision = Decision(hash=decision_hash(fields), **fields)
            connection.execute(insert(DECISION).values(hash=decision.hash, **fields))
        return decision

    def decisions(self) -> tuple[Decision, ...]:
        """Return the decisions in the order in which they were made; `verify` tells whether to believe them.

        Raises LedgerError for a row that cannot be a decision.
        """
        rows = self._decision_rows()
        for row in rows:
            for name, value in row.items():
                if not isinstance(value, int if name == "number" else str):
                    raise LedgerError(
                        f"Decision {row['number']} in the ledger {self.where} has {value!r} for its {name}.",
                        "Restore the ledger from a copy.",
                    )
        return tuple(Decision(**row) for row in rows)

    def verify(self, seen: tuple[int, str] | None = None) -> tuple[str, ...]:
        """Check the chain and name what is wrong, a sentence each: changed, missing or unlinked decisions.

        The chain itself cannot show that its last decisions were cut off, nor that someone wrote it anew from
        some point to the end. So a dossier prints `head()`; `seen` is such an earlier head, and the decision
        that it names must still be there.
        Raises LedgerError when the ledger cannot be read.
        """
        return chain_problems(self._decision_rows(), seen)

    def head(self) -> tuple[int, str]:
        """Return the number and the hash of the last decision; (0, 64 zeros) when there is none.

        The chain does not show that its tail was cut off. Print the head where the ledger's keeper cannot
        change it: with it, `verify` tells later whether a decision up to it is gone or was replaced.
        Raises LedgerError when the ledger cannot be read.
        """
        query = select(DECISION.c.number, DECISION.c.hash).order_by(DECISION.c.number.desc()).limit(1)
        with self._transaction() as connection:
            row = connection.execute(query).first()
        return (0, GENESIS) if row is None else (row.number, row.hash)

    def _decision_rows(self) -> list[dict[str, Any]]:
        with self._transaction() as connection:
            rows = connection.execute(select(DECISION).order_by(DECISION.c.number)).mappings()
            return [dict(row) for row in rows]

    @contextmanager
    def _transaction(self, *, writing: bool = False, locked: bool = False) -> Iterator[Connection]:
        """Run a transaction; a locked one writes, and no other locked one runs beside it.

        Raises LedgerError for whatever the database refuses.
        """
        try:
            with (self._writer if writing or locked else self._engine).begin() as connection:
                if locked and connection.dialect.name == "postgresql":  # SQLite: every writing one is locked
                    connection.execute(text(f"SET LOCAL lock_timeout = {round(stored.BUSY_SECONDS * 1000)}"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                yield connection
        except (SQLAlchemyError, OSError) as error:  # OSError: pg8000 lets it through when a connection breaks
            why = words(getattr(error, "orig", None) or error)
            use = "written to" if writing or locked else "read"
            advice = next(advice for word, advice in _ADVICE.items() if word in why.lower())
            raise LedgerError(f"The ledger {self.where} cannot be {use}: {why}.", advice) from error


def _result_key(room: str, input_sha256: str, rule_version: str, parameters: str) -> dict[str, str]:
    return {
        "room": room,
        "input_sha256": input_sha256,
        "rule_version": rule_version,
        "parameters": parameters,
    }


def _is_sealed(row: Mapping[Any, Any]) -> bool:
    try:
        return bool(decision_hash(row) == row["hash"])
    except InputError:  # a column holds what `decide` never writes
        return False


def _require_sha256(given: str) -> None:
    if not re.fullmatch(r"[0-9a-f]{64}", given):
        raise InputError(f"{given!r} is no SHA-256.", "Give the content's hash: 64 hex digits in lower case.")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
