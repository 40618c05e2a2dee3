"""One executable or library: its bytes go in; where texts, symbols and addresses stand comes out."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from cupel.inspect.unpack.content import Content, windows

MOST_BYTES = 64 << 20
"""Bytes of a file that a patch test reads: the largest of the programs asked about has 10 MB."""
MOST_WIDTH = 512
"""Bytes that one searched text or pattern may span: so much of two windows overlaps."""
MOST_HEADERS, MOST_SYMBOLS = 64, 200_000
MACHINES = {3: "x86", 8: "mips", 20: "powerpc", 40: "arm", 62: "x86-64", 183: "arm64"}
LOAD, DYNAMIC = 1, 2
PLTGOT, SYMTAB, STRTAB, STRSZ, GNU_HASH, MIPS_LOCAL, MIPS_SYMBOLS = 3, 6, 5, 10, 0x6FFFFEF5, 0x7000000A, 0x70000011


class CannotTell(Exception):
    """The code cannot be read here: the processor is unknown, or the place cannot be found."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a file that is loaded into memory."""

    offset: int
    """Where it begins in the file."""
    size: int
    """Bytes of it in the file."""
    address: int
    """Where it begins in memory."""
    code: bool
    """Whether it may be executed."""
    writable: bool = False
    """Whether it may be written to."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """One name of the dynamic symbol table."""

    name: str
    """The name, without a version."""
    address: int
    """Where it begins in memory; 0 of an import."""
    size: int
    """Bytes that it covers."""
    defined: bool
    """Whether this file defines it; else it is imported."""


class Program:
    """One file. What its bytes do not bear out is left out: a header that lies gives no segments, not an exception."""

    def __init__(self, content: Content) -> None:
        self.content = content.part(0, MOST_BYTES)
        self.cut = content.size > MOST_BYTES
        self.decoded = 0
        """Instructions that readers of code have decoded with operands so far."""

    def find(self, pattern: re.Pattern[bytes]) -> tuple[int, bytes] | None:
        """Return the offset and bytes of the first match of a pattern of at most MOST_WIDTH bytes, or None."""
        for start, data in windows(self.content, overlap=MOST_WIDTH):
            if found := pattern.search(data):
                return start + found.start(), found[0]
        return None

    @cached_property
    def _head(self) -> bytes:
        return self.content.read(0, 64)

    @property
    def order(self) -> Literal["<", ">"]:
        """The byte order, as struct writes it."""
        return ">" if self._head[5:6] == b"\2" else "<"

    @property
    def position_independent(self) -> bool:
        """Whether it may be loaded anywhere: a library, or a program made like one."""
        return len(self._head) > 17 and self._head[16:18] in (b"\3\0", b"\0\3")

    @property
    def wide(self) -> bool:
        """Whether addresses have 64 bits."""
        return self._head[4:5] == b"\2"

    @property
    def word(self) -> int:
        """Bytes of an address."""
        return 8 if self.wide else 4

    @cached_property
    def machine(self) -> str:
        """The processor: a value of MACHINES, or empty."""
        if len(self._head) < 52 or self._head[:4] != b"\x7fELF":
            return ""
        return MACHINES.get(struct.unpack_from(f"{self.order}H", self._head, 18)[0], "")

    @cached_property
    def _headers(self) -> tuple[tuple[int, Segment], ...]:
        """Program headers as (type, segment) (System V ABI, 'Program Header')."""
        if not self.machine:
            return ()
        start, size = (32, 56) if self.wide else (28, 32)
        table = struct.unpack_from(f"{self.order}{'Q' if self.wide else 'I'}", self._head, start)[0]
        count = struct.unpack_from(f"{self.order}H", self._head, 56 if self.wide else 44)[0]
        data = self.content.read(table, min(count, MOST_HEADERS) * size)
        found = []
        for at in range(0, len(data) - size + 1, size):
            if self.wide:
                kind, flags, offset, address, _, length = struct.unpack_from(f"{self.order}IIQQQQ", data, at)
            else:
                kind, offset, address, _, length, _, flags = struct.unpack_from(f"{self.order}IIIIIII", data, at)
            if offset < self.content.size:
                length = min(length, self.content.size - offset)
                found.append((kind, Segment(offset, length, address, bool(flags & 1), bool(flags & 2))))
        return tuple(found)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The loaded parts, in the file's order."""
        return tuple(segment for kind, segment in self._headers if kind == LOAD)

    def offset_of(self, address: int) -> int | None:
        """Return where an address stands in the file."""
        for part in self.segments:
            if part.address <= address < part.address + part.size:
                return part.offset + address - part.address
        return None

    def address_of(self, offset: int) -> int | None:
        """Return where an offset of the file stands in memory."""
        for part in self.segments:
            if part.offset <= offset < part.offset + part.size:
                return part.address + offset - part.offset
        return None

    def code_at(self, address: int) -> bool:
        """Tell whether an address lies in what may be executed."""
        return any(it.code and it.address <= address < it.address + it.size for it in self.segments)

    def constant_at(self, address: int) -> bool:
        """Tell whether what stands at an address cannot change while the program runs."""
        return any(not it.writable and it.address <= address < it.address + it.size for it in self.segments)

    def at(self, address: int, length: int) -> bytes:
        """Read the file's bytes at an address; fewer, or none, where it holds no more."""
        offset = self.offset_of(address)
        return b"" if offset is None else self.content.read(offset, length)

    def pointer(self, address: int) -> int | None:
        """Read one address at an address."""
        data = self.at(address, self.word)
        return struct.unpack(f"{self.order}{'Q' if self.wide else 'I'}", data)[0] if len(data) == self.word else None

    @cached_property
    def dynamic(self) -> dict[int, int]:
        """The dynamic section: tag -> value, the first of each (System V ABI, 'Dynamic Section')."""
        part = next((segment for kind, segment in self._headers if kind == DYNAMIC), None)
        if part is None:
            return {}
        data = self.content.read(part.offset, min(part.size, 1 << 14))
        layout = struct.Struct(f"{self.order}{'QQ' if self.wide else 'II'}")
        found: dict[int, int] = {}
        for tag, value in layout.iter_unpack(data[: len(data) // layout.size * layout.size]):
            found.setdefault(tag, value)
        return found

    def symbols(self) -> Iterator[Symbol]:
        """Yield the dynamic symbols. Their number is not written down: the table ends where the names begin, which is
        how linkers lay it out; a name outside of the names ends it too.
        """
        table, names = self.dynamic.get(SYMTAB, 0), self.dynamic.get(STRTAB, 0)
        texts = self.at(names, min(self.dynamic.get(STRSZ, 0), 16 << 20))
        size = 24 if self.wide else 16
        count = (names - table) // size if names > table else MOST_SYMBOLS
        data = self.at(table, min(count, MOST_SYMBOLS) * size)
        for at in range(size, len(data) - size + 1, size):
            if self.wide:
                name, _, _, section, address, length = struct.unpack_from(f"{self.order}IBBHQQ", data, at)
            else:
                name, address, length, _, _, section = struct.unpack_from(f"{self.order}IIIBBH", data, at)
            if name >= len(texts):
                return
            end = texts.find(b"\0", name)
            yield Symbol(texts[name:end].decode("latin-1"), address, length, section != 0)

    def symbol(self, name: str) -> Symbol | None:
        """Return the dynamic symbol of a name."""
        return next((it for it in self.symbols() if it.name == name), None)
