"""The compressed kernel inside a self-extracting one: the image goes in, offset and compression come out."""

import bz2
import lzma
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import lz4.block
import zstandard

from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Entry, Volume
from cupel.inspect.unpack.stream import CERTAIN, DECODER_ERRORS

SEARCH = 1 << 20
"""Bytes in which a payload must begin: the decompressor before it has 10 to 200 KB."""
TRIES = 64
"""Headers that are tried by decoding; a decompressor's own constants look like headers, but are few."""
TRIED = 1 << 20
"""Compressed bytes read for a try: a bzip2 block has up to 900 KB."""
LZ4_BLOCK = 8 << 20
"""Decoded bytes of every block but the last of the legacy LZ4 frame (lz4_Frame_format.md, 'Legacy frame')."""
LZ4_MOST = LZ4_BLOCK + LZ4_BLOCK // 255 + 16
"""Compressed bytes that such a block can have."""

# A look-ahead, so that a chance header does not hide one that begins within it.
HEADERS = re.compile(
    rb"(?=(?P<gzip>\x1f\x8b\x08[\x00-\x1f])"
    rb"|(?P<xz>\xfd7zXZ\x00\x00[\x00\x01\x04\x0a])"
    rb"|(?P<lzma>[\x5d\x6d]\x00\x00.[\x00-\x08](?:\xff{8}|.{4}\x00{4})\x00)"
    rb"|(?P<lzo>\x89LZO\x00\r\n\x1a\n)"
    rb"|(?P<lz4>\x02\x21\x4c\x18..[\x00-\x80]\x00)"
    rb"|(?P<zstd>\x28\xb5\x2f\xfd)"
    rb"|(?P<bzip2>BZh[1-9]1AY&SY))",
    re.DOTALL,
)
"""The strict headers of the compressors that kernel builds use, by the names that Kconfig gives them."""


class Payload(NamedTuple):
    """Where a compressed kernel begins, and how it is compressed."""

    compression: str
    offset: int


@dataclass(slots=True)
class KernelVolume(Volume):
    """A self-extracting kernel as the runs of bytes that it consists of."""

    runs: tuple[tuple[str, int, int], ...] = ()
    """Name, offset and offset of the end, in bytes from the image's start.

    The header with the magic is in none of them: a run that held it would be taken for another image.
    """

    def entries(self) -> Iterator[Entry]:
        """Yield the runs, each as far as the input has it."""
        for name, start, end in self.runs:
            end = min(end, self.content.size)
            if start < end:
                self.budget.count_entry()
                yield Entry(name, size=end - start, extent=(start, end - start))

    def add_signature(self) -> None:
        """Add the Authenticode signature that follows the image, where it is also a PE file that names one.

        Layout: Microsoft, 'PE Format', 'The Attribute Certificate Table'.
        """
        at = portable_executable(self.content)
        if at is None:
            return
        wide = self.content.read(at + 24, 2) == b"\x0b\x02"
        directory = self.content.read(at + 24 + (112 if wide else 96) + 4 * 8, 8)
        offset, length = struct.unpack("<II", directory) if len(directory) == 8 else (0, 0)
        if length < 8 or not self.size <= offset < self.size + 4096:  # it may be aligned
            return
        head = self.content.read(offset, 8)
        stated, revision, kind = struct.unpack("<IHH", head) if len(head) == 8 else (0, 0, 0)
        if not 8 < stated <= length or revision != 0x200 or kind != 2 or offset + length > self.content.size:
            self.problems.append(f"the signature of {length:,} bytes at 0x{offset:x} is not there, or not whole")
            return
        self.runs += (("signature", offset, offset + length),)
        self.size = offset + length


def compression_at(content: Content, offset: int) -> str | None:
    """Name the compression whose header stands at `offset`, or `none` for an ELF file, or None."""
    head = content.read(offset, 16)
    if head[:4] == b"\x7fELF":
        return "none"
    found = HEADERS.match(head)
    return found.lastgroup if found else None


def find_payload(content: Content, start: int, end: int, memory: int) -> Payload | None:
    """Find the first header between `start` and `end` whose stream can be decoded with `memory` bytes."""
    data = content.read(start, min(SEARCH, end - start))
    for tries, hit in enumerate(HEADERS.finditer(data)):
        if tries == TRIES:
            break
        compression, offset = str(hit.lastgroup), start + hit.start()
        most = min(end - offset, LZ4_MOST + 8 if compression == "lz4" else TRIED)
        try:
            if _TRY[compression](content.read(offset, most), memory) >= CERTAIN:
                return Payload(compression, offset)
        except (
            *DECODER_ERRORS,
            IndexError,
            MemoryError,
            struct.error,
            lz4.block.LZ4BlockError,
            zstandard.ZstdError,
        ):
            continue
    return None


def lz4_end(content: Content, offset: int, end: int) -> int:
    """Return where the legacy LZ4 frame at `offset` ends; it has no mark of its own.

    Blocks follow one another with their sizes before them. What the kernel's build appends reads as a size
    too, but it is that of the decoded kernel, which no bytes up to `end` could fill.
    """
    offset += 4
    while offset + 4 < end and offset + 4 <= content.size:
        (size,) = struct.unpack("<I", content.read(offset, 4))
        if not 0 < size <= min(LZ4_MOST, end - offset - 4):
            break
        offset += 4 + size
    return offset


def portable_executable(content: Content) -> int | None:
    """Return the offset of the PE header of an image that is also a PE file, or None."""
    head = content.read(0, 64)
    if len(head) < 64 or head[:2] != b"MZ":
        return None
    (at,) = struct.unpack_from("<I", head, 0x3C)
    return at if at < 1 << 16 and content.read(at, 4) == b"PE\0\0" else None


def _try_gzip(data: bytes, memory: int) -> int:  # noqa: ARG001 - deflate needs 32 KB
    return len(zlib.decompressobj(31).decompress(data, CERTAIN))


def _try_xz(data: bytes, memory: int) -> int:
    return len(lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=memory).decompress(data, CERTAIN))


def _try_lzma(data: bytes, memory: int) -> int:
    return len(lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=memory).decompress(data, CERTAIN))


def _try_bzip2(data: bytes, memory: int) -> int:  # noqa: ARG001 - bzip2 needs 4 MB
    return len(bz2.BZ2Decompressor().decompress(data, CERTAIN))


def _try_zstd(data: bytes, memory: int) -> int:
    return len(zstandard.ZstdDecompressor(max_window_size=memory).stream_reader(data).read(CERTAIN))


def _try_lz4(data: bytes, memory: int) -> int:  # noqa: ARG001 - a block is bounded
    (size,) = struct.unpack_from("<I", data, 4)
    if size > len(data) - 8:
        raise EOFError
    return len(lz4.block.decompress(data[8 : 8 + size], uncompressed_size=LZ4_BLOCK))


def _try_lzo(data: bytes, memory: int) -> int:  # noqa: ARG001 - the header tells by its checksum
    """Check the checksum of an lzop header and return the decoded size of its first block."""
    version, _library = struct.unpack_from(">HH", data, 9)
    at = 17 if version >= 0x940 else 14
    (flags,) = struct.unpack_from(">I", data, at)
    at += 4 + (4 if flags & 0x800 else 0) + (12 if version >= 0x940 else 8)
    at += 1 + data[at]
    check = zlib.crc32 if flags & 0x1000 else zlib.adler32
    stated, size = struct.unpack_from(">II", data, at)
    return int(size) if check(data[9:at]) == stated else 0


_TRY: dict[str, Callable[[bytes, int], int]] = {
    "gzip": _try_gzip,
    "xz": _try_xz,
    "lzma": _try_lzma,
    "lzo": _try_lzo,
    "lz4": _try_lz4,
    "zstd": _try_zstd,
    "bzip2": _try_bzip2,
}
"""Compression -> how many bytes come out of the first ones of a stream, given a decoder's bytes of memory."""
