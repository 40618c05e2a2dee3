"""Finds calls of a library's functions without disassembly: a program goes in, (address, name) come out."""

import re
import struct
from array import array
from collections.abc import Callable, Iterator

from cupel.inspect.code.imports import Imports
from cupel.inspect.code.program import Program, Segment
from cupel.inspect.code.references import MOST_CODE, words

MIPS_MOVE = frozenset({0x0040C825, 0x0040C821})
"""`move $t9, $v0`: how code that is not optimised calls, after `lw $v0, distance($gp)`."""
MIPS_NEAR = 10
"""Instructions within which that follows."""
X86_CALL = re.compile(rb"[\xe8\xe9](?=....)|\xff[\x15\x25](?=....)", re.DOTALL)


def calls(program: Program, imports: Imports) -> Iterator[tuple[int, str]]:
    """Yield (address of the call, name of the function), up to MOST_CODE bytes of code; a jump to a function, as the
    last deed of another, is a call of it too. Of MIPS: the places that load the function's address to call it."""
    finder = FINDERS.get(program.machine)
    left = MOST_CODE
    for segment in program.segments:
        if finder and segment.code and left > 0:
            code = program.content.read(segment.offset, min(segment.size, left))
            left -= len(code)
            yield from finder(program, segment, code, imports)


def _x86(program: Program, segment: Segment, code: bytes, imports: Imports) -> Iterator[tuple[int, str]]:
    stubs, slots, starts = imports.stubs, imports.slots, set(imports.stubs)
    for found in X86_CALL.finditer(code):
        at = found.start()
        near = len(found[0]) == 1
        number = struct.unpack_from("<i", code, found.end())[0]
        target = segment.address + found.end() + 4 + number
        if near:
            name = stubs.get(target)
        elif code[at + 1] == 0x15:
            name = slots.get(target if program.wide else number & 0xFFFFFFFF)
        else:
            name = None if any(segment.address + at - back in starts for back in (0, 1, 4, 5)) else slots.get(target)
        if name:
            yield segment.address + at, name


def _arm(program: Program, segment: Segment, code: bytes, imports: Imports) -> Iterator[tuple[int, str]]:
    if program.order == ">" or segment.address % 4:
        return
    stubs = imports.stubs
    for at, word in enumerate(words(code, "<")):
        if word & 0x0E000000 == 0x0A000000:  # b, bl; with the condition "never", blx
            distance = (word & 0xFFFFFF) - ((word & 0x800000) << 1)
            name = stubs.get(segment.address + at * 4 + 8 + distance * 4)
            if name:
                yield segment.address + at * 4, name
    halves = words(code, "<", "H")
    for at in range(len(halves) - 1):
        if halves[at] & 0xF800 == 0xF000:
            target = thumb_target(segment.address + at * 2, halves[at], halves[at + 1])
            name = stubs.get(target) if target is not None else None
            if name:
                yield segment.address + at * 2, name


def thumb_target(address: int, first: int, second: int) -> int | None:
    """Return where Thumb's `bl`, `blx` or `b.w` leads (ARM Architecture Reference Manual, BL and B, T4); else None."""
    if second & 0xC000 != 0xC000 and second & 0xD000 != 0x9000:
        return None
    sign = first >> 10 & 1
    one, two = 1 - (second >> 13 & 1 ^ sign), 1 - (second >> 11 & 1 ^ sign)
    number = (first & 0x3FF) << 12 | (second & 0x7FF) << 1 | two << 22 | one << 23
    number -= sign << 24
    switched = second & 0xD000 == 0xC000  # blx: the target is ARM code
    return ((address + 4) & ~3 if switched else address + 4) + number


def _arm64(program: Program, segment: Segment, code: bytes, imports: Imports) -> Iterator[tuple[int, str]]:
    stubs = imports.stubs
    for at, word in enumerate(words(code, "<") if program.order == "<" else array("I")):
        if word & 0x7C000000 == 0x14000000:  # b, bl
            distance = (word & 0x3FFFFFF) - ((word & 0x2000000) << 1)
            name = stubs.get(segment.address + (at + distance) * 4)
            if name:
                yield segment.address + at * 4, name


def _mips(program: Program, segment: Segment, code: bytes, imports: Imports) -> Iterator[tuple[int, str]]:
    if program.wide:
        return
    cells, stubs = imports.cells, imports.stubs
    numbers = words(code, program.order)
    for at, word in enumerate(numbers):
        name, kind = None, word & 0xFFFF0000
        if kind == 0x8F990000 or (kind == 0x8F820000 and MIPS_MOVE.intersection(numbers[at + 1 : at + MIPS_NEAR])):
            # lw $t9, distance($gp)
            name = cells.get(imports.gp + (word & 0xFFFF) - ((word & 0x8000) << 1))
        elif word & 0xF8000000 == 0x08000000:  # j, jal
            name = stubs.get((segment.address + at * 4) & 0xF0000000 | (word & 0x3FFFFFF) << 2)
        if name:
            yield segment.address + at * 4, name


FINDERS: dict[str, Callable[[Program, Segment, bytes, Imports], Iterator[tuple[int, str]]]] = {
    "x86-64": _x86, "x86": _x86, "arm64": _arm64, "arm": _arm, "mips": _mips,
}  # fmt: skip
"""How each processor's code calls."""
