"""Databases of rpm, of all three kinds: a content goes in, the headers of the installed packages come out.

Layouts: Berkeley DB 4 and 5, hash access method (dbinc/db_page.h, 'Hash pages', 'Overflow pages'); rpm's own ndb
(lib/backend/ndb/rpmpkg.c: slots, blobs); SQLite, one table of blobs (lib/backend/sqlite.c); the header itself: Linux
Standard Base Core, 'Package File Format'.
"""

import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.unpack.content import Content
from cupel.records.problem import Problem

MOST_HEADER = 32 << 20
MOST_PACKAGES = 100_000
MOST_PAGES = 1 << 20
MOST_DATABASE = 1 << 30
MOST_REPEATED = 4
"""How often the bytes of the database may come in all: links that go in a circle would give them without end."""
MOST_STEPS = 50_000_000
"""Instructions of SQLite's machine that one reading may take: a view put in a table's place could go on for ever."""
TAGS = {1000: "name", 1001: "version", 1002: "release", 1003: "epoch", 1022: "architecture", 1044: "source"}
HASH_MAGIC = 0x061561
OVERFLOW, HASH_UNSORTED, HASH = 7, 2, 13
OFF_PAGE, ON_PAGE = 3, 1
COUNTER = 4
"""Bytes of the one value that is no header: the number of the next package."""
INT32, STRING = 4, 6
HEADER_MAGIC = b"\x8e\xad\xe8\x01"


@dataclass(frozen=True, slots=True)
class Header:
    """One package's header, of which only what names it is kept."""

    offset: int | None
    """Where it stands in the file, where that is one place."""
    fields: dict[str, str]
    """Fields by the names in TAGS."""


def headers(content: Content) -> Iterator[Header | Problem]:
    """Yield the headers of a database, of whichever kind it is, or of a package file."""
    head = content.read(0, 32)
    if head.startswith(b"SQLite format 3\0"):
        blobs = _sqlite(content)
    elif head.startswith(b"RpmP"):
        blobs = _ndb(content)
    elif head.startswith(b"\xed\xab\xee\xdb"):
        blobs = _package_file(content)
    elif len(head) == 32 and HASH_MAGIC in struct.unpack("<I", head[12:16]) + struct.unpack(">I", head[12:16]):
        blobs = _berkeley(content, "<" if struct.unpack("<I", head[12:16])[0] == HASH_MAGIC else ">")
    else:
        yield Problem("", "is no database of rpm in a known format")
        return
    count = total = 0
    for it in blobs:
        if isinstance(it, Problem):
            yield it
            continue
        count += 1
        if count > MOST_PACKAGES:
            yield Problem("", f"only its first {MOST_PACKAGES:,} packages were read")
            return
        offset, blob = it
        total += len(blob)
        if total > MOST_REPEATED * content.size:
            yield Problem("", "refers to the same bytes again and again; the rest was left out")
            return
        try:
            yield Header(offset, _fields(blob))
        except (struct.error, ValueError) as error:
            where = "" if offset is None else f"@0x{offset:x}"
            yield Problem(where, f"the header of package {count} cannot be read: {error}")


Blob = tuple[int | None, bytes]


def _fields(blob: bytes) -> dict[str, str]:
    entries, size = struct.unpack_from(">II", blob)
    data = 8 + 16 * entries
    if entries > 1 << 16 or data + size > len(blob):
        raise ValueError(f"{entries:,} entries and {size:,} bytes declared, {len(blob):,} bytes there")
    found: dict[str, str] = {}
    for at in range(8, data, 16):
        tag, kind, offset, _ = struct.unpack_from(">IIII", blob, at)
        name = TAGS.get(tag)
        if name is None or name in found:
            continue
        if kind == STRING:
            end = blob.find(b"\0", data + offset, data + offset + 512)
            if end < 0:
                raise ValueError(f"its {name} has no end")
            found[name] = blob[data + offset : end].decode("utf-8", "backslashreplace")
        elif kind == INT32:
            found[name] = str(struct.unpack_from(">I", blob, data + offset)[0])
    return found


def _package_file(content: Content) -> Iterator[Blob | Problem]:
    at = 96  # the lead, then the signature's header, filled up to 8 bytes, then the package's own
    for _ in range(2):
        head = content.read(at, 16)
        if len(head) < 16 or head[:4] != HEADER_MAGIC:
            yield Problem(f"@0x{at:x}", "the header of the package does not begin here")
            return
        entries, size = struct.unpack_from(">II", head, 8)
        begin, length = at + 8, 8 + 16 * entries + size
        at += -(-(8 + length) // 8) * 8
    if length > MOST_HEADER:
        yield Problem(f"@0x{begin:x}", f"declares a header of {length:,} bytes")
        return
    yield begin, content.read(begin, length)


def _ndb(content: Content) -> Iterator[Blob | Problem]:
    if content.size < 32:
        yield Problem("", f"cut short: its head has 32 bytes, {content.size} are there")
        return
    pages = struct.unpack("<I", content.read(12, 4))[0]
    if pages * 4096 > content.size:
        yield Problem("", f"cut short: {pages:,} pages of slots declared, {content.size:,} bytes there")
    slots = content.read(0, min(pages * 4096, content.size, 64 << 20))
    for at in range(32, len(slots) - 15, 16):
        magic, package, block, blocks = struct.unpack_from("<4sIII", slots, at)
        if magic != b"Slot":
            yield Problem(f"@0x{at:x}", "no slot stands here; the rest of its page was left out")
            return
        if package == 0:
            continue
        offset = block * 16
        blob = content.read(offset, min(blocks * 16, MOST_HEADER))
        if blob[:4] != b"BlbS" or len(blob) < 16:
            yield Problem(f"@0x{offset:x}", f"package {package} does not stand here")
            continue
        length = struct.unpack_from("<I", blob, 12)[0]
        yield offset + 16, blob[16 : 16 + length]


def _berkeley(content: Content, order: str) -> Iterator[Blob | Problem]:
    page_size, last = (
        struct.unpack(order + "I", content.read(20, 4))[0],
        struct.unpack(order + "I", content.read(32, 4))[0],
    )
    if not 512 <= page_size <= 65536:
        yield Problem("@0x14", f"declares pages of {page_size:,} bytes")
        return
    if (last + 1) * page_size > content.size:
        yield Problem("", f"cut short: {last + 1:,} pages declared, {content.size // page_size:,} there")
    budget = MOST_PAGES
    for number in range(1, min(last + 1, MOST_PAGES, -(-content.size // page_size))):
        page = content.read(number * page_size, page_size)
        if len(page) < page_size or page[25] not in (HASH, HASH_UNSORTED):
            continue
        count = min(struct.unpack_from(order + "H", page, 20)[0], (page_size - 26) // 2)
        offsets = struct.unpack_from(f"{order}{count}H", page, 26)
        for index in range(1, count, 2):  # keys and values by turns
            at = offsets[index]
            if at + 12 > page_size:
                continue
            if page[at] == ON_PAGE:
                value = page[at + 1 : offsets[index - 1]]  # items fill the page from its end
                if len(value) > COUNTER:
                    yield number * page_size + at + 1, value
            elif page[at] == OFF_PAGE:
                first, length = struct.unpack_from(order + "II", page, at + 4)
                blob, used = _overflow(content, order, page_size, first, min(length, MOST_HEADER))
                budget -= used
                if budget < 0:
                    yield Problem("", "its pages refer to each other too often; the rest was left out")
                    return
                yield first * page_size + 26 if used == 1 else None, blob


def _overflow(content: Content, order: str, page_size: int, number: int, length: int) -> tuple[bytes, int]:
    """Read a value that goes over several pages; return it and the pages that it took."""
    parts: list[bytes] = []
    total = used = 0
    while number and total < length and used < MOST_HEADER // 512:
        page = content.read(number * page_size, page_size)
        used += 1
        if len(page) < 26 or page[25] != OVERFLOW:
            break
        size = struct.unpack_from(order + "H", page, 22)[0]
        parts.append(page[26 : 26 + size])
        if not size:
            break
        total += size
        number = struct.unpack_from(order + "I", page, 16)[0]
    return b"".join(parts)[:length], used


def _sqlite(content: Content) -> Iterator[Blob | Problem]:
    """Read the table of packages from a temporary copy that cannot be written to."""
    import sqlite3  # noqa: PLC0415 - few images have such a database, and it takes milliseconds to load

    if content.size > MOST_DATABASE:
        yield Problem("", f"not read: {content.size:,} bytes, more than {MOST_DATABASE:,}")
        return
    with tempfile.NamedTemporaryFile(prefix="cupel-") as copy:
        for at in range(0, content.size, 8 << 20):
            copy.write(content.read(at, 8 << 20))
        copy.flush()
        database = sqlite3.connect(f"file:{copy.name}?mode=ro&immutable=1", uri=True)
        steps = iter(range(MOST_STEPS // 10_000))
        database.text_factory = bytes
        database.set_progress_handler(lambda: 0 if next(steps, None) is not None else 1, 10_000)
        try:
            database.execute("PRAGMA trusted_schema=OFF")
            kind = database.execute("SELECT type FROM sqlite_master WHERE name = 'Packages'").fetchone()
            if kind != (b"table",):
                yield Problem("", "holds no table of packages")
                return
            for (blob,) in database.execute("SELECT blob FROM Packages"):
                if isinstance(blob, bytes) and len(blob) <= MOST_HEADER:
                    yield None, blob
                else:
                    yield Problem("", "holds a package that is no header")
        except (sqlite3.Error, UnicodeDecodeError) as error:  # the library's messages may quote what is no text
            yield Problem("", f"the database breaks: {error}")
        finally:
            database.close()
