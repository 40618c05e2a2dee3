"""What the walk visits, and what a visit gives: entries go in as batches; what was seen of each comes out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from cupel.inspect.scan import Hit
from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Entry
from cupel.records.inspection import Occurrence, RegionKind

BATCH_BYTES = 1 << 20
BATCH_FILES = 64

Sink = Callable[[str, Entry, Content | None], None]
"""(locator of the container, entry, bytes of a file): called once for every entry; from several threads for files."""


class Examiner(Protocol):
    """Looks at every file during its visit, and hears later, in the order of the image, where it was."""

    def visit(self, path: str, sha256: str, kind: str, content: Content, hits: list[Hit]) -> object:
        """Look at a file while its bytes are at hand; called from several threads."""

    def take(self, locator: str, sha256: str, found: object) -> None:
        """Hear the file's place, with what its visit gave."""


@dataclass(slots=True)
class Seen:
    """What a visit to one file gave."""

    sha256: str = ""
    size: int = 0
    type: str = ""
    reading: RegionKind = "unknown"
    problem: str = ""
    unread: bool = False
    found: object = None  # what the examiner's visit gave
    content: Content | None = None  # kept only where the file holds containers
    hits: list[Hit] = field(default_factory=list)


def occurrence(number: int, entry: Entry, seen: Seen | None) -> Occurrence:
    """Make the record of one name in a container."""
    return Occurrence(
        number, entry.path, entry.kind, entry.size, seen.sha256 if seen else "", entry.mode, entry.uid, entry.gid,
        entry.target, entry.device,
    )  # fmt: skip


def batches(entries: list[Entry]) -> Iterator[list[Entry]]:
    """Part entries into batches that are worth a thread's while."""
    batch: list[Entry] = []
    size = 0
    for entry in entries:
        if batch and (size + entry.size > BATCH_BYTES or len(batch) >= BATCH_FILES):
            yield batch
            batch, size = [], 0
        batch.append(entry)
        size += entry.size
    if batch:
        yield batch
