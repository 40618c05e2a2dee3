"""What archives share: stored names become paths, and a volume that lists all entries while it is opened."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Damaged, Entry, Volume
from cupel.inspect.unpack.limits import LimitExceeded

LONGEST_NAME = 8192
"""Bytes that a stored name or link target may have; anything longer is not one."""
HOLE = 4096
"""Bytes that may belong to no entry (padding, alignment); what is longer is listed, so that it is looked at."""
PROBLEMS_MOST = 1000
"""Problems of single entries that are kept for one archive."""


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
    named: int = 0
    """Letters of the names and link targets listed."""

    def add(self, entry: Entry, size: int | None = None, offset: int = 0) -> None:
        """List an entry (its `size` bytes at `offset`, if it has bytes of its own); leave out the root.

        Raises Damaged past a limit of entries or names: what is listed by then stays, and the inspection is incomplete.
        """
        if size is not None:
            entry.size = size
            entry.extent = (offset, max(0, min(size, self.content.size - offset)))
        if not entry.path:
            return
        limits, letters = self.budget.limits, len(entry.path) + len(entry.target)
        try:
            if self.budget.entries + len(self.listed) >= limits.entries:
                self.budget.refuse(f"limit entries ({limits.entries:,} in all containers) met: the rest is left out")
            if self.budget.name_bytes + self.named + letters > limits.name_bytes:
                why = f"limit name_bytes ({limits.name_bytes:,} letters of names) met: the rest is left out"
                self.budget.refuse(why)
        except LimitExceeded as error:
            raise Damaged(str(error)) from error
        self.named += letters
        self.listed.append(entry)

    def tell(self, problem: str) -> None:
        """Take down a problem of a single entry, as long as there are not too many."""
        if len(self.problems) < PROBLEMS_MOST:
            self.problems.append(problem)

    def shortened(self, name: bytes, place: int) -> bytes:
        """Return a name or link target, cut with a problem where it is too long to be one."""
        if len(name) > LONGEST_NAME:
            self.tell(f"a name of {len(name):,} bytes at 0x{place:x}: only the first {LONGEST_NAME:,} are kept")
        return name[:LONGEST_NAME]

    def unclaimed(self, offset: int, size: int, why: str) -> None:
        """List bytes that no entry has as a file of their own, with a problem. Raises Damaged past the limit."""
        size = min(size, self.content.size - offset)
        if size > 0:
            self.tell(f"{size:,} bytes at 0x{offset:x} {why}: they are listed as a file of their own")
            self.add(Entry(f"[unclaimed 0x{offset:x}]"), size, offset)

    def entries(self) -> Iterator[Entry]:
        """Yield the entries in stored order."""
        for entry in self.listed:
            self.budget.count_entry(len(entry.path) + len(entry.target))
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
