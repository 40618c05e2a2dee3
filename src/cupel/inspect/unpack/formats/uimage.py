"""A legacy U-Boot image goes in; its payload, or each payload of a multi-file image, comes out."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from cupel.inspect.unpack.content import Content, windows
from cupel.inspect.unpack.format import Entry, Magic, NotThisFormat, Volume
from cupel.inspect.unpack.limits import Budget

HEADER = struct.Struct(">7I4B32s")
PAYLOADS = 64
# The short names of `mkimage -A list` (-O, -C, -T), in the order of the numbers in the headers it writes.
SYSTEMS = (
    "invalid", "openbsd", "netbsd", "freebsd", "4_4bsd", "linux", "svr4", "esix", "solaris", "irix",
    "sco", "dell", "ncr", "lynxos", "vxworks", "psos", "qnx", "u-boot", "rtems", "artos", "unity",
    "integrity", "ose", "plan9", "openrtos", "arm-trusted-firmware", "tee", "opensbi", "efi",
)  # fmt: skip
ARCHITECTURES = (
    "invalid", "alpha", "arm", "x86", "ia64", "mips", "mips64", "powerpc", "s390", "sh", "sparc",
    "sparc64", "m68k", "nios", "microblaze", "nios2", "blackfin", "avr32", "st200", "sandbox", "nds32",
    "or1k", "arm64", "arc", "x86_64", "xtensa", "riscv",
)  # fmt: skip
COMPRESSIONS = ("none", "gzip", "bzip2", "lzma", "lzo", "lz4", "zstd")
TYPES = {1: "standalone", 2: "kernel", 3: "ramdisk", 4: "multi", 5: "firmware", 6: "script", 7: "filesystem"}
TYPES |= {8: "flat_dt", 14: "kernel_noload"}
NAMES = {1: "program", 2: "kernel", 3: "ramdisk", 5: "firmware", 7: "filesystem", 8: "device-tree"}
NAMES |= {14: "kernel"}


@dataclass(slots=True)
class ImageVolume(Volume):
    """A U-Boot image and where its payloads stand."""

    payloads: list[tuple[str, int, int]] = field(default_factory=list)

    def entries(self) -> Iterator[Entry]:
        """Yield the payloads in stored order."""
        for name, offset, size in self.payloads:
            if offset >= self.content.size:
                return
            self.budget.count_entry()
            there = self.content.part(offset, size).size
            yield Entry(name, size=there, extent=(offset, there))

    def place(self, kind: int, end: int) -> None:
        """Find the payloads up to `end`: one, or those that a multi-file image's list of sizes gives."""
        if kind not in (4, 6):
            self.payloads = [(NAMES.get(kind, "data"), HEADER.size, end - HEADER.size)]
            return
        data = self.content.read(HEADER.size, min(4 * PAYLOADS + 4, end - HEADER.size))
        sizes = struct.unpack(f">{len(data) // 4}I", data[: len(data) & ~3])
        count = sizes.index(0) if 0 in sizes else 0
        offset = HEADER.size + 4 * count + 4
        for number in range(count):
            if offset + sizes[number] > end:
                self.problems.append(f"payload {number} declares {sizes[number]:,} bytes at 0x{offset:x}, past the end")
            name = "script" if kind == 6 and count == 1 else f"image-{number}"
            self.payloads.append((name, offset, max(min(sizes[number], end - offset), 0)))
            offset += sizes[number] + 3 & ~3
        if not count:
            self.problems.append(f"the list of payload sizes has no end within {PAYLOADS} sizes, or is empty")
            self.payloads = [("data", HEADER.size, end - HEADER.size)]


class UImage:
    """The format's facts and its opening."""

    name = "uimage"
    title = "U-Boot legacy image (uImage)"
    description = (
        "The header before most routers' kernels: what it is, for which processor, how compressed. Single, "
        "multi-file and script images; both checksums are verified, and a wrong one is reported, not refused."
    )
    reference = "https://docs.u-boot.org/en/latest/usage/cmd/bootm.html; U-Boot include/image.h (layout, numbers)"
    proof = "packer"
    magics = (Magic(rb"\x27\x05\x19\x56", 4),)
    priority = 0

    def open(self, content: Content, budget: Budget) -> ImageVolume:
        """Read the header, verify its checksum and the data's."""
        head = content.read(0, HEADER.size)
        if len(head) < HEADER.size:
            raise NotThisFormat
        _, own, made, size, load, entry, sum_of_data, system, machine, kind, packing, name = HEADER.unpack(head)
        correct = zlib.crc32(head[:4] + bytes(4) + head[8:]) == own
        known = system < len(SYSTEMS) and machine < len(ARCHITECTURES) and kind in TYPES
        text = name.rstrip(b"\0")
        whole = 0 < size <= content.size - HEADER.size
        if not correct and not (known and whole and (text.isascii() and text.decode().isprintable())):
            raise NotThisFormat
        end = HEADER.size + size
        volume = ImageVolume(content, budget, min(end, content.size), partition=True)
        volume.facts = {
            "name": text.decode("utf-8", "backslashreplace"),
            "architecture": named(ARCHITECTURES, machine), "os": named(SYSTEMS, system),
            "type": TYPES.get(kind, f"number {kind}"), "compression": named(COMPRESSIONS, packing),
            "load": f"0x{load:08x}", "entry": f"0x{entry:08x}", "made at": made,
            "header checksum": "correct" if correct else "wrong", "data checksum": "not checked",
        }  # fmt: skip
        if not correct:
            volume.problems.append("header checksum wrong: the header was changed, or the vendor computes it otherwise")
        if end > content.size:
            volume.problems.append(f"cut short: {size:,} bytes of data declared, {content.size - HEADER.size:,} there")
        else:
            found = 0
            for _, data in windows(content.part(0, end), HEADER.size):
                found = zlib.crc32(data, found)
            volume.facts["data checksum"] = "correct" if found == sum_of_data else "wrong"
            if found != sum_of_data:
                volume.problems.append("data checksum wrong")
        volume.place(kind, end)
        return volume


def named(names: tuple[str, ...], number: int) -> str:
    """Name a number of the header, or say it as a number."""
    return names[number] if number < len(names) else f"number {number}"


FORMAT = UImage()
