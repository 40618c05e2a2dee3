"""The archive of a bundle: members go in, the same ZIP file on every machine comes out; and members out of a file.

Members are stored, not compressed: whoever reads one never meets more bytes than the file has.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from cupel.errors import InputError
from cupel.records.boundary import from_json, to_json
from cupel.records.bundle import FORMAT, Manifest, Member
from cupel.reference.damaged import Damaged
from cupel.reference.zip_entries import STORED, ZipEntry, entries, unpack

MOST_BYTES = 512 << 20
MOST_MEMBERS = 200_000
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,150}(/[A-Za-z0-9][A-Za-z0-9._~-]{0,150}){0,3}")
"""What a member may be called: no name leads out of a folder, or means something to a shell."""
MANIFEST, RECORD, README = "manifest.json", "bundle.json", "README.txt"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def member_part(identifier: str) -> str:
    """Write an identifier so that it may be a part of a member's name."""
    return "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in identifier)[:100]


def archive(members: Mapping[str, bytes]) -> bytes:
    """Pack members, with a manifest of their hashes: the same members give the same bytes."""
    listed = {name: Member(len(data), hashlib.sha256(data).hexdigest()) for name, data in sorted(members.items())}
    manifest = to_json(Manifest(FORMAT, listed), indent=1) + b"\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as file:
        for name, data in [*sorted(members.items()), (MANIFEST, manifest)]:
            about = zipfile.ZipInfo(name, FIRST_DAY)
            about.create_system, about.external_attr = 3, 0o644 << 16  # as on Unix, wherever it is made
            file.writestr(about, data)
    return packed.getvalue()


@dataclass(slots=True)
class Opened:
    """A bundle's file, read and checked against its own manifest."""

    sha256: str
    """SHA-256 of the file."""
    members: dict[str, bytes]
    """Name -> bytes."""
    problems: list[str] = field(default_factory=list)
    """Where the members are not what the manifest says, a sentence each."""


def open_archive(path: Path) -> Opened:
    """Read a bundle's file and check every member against the manifest.

    Raises InputError for what is no bundle at all: no ZIP archive, a cut one, one with compressed members or names that
    lead elsewhere. What was changed in a bundle becomes a problem.
    """
    members: dict[str, bytes] = {}
    damaged: set[str] = set()
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            total = file.tell()
            if total > MOST_BYTES:
                raise _no_bundle(path, f"it has {total:,} bytes, and a bundle has {MOST_BYTES:,} at most")
            left = total
            for entry in entries(file):
                left -= entry.size
                _check(path, entry, members, left)
                members[entry.name] = _bytes_of(file, entry, damaged)
                file.seek(entry.offset + 26)
                length = int.from_bytes(file.read(2), "little")
                file.seek(entry.offset + 30)
                if file.read(length) != entry.name.encode():
                    raise Damaged(f"its member {entry.name} has another name where its bytes stand")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", "Check the path and its permissions.") from error
    except Damaged as error:
        raise _no_bundle(path, str(error)) from error
    found = Opened(digest, members)
    _compare(path, found, damaged)
    return found


def _bytes_of(file: BinaryIO, entry: ZipEntry, damaged: set[str]) -> bytes:
    """Read a member; one that is whole but for its checksum is noted as damaged, so that the others are judged."""
    parts: list[bytes] = []
    try:
        parts.extend(unpack(file, entry))  # what came before the checksum is kept
    except Damaged:
        if entry.encrypted or not parts or sum(map(len, parts)) != entry.size:
            raise
        damaged.add(entry.name)
    return b"".join(parts)


def _check(path: Path, entry: ZipEntry, members: Mapping[str, bytes], left: int) -> None:
    name = entry.name[:80].encode("unicode_escape").decode()
    if not NAME.fullmatch(entry.name):
        raise _no_bundle(path, f"it has a member named {name!r}, which no bundle has")
    if entry.name in members:
        raise _no_bundle(path, f"it has two members named {name!r}")
    if entry.method != STORED or entry.packed != entry.size:
        raise _no_bundle(path, f"its member {name} is compressed, and a bundle's members are stored as they are")
    if left < 0 or len(members) >= MOST_MEMBERS:
        raise _no_bundle(path, "it states more or larger members than it can have")


def _compare(path: Path, found: Opened, damaged: set[str]) -> None:
    if MANIFEST not in found.members:
        raise _no_bundle(path, f"it has no {MANIFEST}")
    try:
        manifest = from_json(Manifest, found.members[MANIFEST])
    except (ValueError, RecursionError) as error:
        raise _no_bundle(path, f"its {MANIFEST} cannot be read: {error}") from error
    for name in sorted(manifest.members.keys() | found.members.keys() - {MANIFEST}):
        listed, data = manifest.members.get(name), found.members.get(name)
        if listed is None:
            found.problems.append(f"{name} is not in the manifest.")
        elif data is None:
            found.problems.append(f"{name} is in the manifest, but is missing.")
        elif (len(data), hashlib.sha256(data).hexdigest()) != (listed.size, listed.sha256):
            found.problems.append(f"{name} is not what the manifest says: it was changed or damaged.")
        elif name in damaged:
            found.problems.append(f"{name} was changed or damaged: its checksum in the archive is another.")
    if MANIFEST in damaged:
        found.problems.append(f"{MANIFEST} was changed or damaged: its checksum in the archive is another.")


def _no_bundle(path: Path, why: str) -> InputError:
    return InputError(
        f"{path} cannot be used as an evidence bundle: {why}.",
        "Get it again from whoever made it; `cupel inspect IMAGE --bundle OUT.zip` makes one.",
    )
