"""Imports reference data: files that a person downloaded go in; what became of each comes out."""

import os
import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cupel import plugins
from cupel.errors import InputError
from cupel.reference.damaged import Damaged, visible
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
    series: int = 0
    """Of a page, how many records all pages hold, as it says."""


def import_file(
    store: Store,
    path: Path,
    now: str,
    tell: Tell | None = None,
    origin: str = "",
    keep: Container[str] | None = None,
    expected: str = "",
    goes_on: bool = False,
) -> Imported:
    """Import a file, an archive or a folder, wholly or not at all.

    `now` is the time of the import, ISO 8601; `origin` names the file where it is not the path's own name. What the
    feed held before is forgotten where `keep` is given and does not name it. `expected` is the feed that it should be.
    `goes_on` says that it is a further page of what `origin` named before. Raises InputError where nothing of it can be
    used: then what was held stays.
    """
    origin = visible(origin or os.fsencode(path.name or path.resolve().name).decode("utf-8", "backslashreplace"))
    try:
        with store.transaction():
            return _import(store, _items(path, tell), origin, now, keep, expected, goes_on)
    except Damaged as error:
        raise InputError(
            f"{origin} was not imported: {visible(str(error))}.",
            "What was held before is unchanged; get the file anew and try again.",
        ) from error
    except OSError as error:
        raise InputError(
            f"{error.filename or path} cannot be read: {error.strerror}.", "Check the path and its permissions."
        ) from error


def _import(
    store: Store,
    items: Iterator[Part],
    origin: str,
    now: str,
    keep: Container[str] | None,
    expected: str,
    goes_on: bool,
) -> Imported:
    reader: FeedReader | None = None
    number = read = refused = kept = stated = series = read_before = refused_before = 0
    dated = first_refusal = ""
    for reader, item in items:
        if expected and reader.name != expected:
            raise Damaged(f"it is of the feed {reader.name}, not {expected}")
        if not number:
            afresh = reader.whole or (keep is not None and reader.name not in keep)
            number, read_before, refused_before = store.begin_import(reader.name, origin, now, afresh, goes_on)
        if isinstance(item, Statement):
            dated = max(dated, item.dated)
            stated, series = stated + (item.records or 0), max(series, item.of or 0)
            continue
        read += 1
        again = isinstance(item, Entry) and store.keep(reader.name, number, item)
        told = Refused(item.record, "it stands twice in this file; the first was taken") if again else item
        if isinstance(told, Refused):
            store.refuse(reader.name, origin, told, refused_before + refused)
            refused += 1
            first_refusal = first_refusal or f"{told.record}: {told.why}"
        else:
            kept += 1
    if reader is None:
        raise Damaged("it is of no feed that cupel knows, or of another format")
    if read and not kept:
        raise Damaged(f"none of its {read:,} records can be used; the first is {first_refusal}")
    missing = max(0, stated - read)
    if reader.whole and missing:
        raise Damaged(f"it says that it holds {stated:,} records, and {read:,} are there")
    if reader.whole and not read:
        raise Damaged("it holds no record")
    if not read:
        dated = ""  # a day without a record says nothing of what is held
    if dated > now[:10]:
        why = f"it states the day {dated}, later than its import: its age is not known"
        store.refuse(reader.name, origin, Refused("its date", why), refused_before + refused)
        refused, dated = refused + 1, ""
    store.end_import(number, dated, read_before + read, refused_before + refused, missing, series)
    return Imported(reader.name, origin, dated, read, refused, missing, series)


def _items(path: Path, tell: Tell | None) -> Iterator[Part]:
    """Yield every item of every document, with its feed. Raises Damaged."""
    size = sum(it.stat().st_size for it in path.rglob("*") if it.is_file()) if path.is_dir() else path.stat().st_size

    def told(done: int) -> None:
        if tell is not None:
            tell("importing", min(done, size), size)

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
    return next((it for it in feeds() if it.recognises(head)), None)
