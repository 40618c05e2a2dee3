"""The .xz format: a content that begins with a stream goes in, the decoded bytes come out."""

import lzma
import re
import struct
import zlib

from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Magic
from cupel.inspect.unpack.limits import Budget
from cupel.inspect.unpack.stream import FedMember, Member, StreamVolume, open_stream

MAGIC = b"\xfd7zXZ\x00"
CHECKS = {0: "none", 1: "CRC32", 4: "CRC64", 10: "SHA-256"}
FILTERS = {3: "delta", 4: "x86", 5: "PowerPC", 6: "IA-64", 7: "ARM", 8: "ARM Thumb", 9: "SPARC"}
FILTERS |= {10: "ARM64", 11: "RISC-V", 33: "LZMA2"}
LONGEST_PADDING = 512
"""Padding between streams is there to fill the blocks of tapes and disks; more is an image's free space."""


def stream_header(check: int) -> bytes:
    """Give the 12 bytes that begin a stream with this check: magic, flags and their CRC32."""
    return MAGIC + bytes([0, check]) + struct.pack("<I", zlib.crc32(bytes([0, check])))


HEADERS = {stream_header(check): name for check, name in CHECKS.items()}
PATTERN = b"(?:" + b"|".join(b"".join(rb"\x%02x" % byte for byte in header) for header in HEADERS) + b")"


def filters(content: Content) -> str:
    """Name the first block's filters, in the order of encoding; empty where no block follows or it is odd."""
    head = content.read(12, 1024)
    if not head or not head[0] or zlib.crc32(head[: 4 * head[0]]) != int.from_bytes(head[4 * head[0] :][:4], "little"):
        return ""
    place, found = 2, []
    for _size in range((head[1] >> 6 & 1) + (head[1] >> 7)):
        place += len(re.match(rb"[\x80-\xff]*", head[place:])[0]) + 1  # type: ignore[index]  # it always matches
    for _filter in range((head[1] & 3) + 1):
        if place + 1 >= len(head):
            return ""
        found.append(FILTERS.get(head[place], f"0x{head[place]:02x}"))
        place += 2 + head[place + 1]
    return ", ".join(found)


class Xz:
    """The format's facts and its opening."""

    name = "xz"
    title = "XZ"
    description = (
        "Kernels, initial file systems and archives. All of liblzma's checks and filters (those for ARM, "
        "PowerPC, SPARC and x86 code too), streams that follow each other, padding between them."
    )
    reference = "https://tukaani.org/xz/xz-file-format.txt"
    proof = "packer"
    magics = (Magic(PATTERN, 12),)
    priority = 0

    def open(self, content: Content, budget: Budget) -> StreamVolume:
        """Decode the streams."""

        def begin(rest: Content) -> Member | None:
            head = rest.read(0, LONGEST_PADDING + 12)
            padding = len(head) - len(head.lstrip(b"\0"))
            if padding % 4 or (padding and rest.size == content.size) or head[padding : padding + 12] not in HEADERS:
                return None
            decoder = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=budget.limits.decoder_memory)
            member = FedMember(rest, decoder, padding)
            member.certain = True  # the header carries its own checksum
            return member

        volume = open_stream(content, budget, begin)
        volume.facts["check"] = HEADERS[content.read(0, 12)]
        if named := filters(content):
            volume.facts["filters"] = named
        return volume


FORMAT = Xz()
