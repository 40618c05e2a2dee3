"""What a container format is to cupel: magics to find it, and one call that opens it as a Volume of entries."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.limits import Budget


class NotThisFormat(Exception):
    """The magic was there by chance: the walker forgets the hit and reports nothing."""


class Damaged(Exception):
    """This is the format, but part of it cannot be read. `partial` is what came out before, if anything did."""

    def __init__(self, what: str, partial: Content | None = None) -> None:
        super().__init__(what)
        self.partial = partial


@dataclass(frozen=True, slots=True)
class Magic:
    """Bytes that announce a container."""

    pattern: bytes
    """A regular expression over bytes (dot matches all); it must match exactly `length` bytes."""
    length: int
    offset: int = 0
    """Where the pattern stands, in bytes from the container's start."""
    anchor: bytes = b""
    """A part of the pattern that is quick to search for; give one where the pattern has no run of three fixed bytes."""
    anchor_at: int = 0
    """Where the anchor begins, in bytes from the pattern's start."""
    anchor_length: int = 0
    """Bytes that the anchor matches."""


@dataclass(slots=True)
class Entry:
    """One name in a container, as the container stores it."""

    path: str
    kind: str = "file"
    """file, directory, link, hard link, character device, block device, fifo, socket"""
    size: int = 0
    """Bytes of a file, as declared."""
    mode: int | None = None
    """Permission bits (octal 7777), or None where the format has none."""
    uid: int | None = None
    gid: int | None = None
    target: str = ""
    """Where a link points, as stored."""
    device: tuple[int, int] | None = None
    """Major and minor number of a device."""
    extent: tuple[int, int] | None = None
    """Offset and size in the container, where the entry is a verbatim run of its bytes."""
    token: object = None
    """The reader's own: what its `read` needs to find the bytes."""


@dataclass(slots=True)
class Volume:
    """One opened container. A reader subclasses it; `read` is called from several threads."""

    content: Content
    """The content that begins where the container begins (it may run on past the container's end)."""
    budget: Budget
    size: int = 0
    """Bytes that the container covers, from its first byte to its last."""
    facts: dict[str, str | int] = field(default_factory=dict)
    """What the header says: version, compression, names, dates; words as the format's own documents use them."""
    problems: list[str] = field(default_factory=list)
    """What could not be read of the container as a whole, each a sentence that says where and why."""
    partition: bool = False
    """True where the entries are large runs of the container's own bytes (an image's partitions): coverage then
    follows each of them, instead of calling the container's bytes read."""

    def entries(self) -> Iterator[Entry]:
        """Yield the entries in stored order. Raises Damaged where the rest cannot be read."""
        raise Damaged("the reader has no list of entries")

    def read(self, entry: Entry) -> Content:
        """Return the bytes of a file entry. Raises Damaged or LimitExceeded."""
        if entry.extent is None:
            raise Damaged("the entry has no bytes of its own")
        return self.content.part(*entry.extent)


@runtime_checkable
class Format(Protocol):
    """One container format: the constant FORMAT of a module in formats/."""

    name: str
    """One word, lower case: the name in path chains, results and golden cases."""
    title: str
    """The name that people in the field use."""
    description: str
    """One or two sentences: where network equipment has it, and which variants are read."""
    reference: str
    """Address or title of the layout's independent source."""
    proof: str
    """`packer`: golden cases come from an independent packer; `image`: a real vendor image opens; `unproved`."""
    magics: tuple[Magic, ...]
    priority: int
    """Where two formats share a magic, the higher one is tried first; 0 unless that matters."""

    def open(self, content: Content, budget: Budget) -> Volume:
        """Open the container at the content's first byte. Raises NotThisFormat or Damaged."""
