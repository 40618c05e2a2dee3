"""Writes what an inspection reads below one folder, and never a byte outside of it."""

import contextlib
import hashlib
import os
import posixpath
import shutil
import threading
from pathlib import Path

from cupel.errors import InputError
from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Entry

PATH_BYTES = 1500
"""Longest path that is written as it is: a container's folder and an entry's path must fit into one together."""
NAME_BYTES = 200
"""Longest name that is written as it is; a longer one is cut and gets a hash."""


class Extraction:
    """A new or empty folder that receives files; links are made last, so that no write ever goes through one."""

    def __init__(self, target: Path) -> None:
        try:
            target.mkdir(parents=True, exist_ok=True)
            if any(target.iterdir()):
                raise InputError(f"The folder {target} is not empty.", "Name a new or an empty folder for --extract.")
        except OSError as error:
            raise InputError(
                f"The folder {target} cannot be used: {error.strerror}.",
                "Name a folder that you may write to.",
            ) from error
        self._root = target.resolve()
        self._links: list[tuple[Path, Path, str]] = []
        self._taken: dict[Path, int] = {}
        self._lock = threading.Lock()

    def take(self, place: str, entry: Entry, content: Content | None) -> None:
        """Write one entry of the container at locator `place`; devices and sockets are not made."""
        top = self._root / container_folder(place)
        path = top / safe_path(entry.path)
        if entry.kind == "directory":
            self._folder(path)
        elif entry.kind == "link":
            with self._lock:
                self._links.append((top, path, entry.target))
        elif content is not None:
            self._folder(path.parent)
            self._write(path, entry, content)

    def _folder(self, path: Path) -> None:
        for part in [*reversed(path.relative_to(self._root).parents), path.relative_to(self._root)]:
            folder = self._root / part
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                folder.rename(self._free_name(folder))  # a file whose name an image also uses for a folder makes way
            folder.mkdir(exist_ok=True)

    def _write(self, path: Path, entry: Entry, content: Content) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        mode = 0o600 | (
            (entry.mode or 0o644) & 0o755
        )  # setuid and the like stay facts: they are not made on this machine
        with self._lock:
            descriptor = os.open(self._free_name(path), flags, mode)
        with os.fdopen(descriptor, "wb") as file:
            for offset in range(0, content.size, 1 << 20):
                file.write(content.read(offset, 1 << 20))

    def _free_name(self, path: Path) -> Path:
        """Return the path, or where it is taken the first free one of `name~2`, `name~3`, ..."""
        number = self._taken.get(path, 1)
        free = path if number == 1 else path.with_name(f"{path.name}~{number}")
        while os.path.lexists(free):
            number += 1
            free = path.with_name(f"{path.name}~{number}")
        self._taken[path] = number
        return free

    def clear(self) -> None:
        """Remove what a child wrote that came to no end: the folder was new or empty when it was taken."""
        for found in self._root.iterdir():
            if found.is_dir() and not found.is_symlink():
                shutil.rmtree(found)
            else:
                found.unlink()

    def finish(self) -> None:
        """Make the links that stay within their own container; an absolute target counts from the container's root."""
        for top, path, target in self._links:
            inside = posixpath.dirname(path.relative_to(top).as_posix())
            wanted = target.lstrip("/") if target.startswith("/") else posixpath.join(inside, target)
            wanted = posixpath.normpath(wanted)
            if not target or wanted == ".." or wanted.startswith("../") or "\0" in wanted:
                continue
            self._folder(path.parent)
            if not os.path.lexists(path):
                # Written anew from the normal form: climbing parts stand first only, and never outnumber the folders
                # above, so that no chain of links can lead out, whatever the links between are.
                with contextlib.suppress(OSError):  # a name or target that no file system takes stays a fact
                    path.symlink_to(posixpath.relpath(safe_path(wanted), inside or "."))


def container_folder(place: str) -> str:
    """Name the folder of a container's entries by its locator: `squashfs@0x0/lib/x.gz!gzip@0x0`."""
    parts = place.split("!")[1:]
    folder = parts[0] if parts else "."
    for index in range(1, len(parts), 2):
        folder = f"{folder}/{'!'.join(parts[index : index + 2])}"
    return safe_path(folder)


def safe_path(path: str) -> str:
    """Make a relative path without climbing parts, empty parts, or names that no file system takes."""
    parts = []
    for part in path.replace("\0", "%00").split("/"):
        if part in ("", "."):
            continue
        part = "%2e%2e" if part == ".." else part
        encoded = part.encode("utf-8", "backslashreplace")
        if len(encoded) > NAME_BYTES:
            cut = encoded[: NAME_BYTES - 20].decode("utf-8", "ignore")
            part = f"{cut}~{hashlib.sha256(encoded).hexdigest()[:16]}"
        parts.append(part)
    made = "/".join(parts[:200]) or "%2e"
    if len(made.encode("utf-8", "backslashreplace")) > PATH_BYTES:
        made = f"%long/{hashlib.sha256(made.encode('utf-8', 'backslashreplace')).hexdigest()}/{parts[-1]}"
    return made
