"""Lzop: a content that begins with a compressed file goes in, the file under its stored name comes out."""

import struct
import zlib
from collections.abc import Callable, Iterator

from cupel.inspect.unpack.blocks import BLOCK_ERRORS, decode_lzo
from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Damaged, Magic, NotThisFormat
from cupel.inspect.unpack.limits import Budget
from cupel.inspect.unpack.stream import Member, StreamVolume, open_stream, stored_name

MAGIC = b"\x89LZO\x00\r\n\x1a\n"
DECODED_ADLER, CODED_ADLER, EXTRA, DECODED_CRC, CODED_CRC, FILTER, HEADER_CRC = (
    1,
    2,
    0x40,
    0x100,
    0x200,
    0x800,
    0x1000,
)
METHODS = {1: "LZO1X-1", 2: "LZO1X-1(15)", 3: "LZO1X-999"}
Check = Callable[[bytes], int]
LARGEST = 64 << 20
"""Bytes of a block at most, decoded; the tool's own bound."""


class LzopMember(Member):
    """One file: its blocks, each with the checksums that the flags name, and a zero that ends them."""

    def __init__(self, content: Content, start: int, flags: int) -> None:
        super().__init__(content)
        self.end = start
        self.flags = flags
        self.certain = True  # the header's checksum was right

    def chunks(self, fine: bool) -> Iterator[bytes]:  # noqa: ARG002 - a block is the unit
        """Yield the decoded blocks."""
        while size := int.from_bytes(self.take(4), "big"):
            place = self.end - 4
            stored = int.from_bytes(self.take(4), "big")
            if size > LARGEST or not 0 < stored <= size:
                raise Damaged(f"the block at 0x{place:x} says {stored:,} bytes for {size:,}, which cannot be")
            decoded = self._checks(DECODED_ADLER, DECODED_CRC)
            coded = self._checks(CODED_ADLER, CODED_CRC) if stored < size else []
            data = self.take(stored)
            if any(check(data) != right for check, right in coded):
                self._wrong(f"the checksum of the compressed block at 0x{place:x} is wrong")
            if stored < size:
                try:
                    data = decode_lzo(data, min(size, 256 * stored), 0)
                except BLOCK_ERRORS as error:
                    raise Damaged(f"the block at 0x{place:x} cannot be decoded: {error}") from error
            if len(data) != size:
                raise Damaged(f"the block at 0x{place:x} gives {len(data):,} bytes instead of {size:,}")
            if any(check(data) != right for check, right in decoded):
                self._wrong(f"the checksum of the decoded block at 0x{place:x} is wrong")
            yield data

    def _checks(self, adler: int, crc: int) -> list[tuple[Check, int]]:
        wanted = [check for flag, check in ((adler, zlib.adler32), (crc, zlib.crc32)) if self.flags & flag]
        return [(check, int.from_bytes(self.take(4), "big")) for check in wanted]

    def _wrong(self, problem: str) -> None:
        if not self.problems:  # the first one tells; a thousand more would not
            self.problems.append(problem)


def read_header(content: Content) -> tuple[int, int, dict[str, str | int], bytes]:
    """Read the header: its size, flags, facts and the stored name. Raises NotThisFormat or Damaged."""
    head = content.read(0, 512)
    version = int.from_bytes(head[9:11], "big")
    if head[:9] != MAGIC or len(head) < 35 or not 0x0900 <= version <= 0x1FFF:
        raise NotThisFormat
    # before 0.94 there was no version needed, no level and no upper half of the time
    new = version >= 0x0940
    _library, method = struct.unpack_from(">H2xB" if new else ">HB", head, 11)
    place = 17 if new else 14
    (flags,) = struct.unpack_from(">I", head, place)
    place += 8 if flags & FILTER else 4
    _mode, made = struct.unpack_from(">II", head, place)
    place += 12 if new else 8
    end = place + 1 + head[place]
    name = head[place + 1 : end]
    check = zlib.crc32 if flags & HEADER_CRC else zlib.adler32
    if len(head) < end + 4 or check(head[9:end]) != int.from_bytes(head[end : end + 4], "big"):
        raise NotThisFormat
    end += 4
    if flags & EXTRA:
        end += 8 + int.from_bytes(content.read(end, 4), "big")
    if method not in METHODS:
        raise Damaged(f"compressed by method {method}, which is unknown")
    if flags & FILTER:
        raise Damaged("a filter was applied before the compression; filters are not read")
    facts: dict[str, str | int] = {
        "version": f"{version >> 12}.{version >> 4 & 0xFF:02x}",
        "method": METHODS[method],
    }
    if made:
        facts["made at"] = made
    if name:
        facts["name"] = name.decode("utf-8", "backslashreplace")
    return end, flags, facts, name


class Lzop:
    """The format's facts and its opening."""

    name = "lzop"
    title = "lzop"
    description = (
        "LZO-compressed kernels and initial file systems. Files that follow each other are separate "
        "containers: each has its own name."
    )
    reference = "https://www.lzop.org (header as in lzop 1.04), Linux Documentation/staging/lzo.rst (LZO1X)"
    proof = "packer"
    magics = (Magic(rb"\x89LZO\x00\r\n\x1a\n[\x09-\x1f]", 10),)
    priority = 0

    def open(self, content: Content, budget: Budget) -> StreamVolume:
        """Decode the blocks."""
        start, flags, facts, name = read_header(content)
        volume = open_stream(
            content, budget, lambda rest: LzopMember(rest, start, flags), stored_name(name), joined=False
        )
        volume.facts |= facts
        return volume


FORMAT = Lzop()
