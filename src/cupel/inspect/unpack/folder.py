"""A folder as a volume: a root file system that somebody unpacked, read without following any link."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cupel.content_hash import kind_of
from cupel.inspect.unpack.content import Content, FileContent
from cupel.inspect.unpack.format import Damaged, Entry, Volume


@dataclass(slots=True)
class FolderVolume(Volume):
    """The names below a folder, sorted, so that every machine lists them alike."""

    root: Path = Path()

    def entries(self) -> Iterator[Entry]:
        """Yield every name below the folder, depth first, sorted by bytes."""
        stack = [""]
        while stack:
            above = stack.pop()
            below = []
            try:
                found = sorted(os.scandir(self.root / above), key=lambda item: os.fsencode(item.name))
            except OSError as error:
                self.problems.append(f"the folder {above or '.'!r} cannot be listed: {error.strerror}")
                continue
            for item in found:
                self.budget.count_entry()
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
                    below.append(os.path.relpath(item.path, self.root) + "/")
                yield entry
            stack += reversed(below)

    def read(self, entry: Entry) -> Content:
        """Open a file of the folder. Raises Damaged where the system refuses."""
        try:
            descriptor = os.open(str(entry.token), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise Damaged(f"cannot be opened: {error.strerror}") from error
        return FileContent(os.fdopen(descriptor, "rb", buffering=0), 0, entry.size)
