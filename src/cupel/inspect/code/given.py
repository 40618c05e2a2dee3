"""Reads the third argument that calls of one import are given: a program and a name go in, constants come out.

By the bits of the instructions before the call (and, of MIPS, around it) and without disassembly: what is not put there
as a constant nearby is None. Encodings: the processors' architecture manuals.
"""

import re
import struct
from collections.abc import Callable, Iterator, Sequence

from cupel.inspect.code.calls import thumb_target
from cupel.inspect.code.imports import Imports
from cupel.inspect.code.program import Program, Segment
from cupel.inspect.code.references import words

MOST_CODE = 256 << 10
"""Bytes of code that are searched; of a larger program nothing is told."""
NEAR = 14
"""Instructions before a call in which the constant is looked for."""
MOST_CALLS = 50
_X86_CALL = re.compile(rb"\xe8(....)|\xff\x15(....)", re.DOTALL)
_EDX = re.compile(rb"\xba(..\0\0)", re.DOTALL)
_ON_STACK = re.compile(rb"\xc7\x44\x24\x08(..\0\0)", re.DOTALL)
_ARM_BRANCH = bytes(condition << 4 | link for condition in range(16) for link in (0xA, 0xB))
"""Upper byte of `b` and `bl`, under each condition."""
_PUSHED = re.compile(rb"\x6a(.)", re.DOTALL)


def third_arguments(program: Program, name: str) -> Iterator[int | None]:
    """Yield, for each call of the import `name` that is seen, its third argument where that is a constant."""
    reader = {"mips": _mips, "arm": _arm, "arm64": _arm64, "x86-64": _x86, "x86": _x86}.get(program.machine)
    code = [it for it in program.segments if it.code]
    if reader is None or sum(it.size for it in code) > MOST_CODE:
        return
    imports, count = Imports(program), 0
    for segment in code:
        for value in reader(program, segment, program.content.read(segment.offset, segment.size), imports, name):
            yield value
            count += 1
            if count >= MOST_CALLS:
                return


def _stubs(imports: Imports, name: str) -> list[int]:
    return [address for address, held in imports.stubs.items() if held == name]


def _mips(program: Program, segment: Segment, code: bytes, imports: Imports, name: str) -> Iterator[int | None]:
    """`lw $t9, distance($gp)` ... `jalr $t9` and the slot behind it, in which the argument is often put."""
    if program.wide or segment.address % 4:
        return
    numbers = words(code, program.order)
    for cell in (place for place, held in imports.cells.items() if held == name):
        for at in _places(code, program.order, 0x8F990000 | (cell - imports.gp) & 0xFFFF):
            jump = next((i for i in range(at, min(at + 24, len(numbers))) if _is_jalr(numbers[i])), None)
            yield _mips_constant(numbers, jump) if jump is not None else None
    for stub in _stubs(imports, name):
        for at in _places(code, program.order, stub >> 2 & 0x3FFFFFF | 0x0C000000):
            yield _mips_constant(numbers, at)


def _places(code: bytes, order: str, word: int) -> Iterator[int]:
    """Yield the number of each instruction that is `word`."""
    wanted, at = struct.pack(f"{order}I", word), -1
    while (at := code.find(wanted, at + 1)) >= 0:
        if at % 4 == 0:
            yield at // 4


def _is_jalr(word: int) -> bool:
    return word & 0xFFFF003F in (0x03200009, 0x03200008)  # jalr $t9, jr $t9


def _mips_constant(numbers: Sequence[int], jump: int) -> int | None:
    for at in range(min(jump + 1, len(numbers) - 1), max(jump - NEAR, -1), -1):
        word = numbers[at]
        kind = word >> 26
        if at < jump and (_is_jalr(word) or kind == 3):
            return None  # another call, which leaves nothing in the register
        if word & 0xFFFF0000 in (0x24060000, 0x34060000):  # li $a2
            return word & 0xFFFF
        if (8 <= kind <= 15 or 0x20 <= kind <= 0x26) and word >> 16 & 31 == 6:
            return None
        if kind == 0 and word >> 11 & 31 == 6:
            return None
    return None


def _arm(program: Program, segment: Segment, code: bytes, imports: Imports, name: str) -> Iterator[int | None]:
    if program.order == ">" or segment.address % 4:
        return
    numbers, halves = words(code, "<"), words(code, "<", "H")
    for stub in _stubs(imports, name):
        distance = stub - segment.address - 8 >> 2
        for at in _branches(code, distance, 4, 16, lambda high: (bytes([high & 0xFF]), _ARM_BRANCH)):
            if (numbers[at] + at - distance) & 0xFFFFFF == 0:
                yield _arm_constant(numbers, at)
        for at in _branches(code, stub - segment.address - 4 >> 1, 2, 11, _thumb_half):
            if at + 1 < len(halves) and thumb_target(segment.address + at * 2, halves[at], halves[at + 1]) == stub:
                yield _thumb_constant(halves, at)


def _thumb_half(high: int) -> tuple[bytes, bytes]:
    low, above = struct.pack("<H", 0xF000 | high & 0x7FF)
    return bytes([low]), bytes([above])


def _branches(
    code: bytes, distance: int, unit: int, low: int, upper: Callable[[int], tuple[bytes, bytes]]
) -> Iterator[int]:
    """Yield the number of each instruction that may branch to a place `distance` instructions of `unit` bytes on.

    All but the `low` lowest bits of a branch are the same for a long run of instructions: the two bytes that hold them,
    the last of a unit, are searched for. `upper` gives the first of them, and those that the second may be.
    """
    at = 0
    while at * unit < len(code):
        first, second = upper(distance - at >> low)
        end = at + (distance - at & (1 << low) - 1) + 1
        pattern = re.compile(re.escape(first) + rb"(?=[" + re.escape(second) + rb"])", re.DOTALL)
        for found in pattern.finditer(code, at * unit, (end + 1) * unit):  # blx counts from a word: one further
            if found.start() % unit == unit - 2:
                yield found.start() // unit
        at = end


def _arm_constant(numbers: Sequence[int], call: int) -> int | None:
    for at in range(call - 1, max(call - NEAR, -1), -1):
        word = numbers[at]
        if word & 0x0F000000 == 0x0B000000:
            return None
        if word & 0x0FFFFF00 == 0x03A02000:  # mov r2, #constant
            return word & 0xFF
        writes = word & 0x0C000000 == 0 or word & 0x0C100000 == 0x04100000
        if writes and word >> 12 & 15 == 2 and word & 0x0D900000 != 0x01100000:
            return None
    return None


def _thumb_constant(halves: Sequence[int], call: int) -> int | None:
    for at in range(call - 1, max(call - NEAR, -1), -1):
        half = halves[at]
        if half & 0xFF00 == 0x2200:  # movs r2, #constant
            return half & 0xFF
        if half & 0xF800 == 0xF000 or half & 0xFF87 == 0x4602 or half & 0xF807 == 0x6802:
            return None  # another call; mov r2, register; ldr r2
    return None


def _arm64(program: Program, segment: Segment, code: bytes, imports: Imports, name: str) -> Iterator[int | None]:
    if program.order == ">":
        return
    numbers = words(code, "<")
    for stub in _stubs(imports, name):
        distance = stub - segment.address >> 2
        for at in _branches(code, distance, 4, 16, _arm64_half):
            if (numbers[at] + at - distance) & 0x3FFFFFF == 0:
                yield _arm64_constant(numbers, at)


def _arm64_half(high: int) -> tuple[bytes, bytes]:
    return bytes([high & 0xFF]), bytes([0x14 | high >> 8 & 3, 0x94 | high >> 8 & 3])


def _arm64_constant(numbers: Sequence[int], call: int) -> int | None:
    for at in range(call - 1, max(call - NEAR, -1), -1):
        word = numbers[at]
        if word & 0xFC000000 == 0x94000000:
            return None
        if word & 0x7FE0001F == 0x52800002:  # mov w2, #constant
            return word >> 5 & 0xFFFF
        if word & 31 == 2 and word & 0x1C000000 in (0x10000000, 0x0C000000, 0x1C000000):
            return None  # it is computed
    return None


def _x86(program: Program, segment: Segment, code: bytes, imports: Imports, name: str) -> Iterator[int | None]:
    stubs = set(_stubs(imports, name))
    slots = {place for place, held in imports.slots.items() if held == name}
    for found in _X86_CALL.finditer(code):
        number = struct.unpack("<i", found[1] or found[2])[0]
        target = segment.address + found.end() + number
        there = target if program.wide or found[1] else number & 0xFFFFFFFF
        if there in (stubs if found[1] else slots):
            before = code[max(0, found.start() - 40) : found.start()]
            held = [*(_EDX if program.wide else _ON_STACK).finditer(before)]
            pushed = [] if program.wide or held else [*_PUSHED.finditer(before)]
            given = held or pushed
            yield int.from_bytes(given[-1][1], "little") if given else None
