"""Reads a ZIP archive of any number of entries in the memory of one: an open file goes in, entries come out.

The standard library's reader keeps 300,000 entries of the CVE List in 200 MB of memory. Layout: APPNOTE.TXT 6.3.10.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cupel.reference.damaged import Damaged

END, END_64, LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
STORED, DEFLATED = 0, 8
STEP = 1 << 16


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """One file in the archive, as the directory describes it."""

    name: str
    """Its path."""
    offset: int
    """Where its local header stands, in bytes."""
    packed: int
    """Bytes in the archive."""
    size: int
    """Bytes unpacked."""
    check: int
    """CRC-32."""
    method: int
    """0 stored, 8 deflated."""
    encrypted: bool
    """Whether a password is needed."""


def entries(file: BinaryIO) -> Iterator[ZipEntry]:
    """Yield the files of the archive's directory, in its order. Raises Damaged where the directory cannot be read."""
    place, count = _directory(file)
    for _ in range(count):
        file.seek(place)
        head = file.read(46)
        if len(head) < 46 or head[:4] != b"PK\x01\x02":
            raise Damaged("the directory of the ZIP archive is cut or damaged")
        flags, method, _, _, check, packed, size, name_size, extra_size, comment_size = struct.unpack_from(
            "<HHHHIIIHHH", head, 8
        )
        offset = struct.unpack_from("<I", head, 42)[0]
        name = file.read(name_size).decode("utf-8", "backslashreplace")
        extra = file.read(extra_size)
        if 0xFFFFFFFF in (packed, size, offset):
            size, packed, offset = _large(extra, size, packed, offset)
        place += 46 + name_size + extra_size + comment_size
        if not name.endswith("/"):
            yield ZipEntry(name, offset, packed, size, check, method, bool(flags & 1))


def _directory(file: BinaryIO) -> tuple[int, int]:
    """Find the directory: its offset and the number of its entries."""
    length = file.seek(0, 2)
    start = max(0, length - 65557)
    file.seek(start)
    tail = file.read(65557)
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < 22:
        raise Damaged("the ZIP archive is cut: its end is missing")
    count, _, offset = struct.unpack_from("<HII", tail, at + 10)
    locator = at - 20
    if locator >= 0 and tail[locator : locator + 4] == LOCATOR_64:
        file.seek(min(struct.unpack_from("<Q", tail, locator + 8)[0], length))
        end = file.read(56)
        if len(end) < 56 or end[:4] != END_64:
            raise Damaged("the ZIP archive's end for large archives is damaged")
        count, _, offset = struct.unpack_from("<QQQ", end, 32)
    if offset > length or count > length // 46:
        raise Damaged("the ZIP archive states a directory that cannot be there")
    return offset, count


def _large(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Read the sizes of an entry that 32 bits do not hold (extra field 1)."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            field = extra[at + 4 : at + 4 + length]
            wide = list(struct.unpack(f"<{len(field) // 8}Q", field[: len(field) // 8 * 8]))
            given = [wide.pop(0) if value == 0xFFFFFFFF and wide else value for value in (size, packed, offset)]
            return given[0], given[1], given[2]
        at += 4 + length
    return size, packed, offset


def unpack(file: BinaryIO, entry: ZipEntry) -> Iterator[bytes]:
    """Yield an entry's bytes. Raises Damaged where they are cut, too many, or their checksum is wrong."""
    if entry.encrypted:
        raise Damaged("it is encrypted")
    if entry.method not in (STORED, DEFLATED):
        raise Damaged(f"it is packed with method {entry.method}; stored (0) and deflated (8) can be read")
    file.seek(entry.offset)
    head = file.read(30)
    if len(head) < 30 or head[:4] != b"PK\x03\x04":
        raise Damaged("its header in the ZIP archive is damaged")
    place = entry.offset + 30 + sum(struct.unpack_from("<HH", head, 26))
    decoder = zlib.decompressobj(-15) if entry.method == DEFLATED else None
    left, check, done = entry.packed, 0, 0
    while left > 0:
        file.seek(place)  # the caller may read other entries in between
        data = file.read(min(STEP, left))
        if not data:
            raise Damaged("the ZIP archive is cut within it")
        place, left = place + len(data), left - len(data)
        for chunk in _decoded(decoder, data):
            check, done = zlib.crc32(chunk, check), done + len(chunk)
            if done > entry.size:
                raise Damaged(f"more than the {entry.size:,} bytes come out that are declared")
            yield chunk
    if done != entry.size or check != entry.check:
        raise Damaged("its size or checksum in the ZIP archive is wrong")


def _decoded(decoder: "zlib._Decompress | None", data: bytes) -> Iterator[bytes]:
    if decoder is None:
        yield data
        return
    try:
        while data:
            yield decoder.decompress(data, STEP)
            data = decoder.unconsumed_tail
    except zlib.error as error:
        raise Damaged(f"its compressed data is damaged: {error}") from error
