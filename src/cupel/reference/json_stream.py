"""Cuts a JSON document of any size into its parts: chunks of bytes go in; (path, bytes of a value) come out.

Only the few levels above the parts are parsed here; a part's own bytes are told from what follows by its brackets and
strings, and whoever asked parses them. So memory is bounded by the largest part, and a part that is too large is passed
over without being held. Grammar: RFC 8259.
"""

import json
import re
from collections.abc import Iterator
from typing import NoReturn

from cupel.reference.damaged import Damaged

MOST_PART = 16 << 20
"""Bytes of one part. The largest record of NVD has 1 MB."""
MOST_KEY = 1 << 16
STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
FLAT = rb'(?:[^"{}\[\]]++|' + STRING + rb")*+"
LEAVES = rb'(?:[^"{}\[\]]++|' + STRING + rb"|\{" + FLAT + rb"\}|\[" + FLAT + rb"\])*+"
UNTIL_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|' + STRING + rb"|\{" + LEAVES + rb"\}|\[" + LEAVES + rb"\])*+", re.DOTALL)
"""Runs to the next bracket that the regular expression does not pair off by itself; pairing the leaves off halves the
time."""
STRING_REST = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
SPACE = re.compile(rb"[ \t\r\n]*+")
LITERAL = re.compile(rb"[-+.0-9A-Za-z]*+")
Path = tuple[str | int, ...]


class TooLarge:
    """Stands for a part of more than `MOST_PART` bytes."""


TOO_LARGE = TooLarge()


def parts(chunks: Iterator[bytes], depth: int) -> Iterator[tuple[Path, bytes | TooLarge]]:
    """Yield every value that stands `depth` levels down, and every value above that is no list or object.

    The path names the keys, and numbers the elements of lists, that lead to it. Raises Damaged where the document is
    cut, or is no JSON.
    """
    reader = _Reader(chunks)
    if depth and reader.next_byte() not in (b"{", b"["):
        reader.wrong("it is neither a list nor an object")
    yield from _level(reader, (), depth)
    if reader.next_byte():
        reader.wrong("more bytes follow its end")


def _level(reader: "_Reader", path: Path, depth: int) -> Iterator[tuple[Path, bytes | TooLarge]]:
    first = reader.next_byte()
    if depth == 0 or first not in (b"{", b"["):
        yield path, reader.value()
        return
    reader.at += 1
    close, number = (b"}" if first == b"{" else b"]"), 0
    if reader.next_byte() == close:
        reader.at += 1
        return
    while True:
        key: str | int = number
        if first == b"{":
            key = reader.key()
        yield from _level(reader, (*path, key), depth - 1)
        number += 1
        after = reader.next_byte()
        reader.at += 1
        if after == close:
            return
        if after != b",":
            reader.wrong(f"a comma or {close.decode()} is missing")


class _Reader:
    """The document's bytes, and the place that is read."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = chunks
        self.data = b""
        self.at = 0
        self.before = 0
        """Bytes of the document before `data`."""

    def wrong(self, what: str) -> NoReturn:
        raise Damaged(f"it is damaged at byte {self.before + self.at:,}: {what}")

    def more(self) -> None:
        """Put the next chunk in the place of what was read. Raises Damaged at the document's end."""
        chunk = next(self.chunks, None)
        if chunk is None:
            self.at = len(self.data)
            raise Damaged(f"it is cut: it ends after {self.before + self.at:,} bytes, in the midst of a value")
        self.before += self.at
        self.data, self.at = self.data[self.at :] + chunk, 0

    def next_byte(self) -> bytes:
        """Pass over space and return the byte there, without reading on; empty at the document's end."""
        while True:
            self.at = SPACE.match(self.data, self.at).end()  # type: ignore[union-attr] # it matches everywhere
            if self.at < len(self.data):
                return self.data[self.at : self.at + 1]
            chunk = next(self.chunks, None)
            if chunk is None:
                return b""
            self.before += len(self.data)
            self.data, self.at = chunk, 0

    def key(self) -> str:
        """Read a member's key and the colon after it."""
        if self.next_byte() != b'"':
            self.wrong("a key is missing")
        raw = self.value()
        if isinstance(raw, TooLarge) or len(raw) > MOST_KEY:
            self.wrong("a key is too long")
        try:
            key = json.loads(raw)
        except ValueError:
            self.wrong("a key is no text")
        if self.next_byte() != b":":
            self.wrong("a colon is missing")
        self.at += 1
        return str(key)

    def value(self) -> bytes | TooLarge:
        """Read a value of any kind as it stands."""
        first = self.next_byte()
        if first in (b"{", b"[", b'"'):
            return self._bracketed(first == b'"')
        if not first:
            self.wrong("it ends where a value should stand")
        while (end := LITERAL.match(self.data, self.at).end()) == len(self.data):  # type: ignore[union-attr] # as above
            if end - self.at > MOST_KEY:
                self.wrong("a number is too long")
            chunk = next(self.chunks, None)
            if chunk is None:
                break
            self.before += self.at
            self.data, self.at = self.data[self.at :] + chunk, 0
        if end == self.at:
            self.wrong("a value is missing")
        found, self.at = self.data[self.at : end], end
        return found

    def _bracketed(self, only_string: bool) -> bytes | TooLarge:
        """Read a string, a list or an object to its end, whatever chunks it comes in."""
        held: list[bytes] = []
        size, level, begin = 0, 1, self.at
        in_string, at = only_string, self.at + 1
        while True:
            if in_string:
                match = STRING_REST.match(self.data, at)
                if match:
                    at, in_string = match.end(), False
                    if only_string:
                        break
            if not in_string:
                at = UNTIL_BRACKET.match(self.data, at).end()  # type: ignore[union-attr] # it matches everywhere
                byte = self.data[at : at + 1]
                if byte in (b"{", b"["):
                    level, at = level + 1, at + 1
                    continue
                if byte in (b"}", b"]"):
                    level, at = level - 1, at + 1
                    if level == 0:
                        break
                    continue
                in_string = byte == b'"'
                at = at + 1 if in_string else at
            # the chunk ends here, within a string or not; an escape that it cuts goes on with the next chunk
            kept = self._cut_escape(at) if in_string else b""
            piece = self.data[begin : len(self.data) - len(kept)]
            size += len(piece)
            held = [*held, piece] if size <= MOST_PART and len(held) < 64 else self._joined(held, piece, size)
            self.at = len(self.data) - len(kept)
            self.more()
            begin = at = 0
        piece, self.at = self.data[begin:at], at
        return TOO_LARGE if size + len(piece) > MOST_PART else b"".join([*held, piece])

    @staticmethod
    def _joined(held: list[bytes], piece: bytes, size: int) -> list[bytes]:
        return [] if size > MOST_PART else [b"".join([*held, piece])]

    def _cut_escape(self, at: int) -> bytes:
        """Return the backslash that a chunk ends with, where what it escapes stands in the next one."""
        tail = len(self.data)
        while tail > at and self.data[tail - 1 : tail] == b"\\":
            tail -= 1
        return b"\\" if (len(self.data) - tail) % 2 else b""
