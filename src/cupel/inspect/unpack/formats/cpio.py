"""cpio archives: the container's bytes go in, a Volume of files, links and devices comes out."""

import re
import stat
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from cupel.inspect.unpack.archive import HOLE, LONGEST_NAME, ListedVolume, stored_path
from cupel.inspect.unpack.content import WINDOW, Content
from cupel.inspect.unpack.format import Damaged, Entry, Magic, NotThisFormat
from cupel.inspect.unpack.limits import Budget

KINDS = {
    stat.S_IFDIR: "directory", stat.S_IFREG: "file", stat.S_IFLNK: "link", stat.S_IFCHR: "character device",
    stat.S_IFBLK: "block device", stat.S_IFIFO: "fifo", stat.S_IFSOCK: "socket",
}  # fmt: skip
NEW, CRC = rb"070701[0-9A-Fa-f]{104}", rb"070702[0-9A-Fa-f]{104}"
ODC = rb"070707[0-7]{70}"
BINARY_LITTLE = rb"\xc7\x71.{5}[\x10-\x2f\x40-\x4f\x60-\x6f\x80-\x8f\xa0-\xaf\xc0-\xcf].{5}\x00.{7}[\x00-\x10].{4}[!-~]"
BINARY_BIG = rb"\x71\xc7.{4}[\x10-\x2f\x40-\x4f\x60-\x6f\x80-\x8f\xa0-\xaf\xc0-\xcf].{5}\x00.{7}[\x00-\x10].{5}[!-~]"


class Header(NamedTuple):
    """The fields of a header that all variants have; sizes in bytes, time in unix seconds."""

    inode: tuple[int, ...]
    mode: int
    uid: int
    gid: int
    links: int
    time: int
    size: int
    device: tuple[int, int]
    name_size: int
    check: int


def _ascii_new(head: bytes) -> Header:
    inode, mode, uid, gid, links, time, size, major, minor, device_major, device_minor, name_size, check = (
        struct.unpack(">13I", bytes.fromhex(head[6:110].decode("ascii")))
    )
    device = (device_major, device_minor)
    return Header((major, minor, inode), mode, uid, gid, links, time, size, device, name_size, check)


def _ascii_old(head: bytes) -> Header:
    fields = struct.unpack("6s6s6s6s6s6s6s11s6s11s", head[6:76])
    dev, inode, mode, uid, gid, links, device, time, name_size, size = (int(field, 8) for field in fields)
    return Header((dev, inode), mode, uid, gid, links, time, size, (device >> 8, device & 255), name_size, 0)


def _binary(order: str) -> Callable[[bytes], Header]:
    def parse(head: bytes) -> Header:
        dev, inode, mode, uid, gid, links, device, time_high, time, name_size, size_high, size = struct.unpack(
            order + "2x12H", head[:26]
        )
        number = (device >> 8, device & 255)
        time, size = (
            time_high << 16 | time,
            size_high << 16 | size,
        )  # the high half comes first in both orders
        return Header((dev, inode), mode, uid, gid, links, time, size, number, name_size, 0)

    return parse


@dataclass(frozen=True, slots=True)
class Variant:
    """One header layout."""

    name: str
    first: bytes
    """What the first header looks like: strict, because it is searched everywhere."""
    each: re.Pattern[bytes]
    """What every header looks like; the trailer has no mode, for one."""
    length: int
    align: int
    parse: Callable[[bytes], Header]


VARIANTS = (
    Variant("newc", NEW, re.compile(NEW), 110, 4, _ascii_new),
    Variant("crc", CRC, re.compile(CRC), 110, 4, _ascii_new),
    Variant("odc", ODC, re.compile(ODC), 76, 1, _ascii_old),
    Variant("old binary, little endian", BINARY_LITTLE, re.compile(b"\xc7\x71"), 26, 2, _binary("<")),
    Variant("old binary, big endian", BINARY_BIG, re.compile(b"\x71\xc7"), 26, 2, _binary(">")),
)


class CpioVolume(ListedVolume):
    """An opened cpio archive; the token of an entry with a checksum is that checksum."""

    __slots__ = ()

    def walk(self, variant: Variant) -> None:
        """List the entries up to the trailer and set the size. Raises Damaged at the first broken header."""
        newest, links = 0, dict[tuple[int, ...], list[Entry]]()
        try:
            while True:
                header, name, data = self._header(variant)
                if name == b"TRAILER!!!":
                    break
                self._list(header, name, data, links, checked=variant.name == "crc")
                newest = max(newest, header.time)
                self.size = min(-(-(data + header.size) // variant.align) * variant.align, self.content.size)
                if data + header.size > self.content.size:
                    raise Damaged(f"cut short in {stored_path(name)!r}, which declares {header.size:,} bytes")
            rest = self.content.read(data, -data % 512)
            self.size = data + len(rest) - len(rest.lstrip(b"\0"))
        finally:
            self.facts |= {"variant": variant.name, "entries": len(self.listed), "newest entry": newest}
            for names in links.values():
                _share(names)

    def _header(self, variant: Variant) -> tuple[Header, bytes, int]:
        head = self.content.read(self.size, variant.length + 256)
        if len(head) < variant.length:
            raise Damaged(f"cut short: the input ends at 0x{self.content.size:x} before the trailer")
        if not variant.each.match(head):
            raise Damaged(f"no header stands at 0x{self.size:x}, where the next one should: the rest cannot be listed")
        header = variant.parse(head)
        if not 1 < header.name_size <= LONGEST_NAME:
            raise Damaged(f"the header at 0x{self.size:x} declares a name of {header.name_size:,} bytes")
        start = self.size + variant.length
        name = head[variant.length : variant.length + header.name_size]
        if header.name_size > 256:
            name = self.content.read(start, header.name_size)
        if len(name) < header.name_size:
            raise Damaged(f"cut short: the input ends inside the header at 0x{self.size:x}")
        name, end, rest = name.partition(b"\0")
        if not end or not name or rest.strip(b"\0"):
            raise Damaged(f"the header at 0x{self.size:x} has a name that does not end where it says")
        return header, name, -(-(start + header.name_size) // variant.align) * variant.align

    def _list(
        self, header: Header, name: bytes, data: int, links: dict[tuple[int, ...], list[Entry]], checked: bool
    ) -> None:
        kind = KINDS.get(stat.S_IFMT(header.mode), "file")
        entry = Entry(stored_path(name), kind, 0, stat.S_IMODE(header.mode), header.uid, header.gid)
        if kind in ("character device", "block device"):
            entry.device = header.device
        elif kind == "link":
            target = self.shortened(self.content.read(data, min(header.size, LONGEST_NAME + 1)), data)
            entry.target = target.rstrip(b"\0").decode("utf-8", "backslashreplace")
        if kind != "file":
            self.add(entry)
            if header.size > HOLE:
                self.unclaimed(data, header.size, f"belong to {entry.path!r}, which is a {kind}")
            return
        entry.token = header.check if checked else None
        if header.links > 1:
            links.setdefault(header.inode, []).append(entry)
        self.add(entry, header.size, data)

    def read(self, entry: Entry) -> Content:
        """Return a file's bytes. Raises Damaged where they are cut short or their checksum is wrong."""
        content = self.bytes_of(entry)
        if isinstance(entry.token, int):
            total = sum(sum(content.read(offset, WINDOW)) for offset in range(0, content.size, WINDOW)) & 0xFFFFFFFF
            if total != entry.token:
                what = f"the checksum of {entry.path!r} is wrong: 0x{entry.token:x} stored, 0x{total:x} computed"
                raise Damaged(what, content)
        return content


def _share(names: list[Entry]) -> None:
    """Give the names of one inode the bytes that only one of them carries (in newc, the last)."""
    carrier = next((entry for entry in reversed(names) if entry.size), None)
    for entry in names:
        if carrier is not None and not entry.size:
            entry.size, entry.extent, entry.token = carrier.size, carrier.extent, carrier.token


class Cpio:
    """The format's facts and its opening."""

    name = "cpio"
    title = "cpio archive"
    description = (
        "The initial RAM file system of Linux kernels, and the payload of RPM packages: newc with and "
        "without checksums, the portable ASCII variant (odc), and the old binary variant in both byte orders."
    )
    reference = "https://man.freebsd.org/cgi/man.cgi?query=cpio&sektion=5"
    proof = "packer"
    magics = tuple(
        Magic(variant.first, length) for variant, length in zip(VARIANTS, (110, 110, 76, 27, 27), strict=True)
    )
    priority = 0

    def open(self, content: Content, budget: Budget) -> CpioVolume:
        """List the archive up to its trailer, or as far as its headers are whole."""
        head = content.read(0, 110)
        variant = next((variant for variant in VARIANTS if re.match(variant.first, head, re.DOTALL)), None)
        if variant is None:
            raise NotThisFormat
        volume = CpioVolume(content, budget)
        try:
            volume.walk(variant)
        except Damaged as problem:
            # Two bytes of magic are too few: an old binary archive needs a second header that fits.
            if len(volume.listed) < (2 if variant.length == 26 else 1):
                raise NotThisFormat from problem
            volume.problems.append(str(problem))
        return volume


FORMAT = Cpio()
