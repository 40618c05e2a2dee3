"""What TP-Link's image headers share: a header's numbers go in, a Volume of its partitions comes out."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from cupel.inspect.unpack.content import Content, windows
from cupel.inspect.unpack.format import Entry, NotThisFormat, Volume
from cupel.inspect.unpack.limits import Budget

HEADER = 512
SECOND = (0x20200, 0x10200, 0x40200)
"""Where an upgrade file that brings a boot loader has its second header: past 512 bytes and the boot loader's
128 KB (seen in TL-MR3020 v1 3.17.2, documented for version 3), or another size of that flash partition."""
LONGEST = 256 << 20
UNSET = (0, 0xFFFFFFFF)


@dataclass(slots=True)
class Header:
    """What a header says, in bytes from the header's start."""

    length: int
    kernel: tuple[int, int]
    rootfs: tuple[int, int]
    boot: tuple[int, int]
    sum_at: int
    """Where the MD5 stands; when it was computed, one of `salts` stood there."""
    salts: tuple[bytes, ...]
    identity: slice
    """The hardware identity: the same in both headers of an upgrade file that brings a boot loader."""


@dataclass(slots=True)
class TPLinkVolume(Volume):
    """A TP-Link image and where its partitions stand."""

    found: list[tuple[str, int, int]] = field(default_factory=list)

    def entries(self) -> Iterator[Entry]:
        """Yield the partitions."""
        for name, offset, size in self.found:
            self.budget.count_entry()
            there = self.content.part(offset, min(size, self.size - offset)).size
            yield Entry(name, size=there, extent=(offset, there))

    def place(self, name: str, offset: int, size: int) -> None:
        """Take note of a partition, if it has bytes."""
        if size in UNSET or offset >= LONGEST:
            return
        if offset + size > self.size:
            self.problems.append(f"cut short: the {name} ends at 0x{offset + size:x}, the image at 0x{self.size:x}")
        if offset < self.size:
            self.found.append((name, offset, size))


def open_image(
    content: Content, budget: Budget, head: bytes, header: Header, facts: dict[str, str | int]
) -> TPLinkVolume:
    """Place the partitions, verify the checksum. Raises NotThisFormat where the numbers are no header's."""
    offset, size = header.kernel
    if not HEADER < header.length <= LONGEST or not HEADER <= offset <= header.length or not 0 < size <= header.length:
        raise NotThisFormat
    volume = TPLinkVolume(content, budget, min(header.length, content.size), facts, partition=True)
    second = next((at for at in SECOND if is_second(content, at, head, header)), 0)
    if second:
        boot = header.boot[1] if 0 < header.boot[1] <= second - HEADER else second - HEADER
        volume.place("bootloader", HEADER, boot)
        volume.place("firmware", second, volume.size - second)
    else:
        if offset + size > header.length:
            raise NotThisFormat
        volume.place("kernel", offset, size)
        rootfs, length = header.rootfs
        if length not in UNSET and offset < rootfs + length and rootfs < offset + size:
            # LEDE 17.01 put the root file system behind the kernel and left the usual place in the header.
            facts["root file system"] = f"declared at 0x{rootfs:x}, inside the kernel; taken to follow it"
            rootfs = offset + size
        volume.place("rootfs", rootfs, length)
        if header.boot[0] >= HEADER:
            volume.place("bootloader", *header.boot)
    verify(volume, head, header)
    return volume


def is_second(content: Content, at: int, head: bytes, header: Header) -> bool:
    """Tell whether the second header of an upgrade file stands at `at`."""
    found = content.read(at, HEADER)
    return len(found) == HEADER and found[:4] == head[:4] and found[header.identity] == head[header.identity]


def verify(volume: TPLinkVolume, head: bytes, header: Header) -> None:
    """Compare the MD5; a stripped image is shorter than it declares, its MD5 that of what is there."""
    stored = head[header.sum_at : header.sum_at + 16]
    if not any(stored):
        volume.facts["checksum"] = "none"
        return
    sums = [hashlib.md5(head[: header.sum_at] + salt, usedforsecurity=False) for salt in header.salts]
    for _, data in windows(volume.content.part(0, volume.size), header.sum_at + 16):
        for found in sums:
            found.update(data)
    if stored in [found.digest() for found in sums]:
        volume.facts["checksum"] = "correct"
    elif header.length > volume.content.size:
        volume.facts["checksum"] = "not checked"
    else:
        volume.facts["checksum"] = "wrong"
        volume.problems.append("the MD5 checksum is wrong")


def text(data: bytes) -> str:
    """Read a text that a zero byte ends."""
    return data.partition(b"\0")[0].decode("utf-8", "backslashreplace").strip()
