"""What archives share: stored names become paths, and a volume that lists all entries while it is opened."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Damaged, Entry, Volume

LONGEST_NAME = 65536
"""Bytes that a stored name or link target may have; anything longer is not one."""


def stored_path(name: bytes) -> str:
    """Decode a stored name to a path without leading "./" and "/"; the root itself gives ""."""
    path = name.decode("utf-8", "backslashreplace").rstrip("/")
    while path.startswith(("./", "/")):
        path = path.lstrip("/").removeprefix("./")
    return "" if path == "." else path


@dataclass(slots=True)
class ListedVolume(Volume):
    """An archive whose entries stand in `listed` once it is open, as only a walk over them finds its end."""

    listed: list[Entry] = field(default_factory=list)

    def add(self, entry: Entry, size: int | None = None, offset: int = 0) -> None:
        """List an entry (its `size` bytes at `offset`, if it has bytes of its own); leave out the root.

        Raises Damaged past the limit of entries.
        """
        if size is not None:
            entry.size = size
            entry.extent = (offset, max(0, min(size, self.content.size - offset)))
        if not entry.path:
            return
        if len(self.listed) >= self.budget.limits.entries:
            raise Damaged(f"more than {len(self.listed):,} entries (limit entries): the rest is left out")
        self.listed.append(entry)

    def entries(self) -> Iterator[Entry]:
        """Yield the entries in stored order."""
        for entry in self.listed:
            self.budget.count_entry()
            yield entry

    def read(self, entry: Entry) -> Content:
        """Return the bytes of a file entry. Raises Damaged, with what is there, where it is cut short."""
        return self.bytes_of(entry)

    def bytes_of(self, entry: Entry) -> Content:
        """View the entry's extent, and count it. Raises Damaged where it is cut short or there is none."""
        if entry.extent is None:
            raise Damaged(f"{entry.path!r} has no bytes of its own")
        content = self.content.part(*entry.extent)
        self.budget.spend(content.size)  # many names may share the same bytes
        if content.size < entry.size:
            raise Damaged(f"{entry.path!r} is cut short: {content.size:,} of {entry.size:,} bytes are there", content)
        return content
