"""zImage, the Linux kernel of 32-bit ARM: the image goes in, decompressor and compressed kernel come out."""

import struct

from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Magic, NotThisFormat
from cupel.inspect.unpack.kernel_payload import SEARCH, KernelVolume, find_payload, lz4_end
from cupel.inspect.unpack.limits import Budget

MOST = 256 << 20
"""Bytes of the largest image believed in: the architecture's kernels do not reach a tenth of it."""
NOTHING = 0xE1A00000  # mov r0, r0
KERNEL_SIZE = 0x5A534C4B
TABLE = 0x45454545
TAGS = 16
HEADER = 0x40


class ZImage:
    """The format's facts and its opening."""

    name = "zimage"
    title = "Linux zImage (ARM)"
    description = (
        "The self-extracting Linux kernel of 32-bit ARM equipment, both byte orders, compressed by "
        "gzip, xz, lzma, lzo, lz4, zstd or bzip2. Device trees appended to it are not part of it."
    )
    reference = (
        "Linux Documentation/arch/arm/booting.rst, 5 'Calling the kernel image'; "
        "http://www.simtec.co.uk/products/SWLINUX/files/booting_article.html"
    )
    proof = "image"  # Debian 12's linux-image-6.1.0-50-armmp (xz)
    magics = (Magic(rb"\x18\x28\x6f\x01", 4, 0x24), Magic(rb"\x01\x6f\x28\x18", 4, 0x24))
    priority = 0

    def open(self, content: Content, budget: Budget) -> KernelVolume:
        """Check the header and find the compressed kernel."""
        head = content.read(0, HEADER)
        if len(head) < HEADER:
            raise NotThisFormat
        order = "<" if head[0x24:0x28] == b"\x18\x28\x6f\x01" else ">"
        words = struct.unpack(order + "16I", head)
        start, size = words[10], words[11] - words[10]
        if not HEADER < size <= MOST or start % 4:
            raise NotThisFormat
        payload = find_payload(content, HEADER, min(size, content.size), budget.limits.decoder_memory)
        # Code may be stored in the other order than data (BE8), and two of the words may begin a PE header.
        does_nothing = sum(word in (NOTHING, 0x0000A0E1) for word in words[:8])
        if payload is None and does_nothing < 5:
            raise NotThisFormat
        mark = head[0x30:0x34]  # in newer kernels, whose magic stands in little-endian order for BE8 too
        big = mark == b"\4\3\2\1" or (order == ">" and mark != b"\1\2\3\4")
        volume = KernelVolume(content, budget, size, partition=True)
        volume.facts = {"architecture": "arm", "byte order": "big" if big else "little"}
        if size > content.size:
            volume.problems.append(f"cut short: {size:,} bytes declared, {content.size:,} there")
        if payload is None:
            volume.problems.append(f"no compressed kernel begins in the first {min(size, SEARCH):,} bytes")
            volume.runs = (("image", HEADER, size),)
            return volume
        end = size
        size_field = self._size_field(content, words, size, order) if words[13] == TABLE else None
        if size_field is not None and payload.offset < size_field:
            field = content.read(size_field, 4)
            if len(field) == 4:
                volume.facts["decoded size"] = struct.unpack("<I", field)[0]
            # In gzip the size is the stream's own last field.
            end = size_field + (4 if payload.compression == "gzip" else 0)
        elif payload.compression == "lz4":
            end = lz4_end(content, payload.offset, size)
        volume.facts |= {"compression": payload.compression, "payload offset": payload.offset}
        volume.runs = (
            ("decompressor", HEADER, payload.offset),
            ("payload", payload.offset, end),
            ("decompressor rest", end, size),
        )
        return volume

    def _size_field(self, content: Content, words: tuple[int, ...], size: int, order: str) -> int | None:
        """Find, by the tags that newer kernels have, the offset of the decoded size behind the payload."""
        at = words[14]
        for _ in range(TAGS):
            tag = content.read(at, 12)
            if len(tag) < 12 or at >= size:
                return None
            length, kind, place = struct.unpack(order + "3I", tag)  # length counts words, these two included
            if kind == KERNEL_SIZE and length >= 3:
                return place if place + 4 <= size else None
            if length < 2:
                return None
            at += 4 * length
        return None


FORMAT = ZImage()
