"""Finds the code that uses an address: a program and an address go in; places in the code come out."""

import re
import struct
import sys
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from cupel.inspect.code.program import PLTGOT, Program, Segment

MOST_CODE = 8 << 20
"""Bytes of code that are searched."""
PAIRED = 64
"""Bytes within which the second instruction of a pair follows the first."""
GP_OFFSET = 0x7FF0
"""The global pointer of MIPS points so far into its table of addresses (System V ABI, MIPS supplement)."""
X86_LEA = re.compile(rb"[\x48\x4c]\x8d[\x05\x0d\x15\x1d\x25\x2d\x35\x3d]")
THUMB_ADD_PC = re.compile(rb"[\x78-\x7f]\x44|[\xf8-\xff]\x44")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the code."""

    address: int
    """Address of the instruction."""
    thumb: bool = False
    """Whether it is of ARM's short instruction set."""


def references(program: Program, address: int) -> Iterator[Place]:
    """Yield the places that load an address, for processors of FINDERS; none for others."""
    finder = FINDERS.get(program.machine)
    left = MOST_CODE
    for segment in program.segments:
        if finder and segment.code and left > 0:
            code = program.content.read(segment.offset, min(segment.size, left))
            left -= len(code)
            yield from finder(program, segment, code, address)


def _x86_64(_: Program, segment: Segment, code: bytes, address: int) -> Iterator[Place]:
    """`lea register, [rip + distance]`, and the address itself in programs of a fixed place."""
    for found in X86_LEA.finditer(code):
        at = found.end()
        if at + 4 <= len(code):
            distance = struct.unpack_from("<i", code, at)[0]
            if segment.address + at + 4 + distance == address:
                yield Place(segment.address + found.start())
    if address < 1 << 32:
        yield from _number(segment, code, address)


def _x86(program: Program, segment: Segment, code: bytes, address: int) -> Iterator[Place]:
    """The address itself, or its distance from the table of addresses, which position-independent code counts from."""
    yield from _number(segment, code, address)
    if PLTGOT in program.dynamic:
        yield from _number(segment, code, address - program.dynamic[PLTGOT])


def _number(segment: Segment, code: bytes, number: int) -> Iterator[Place]:
    wanted, at = struct.pack("<I", number % (1 << 32)), -1
    while (at := code.find(wanted, at + 1)) >= 0:
        yield Place(segment.address + at + 4)  # the end of the instruction that holds it


def _arm64(program: Program, segment: Segment, code: bytes, address: int) -> Iterator[Place]:
    """`adrp` of the page, then `add` of the rest."""
    low = 0x91000000 | (address & 0xFFF) << 10
    numbers = words(code, "<") if program.order == "<" else array("I")
    for at, word in enumerate(numbers):
        if word & 0x9F000000 != 0x90000000:
            continue
        pages = (word >> 5 & 0x7FFFF) << 2 | word >> 29 & 3
        pages -= (pages & 1 << 20) << 1
        place = segment.address + at * 4
        if (place >> 12) + pages != address >> 12:
            continue
        for later in numbers[at + 1 : at + PAIRED // 4]:
            if later & 0xFFFFFFE0 == low | (word & 31) << 5:
                yield Place(place)
                break


def _arm(program: Program, segment: Segment, code: bytes, address: int) -> Iterator[Place]:
    """A distance from between the code, added to the program counter, or the address itself: loaded from between the
    code, or in two halves by `movw` and `movt`.
    """
    if program.order == ">" or segment.address % 4:
        return
    for found in THUMB_ADD_PC.finditer(code):
        at = found.start()
        if at % 2 == 0 and address - (segment.address + at + 4) in _loaded_thumb(
            code, at, code[at] & 7 | code[at] >> 4 & 8
        ):
            yield Place(segment.address + at, True)
    low, high = (half << 4 & 0xF0000 | half & 0xFFF for half in (address & 0xFFFF, address >> 16))
    numbers = words(code, "<")
    for at, word in enumerate(numbers):
        kind, register = word & 0xFFFF0000, word & 0xF000
        if word & 0x0FFF0FF0 == 0x008F0000:  # add rD, pc, rM
            there = address - (segment.address + at * 4 + 8) in _loaded(code, at * 4, word & 15)
        elif kind == 0xE59F0000:  # ldr rT, [pc, #distance]
            there = address in _literal(code, at * 4 + 8 + (word & 0xFFF))
        else:
            there = (
                word == 0xE3000000 | register | low and 0xE3400000 | register | high in numbers[at : at + PAIRED // 4]
            )
        if there:
            yield Place(segment.address + at * 4)
    yield from _thumb_absolute(segment, code, address)


def _thumb_absolute(segment: Segment, code: bytes, address: int) -> Iterator[Place]:
    halves = words(code, "<", "H")
    for at in range(len(halves) - 1):
        first, second = halves[at], halves[at + 1]
        base = (at * 2 & ~3) + 4
        if first >> 11 == 0b01001:
            there = address in _literal(code, base + (first & 0xFF) * 4)
        elif first == 0xF8DF:
            there = address in _literal(code, base + (second & 0xFFF))
        elif first & 0xFBF0 == 0xF240 and _half(first, second) == address & 0xFFFF:
            later = zip(halves[at + 2 : at + PAIRED // 2], halves[at + 3 : at + PAIRED // 2 + 1], strict=False)
            there = any(
                f & 0xFBF0 == 0xF2C0 and (s ^ second) & 0xF00 == 0 and _half(f, s) == address >> 16 for f, s in later
            )
        else:
            continue
        if there:
            yield Place(segment.address + at * 2, True)


def _half(first: int, second: int) -> int:
    """Return the 16-bit number of Thumb's `movw` or `movt` (ARM Architecture Reference Manual, encoding T3)."""
    return (first & 15) << 12 | (first >> 10 & 1) << 11 | (second >> 12 & 7) << 8 | second & 0xFF


def _loaded_thumb(code: bytes, at: int, register: int) -> Iterator[int]:
    """Yield the literals that the instructions before `at` may have loaded into a register."""
    for back in range(2, PAIRED + 1, 2):
        start = at - back
        if start < 0:
            return
        half, second = struct.unpack_from("<HH", code, start)
        base = (start & ~3) + 4
        if half & 0xFF00 == 0x4800 | register << 8:
            yield from _literal(code, base + (half & 0xFF) * 4)
        if half == 0xF8DF and second >> 12 == register:
            yield from _literal(code, base + (second & 0xFFF))


def _loaded(code: bytes, at: int, register: int) -> Iterator[int]:
    for back in range(4, PAIRED + 1, 4):
        if at < back:
            return
        word = struct.unpack_from("<I", code, at - back)[0]
        if word & 0x0FFFF000 == 0x059F0000 | register << 12:
            yield from _literal(code, at - back + 8 + (word & 0xFFF))


def _literal(code: bytes, at: int) -> Iterator[int]:
    if at + 4 <= len(code):
        yield struct.unpack_from("<i", code, at)[0]


def _mips(program: Program, segment: Segment, code: bytes, address: int) -> Iterator[Place]:
    """`lw` of the page from the table of addresses, or `lui`, then `addiu` of the rest."""
    if program.wide:
        return
    low, page = address & 0xFFFF, (address + 0x8000) & 0xFFFF0000
    starts = {0x3C000000 | page >> 16}  # lui rT
    table = program.dynamic.get(PLTGOT)
    if table is not None:
        for at, value in enumerate(words(program.at(table, 1 << 16), program.order)):
            if value == page:
                starts.add(0x8F800000 | (at * 4 - GP_OFFSET) & 0xFFFF)  # lw rT, at(gp)
    numbers = words(code, program.order)
    for at, word in enumerate(numbers):
        if word & 0xFFE0FFFF not in starts:
            continue
        register = word >> 16 & 31
        for later in numbers[at + 1 : at + PAIRED // 4]:
            if later & 0xFFE0FFFF == 0x24000000 | register << 21 | low:
                yield Place(segment.address + at * 4)
                break


def words(code: bytes, order: str, kind: Literal["H", "I"] = "I") -> "array[int]":
    """Return the code as numbers of 16 (`H`) or 32 bits (`I`); an odd rest is left out."""
    size = 2 if kind == "H" else 4
    found = array(kind, code[: len(code) // size * size])
    if (order == "<") != (sys.byteorder == "little"):
        found.byteswap()
    return found


FINDERS: dict[str, Callable[[Program, Segment, bytes, int], Iterator[Place]]] = {
    "x86-64": _x86_64, "x86": _x86, "arm64": _arm64, "arm": _arm, "mips": _mips,
}  # fmt: skip
"""How each processor's code names an address."""
