"""The ar layout, which Debian packages share: a container's bytes go in, a Volume of members comes out."""

import re

from cupel.inspect.unpack.archive import LONGEST_NAME, ListedVolume, stored_path
from cupel.inspect.unpack.format import Damaged, Entry

HEADER = rb"[^\x00-\x1f]{16}[-0-9 ]{12}[-0-9 ]{6}[-0-9 ]{6}[0-7 ]{8}[0-9 ]{10}`\n"
START = b"!<arch>\n"
_HEADER = re.compile(HEADER)
SYMBOLS = {b"/": "symbol table", b"/SYM64/": "symbol table, 64 bits"}


class ArVolume(ListedVolume):
    """An opened ar archive: its members, with long names of the GNU and the BSD kind resolved."""

    __slots__ = ()

    def walk(self) -> None:
        """List the members and set the size. Raises Damaged where one is cut short."""
        self.size, names, newest = len(START), b"", 0
        try:
            while _HEADER.match(head := self.content.read(self.size, 60)):
                data, length = self.size + 60, int(head[48:58].strip() or b"0")
                raw, size = head[:16].rstrip(), length
                if raw == b"//":
                    names = self.content.read(data, min(length, 1 << 24))
                elif raw in SYMBOLS:
                    self.add(Entry(SYMBOLS[raw]), length, data)
                else:
                    if raw.startswith(b"#1/") and raw[3:].isdigit():
                        size = max(0, length - int(raw[3:]))
                        raw = self.content.read(data, min(length - size, LONGEST_NAME)).rstrip(b"\0")
                    elif raw[:1] == b"/" and raw[1:].isdigit():
                        raw = _long_name(names, int(raw[1:])) or raw[1:]
                    entry = Entry(
                        stored_path(raw),
                        mode=_number(head[40:48], 8),
                        uid=_number(head[28:34]),
                        gid=_number(head[34:40]),
                    )
                    entry.mode = None if entry.mode is None else entry.mode & 0o7777
                    self.add(entry, size, data + length - size)
                    newest = max(newest, _number(head[16:28]) or 0)
                self.size = min(data + length, self.content.size)
                if data + length > self.content.size:
                    raise Damaged(f"cut short in the member {stored_path(raw)!r}, which declares {length:,} bytes")
                if length % 2:
                    self._pad(data + length)
        finally:
            self.facts |= {"members": len(self.listed), "newest member": newest}
        if head and len(head) < 60 and _HEADER.match(head + HEADER_END[len(head) :]):
            raise Damaged(f"cut short in the header at 0x{self.size:x}")

    def _pad(self, end: int) -> None:
        """Step over the byte that makes an odd member even; some packers leave it out."""
        if self.content.read(end, 1) in (b"\n", b"\0") and not _HEADER.match(self.content.read(end, 60)):
            self.size = end + 1


HEADER_END = b"x" * 16 + b" " * 42 + b"`\n"


def _long_name(names: bytes, offset: int) -> bytes:
    end = re.compile(rb"/?[\n\0]").search(names, offset, offset + LONGEST_NAME)
    return names[offset : end.start() if end else len(names)] if offset < len(names) else b""


def _number(field: bytes, base: int = 10) -> int | None:
    text = field.strip()
    return int(text, base) if text.isdigit() else None
