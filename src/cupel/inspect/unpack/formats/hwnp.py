"""A HWNP upgrade package goes in; its items come out, each named by the place where the equipment puts it."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from cupel.inspect.unpack.content import Content, windows
from cupel.inspect.unpack.format import Entry, Magic, NotThisFormat, Volume
from cupel.inspect.unpack.limits import Budget

HEADER = struct.Struct("<IIII2xHII")
"""Data's CRC-32, header's size and CRC-32, number of items, two unknown bytes, sizes of the product list and of an
item's record, and a reserved word; magic and data's size (big endian) stand before it."""
ITEM = struct.Struct("<IIII256s16s64sII")
"""Group, CRC-32, offset, size, target, section, version, policy and a reserved word."""
FIRST = 8 + HEADER.size
MOST_HEADER = 1 << 20
DATA_SUMMED_FROM, HEADER_SUMMED_FROM = 12, 20
PAST_DATA = 76
"""The data's size leaves out the header's words and what else stands before the first 76 bytes."""


@dataclass(slots=True)
class HwnpVolume(Volume):
    """A package and its items: (where it goes, offset, size)."""

    items: list[tuple[str, int, int]] = field(default_factory=list)

    def entries(self) -> Iterator[Entry]:
        """Yield the items in the order of their table: `file:/var/x` is the file `var/x`, `flash:x` a partition."""
        for target, offset, size in self.items:
            self.budget.count_entry()
            there = self.content.part(offset, size).size
            yield Entry(target.removeprefix("file:").lstrip("/"), size=there, extent=(offset, there))


class Hwnp:
    """The format's facts and its opening."""

    name = "hwnp"
    title = "Huawei HWNP package"
    description = (
        "The upgrade package of Huawei's optical network terminals: items that are files for the equipment, flash "
        "partitions, and scripts. Its CRC-32 sums are verified; a signature among its items is not."
    )
    reference = "https://github.com/0xuserpag3/HuaweiFirmwareTool (layout of header and items; Unlicense)"
    proof = "image"
    magics = (Magic(rb"HWNP.{24}\x68\x01\x00\x00", 32),)
    priority = 0

    def open(self, content: Content, budget: Budget) -> HwnpVolume:
        """Read the header, place the items and verify the sums."""
        head = content.read(0, FIRST)
        if len(head) < FIRST:
            raise NotThisFormat
        (declared,) = struct.unpack_from(">I", head, 4)
        data_sum, header_size, header_sum, count, products, record, _ = HEADER.unpack_from(head, 8)
        table_end = FIRST + products + count * ITEM.size
        if record != ITEM.size or not count or not FIRST < table_end <= MOST_HEADER:
            raise NotThisFormat
        size = min(declared + PAST_DATA, content.size)
        volume = HwnpVolume(content, budget, size, partition=True)
        named = content.read(FIRST, products).split(b"\0")[0]
        volume.facts = {"items": count, "products": _text(named), "checksum": "correct"}
        if declared + PAST_DATA > content.size:
            volume.problems.append(f"cut short: {declared + PAST_DATA:,} bytes declared, {content.size:,} there")
        for data in range(FIRST + products, min(table_end, content.size - ITEM.size + 1), ITEM.size):
            self._place(volume, content.read(data, ITEM.size))
        if (
            _sum(content, HEADER_SUMMED_FROM, header_size) != header_sum
            or _sum(content, DATA_SUMMED_FROM, size) != data_sum
        ):
            volume.facts["checksum"] = "wrong"
            volume.problems.append("the checksum is wrong")
        return volume

    @staticmethod
    def _place(volume: HwnpVolume, record: bytes) -> None:
        _, stored, offset, size, target, section, _, policy, _ = ITEM.unpack(record)
        name = _text(target.split(b"\0")[0])
        if not name or offset >= volume.size:
            volume.problems.append(f"the item {name or 'without a name'} lies outside the package")
            return
        volume.items.append((name, offset, min(size, volume.size - offset)))
        kind = _text(section.split(b"\0")[0])
        volume.facts[f"item {len(volume.items)}"] = f"{name}, {kind}, policy {policy}"
        if _sum(volume.content, offset, offset + size) != stored:
            volume.problems.append(f"the checksum of {name} is wrong")


def _sum(content: Content, start: int, end: int) -> int:
    """Return the CRC-32 of a run of bytes."""
    found = 0
    for _, data in windows(content.part(start, max(0, end - start))):
        found = zlib.crc32(data, found)
    return found


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "backslashreplace")


FORMAT = Hwnp()
