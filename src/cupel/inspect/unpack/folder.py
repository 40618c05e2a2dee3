"""A folder as a volume: a root file system that somebody unpacked, read without following any link."""

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cupel.content_hash import kind_of
from cupel.errors import MachineError
from cupel.inspect.unpack.content import BytesContent, Content, FileContent
from cupel.inspect.unpack.format import Damaged, Entry, Volume

AT_ONCE = 1 << 20
"""Bytes of a file up to which it is read when it is opened."""


@dataclass(slots=True)
class FolderVolume(Volume):
    """The names below a folder, sorted, so that every machine lists them alike."""

    root: Path = Path()

    def entries(self) -> Iterator[Entry]:
        """Yield every name below the folder, depth first, sorted by bytes."""
        stack = [("", os.fspath(self.root))]  # the shown path, and the one that the system knows
        while stack:
            above, folder = stack.pop()
            below = []
            try:
                found = sorted(os.scandir(folder), key=lambda item: os.fsencode(item.name))
            except OSError as error:
                self.problems.append(f"the folder {above or '.'!r} cannot be listed: {error.strerror}")
                continue
            for item in found:
                self.budget.count_entry(len(item.name))
                facts = item.stat(follow_symlinks=False)
                path = above + os.fsencode(item.name).decode("utf-8", "backslashreplace")
                kind = kind_of(facts.st_mode)
                entry = Entry(path, kind, 0, stat.S_IMODE(facts.st_mode), facts.st_uid, facts.st_gid, token=item.path)
                if kind == "file":
                    entry.size = facts.st_size
                elif kind == "link":
                    target = os.readlink(os.fsencode(item.path))  # noqa: PTH115 - Path.readlink changes what is stored
                    entry.target = target.decode("utf-8", "backslashreplace")
                elif "device" in kind:
                    entry.device = (os.major(facts.st_rdev), os.minor(facts.st_rdev))
                elif kind == "directory":
                    below.append((path + "/", item.path))
                yield entry
            stack += reversed(below)

    def read(self, entry: Entry) -> Content:
        """Open a file of the folder. Raises Damaged where the system refuses."""
        try:
            descriptor = os.open(str(entry.token), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE, errno.EIO):
                raise MachineError(
                    f"Opening a file failed: {error.strerror}.", "Raise `ulimit -n`; try again."
                ) from error
            raise Damaged(f"cannot be opened: {error.strerror}") from error
        content = FileContent(os.fdopen(descriptor, "rb", buffering=0), 0, entry.size)
        # small files are read at once: thousands may wait for their turn, and each would hold a descriptor
        return BytesContent(content.read(0, entry.size)) if entry.size <= AT_ONCE else content
