"""A Realtek image header and what it covers go in; the kernel, root file system or pages in it come out."""

import struct
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.unpack.content import Content, windows
from cupel.inspect.unpack.format import Entry, Magic, NotThisFormat, Volume
from cupel.inspect.unpack.limits import Budget

HEADER = 16
SIGNATURES = {
    **dict.fromkeys(("cs6c", "cr6c", "cs6b", "cr6b", "csys", "csro"), "kernel"),
    **dict.fromkeys(("r6cr", "r6br", "root"), "rootfs"),
    **dict.fromkeys(("w6cp", "w6bp", "w6cg", "w6bg"), "web"),
    "boot": "bootloader",
}
SUMMED = ("kernel", "rootfs")
SECTOR = 4096
FLASH = 64 << 20
MEMORY = range(0x80000000, 0xC0000000)  # the processor's directly mapped memory (MIPS kseg0 and kseg1)
FILE_SYSTEMS = (
    b"hsqs",
    b"sqsh",
    b"shsq",
    b"qshs",
    b"\x45\x3d\xcd\x28",
    b"\x28\xcd\x3d\x45",
)  # SquashFS, cramfs


def words_sum(content: Content) -> int:
    """Add a content's big-endian 16-bit words, modulo 65536."""
    total = 0
    for _, data in windows(content):
        words = array("H", data if len(data) % 2 == 0 else data + b"\0")
        if sys.byteorder == "little":
            words.byteswap()
        total += sum(words)
    return total & 0xFFFF


@dataclass(slots=True)
class RealtekVolume(Volume):
    """What one header covers."""

    label: str = ""

    def entries(self) -> Iterator[Entry]:
        """Yield the payload, without the checksum that ends it."""
        self.budget.count_entry()
        size = self.size - HEADER - (0 if self.facts["checksum"] == "not checked" else 2)
        yield Entry(self.label, size=size, extent=(HEADER, size))


class Realtek:
    """The format's facts and its opening."""

    name = "realtek"
    title = "Realtek image header"
    description = (
        "The 16 bytes before each part of the firmware of Realtek RTL819x routers: kernel (cs6c, cr6c, ...), "
        "root file system (r6cr, ...), web pages, boot loader; the checksum of the first two is verified."
    )
    reference = "binaryanalysis-ng realtek_bootloader.ksy (CC0); Realtek SDK boot/init/rtk.h (signatures)"
    proof = "image"
    magics = (
        Magic(rb"(?:cs6c|cr6c|cs6b|cr6b|csys|csro|boot)[\x80-\xbf].{3}[\x00-\x03].{3}[\x00-\x03].{3}", 16),
        Magic(rb"(?:r6cr|r6br|root|w6cp|w6bp|w6cg|w6bg).{4}[\x00-\x03].{3}[\x00-\x03].{3}", 16),
    )
    priority = 0

    def open(self, content: Content, budget: Budget) -> RealtekVolume:
        """Read the header and verify the checksum."""
        head = content.read(0, HEADER)
        if len(head) < HEADER:
            raise NotThisFormat
        start, burn, length = struct.unpack(">4x3I", head)
        signature = head[:4].decode("ascii", "replace")
        label = SIGNATURES.get(signature)
        if label is None or not 64 <= length <= FLASH or burn >= FLASH or burn % SECTOR:
            raise NotThisFormat
        if label in SUMMED and length % 2:
            raise NotThisFormat
        if label in ("kernel", "bootloader") and (start not in MEMORY or start % 4):
            raise NotThisFormat
        # The boot loader stands where the flash begins; everything else, and no chance text, behind it.
        if (label == "bootloader" and start % SECTOR) or (label != "bootloader" and burn == 0):
            raise NotThisFormat
        # "root" stands in any table of names: a file system must begin behind it.
        if signature == "root" and content.read(HEADER, 4) not in FILE_SYSTEMS:
            raise NotThisFormat
        volume = RealtekVolume(
            content, budget, min(HEADER + length, content.size), partition=True, label=label,
            facts={
                "signature": signature, "type": label, "load": f"0x{start:08x}",
                "flash offset": f"0x{burn:08x}", "length": length, "checksum": "not checked",
            },
        )  # fmt: skip
        if HEADER + length > content.size:
            volume.problems.append(f"cut short: {length:,} bytes declared, {content.size - HEADER:,} there")
        elif label in SUMMED:
            correct = words_sum(content.part(HEADER, length)) == 0
            volume.facts["checksum"] = "correct" if correct else "wrong"
            if not correct:
                volume.problems.append("the checksum is wrong")
        return volume


FORMAT = Realtek()
