"""Reads a case folder: case.toml and the files that it names go in, records come out."""

import dataclasses
import datetime
import difflib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from cupel.errors import InputError
from cupel.records.acquisition import Acquisition, complaint
from cupel.records.boundary import from_plain
from cupel.records.dossier import Edition
from cupel.records.equipment import Equipment

SECTIONS = {
    "case": "the case itself", "equipment": "images and root file systems", "claims": "documents in which claims stand",
}  # fmt: skip
"""Parts of case.toml that this version reads -> what they hold."""
HOME = "See docs/reference/case.md, or start from examples/first-case."


@dataclass(frozen=True, slots=True)
class Case:
    """A case folder as it was read."""

    folder: Path
    """Where it lies."""
    id: str
    """Identifier: letters, digits, dots and dashes."""
    title: str
    """What the dossier is called."""
    as_of: str
    """The date as of which everything holds, ISO 8601."""
    decision: str = ""
    """The decision that it is for."""
    edition: Edition = "public"
    """Who the dossier is made for."""
    equipment: tuple[Equipment, ...] = ()
    """Images and root file systems, in the order of case.toml."""
    claims_acquisition: Acquisition = Acquisition()  # noqa: RUF009 - immutable
    """How the documents of claims were got."""
    claim_documents: tuple[str, ...] = ()
    """Documents in which claims stand: paths below the folder, as case.toml orders them; of a pattern or a folder in
    the order of names."""
    unread: tuple[str, ...] = ()
    """Parts of case.toml that no room of this version reads."""


def read_case(folder: Path) -> Case:
    """Read `folder`/case.toml. Raises InputError that names the file, the place in it, and what to do."""
    file = folder / "case.toml"
    try:
        data = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise InputError(
            f"{file} cannot be read: {error.strerror}.", f"A case is a folder with a case.toml. {HOME}"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8 (byte {error.start}).", "Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file} is not valid TOML: {error}.", "Mend that line and try again.") from error

    head = _table(data.get("case", {}), f"{file}, [case]")
    known = {"id", "title", "as_of", "decision", "edition"}
    _check_keys(head, known, {"id", "title", "as_of"}, f"{file}, [case]")
    as_of = head["as_of"]
    if isinstance(as_of, str):
        try:
            as_of = datetime.date.fromisoformat(as_of)
        except ValueError as error:
            raise InputError(f"{file}, [case], as_of: {as_of!r} is no date.", "Write it as 2026-11-22.") from error
    if not isinstance(as_of, datetime.date):
        raise InputError(f"{file}, [case], as_of: {as_of!r} is no date.", "Write it as 2026-11-22.")
    if head.get("edition", "public") not in get_args(Edition):
        raise InputError(
            f"{file}, [case], edition: {head['edition']!r} is none of {', '.join(get_args(Edition))}.", HOME
        )
    _check_id(str(head["id"]), f"{file}, [case]")
    equipment = tuple(_equipment(item, folder, f"{file}, [[equipment]] {number}") for number, item in enumerate(
        _list(data.get("equipment", []), f"{file}, equipment"), 1
    ))  # fmt: skip
    for item in equipment:
        if item.acquisition.obtained_on > as_of.isoformat()[:10]:
            raise InputError(f"{file}: {item.id} was obtained on {item.acquisition.obtained_on}, after as_of.", HOME)
    ids = [item.id for item in equipment]
    if len(set(ids)) < len(ids):
        twice = sorted({found for found in ids if ids.count(found) > 1})
        raise InputError(f"{file}: two [[equipment]] have the id {twice[0]!r}.", "Give each its own id.")
    return Case(
        folder, str(head["id"]), str(head["title"]), as_of.isoformat()[:10], str(head.get("decision", "")),
        head.get("edition", "public"), equipment, *_claims(data, folder, file),
        tuple(name for name in data if name not in SECTIONS),
    )  # fmt: skip


def _equipment(item: Any, folder: Path, where: str) -> Equipment:
    item = dict(_table(item, where))
    stated = item.pop("acquisition", {})
    _check_keys(item, _fields(Equipment) - {"acquisition"}, {"id", "file"}, where)
    acquisition = _acquisition(stated, where)
    _check_id(str(item["id"]), where)
    try:
        found = from_plain(Equipment, item | {"acquisition": acquisition})
    except ValueError as error:
        raise InputError(f"{where}, {_first_error(error)}.", HOME) from error
    return dataclasses.replace(
        found,
        file=_there(folder, found.file, where, "file"),
        configuration=_there(folder, found.configuration, where, "configuration") if found.configuration else None,
        documents=tuple(_there(folder, it, where, "documents") for it in found.documents),
        manuals=_there(folder, found.manuals, where, "manuals") if found.manuals else None,
        replies=tuple(_there(folder, it, where, "replies") for it in found.replies),
        suppressions=tuple(_there(folder, it, where, "suppressions") for it in found.suppressions),
    )


def _claims(data: dict[str, Any], folder: Path, file: Path) -> tuple[Acquisition, tuple[str, ...]]:
    if "claims" not in data:
        return Acquisition(), ()
    where = f"{file}, [claims]"
    table = _table(data["claims"], where)
    _check_keys(table, {"documents", "acquisition"}, {"documents"}, where)
    stated = _table(table.get("acquisition", {}), f"{where}, acquisition")
    # one hash cannot be that of several documents
    _check_keys(stated, _fields(Acquisition) - {"grade", "vendor_sha256", "vendor_sha256_source"}, set(), where)
    acquisition = _acquisition(stated, where)
    patterns = table["documents"]
    if not isinstance(patterns, list) or not all(isinstance(it, str) and it.strip() for it in patterns):
        raise InputError(f"{where}, documents: {patterns!r} is no list of files.", 'Write it as ["documents/*.txt"].')
    found: dict[str, None] = {}
    for pattern in patterns:
        if Path(pattern).is_absolute() or ".." in Path(pattern).parts:
            raise InputError(f"{where}, documents: {pattern!r} lies outside the case.", "Put them into its folder.")
        named = folder / pattern
        met = named.rglob("*") if named.is_dir() else folder.glob(pattern)
        files = sorted(it.relative_to(folder).as_posix() for it in met if it.is_file())
        if not files:
            raise InputError(f"{where}, documents: there is no {named}.", "Put it there, or mend `documents`.")
        found |= dict.fromkeys(files)
    return acquisition, tuple(found)


def _acquisition(table: Any, where: str) -> Acquisition:
    """Read how something was got."""
    stated = dict(_table(table, f"{where}, acquisition"))
    _check_keys(stated, _fields(Acquisition) - {"grade"}, set(), f"{where}, acquisition")
    stated = {key: value.isoformat() if isinstance(value, datetime.date) else value for key, value in stated.items()}
    try:
        found = from_plain(Acquisition, stated)
    except ValueError as error:
        raise InputError(f"{where}, {_first_error(error)}.", HOME) from error
    if wrong := complaint(found):
        raise InputError(f"{where}, acquisition: {wrong}.", HOME)
    return found


def _first_error(error: ValueError) -> str:
    first = error.errors()[0] if hasattr(error, "errors") else {"loc": (), "msg": str(error)}
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"


def _there(folder: Path, named: Path, where: str, key: str) -> Path:
    path = folder / named
    if not path.exists():
        raise InputError(f"{where}: there is no {path}.", f"Put it there, or mend `{key}`.")
    return path


def _fields(record: type) -> set[str]:
    return {field.name for field in dataclasses.fields(record)}


def _table(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InputError(f"{where} must be a table, not {value!r}.", HOME)
    return value


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise InputError(f"{where} must be written as [[equipment]], once for each item.", HOME)
    return value


def _check_keys(table: dict[str, Any], known: set[str], needed: set[str], where: str) -> None:
    for key in table:
        if key not in known:
            close = difflib.get_close_matches(key, known, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(sorted(known))}."
            raise InputError(f"{where} has an unknown key {key!r}; {hint}", HOME)
    for key in sorted(needed):
        if not str(table.get(key, "")).strip():
            raise InputError(f"{where} has no {key}.", HOME)


def _check_id(value: str, where: str) -> None:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*", value):
        raise InputError(f"{where}, id: {value!r} may hold letters, digits, dots and dashes only.", HOME)
