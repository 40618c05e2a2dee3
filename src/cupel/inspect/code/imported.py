"""Tells by which addresses a program calls its libraries' functions: a program goes in; address -> name comes out.

Layouts: the System V ABI's supplements for each processor, 'Procedure Linkage Table' and 'Global Offset Table'; the
stubs are those that GNU ld, gold and LLVM's lld write. No section header is needed.
"""

import re
import struct
from collections.abc import Iterator
from functools import cached_property

from cupel.inspect.code.program import MIPS_LOCAL, PLTGOT, Program, Segment, Symbol
from cupel.inspect.code.references import GP_OFFSET, MOST_CODE

PLTRELSZ, PLTREL, JMPREL = 2, 20, 23
RELA, RELASZ, REL, RELSZ = 7, 8, 17, 18
MIPS_FIRST = 0x70000013
"""Tag that holds the number of the first symbol with a cell in the table of addresses."""
MOST_RELOCATIONS = 200_000
X86_JUMP = re.compile(rb"\xff[\x25\xa3](?=....)", re.DOTALL)
X86_LANDING = (b"", b"\xf2", b"\xf3\x0f\x1e\xfa", b"\xf3\x0f\x1e\xfa\xf2", b"\xf3\x0f\x1e\xfb")
"""What may stand before the jump of a stub: a prefix, `endbr64`, `endbr32`."""
ARM_STUB = re.compile(
    rb"(.[\xc0-\xcf]\x8f\xe2)(.[\xc0-\xcf]\x8c\xe2)(.[\xc0-\xcf]\x8c\xe2)?(.[\xf0-\xff]\xbc\xe5)", re.DOTALL
)
ARM_THUMB_ENTRY = (b"\x78\x47\xc0\x46", b"\x78\x47\xfd\xe7")
"""`bx pc` with what fills up the word: how Thumb code enters a stub of ARM code."""
ARM64_STUB = re.compile(rb"[\x10\x30\x50\x70\x90\xb0\xd0\xf0]..[\x90\xb0\xd0\xf0]\x11.[\x40-\x7f]\xf9", re.DOTALL)
ARM64_LANDING = b"\x5f\x24\x03\xd5"
MIPS_STUB = {
    "<": re.compile(rb"(..)\x0f\x3c(..)\xf9\x8d", re.DOTALL),
    ">": re.compile(rb"\x3c\x0f(..)\x8d\xf9(..)", re.DOTALL),
}
"""`lui $t7, high; lw $t9, low($t7)`: the linkage table of code at a fixed place."""


class Imported:
    """The functions that a program takes from libraries."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._symbols: tuple[Symbol, ...] = tuple(program.symbols())

    @cached_property
    def slots(self) -> dict[int, str]:
        """Address of the cell into which the loader writes a function's address -> its name."""
        table = self._program.dynamic
        pairs = (
            (table.get(JMPREL), table.get(PLTRELSZ, 0), table.get(PLTREL) == RELA),
            (table.get(RELA), table.get(RELASZ, 0), True),
            (table.get(REL), table.get(RELSZ, 0), False),
        )
        found = {}
        for address, size, addend in pairs:
            if address is not None:
                for place, number in self._relocations(address, size, addend):
                    if 0 < number <= len(self._symbols) and not self._symbols[number - 1].defined:
                        found[place] = self._symbols[number - 1].name
        return found

    def _relocations(self, address: int, size: int, addend: bool) -> Iterator[tuple[int, int]]:
        word = self._program.word
        width = word * (3 if addend else 2)
        data = self._program.at(address, min(size, MOST_RELOCATIONS * width))
        layout = struct.Struct(self._program.order + ("Q" if word == 8 else "I") * (width // word))
        for row in layout.iter_unpack(data[: len(data) // width * width]):
            yield row[0], row[1] >> (32 if word == 8 else 8)

    @cached_property
    def offsets(self) -> dict[int, str]:
        """Of MIPS: distance from the global pointer -> name of the function, imported or its own, whose address is
        in that cell of the table of addresses."""
        table = self._program.dynamic
        first, local = table.get(MIPS_FIRST), table.get(MIPS_LOCAL)
        if self._program.machine != "mips" or self._program.wide or not first or local is None:
            return {}
        names = (symbol.name for symbol in self._symbols[first - 1 :])
        return {(local + number) * 4 - GP_OFFSET: name for number, name in enumerate(names)}

    @cached_property
    def stubs(self) -> dict[int, str]:
        """Address of the stub that code calls -> name of the function that it leads to."""
        found: dict[int, str] = {}
        finder = {"x86": _x86, "x86-64": _x86, "arm": _arm, "arm64": _arm64, "mips": _mips}.get(self._program.machine)
        left = MOST_CODE
        for segment in self._program.segments:
            if finder and segment.code and left > 0 and self.slots:
                code = self._program.content.read(segment.offset, min(segment.size, left))
                left -= len(code)
                for start, slot in finder(self._program, segment, code):
                    if slot in self.slots:
                        found.setdefault(start, self.slots[slot])
        return found


def _x86(program: Program, segment: Segment, code: bytes) -> Iterator[tuple[int, int]]:
    table = program.dynamic.get(PLTGOT, 0)
    for match in X86_JUMP.finditer(code):
        at = match.start()
        number = struct.unpack_from("<i", code, at + 2)[0]
        if program.wide:
            slot = segment.address + at + 6 + number
        else:
            slot = table + number if code[at + 1] == 0xA3 else number & 0xFFFFFFFF
        for before in X86_LANDING:
            if code.endswith(before, 0, at):
                yield segment.address + at - len(before), slot


def _arm(_: Program, segment: Segment, code: bytes) -> Iterator[tuple[int, int]]:
    for match in ARM_STUB.finditer(code):
        at = match.start()
        slot = segment.address + at + 8
        for part in match.groups()[:3]:
            slot += _rotated(int.from_bytes(part, "little") & 0xFFF) if part else 0
        slot += int.from_bytes(match[4], "little") & 0xFFF
        yield segment.address + at, slot & 0xFFFFFFFF
        if code.endswith(ARM_THUMB_ENTRY, 0, at):
            yield segment.address + at - 4, slot & 0xFFFFFFFF


def _rotated(field: int) -> int:
    """Return the number that ARM's 12 bits stand for (ARM Architecture Reference Manual, 'Modified immediate')."""
    turn, low = field >> 8 << 1, field & 0xFF
    return (low >> turn | low << (32 - turn)) & 0xFFFFFFFF


def _arm64(_: Program, segment: Segment, code: bytes) -> Iterator[tuple[int, int]]:
    for match in ARM64_STUB.finditer(code):
        at = match.start()
        page, load = struct.unpack_from("<II", code, at)
        pages = (page >> 5 & 0x7FFFF) << 2 | page >> 29 & 3
        pages -= (pages & 1 << 20) << 1
        here = segment.address + at
        slot = ((here >> 12) + pages << 12) + (load >> 10 & 0xFFF) * 8
        yield here, slot
        if code.endswith(ARM64_LANDING, 0, at):
            yield here - 4, slot


def _mips(program: Program, segment: Segment, code: bytes) -> Iterator[tuple[int, int]]:
    for match in MIPS_STUB[program.order].finditer(code):
        high, low = (
            struct.unpack(program.order + kind, part)[0] for kind, part in zip("Hh", match.groups(), strict=True)
        )
        yield segment.address + match.start(), (high << 16) + low & 0xFFFFFFFF
