"""The hash that an input is known by: of a file its SHA-256, of a folder the SHA-256 of its sorted listing."""

import hashlib
import json
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from cupel.errors import InputError

Row = tuple[str, str, int | None, int, str, str]
"""(path, kind, permission bits, size, SHA-256 of a file, target of a link)"""


def hash_input(path: Path) -> tuple[str, int]:
    """Hash a file or a folder; return the hash (64 hex digits) and the bytes of its file or files.

    Raises InputError where it cannot be read.
    """
    try:
        if path.is_dir():
            rows = list(_rows(path))
            return listing_hash(rows), sum(row[3] for row in rows)
        return _sha256(path), path.stat().st_size
    except OSError as error:
        raise InputError(
            f"{error.filename or path} cannot be read: {error.strerror}.",
            "Check the path and its permissions.",
        ) from error


def name_of(path: Path) -> str:
    """Name an input as text, whatever bytes its name has on the disk."""
    return os.fsencode(path.name or path.resolve().name).decode("utf-8", "backslashreplace")


def listing_hash(rows: Iterable[Row]) -> str:
    """Hash a folder's rows: SHA-256 over one JSON line a row, sorted."""
    return hashlib.sha256("\n".join(sorted(json.dumps(row) for row in rows)).encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _rows(root: Path) -> Iterable[Row]:
    for found in root.rglob("*"):
        facts = found.lstat()
        name = os.fsencode(found.relative_to(root)).decode("utf-8", "backslashreplace")
        mode = stat.S_IMODE(facts.st_mode)
        if stat.S_ISREG(facts.st_mode):
            try:
                sha256 = _sha256(found)
            except OSError:  # the inspection lists it as a file that could not be read
                sha256 = ""
            yield name, "file", mode, facts.st_size, sha256, ""
        elif stat.S_ISLNK(facts.st_mode):
            target = os.readlink(os.fsencode(found))  # noqa: PTH115 - Path.readlink changes what is stored
            yield name, "link", mode, 0, "", target.decode("utf-8", "backslashreplace")
        else:
            yield name, kind_of(facts.st_mode), mode, 0, "", ""


def kind_of(mode: int) -> str:
    """Name the kind of a file by its mode, in the words of an Occurrence."""
    kinds = {
        stat.S_IFDIR: "directory", stat.S_IFREG: "file", stat.S_IFLNK: "link", stat.S_IFBLK: "block device",
        stat.S_IFCHR: "character device", stat.S_IFIFO: "fifo", stat.S_IFSOCK: "socket",
    }  # fmt: skip
    return kinds.get(stat.S_IFMT(mode), "file")
