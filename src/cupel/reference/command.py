"""`cupel reference`: files, feeds and the time go in; text or JSON comes out."""

import datetime
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from urllib.parse import urlsplit

from cupel.errors import CupelError, InputError, UnresolvedError
from cupel.records.advisory import Feed
from cupel.records.boundary import plain
from cupel.reference.embedded import NAME as EMBEDDED
from cupel.reference.importing import Imported, Tell, feeds, import_file
from cupel.reference.reference import Reference
from cupel.reference.store import Store, default_path

FEW = 5
"""Refusals of a feed that are shown without being asked for."""


@contextmanager
def _store() -> Iterator[Store]:
    store = Store(default_path())
    try:
        yield store
    finally:
        store.close()


def import_files(paths: list[Path], afresh: bool, now: str, as_json: bool, progress: Tell | None) -> bool:
    """Import files, each wholly or not at all; tell whether every record of all of them could be used.

    With `afresh`, what their feeds held goes, and either all files are imported or nothing is changed. Raises
    InputError, at the end, where a file could not be used.
    """
    done: list[Imported] = []
    failed: list[CupelError] = []
    with _store() as store, store.transaction() if afresh else nullcontext():
        seen: set[str] = set()
        for path in paths:
            try:
                found = _one(store, path, now, progress, afresh, seen)
            except InputError as error:
                if afresh:
                    raise
                failed.append(error)
                continue
            done.append(found)
            if not as_json:
                print(_sentence(found))
    lacking = _lacking({it.feed for it in done if it.series})
    if not as_json:
        _show_lacking(lacking)
    _finish(done, [], failed, as_json)
    return _complete(done) and not lacking


def _lacking(names: set[str]) -> list[Feed]:
    """Find the feeds whose pages, all together, hold fewer records than they say."""
    with Reference.open() as reference:
        return [it for it in reference.feeds() if it.name in names and it.missing]


def _show_lacking(feeds: Iterable[Feed]) -> None:
    for it in feeds:
        print(f"NOT COMPLETE: {it.name} says that it holds {it.missing:,} records more than were read.")


def _one(store: Store, path: Path, now: str, progress: Tell | None, afresh: bool, seen: set[str]) -> Imported:
    if not path.exists():
        raise InputError(f"{path}: there is no such file.", "Check the path.")
    found = import_file(store, path, now, progress, keep=seen if afresh else None)
    seen.add(found.feed)
    return found


def update(wanted: list[str], addresses: Path | None, now: str, as_json: bool, progress: Tell | None) -> bool:
    """Download and import feeds; tell whether every record could be used.

    Raises InputError for a feed that has no address; MachineError or InputError, at the end, for what could not be got.
    """
    from cupel.reference.update import ADDRESSES, read_addresses  # noqa: PLC0415 - only here, the network is used
    from cupel.reference.update import update as update_one  # noqa: PLC0415

    known = read_addresses(addresses or ADDRESSES)
    for name in wanted:
        if name not in {it.feed for it in known}:
            there = ", ".join(dict.fromkeys(it.feed for it in known))
            raise InputError(f"There is no address of a feed {name!r}.", f"Addresses are known of {there}.")
    done: list[Imported] = []
    notes: list[str] = []
    failed: list[CupelError] = []
    unresolved: dict[str | None, UnresolvedError] = {}
    with _store() as store:
        for at in known:
            if wanted and at.feed not in wanted:
                continue
            host = urlsplit(at.address).hostname
            if host in unresolved:
                failed.append(
                    UnresolvedError(f"{at.feed}: {host} cannot be looked up either.", unresolved[host].advice)
                )
                continue
            try:
                for found in update_one(store, at, now, progress):
                    if isinstance(found, str):
                        notes.append(found)
                    else:
                        done.append(found)
                    if not as_json:
                        print(found if isinstance(found, str) else _sentence(found), flush=True)
            except CupelError as error:
                if isinstance(error, UnresolvedError):
                    unresolved[host] = error
                failed.append(error)
    _finish(done, notes, failed, as_json)
    return _complete(done)


def _complete(done: Iterable[Imported]) -> bool:
    return not any(it.refused or it.missing for it in done)


def _sentence(found: Imported) -> str:
    dated = f", dated {found.dated}" if found.dated else ""
    told = f"{found.feed}: {found.read:,} record{'s' if found.read != 1 else ''} read from {found.origin}{dated}"
    if found.refused:
        told += f"; {found.refused:,} could not be used: `cupel reference status --refusals {found.feed}`"
    if found.missing:
        told += f"; NOT COMPLETE: it says that it holds {found.read + found.missing:,}"
    return told + "."


def _finish(done: list[Imported], notes: list[str], failed: list[CupelError], as_json: bool) -> None:
    """Print the JSON, then raise for what failed: the first error carries the others."""
    if as_json:
        told = {"imported": plain(done), "unchanged": notes, "failed": [it.message for it in failed]}
        print(json.dumps(told, indent=1, ensure_ascii=False))
    if failed:
        first = failed[0]
        first.message = "\n".join(it.message for it in failed)
        raise first


def status(now: str, refusals_of: str, as_json: bool) -> bool:
    """Print how old, how large and how complete the data is; tell whether no feed lacks records that it says it has."""
    today, names = now[:10], [it.name for it in feeds()]
    if refusals_of and refusals_of not in names:
        raise InputError(f"There is no feed {refusals_of!r}.", f"Feeds are {', '.join(names)}.")
    with Reference.open() as reference:
        held = reference.feeds()
        refusals = {it.name: reference.refusals(it.name) for it in held if refusals_of in ("", it.name)}
    if as_json:
        rows = [plain(it) | {"age_in_days": _days(it.dated, today)} for it in held]
        told = {"path": str(default_path()), "today": today, "feeds": rows, "refusals": plain(refusals),
                "not_held": [name for name in names if name not in {it.name for it in held}]}  # fmt: skip
        print(json.dumps(told, indent=1, ensure_ascii=False))
    elif refusals_of:
        for refusal in refusals.get(refusals_of, ()):
            print(f"{refusal.record}: {refusal.why} ({refusal.origin})")
        if not refusals.get(refusals_of):
            print(f"No record of {refusals_of} was refused.")
    else:
        _show(held, names, today)
        for name, found in refusals.items():
            for refusal in found[:FEW]:
                print(f"  {name}: {refusal.record}: {refusal.why}")
            if len(found) > FEW:
                print(f"  {name}: and more: `cupel reference status --refusals {name}`")
    return not any(it.missing for it in held)


def _show(held: tuple[Feed, ...], names: list[str], today: str) -> None:
    print(f"Reference data in {default_path()}, on {today}")
    print(f"{'feed':10} {'dated':11} {'age':>10} {'records':>9} {'read':>9} {'refused':>8} {'missing':>8}  origin")
    for it in held:
        age = _days(it.dated, today)
        days = "not stated" if age is None else f"{age:,} days" if age != 1 else "1 day"
        since = _days(it.imported[:10], today) if age is None else None
        imported = "" if since is None else f" (imported {since:,} days ago)"
        print(f"{it.name:10} {it.dated or '-':11} {days:>10} {it.records:>9,} {it.read:>9,} {it.refused:>8,} "
              f"{it.missing:>8,}  {it.origin}{imported}")  # fmt: skip
    for name in names:
        if name not in {it.name for it in held}:
            print(f"{name:10} not held: `cupel reference update {name}`")
    if not held or all(it.name == EMBEDDED for it in held):
        print("Nothing was imported: answers rest on what cupel ships alone.")
    _show_lacking(it for it in held if it.missing)


def _days(since: str, today: str) -> int | None:
    """Return the days since a day; None where none is stated."""
    try:
        return (datetime.date.fromisoformat(today) - datetime.date.fromisoformat(since)).days
    except ValueError:
        return None
