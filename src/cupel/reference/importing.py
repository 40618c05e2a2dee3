"""Imports reference data: files that a person downloaded go in; what became of each comes out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cupel import plugins
from cupel.errors import InputError
from cupel.reference.damaged import Damaged
from cupel.reference.documents import Document, documents
from cupel.reference.feed import Entry, FeedReader, Item, Refused, Statement
from cupel.reference.store import Store

Tell = Callable[[str, int, int], None]
"""Called with what is done, bytes so far, and bytes in all."""
Part = tuple[FeedReader, Item]


@cache
def feeds() -> tuple[FeedReader, ...]:
    """Load every feed."""
    return plugins.load("cupel.reference.sources", "FEED", FeedReader)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file."""

    feed: str
    """The feed that it is of."""
    origin: str
    """The file's name, or the address that it came from."""
    dated: str
    """The day that the data states."""
    read: int
    """Records that were read."""
    refused: int
    """Of them, those that could not be used."""
    missing: int
    """Records that the data says it holds, beyond those that were read."""


def import_file(
    store: Store,
    path: Path,
    now: str,
    tell: Tell | None = None,
    origin: str = "",
    afresh: bool = False,
    position: tuple[str, str] | None = None,
    expected: str = "",
) -> Imported:
    """Import a file, an archive or a folder, wholly or not at all.

    `now` is the time of the import, ISO 8601; `origin` names it where it is not the path's own name; `position` is
    (name, value), kept together with the data; `expected` is the feed that it should be of. Raises InputError where
    nothing of it can be used: then what was held stays.
    """
    origin = origin or path.name
    try:
        with store.transaction():
            found = _import(store, _items(path, tell), origin, now, afresh, expected)
            if position is not None:
                store.database.execute("INSERT OR REPLACE INTO position (name, value) VALUES (?, ?)", position)
        return found
    except Damaged as error:
        raise InputError(
            f"{origin} was not imported: {error}.",
            "What was held before is unchanged; get the file anew and try again.",
        ) from error
    except OSError as error:
        raise InputError(
            f"{error.filename or path} cannot be read: {error.strerror}.", "Check the path and its permissions."
        ) from error


def _import(store: Store, items: Iterator[Part], origin: str, now: str, afresh: bool, expected: str) -> Imported:
    reader: FeedReader | None = None
    number = read = refused = kept = stated = series = 0
    dated = first_refusal = ""
    for reader, item in items:
        if expected and reader.name != expected:
            raise Damaged(f"it is of the feed {reader.name}, not {expected}")
        if not number:
            number = store.begin_import(reader.name, origin, now, afresh or reader.whole)
        if isinstance(item, Statement):
            dated = max(dated, item.dated)
            stated, series = stated + (item.records or 0), max(series, item.of or 0)
            continue
        read += 1
        again = isinstance(item, Entry) and store.keep(reader.name, number, item)
        if again:
            item = Refused(item.record, "it stands twice in this file; the first was taken")
        if isinstance(item, Refused):
            store.refuse(reader.name, origin, item, refused)
            refused += 1
            first_refusal = first_refusal or f"{item.record}: {item.why}"
        else:
            kept += 1
    if reader is None:
        raise Damaged("it is of no feed that cupel knows, or of another format")
    if read and not kept:
        raise Damaged(f"none of its {read:,} records can be used; the first is {first_refusal}")
    missing = max(0, stated - read)
    if reader.whole and not read:
        raise Damaged("it holds no record")
    if reader.whole and missing:
        raise Damaged(f"it says that it holds {stated:,} records, and {read:,} are there")
    store.end_import(number, dated, read, refused, missing, series)
    return Imported(reader.name, origin, dated, read, refused, missing)


def _items(path: Path, tell: Tell | None) -> Iterator[Part]:
    """Yield every item of every document, with its feed. Raises Damaged."""
    size = sum(it.stat().st_size for it in path.rglob("*") if it.is_file()) if path.is_dir() else path.stat().st_size

    def told(done: int) -> None:
        if tell is not None:
            tell(f"reading {path.name}"[:40], min(done, size), size)

    reader: FeedReader | None = None
    unread: list[tuple[str, Damaged]] = []
    for document in documents(path, told):
        if reader is None:
            try:
                reader = recognise(document)
            except Damaged as error:
                unread.append((document.name, error))
            if reader is None:
                continue
            yield from ((reader, _refusal(name, error)) for name, error in unread)
        elif not re.fullmatch(reader.members, document.name):
            continue
        try:
            for item in reader.read(document):
                yield reader, item
        except Damaged as error:
            if not reader.record_a_file:
                alone = document.name.rpartition("/")[2] in path.name
                raise Damaged(str(error) if alone else f"{document.name}: {error}") from error
            yield reader, _refusal(document.name, error)
    if reader is None and unread:
        raise unread[0][1]


def _refusal(name: str, error: Damaged) -> Refused:
    return Refused(name.rpartition("/")[2].removesuffix(".json")[:120], str(error))


def recognise(document: Document) -> FeedReader | None:
    """Tell which feed a document is of; None where it is of none, or cannot be unpacked."""
    head = document.head()
    return next((it for it in feeds() if it.recognises(document.name, head)), None)
