"""One header of a tar archive: its block and what extended headers said before go in, an Entry comes out."""

import struct
from dataclasses import dataclass

from cupel.inspect.unpack.archive import stored_path
from cupel.inspect.unpack.format import Damaged, Entry

BLOCK = 512
KINDS = {
    b"1": "hard link",
    b"2": "link",
    b"3": "character device",
    b"4": "block device",
    b"5": "directory",
    b"6": "fifo",
    b"D": "directory",
}
FILES = b"07S\0"
"""Types of files that are known; what has another type is taken for a file, with a problem."""
COMMON = frozenset({b"path", b"linkpath", b"size", b"uid", b"gid"})
"""The keys that count in a global pax header."""
_KEYS = COMMON | {
    b"GNU.sparse." + key for key in (b"name", b"major", b"map", b"offset", b"numbytes", b"realsize", b"size")
}


@dataclass(slots=True)
class Header:
    """One header block, with what pax and GNU extensions said about it before."""

    name: bytes
    type: bytes
    size: int
    entry: Entry
    time: int
    extended: dict[bytes, bytes]


def is_header(block: bytes) -> bool:
    """Whether the header's checksum is right, over unsigned or (as some old tars took it) signed bytes."""
    try:
        stored = number(block[148:156])
    except Damaged:
        return False
    total = sum(block) - sum(block[148:156]) + 8 * 32
    if stored == total:
        return True
    rest = block[:148] + block[156:]
    return stored == total - 256 * sum(byte > 127 for byte in rest)


def number(field: bytes) -> int:
    """Read an octal or base-256 number. Raises Damaged."""
    if field[0] & 0x80:
        number = int.from_bytes(field, "big") & ((1 << (8 * len(field) - 1)) - 1)
        if field[0] == 0xFF or number >> 63:
            raise Damaged("a header has a negative or huge number")
        return number
    text = field.partition(b"\0")[0].strip()
    if not text:
        return 0
    if text.strip(b"01234567"):
        raise Damaged(f"a header has {text!r} where an octal number should be")
    return int(text, 8)


def decimal(text: bytes) -> int:
    """Read a decimal number of at most 63 bits. Raises Damaged."""
    if not text.isdigit() or len(text) > 19 or int(text) >> 63:
        raise Damaged(f"{text[:24]!r} stands where a number of at most 63 bits should")
    return int(text)


def _tolerant(field: bytes) -> int:
    """Read a number whose loss costs nothing else: tars have times before 1970 and owners of -2."""
    try:
        return number(field)
    except Damaged:
        return 0


def attributes(data: bytes) -> dict[bytes, bytes]:
    """Read the records of a pax header ("length key=value\\n") that count here, as far as they are whole."""
    found: dict[bytes, bytes] = {}
    position, runs = 0, list[bytes]()
    while (space := data.find(b" ", position, position + 12)) > position:
        if not data[position:space].isdigit():
            break
        end = position + int(data[position:space])
        key, equals, value = data[space + 1 : end - 1].partition(b"=")
        if end <= space + 1 or end > len(data) or not equals or data[end - 1] != 0x0A:
            break
        if key in (b"GNU.sparse.offset", b"GNU.sparse.numbytes"):  # version 0.0 of sparse files repeats these
            runs.append(value)
        if key in _KEYS:
            found[key] = value
        position = end
    return found | ({b"GNU.sparse.map": b",".join(runs)} if runs else {})


def parse_header(block: bytes, extended: dict[bytes, bytes]) -> Header:
    """Read a header block; what extended headers said takes precedence. Raises Damaged where the size is no number."""
    name, mode, uid, gid, size, time, kind, link, magic, major, minor, prefix = struct.unpack_from(
        "100s8s8s8s12s12s8xc100s8s64x8s8s155s", block
    )
    name, link = name.partition(b"\0")[0], link.partition(b"\0")[0]
    if magic[:6] == b"ustar\0" and prefix[0]:
        if block[508:512] == b"tar\0":  # star keeps times at the prefix's end
            prefix = prefix[:131]
        name = prefix.partition(b"\0")[0] + b"/" + name
    path = extended.get(b"GNU.sparse.name", extended.get(b"path", name))
    entry = Entry(stored_path(path), KINDS.get(kind, "file"), 0, _tolerant(mode) & 0o7777)
    if kind in b"\x000" and path.endswith(b"/"):  # how a tar of 1979 writes a directory
        entry.kind = "directory"
    entry.uid = _decimal(extended, b"uid", _tolerant(uid))
    entry.gid = _decimal(extended, b"gid", _tolerant(gid))
    if entry.kind in ("link", "hard link"):
        entry.target = extended.get(b"linkpath", link).decode("utf-8", "backslashreplace")
    elif entry.kind.endswith("device"):
        entry.device = (_tolerant(major), _tolerant(minor))
    # Only files have data: some tars give a hard link the size of what it names, and a directory one.
    has_data = kind not in b"123456" or (kind == b"1" and b"size" in extended)
    length = _decimal(extended, b"size", number(size)) if has_data else 0
    return Header(name, kind, length, entry, _tolerant(time), extended)


def _decimal(extended: dict[bytes, bytes], key: bytes, otherwise: int) -> int:
    try:
        return decimal(extended[key]) if key in extended else otherwise
    except Damaged:
        return otherwise
