"""Finds the stubs through which a program calls its libraries: code and filled cells go in; address -> name comes out.

Layouts: the System V ABI's processor supplements, 'Procedure Linkage Table'; the stubs are those that GNU ld, gold and
LLVM's lld write.
"""

import re
import struct
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from cupel.inspect.code.program import PLTGOT, Program, Segment
from cupel.inspect.code.references import words

MOST_CODE = 16 << 20
"""Bytes of code that are searched: lld writes the stubs behind the functions."""
X86_JUMP = re.compile(rb"\xff[\x25\xa3](?=....)", re.DOTALL)
X86_LANDING = (b"", b"\xf2", b"\xf3\x0f\x1e\xfa", b"\xf3\x0f\x1e\xfa\xf2", b"\xf3\x0f\x1e\xfb")
"""What may stand before the jump of a stub: a prefix, `endbr64`, `endbr32`."""
ARM_STUB = re.compile(
    rb"(.[\xc0-\xcf]\x8f\xe2)(.[\xc0-\xcf]\x8c\xe2)?(.[\xc0-\xcf]\x8c\xe2)?(.[\xf0-\xff]\xbc\xe5)", re.DOTALL
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
POWERPC_JUMP = (0x7D6903A6, 0x4E800420)
"""`mtctr r11; bctr`"""
MOST_VOTES = 2000, 500
"""Cells and stubs of PowerPC that are held against each other."""


def stubs_of(program: Program, slots: Mapping[int, str]) -> dict[int, str]:
    """Return the stubs by address. `slots`: address of a cell that the loader fills -> name of the import."""
    found: dict[int, str] = {}
    finder = FINDERS.get(program.machine)
    left = MOST_CODE
    for segment in program.segments:
        if finder and segment.code and left > 0 and slots:
            code = program.content.read(segment.offset, min(segment.size, left))
            left -= len(code)
            for start, slot in finder(program, segment, code, slots):
                if slot in slots:
                    found.setdefault(start, slots[slot])
    return found


def _x86(program: Program, segment: Segment, code: bytes, _: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    table = program.dynamic.get(PLTGOT, 0)
    for match in X86_JUMP.finditer(code):
        at = match.start()
        number = struct.unpack_from("<i", code, at + 2)[0]
        if program.wide:
            slot = segment.address + at + 6 + number
        else:
            slot = table + number & 0xFFFFFFFF if code[at + 1] == 0xA3 else number & 0xFFFFFFFF
        for before in X86_LANDING:
            if code.endswith(before, 0, at):
                yield segment.address + at - len(before), slot


def _arm(_: Program, segment: Segment, code: bytes, __: Mapping[int, str]) -> Iterator[tuple[int, int]]:
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


def _arm64(_: Program, segment: Segment, code: bytes, __: Mapping[int, str]) -> Iterator[tuple[int, int]]:
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


def _mips(program: Program, segment: Segment, code: bytes, _: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    for match in MIPS_STUB[program.order].finditer(code):
        high, low = (
            struct.unpack(program.order + kind, part)[0] for kind, part in zip("Hh", match.groups(), strict=True)
        )
        yield segment.address + match.start(), (high << 16) + low & 0xFFFFFFFF


def _powerpc(_: Program, segment: Segment, code: bytes, slots: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    """`lis; lwz r11; mtctr r11; bctr`, or from r30, whose value is guessed: the one that most stubs agree on."""
    numbers = words(code, ">")
    from_r30: list[tuple[int, int]] = []
    for at in range(len(numbers) - 3):
        one, two, three, four = numbers[at : at + 4]
        place = segment.address + at * 4
        if (three, four) == POWERPC_JUMP and two & 0xFFFF0000 == 0x816B0000:
            if one & 0xFFFF0000 == 0x3D600000:
                yield place, ((one & 0xFFFF) << 16) + _signed(two) & 0xFFFFFFFF
            elif one & 0xFFFF0000 == 0x3D7E0000:
                from_r30.append((place, (_signed(one) << 16) + _signed(two)))
        elif (two, three) == POWERPC_JUMP and one & 0xFFFF0000 == 0x817E0000:
            from_r30.append((place, _signed(one)))
    cells, stubs = list(slots)[: MOST_VOTES[0]], from_r30[: MOST_VOTES[1]]
    votes = Counter(slot - distance for slot in cells for _, distance in stubs)
    for base in [base for base, count in votes.most_common(4) if count > 1]:
        yield from ((place, base + distance & 0xFFFFFFFF) for place, distance in from_r30)


def _signed(word: int) -> int:
    low = word & 0xFFFF
    return low - 0x10000 if low & 0x8000 else low


FINDERS: dict[str, Callable[[Program, Segment, bytes, Mapping[int, str]], Iterator[tuple[int, int]]]] = {
    "x86-64": _x86, "x86": _x86, "arm64": _arm64, "arm": _arm, "mips": _mips, "powerpc": _powerpc,
}  # fmt: skip
"""How each processor's stubs look: yield (address of the stub, address of the cell that it jumps through)."""
