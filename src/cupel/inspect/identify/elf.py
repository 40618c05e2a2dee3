"""Reads what an ELF file says of its making: bytes go in; names, needs, symbols and notes come out.

Layouts: System V ABI, chapters 4 and 5 ('Object Files', 'Program Loading and Dynamic Linking'); symbol versions and the
GNU hash table: Linux Standard Base Core, 'Symbol Versioning' and Additional Special Sections. Every count is bounded,
and a table that lies outside the file reads as empty: a damaged file says less, and never ends the reading.
"""

import struct
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from cupel.inspect.identify.source import Visited
from cupel.inspect.unpack.content import Content

MOST_SEGMENTS = 256
MOST_SECTIONS = 8192
MOST_DYNAMIC = 4096
MOST_SYMBOLS = 200_000
MOST_VERSIONS = 4096
MOST_TEXT = 16 << 20
"""Bytes of a string table that are read."""
MOST_PLACES = 100_000
"""Places of names that are looked up one by one."""
MOST_NOTE = 64 << 10
MOST_NAME = 512
"""Bytes of a name that are kept: mangled names of C++ are the longest."""

LOAD, DYNAMIC, INTERPRETER, NOTE, GNU_STACK, GNU_RELRO = 1, 2, 3, 4, 0x6474E551, 0x6474E552
NEEDED, HASH, STRTAB, SYMTAB, RELA, RELASZ, STRSZ, SONAME = 1, 4, 5, 6, 7, 8, 10, 14
MIPS_SYMTABNO = 0x70000011
GNU_HASH, VERDEF, VERDEFNUM, VERNEED, VERNEEDNUM = 0x6FFFFEF5, 0x6FFFFFFC, 0x6FFFFFFD, 0x6FFFFFFE, 0x6FFFFFFF
NOBITS, DYNSYM = 8, 11
MIPS = 8
BUILD_ID = 3


class NotElf(ValueError):
    """The bytes have no usable ELF header."""


class Segment(NamedTuple):
    """A program header: what is loaded where, by file offset and address."""

    kind: int
    flags: int
    offset: int
    address: int
    size: int


class Section(NamedTuple):
    """A section header."""

    name: str
    kind: int
    address: int
    offset: int
    size: int
    entry: int


class Elf:
    """One ELF file; each fact is read when it is first asked for."""

    def __init__(self, content: Content) -> None:
        head = content.read(0, 64)
        if head[:4] != b"\x7fELF" or len(head) < 52 or head[4] not in (1, 2) or head[5] not in (1, 2):
            raise NotElf("no ELF header")
        self.content = content
        self.order = "<" if head[5] == 1 else ">"
        self.wide = head[4] == 2
        if self.wide and len(head) < 64:
            raise NotElf("the ELF header is cut")
        self._word = self.order + ("Q" if self.wide else "I")
        self.kind, self.machine = struct.unpack_from(self.order + "HH", head, 16)
        layout = self.order + ("QQQIHHHHHH" if self.wide else "IIIIHHHHHH")
        fields = struct.unpack_from(layout, head, 24)
        _, self._phoff, self._shoff, _, _, self._phentsize, self._phnum, self._shentsize, self._shnum, self._shstr = (
            fields
        )

    # --- where things stand --------------------------------------------------------------------------------------

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The program headers."""
        size, layout = (56, "IIQQQQQQ") if self.wide else (32, "IIIIIIII")
        if self._phentsize != size or not self._phoff:
            return ()
        data = self.content.read(self._phoff, size * min(self._phnum, MOST_SEGMENTS))
        rows = struct.iter_unpack(self.order + layout, data[: len(data) // size * size])
        if self.wide:
            return tuple(Segment(row[0], row[1], row[2], row[3], row[5]) for row in rows)
        return tuple(Segment(row[0], row[6], row[1], row[2], row[4]) for row in rows)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The section headers; none in a file from which they were stripped."""
        size, layout = (64, "IIQQQQIIQQ") if self.wide else (40, "IIIIIIIIII")
        if self._shentsize != size or not self._shoff:
            return ()
        data = self.content.read(self._shoff, size * min(self._shnum, MOST_SECTIONS))
        rows = list(struct.iter_unpack(self.order + layout, data[: len(data) // size * size]))
        if self._shstr >= len(rows):
            return ()
        names = self.content.read(rows[self._shstr][4], min(rows[self._shstr][5], MOST_TEXT))
        return tuple(Section(_name(names, row[0]), row[1], row[3], row[4], row[5], row[9]) for row in rows)

    def header_of(self, kind: int) -> tuple[int, int] | None:
        """Return (offset, size) of the first program header of a kind; None where there is none."""
        at = next((number for number, it in enumerate(self.segments) if it.kind == kind), None)
        return None if at is None else (self._phoff + at * self._phentsize, self._phentsize)

    def section(self, name: str) -> bytes:
        """Return the bytes of the first section of that name, up to MOST_TEXT; empty where there is none."""
        found = next((it for it in self.sections if it.name == name and it.kind != NOBITS), None)
        return self.content.read(found.offset, min(found.size, MOST_TEXT)) if found else b""

    def offset_of(self, address: int) -> int | None:
        """Return the file offset at which the byte of an address is stored; None where none is."""
        for it in self.segments:
            if it.kind == LOAD and it.address <= address < it.address + it.size:
                return it.offset + address - it.address
        return None

    def address_of(self, offset: int) -> int | None:
        """Return the address to which a byte of the file is loaded; None where it is not."""
        for it in self.segments:
            if it.kind == LOAD and it.offset <= offset < it.offset + it.size:
                return it.address + offset - it.offset
        return None

    @cached_property
    def constants(self) -> tuple[tuple[int, int], ...]:
        """(offset, size) of the runs that hold constants: `.rodata`; where sections are stripped, what is loaded
        without being writable; of an object, every section of data."""
        found = tuple(
            (it.offset, it.size) for it in self.sections if it.name.startswith(".rodata") and it.kind != NOBITS
        )
        return found or tuple((it.offset, it.size) for it in self.segments if it.kind == LOAD and not it.flags & 2)

    # --- the dynamic section -------------------------------------------------------------------------------------

    @cached_property
    def dynamic(self) -> tuple[tuple[int, int], ...]:
        """(tag, value) of the dynamic section, up to its end mark."""
        place = next((it for it in self.segments if it.kind == DYNAMIC), None)
        if place is None:
            return ()
        size = 16 if self.wide else 8
        data = self.content.read(place.offset, min(place.size, MOST_DYNAMIC * size))
        pairs = []
        for tag, value in struct.iter_unpack(self._word[0] + self._word[1] * 2, data[: len(data) // size * size]):
            if tag == 0:
                break
            pairs.append((tag, value))
        return tuple(pairs)

    def tag(self, wanted: int) -> int | None:
        """Return the first value of a tag of the dynamic section; None where it is not there."""
        return self._first.get(wanted)

    @cached_property
    def _first(self) -> dict[int, int]:
        return dict(reversed(self.dynamic))

    def _at(self, tag: int) -> int | None:
        """Return the file offset of the table that a tag of the dynamic section points to."""
        address = self.tag(tag)
        return None if address is None else self.offset_of(address)

    @cached_property
    def _strings(self) -> bytes:
        start = self._at(STRTAB)
        return b"" if start is None else self.content.read(start, min(self.tag(STRSZ) or 0, MOST_TEXT))

    def text_at(self, value: int) -> tuple[str, int | None]:
        """Return the text that a value of the dynamic section names, and its offset in the file."""
        start = self._at(STRTAB)
        return _name(self._strings, value), None if start is None else start + value

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """Names of the libraries that it asks for."""
        return tuple(_name(self._strings, value) for tag, value in self.dynamic if tag == NEEDED)

    @cached_property
    def soname(self) -> str:
        """Its own name as a library, or empty."""
        at = self.tag(SONAME)
        return "" if at is None else _name(self._strings, at)

    @cached_property
    def interpreter(self) -> str:
        """The dynamic loader that it asks for, or empty."""
        place = next((it for it in self.segments if it.kind == INTERPRETER), None)
        return _name(self.content.read(place.offset, min(place.size, MOST_NAME)), 0) if place else ""

    # --- symbols -------------------------------------------------------------------------------------------------

    @cached_property
    def _symbols(self) -> tuple[tuple[int, int], ...]:
        """(offset of the name, section index) of every dynamic symbol but the first."""
        start, size = self._at(SYMTAB), 24 if self.wide else 16
        if start is None:
            return ()
        data = self.content.read(start, size * min(self._count(), MOST_SYMBOLS))
        layout = self.order + ("I2xH16x" if self.wide else "I10xH")
        return tuple(struct.iter_unpack(layout, data[: len(data) // size * size]))[1:]

    def _count(self) -> int:
        """Count the dynamic symbols: the table itself has no length."""
        listed = next((it for it in self.sections if it.kind == DYNSYM), None)
        if listed and listed.entry and listed.address == self.tag(SYMTAB):
            return listed.size // listed.entry
        if self.machine == MIPS and (count := self.tag(MIPS_SYMTABNO)):
            return count
        start = self._at(HASH)
        if start is not None and len(data := self.content.read(start, 8)) == 8:
            return int(struct.unpack(self.order + "II", data)[1])
        return self._count_hashed()

    def _count_hashed(self) -> int:
        """Count by the GNU hash table: the highest symbol of any bucket, then on to the end of its chain."""
        start = self._at(GNU_HASH)
        head = b"" if start is None else self.content.read(start, 16)
        if start is None or len(head) < 16:
            return 0
        buckets, first, bloom, _ = struct.unpack(self.order + "IIII", head)
        at = start + 16 + bloom * (8 if self.wide else 4)
        data = self.content.read(at, 4 * min(buckets, MOST_SYMBOLS))
        highest = max((row[0] for row in struct.iter_unpack(self.order + "I", data[: len(data) // 4 * 4])), default=0)
        if highest < first:
            return int(first)
        chains = at + 4 * buckets
        while highest < MOST_SYMBOLS:
            run = self.content.read(chains + 4 * (highest - first), 4096)
            if len(run) < 4:
                break
            for (value,) in struct.iter_unpack(self.order + "I", run[: len(run) // 4 * 4]):
                highest += 1
                if value & 1:
                    return int(highest)
        return int(highest)

    @cached_property
    def imports(self) -> tuple[str, ...]:
        """Names of the symbols that it takes from libraries, in the table's order."""
        text = self._strings
        return tuple(_name(text, at) for at, section in self._symbols if section == 0 and at)

    @cached_property
    def imported(self) -> frozenset[str]:
        """The same names, to look one up."""
        return frozenset(self.imports)

    @cached_property
    def exports(self) -> tuple[str, ...]:
        """Names of the dynamic symbols that it defines, in the table's order."""
        text = self._strings
        return tuple(_name(text, at) for at, section in self._symbols if section and at)

    def exports_ending(self, *ends: bytes) -> tuple[str, ...]:
        """Return the exports that end so, whatever their case; their names are only read where there is such an end."""
        text = self._strings.lower() + b"\0"
        places: set[int] = set()  # where such a name may begin: it may be the end of a longer one
        for end in ends:
            at = text.find(end + b"\0")
            while at >= 0:
                if len(places) > MOST_PLACES:
                    return self.exports
                places.update(range(max(text.rfind(b"\0", 0, at) + 1, at - MOST_NAME), at + len(end)))
                at = text.find(end + b"\0", at + 1)
        text = self._strings
        return tuple(_name(text, at) for at, section in self._symbols if section and at in places) if places else ()

    # --- symbol versions -----------------------------------------------------------------------------------------

    @cached_property
    def version_needs(self) -> tuple[tuple[str, str], ...]:
        """(library, symbol version) that it asks for."""
        found: list[tuple[str, str]] = []
        for at, head in self._chain(VERNEED, VERNEEDNUM, "HHIII", 4):
            library, inner = _name(self._strings, head[2]), at + head[3]
            for _ in range(min(head[1], MOST_VERSIONS)):
                row = self._row(inner, "IHHII")
                if row is None or len(found) >= MOST_VERSIONS:
                    return tuple(found)
                found.append((library, _name(self._strings, row[3])))
                if not row[4]:
                    break
                inner += row[4]
        return tuple(found)

    @cached_property
    def version_definitions(self) -> tuple[str, ...]:
        """Symbol versions that it defines, its own base name left out."""
        found = []
        for at, head in self._chain(VERDEF, VERDEFNUM, "HHHHIII", 6):
            row = self._row(at + head[5], "II")
            if row is not None and not head[1] & 1:
                found.append(_name(self._strings, row[0]))
        return tuple(found)

    def _chain(self, tag: int, count: int, layout: str, following: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield (offset, fields) of the entries of a chained table; field `following` is the distance to the next."""
        at = self._at(tag)
        for _ in range(min(self.tag(count) or 0, MOST_VERSIONS)):
            row = None if at is None else self._row(at, layout)
            if at is None or row is None:
                return
            yield at, row
            if not row[following]:
                return
            at += row[following]

    def _row(self, at: int, layout: str) -> tuple[int, ...] | None:
        size = struct.calcsize(self.order + layout)
        data = self.content.read(at, size)
        return struct.unpack(self.order + layout, data) if len(data) == size else None

    # --- notes ---------------------------------------------------------------------------------------------------

    @cached_property
    def comments(self) -> tuple[str, ...]:
        """Texts of `.comment`: what the compilers and linkers wrote of themselves."""
        parts = self.section(".comment")[:MOST_NOTE].split(b"\0")
        return tuple(dict.fromkeys(part.decode("utf-8", "backslashreplace") for part in parts if part.strip()))

    @cached_property
    def build_id(self) -> str:
        """Its build identifier in hexadecimal, or empty."""
        for it in self.segments:
            if it.kind != NOTE:
                continue
            data, at = self.content.read(it.offset, min(it.size, MOST_NOTE)), 0
            while at + 12 <= len(data):
                name, size, kind = struct.unpack_from(self.order + "III", data, at)
                begin = at + 12 + -(-name // 4) * 4
                if kind == BUILD_ID and data[at + 12 : at + 16] == b"GNU\0" and 0 < size <= 64:
                    return data[begin : begin + size].hex()
                at = begin + -(-size // 4) * 4
        return ""


def _name(text: bytes, at: int) -> str:
    end = text.find(b"\0", at, at + MOST_NAME)
    return text[at : end if end >= 0 else at + MOST_NAME].decode("utf-8", "backslashreplace")


def elf_of(file: Visited) -> Elf | None:
    """Return a file's ELF facts, read once for all sources that ask during its visit; None where it has no header."""
    if "elf" not in file.shared:
        try:
            file.shared["elf"] = Elf(file.content)
        except NotElf:
            file.shared["elf"] = None
    found = file.shared["elf"]
    return found if isinstance(found, Elf) else None
