"""A Broadcom TRX image goes in; its partitions come out."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.unpack.content import Content, windows
from cupel.inspect.unpack.format import Entry, Magic, NotThisFormat, Volume
from cupel.inspect.unpack.limits import Budget

SUMMED_FROM = 12
"""The checksum covers the flags, the version and all that follows them."""


@dataclass(slots=True)
class TrxVolume(Volume):
    """A TRX image and where its partitions begin."""

    offsets: tuple[int, ...] = ()
    end: int = 0

    def entries(self) -> Iterator[Entry]:
        """Yield the partitions in the order of their table; each ends where the next begins."""
        for number, offset in enumerate(self.offsets):
            if not 0 < offset < self.content.size:
                continue
            self.budget.count_entry()
            end = min((other for other in (*self.offsets, self.end) if other > offset), default=offset)
            there = self.content.part(offset, end - offset).size
            yield Entry(f"partition-{number}", size=there, extent=(offset, there))


class Trx:
    """The format's facts and its opening."""

    name = "trx"
    title = "Broadcom TRX"
    description = (
        "The firmware container of Broadcom routers (Asus, Linksys, Netgear and others) and their boot "
        "loader CFE. Version 1 (three partitions) and version 2 (four); the checksum is verified."
    )
    reference = (
        "https://kernel.org/doc/Documentation/devicetree/bindings/mtd/partitions/brcm,trx.yaml; "
        "https://openwrt.org/docs/techref/header"
    )
    proof = "unproved"
    magics = (Magic(rb"HDR0.{10}[\x01\x02]\x00", 16),)
    priority = 0

    def open(self, content: Content, budget: Budget) -> TrxVolume:
        """Read the header and verify the checksum."""
        head = content.read(0, 32)
        if len(head) < 28:
            raise NotThisFormat
        length, stored, flags, version = struct.unpack("<4xIIHH", head[:16])
        count = 3 if version == 1 else 4
        size = 16 + 4 * count
        if len(head) < size or length <= size:
            raise NotThisFormat
        offsets = struct.unpack_from(f"<{count}I", head, 16)
        if not any(offsets) or any(offset and not size <= offset < length for offset in offsets):
            raise NotThisFormat
        if len(set(filter(None, offsets))) < len([offset for offset in offsets if offset]):
            raise NotThisFormat
        volume = TrxVolume(content, budget, min(length, content.size), partition=True, offsets=offsets, end=length)
        volume.facts = {"version": version, "flags": f"0x{flags:04x}", "checksum": "not checked"}
        if length > content.size:
            volume.problems.append(f"cut short: {length:,} bytes declared, {content.size:,} there")
            return volume
        found = 0
        for _, data in windows(content.part(0, length), SUMMED_FROM):
            found = zlib.crc32(data, found)
        # TRX leaves out the inversion that ends the usual CRC-32.
        volume.facts["checksum"] = "correct" if found ^ 0xFFFFFFFF == stored else "wrong"
        if volume.facts["checksum"] == "wrong":
            volume.problems.append("the checksum is wrong")
        return volume


FORMAT = Trx()
