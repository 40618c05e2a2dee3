"""Where a zip archive's entries stand: a content that begins with one goes in, its headers come out."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.unpack.blocks import BLOCK_ERRORS
from cupel.inspect.unpack.content import Content, windows
from cupel.inspect.unpack.decoders import deflate_decoder
from cupel.inspect.unpack.limits import Budget
from cupel.inspect.unpack.stream import CHUNK, DECODER_ERRORS, READ

LOCAL, CENTRAL, END, END_64, LOCATOR_64, DESCRIPTOR = (
    b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\6\6", b"PK\6\7", b"PK\7\x08",
)  # fmt: skip
METHODS_KNOWN = rb"[\x00\x01\x06\x08\x09\x0c\x0e\x14\x5d-\x63]\x00"
LOCAL_START = rb"PK\x03\x04[\x00\x0a-\x3f]\x00[\x00-\x0f\x40-\x4f][\x00\x08\x20\x28]" + METHODS_KNOWN
"""A local header's first 10 bytes: signature, version needed, flags and method that exist."""
_LOCAL_START = re.compile(LOCAL_START)
_NEXT = re.compile(rb"PK(?:\x03\x04|\x01\x02|\x07\x08)")
TAIL = 22 + 65535
GAP = 1 << 20
"""Bytes between two headers that are looked through for the next one (signing blocks, alignment)."""


@dataclass(slots=True)
class Record:
    """One entry as its headers tell it; offsets count from the content's first byte."""

    name: bytes
    flags: int
    method: int
    check: int
    packed: int
    size: int
    extra: bytes
    local: int
    data: int = -1
    """Where its compressed bytes begin; -1 where no local header stands."""
    host: int = 0
    attributes: int = 0
    sized: bool = True
    """False where the end of its bytes is only guessed."""


@dataclass(frozen=True, slots=True)
class End:
    """The end-of-central-directory record, zip64 taken into account."""

    directory: int
    """Where the central directory begins in the content."""
    position: int
    """Where the record of the end stands."""
    size: int
    """Bytes from the content's first to the archive's last."""
    base: int
    """What to add to a stored offset: 0, or below where a program stood before the archive."""
    count: int
    disk: int
    comment: bytes


def read_end(content: Content, position: int) -> End | None:
    """Read the record of the archive's end at `position`; None where it does not fit what precedes it."""
    head = content.read(position, 22)
    if len(head) < 22 or head[:4] != END:
        return None
    disk, _, _, count, size, offset, length = struct.unpack("<4H2IH", head[4:])
    comment = content.read(position + 22, length)
    if len(comment) < length:
        return None
    directory = position - size
    if content.read(position - 20, 4) == LOCATOR_64:
        wide = content.read(position - 76, 56)
        if wide[:4] == END_64:
            disk, _, _, count, size, offset = struct.unpack("<2I4Q", wide[16:])
            directory = position - 76 - size
    if directory < 0 or (count and content.read(directory, 4) != CENTRAL):
        if not count or content.read(offset, 4) != CENTRAL or offset >= position:
            return None
        directory = offset  # something stands between the directory and its end
    return End(directory, position, position + 22 + length, directory - offset, count, disk, comment)


def end_at_tail(content: Content) -> End | None:
    """Find the end of an archive that covers the whole content (but for a tail of 64 KB)."""
    start = max(0, content.size - TAIL)
    tail = content.read(start, TAIL)
    at = len(tail)
    for _ in range(16):
        at = tail.rfind(END, 0, at)
        if at < 0:
            return None
        end = read_end(content, start + at)
        if end is None:
            continue
        first = next(central_records(content, end.directory, end.position, end.base), None)
        # It begins at the content's first byte: offsets count from there, or its first entry stands there.
        if first is not None and (end.base == 0 or first.local == 0):
            return end
    return None


def central_records(content: Content, position: int, end: int, base: int) -> Iterator[Record]:
    """Yield the records of the central directory between two offsets, as far as they are whole."""
    while position + 46 <= end:
        head = content.read(position, 46)
        if len(head) < 46 or head[:4] != CENTRAL:
            return
        made, flags, method, check, packed, size, names, extras, comments, attributes, local = struct.unpack(
            "<4xH2x2H4x3I3H4xII", head
        )
        rest = content.read(position + 46, names + extras)
        position += 46 + names + extras + comments
        if len(rest) < names + extras or position > end:
            return
        record = Record(rest[:names], flags, method, check, packed, size, rest[names:], local)
        _widen(record)
        record.local += base
        record.host, record.attributes = made >> 8, attributes
        yield record


def directory_end(content: Content, position: int, end: int) -> int:
    """Step over the whole records of the central directory between two offsets; return the offset after them."""
    while position + 46 <= end and (head := content.read(position, 46))[:4] == CENTRAL and len(head) == 46:
        length = 46 + sum(struct.unpack_from("<3H", head, 28))
        if position + length > end:
            break
        position += length
    return position


def local_record(content: Content, position: int) -> Record | None:
    """Read the local header at `position`; None where none stands that makes sense."""
    head = content.read(position, 30)
    if len(head) < 30 or not _LOCAL_START.match(head):
        return None
    flags, method, day, check, packed, size, names, extras = struct.unpack("<6x2H2xH3I2H", head)
    rest = content.read(position + 30, names + extras)
    name = rest[:names]
    if not name or len(rest) < names + extras or any(byte < 32 for byte in name):
        return None
    if day and not (1 <= (day >> 5 & 15) <= 12 and day & 31):
        return None
    record = Record(name, flags, method, check, packed, size, rest[names:], 0, position + 30 + names + extras)
    _widen(record)
    record.local = position
    return record


def end_after(content: Content, position: int) -> tuple[End | None, int]:
    """Step over a central directory that begins at `position`: the end (None without one) and its offset."""
    directory = position
    while True:
        head = content.read(position, 46)
        if head[:4] == CENTRAL and len(head) == 46:
            length = 46 + sum(struct.unpack_from("<3H", head, 28))
        elif head[:4] == END_64 and len(head) >= 12:
            length = 12 + int.from_bytes(head[4:12], "little")
        elif head[:4] == LOCATOR_64:
            length = 20
        else:
            break
        if position + length > content.size:
            break
        position += length
    end = read_end(content, position)
    if end is None or end.directory != directory:
        return None, position
    first = next(central_records(content, end.directory, end.position, end.base), None)
    return (end if end.base == 0 or (first is not None and first.local == 0) else None), position


def data_of(content: Content, record: Record) -> bytes:
    """Find where a central record's bytes begin, and return its local header's name (b"" without one)."""
    head = content.read(record.local, 30) if record.local >= 0 else b""
    if len(head) == 30 and head[:4] == LOCAL:
        names, extras = struct.unpack("<2H", head[26:])
        record.data = record.local + 30 + names + extras
        return content.read(record.local + 30, names)
    return b""


def walk_local(content: Content, budget: Budget) -> tuple[list[Record], int, str]:
    """Follow the local headers from the content's first byte.

    Returns them, the offset of what follows the last entry, and a sentence where one of them is amiss.
    A search that fails once is not tried again, so that each byte is looked at a bounded number of times.
    """
    records: list[Record] = []
    position, amiss, search, inflate = 0, "", True, True
    while len(records) <= budget.limits.entries and (record := local_record(content, position)) is not None:
        records.append(record)
        position = record.data + record.packed
        if record.flags & 8 and not record.packed:
            found = _descriptor(content, record) if search else None
            if found is None:
                record.sized = search = False
                amiss = f"the end of {record.name[:80]!r} is not marked: its size is a guess"
                found = _inflated(content, record.data, budget) if inflate and record.method == 8 else None
                inflate = inflate and found is not None
                position = found or _guess(content, record.data, content.size)
                record.packed = position - record.data
            else:
                position = found
        elif record.flags & 8 and content.read(position, 4) == DESCRIPTOR:
            position += 24 if any(kind == 1 for kind, _ in extra_fields(record.extra)) else 16
        if position >= content.size or content.read(position, 4) in (LOCAL, CENTRAL, END, END_64):
            continue
        after = _guess(content, position, min(content.size, position + GAP))
        if content.read(after, 4) in (LOCAL, CENTRAL):
            amiss = amiss or f"{after - position:,} bytes at 0x{position:x} belong to no entry"
            position = after
    return records, min(position, content.size), amiss


def _descriptor(content: Content, record: Record) -> int | None:
    """Find the data descriptor whose size is the distance to it; return the offset after it."""
    for start, data in windows(content, record.data, overlap=3):
        for hit in _NEXT.finditer(data):
            at = start + hit.start()
            signed = hit.group() == DESCRIPTOR
            for layout in ("<III", "<IQQ"):
                length = struct.calcsize(layout)
                place = at + 4 if signed else at - length
                fields = content.read(place, length)
                if len(fields) == length and place >= record.data:
                    check, packed, size = struct.unpack(layout, fields)
                    if packed == (at if signed else place) - record.data:
                        record.check, record.packed, record.size = check, packed, size
                        return place + length
    return None


def _inflated(content: Content, start: int, budget: Budget) -> int | None:
    """Find where a deflate stream ends by decoding it; None where it breaks. Raises LimitExceeded."""
    decoder = deflate_decoder()
    position, total = start, 0
    while not decoder.eof:
        data = content.read(position, READ) if decoder.needs_input else b""
        if decoder.needs_input and not data:
            return None
        position += len(data)
        try:
            size = len(decoder.decompress(data, CHUNK))
        except (*DECODER_ERRORS, *BLOCK_ERRORS):
            return None
        total += size
        budget.check_stream(position - start, total)
        budget.spend(size)
    return position - len(decoder.unused_data)


def _guess(content: Content, start: int, end: int) -> int:
    """Find the next header that makes sense between two offsets; `end` where none does."""
    for begin, data in windows(content.part(0, end), start, overlap=3):
        for hit in _NEXT.finditer(data):
            at = begin + hit.start()
            if hit.group() == CENTRAL or (hit.group() == LOCAL and local_record(content, at) is not None):
                return at
    return end


def extra_fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (kind, bytes) of the extra fields, as far as they are whole."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        yield kind, extra[position + 4 : position + 4 + length]
        position += 4 + length


def _widen(record: Record) -> None:
    """Take the 64-bit values of a zip64 extra field for those that the header leaves at their most."""
    if 0xFFFFFFFF not in (record.size, record.packed, record.local):
        return
    wide = next((data for kind, data in extra_fields(record.extra) if kind == 1), b"")
    values = iter(struct.unpack(f"<{len(wide) // 8}Q", wide[: len(wide) // 8 * 8]))
    for key in ("size", "packed", "local"):
        if getattr(record, key) == 0xFFFFFFFF:
            setattr(record, key, next(values, 0xFFFFFFFF))
