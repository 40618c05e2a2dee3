"""Brings reference data up to date: addresses go in; downloads are imported, and what became of each comes out."""

import datetime
import json
import os
import time
import tomllib
import urllib.parse
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from cupel.errors import InputError
from cupel.records.boundary import from_plain
from cupel.reference.fetch import Tell, Validators, Wait, download
from cupel.reference.importing import Imported, feeds, import_file
from cupel.reference.store import Store

ADDRESSES = Path(__file__).parent / "addresses.toml"
KEY = "NVD_API_KEY"
"""Environment variable with a key for NVD: with it, 50 requests in 30 s are allowed, without it 5."""
PAGE = 2000
"""Records of a page; the most that NVD gives."""
WINDOW = datetime.timedelta(days=119)
"""NVD answers for changes within 120 days at most."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a feed is."""

    feed: str
    """Name of the feed."""
    address: str
    """Address of its file, or of its pages."""
    source: str = ""
    """The page that names the address."""
    kind: str = "file"
    """`file` or `pages`."""


def read_addresses(file: Path = ADDRESSES) -> tuple[Address, ...]:
    """Read a file of addresses. Raises InputError where it is none."""
    try:
        data = tomllib.loads(file.read_text("utf-8"))
        found = from_plain(tuple[Address, ...], data.get("address", ()))
    except (OSError, ValueError) as error:
        raise InputError(
            f"{file} is no file of addresses: {error}.", f"It should look like {ADDRESSES.name}, which cupel ships."
        ) from error
    names = {it.name for it in feeds()}
    for it in found:
        if it.feed not in names or it.kind not in ("file", "pages"):
            raise InputError(f"{file} names the feed {it.feed!r}, kind {it.kind!r}.",
                             f"Feeds are {', '.join(sorted(names))}; kinds are file and pages.")  # fmt: skip
    return found


def update(store: Store, at: Address, now: str, tell: Tell | None, wait: Wait = time.sleep) -> Iterator[Imported | str]:
    """Bring one address up to date; yield what was imported, or a sentence where nothing was new.

    `now` is the time, ISO 8601. Raises MachineError where it cannot be got, InputError where it cannot be used.
    """
    if at.kind == "pages":
        yield from _pages(store, at, now, tell, wait)
        return
    name = f"validators {at.address}"
    known = Validators(**json.loads(store.position(name) or "{}")) if store.holds(at.feed, at.address) else Validators()
    found = download(at.address, _folder(store), known, None, tell, wait)
    if found is None:
        yield f"{at.feed}: {at.address} has not changed since the last import."
        return
    try:
        with store.transaction():
            done = import_file(store, found.path, now, tell, at.address, expected=at.feed)
            store.remember(name, json.dumps(asdict(found.validators)))
    except InputError:  # a file that cannot be used is not kept; one whose import is only interrupted is
        _remove(found.path)
        raise
    _remove(found.path)
    yield done


@dataclass(frozen=True, slots=True)
class Position:
    """How far a series of pages was got."""

    begun: str
    """When it was begun, ISO 8601: the next one asks for what changed since."""
    since: str = ""
    """Where it is a series of changes, from when."""
    until: str = ""
    """And until when."""
    next: int = 0
    """Index of the first record of the next page; -1 where all were got."""


def _pages(store: Store, at: Address, now: str, tell: Tell | None, wait: Wait) -> Iterator[Imported]:
    """Get pages until there are no more; what was got is kept page by page, with the place to go on from."""
    name = f"pages {at.address}"
    held = store.position(name)
    place = Position(**json.loads(held)) if held else Position(now)
    key = os.environ.get(KEY, "")
    headers, pause = ({"apiKey": key}, 0.6) if key else ({}, 6.0)
    size = 0
    while True:
        if place.next < 0:
            if place.begun >= now:
                return
            until = min(_time(place.begun) + WINDOW, _time(now)).isoformat(timespec="seconds")
            place = Position(until, place.begun, until)
        query: dict[str, str | int] = {"resultsPerPage": PAGE, "startIndex": place.next}
        if place.since:
            query |= {"lastModStartDate": place.since, "lastModEndDate": place.until}
        origin = f"{at.address} ({f'changed {place.since} to {place.until}' if place.since else 'all'})"
        got = download(f"{at.address}?{urllib.parse.urlencode(query)}", _folder(store), headers=headers, wait=wait)
        assert got is not None  # nothing was said to be known
        size += got.path.stat().st_size
        try:
            found, place = _page(store, at, got.path, now, origin, name, place)
        finally:
            _remove(got.path)
        if tell is not None:
            done = place.next if place.next >= 0 else found.series or found.read
            tell(f"{at.feed}: {done:,} of {found.series or found.read:,} records", size, 0)
        yield found
        if place.next >= 0 or place.begun < now:
            wait(pause)


def _page(
    store: Store, at: Address, path: Path, now: str, origin: str, name: str, place: Position
) -> tuple[Imported, Position]:
    """Import one page and keep the place of the next one with it."""
    with store.transaction():
        found = import_file(store, path, now, None, origin, expected=at.feed, goes_on=place.next > 0)
        after = place.next + found.read
        if not found.read and after < found.series:
            raise InputError(
                f"{origin} gave an empty page at record {after:,} of {found.series:,}.",
                "Try again later: what was got is kept, and the update goes on from there.",
            )
        done = after >= found.series
        place = Position(place.begun, place.since, place.until, -1 if done else after)
        store.remember(name, json.dumps(asdict(place)))
    return found, place


def _time(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def _folder(store: Store) -> Path:
    return store.path.parent / "downloads"


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_suffix(".json").unlink(missing_ok=True)
