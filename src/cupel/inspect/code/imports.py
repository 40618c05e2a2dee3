"""Names what a program calls outside of itself: its relocations and stubs go in; address -> name comes out."""

import re
import struct
from collections import Counter
from dataclasses import dataclass, field

from cupel.inspect.code.program import PLTGOT, Program

JMPREL, PLTRELSZ, RELA, RELASZ, REL, RELSZ, PLTREL = 23, 2, 7, 8, 17, 18, 20
MIPS_LOCAL, MIPS_GOTSYM = 0x7000000A, 0x70000013
MIPS_GP = 0x7FF0
"""The global pointer of MIPS points so far into its table of addresses (System V ABI, MIPS supplement)."""
MOST_RELOCATIONS = 200_000
MOST_CODE = 16 << 20


@dataclass(slots=True)
class Imports:
    """What leads out of a program, and what its loader fills in."""

    stubs: dict[int, str] = field(default_factory=dict)
    """Address of a stub in the code -> the function that it jumps to."""
    slots: dict[int, str] = field(default_factory=dict)
    """Address that the loader fills with the address of a function or variable -> its name."""
    fixed: dict[int, int] = field(default_factory=dict)
    """Address that the loader fills with an address in the program itself -> that address."""
    gp: int = 0
    """MIPS: what the global pointer holds."""


def imports_of(program: Program) -> Imports:
    """Read relocations and stubs (System V ABI and its processor supplements)."""
    found = Imports()
    symbols = list(program.symbols())
    names = ["", *(symbol.name for symbol in symbols)]
    # an import has an address too where the program takes it: that of its stub
    values = [0, *(symbol.address if symbol.defined else 0 for symbol in symbols)]
    found.stubs |= {symbol.address: symbol.name for symbol in symbols if symbol.address and not symbol.defined}
    for table, size, addends in _tables(program):
        data = program.at(table, min(size, MOST_RELOCATIONS * 24))
        _relocations(program, data, addends, names, values, found)
    if program.machine == "mips" and PLTGOT in program.dynamic:
        _mips(program, names, values, found)
    for segment in program.segments:
        if segment.code:
            code = program.content.read(segment.offset, min(segment.size, MOST_CODE))
            stubs = STUBS.get(program.machine)
            if stubs and found.slots:
                stubs(program, segment.address, code, found)
    return found


def _tables(program: Program) -> list[tuple[int, int, bool]]:
    it = program.dynamic
    return [
        (it.get(JMPREL, 0), it.get(PLTRELSZ, 0), it.get(PLTREL) == RELA),
        (it.get(RELA, 0), it.get(RELASZ, 0), True),
        (it.get(REL, 0), it.get(RELSZ, 0), False),
    ]


def _relocations(
    program: Program, data: bytes, addends: bool, names: list[str], values: list[int], found: Imports
) -> None:
    word = "Q" if program.wide else "I"
    layout = struct.Struct(f"{program.order}{word}{word}{word.lower() if addends else ''}")
    for row in layout.iter_unpack(data[: len(data) // layout.size * layout.size]):
        symbol = row[1] >> (32 if program.wide else 8)
        if 0 < symbol < len(names) and values[symbol] == 0:
            found.slots[row[0]] = names[symbol]
        elif 0 < symbol < len(names):
            found.fixed[row[0]] = values[symbol] + (row[2] if addends else 0)
        elif addends and row[2]:
            found.fixed[row[0]] = row[2] & 0xFFFFFFFFFFFFFFFF
        elif (held := program.pointer(row[0])) is not None:
            found.fixed[row[0]] = held


def _mips(program: Program, names: list[str], values: list[int], found: Imports) -> None:
    """The table of addresses: local entries first, then one for each symbol from MIPS_GOTSYM on."""
    table, local = program.dynamic[PLTGOT], program.dynamic.get(MIPS_LOCAL, 0)
    first = program.dynamic.get(MIPS_GOTSYM, len(names))
    found.gp = table + MIPS_GP
    for number in range(min(local, MOST_RELOCATIONS)):
        held = program.pointer(table + 4 * number)
        if held is None:
            break
        found.fixed.setdefault(table + 4 * number, held)
    for symbol in range(first, len(names)):
        slot = table + 4 * (local + symbol - first)
        if values[symbol] and not _is_stub(program, values[symbol]):
            found.fixed[slot] = values[symbol]
        else:
            found.slots[slot] = names[symbol]


def _is_stub(program: Program, address: int) -> bool:
    """Tell a stub of lazy binding: `lw t9, 0x8010(gp)` first."""
    return program.at(address, 4) == struct.pack(f"{program.order}I", 0x8F998010)


def _x86_64(program: Program, start: int, code: bytes, found: Imports) -> None:  # noqa: ARG001 - as the others
    for jump in re.finditer(rb"\xff\x25", code):
        at = jump.start()
        if at + 6 <= len(code):
            slot = start + at + 6 + struct.unpack_from("<i", code, at + 2)[0]
            if name := found.slots.get(slot):
                for before in (at, at - 1, at - 4, at - 5):
                    found.stubs.setdefault(start + before, name)
                found.stubs[start + at] = name


def _x86(program: Program, start: int, code: bytes, found: Imports) -> None:
    for jump in re.finditer(rb"\xff[\x25\xa3]", code):
        at = jump.start()
        if at + 6 <= len(code):
            slot = struct.unpack_from("<I", code, at + 2)[0]
            if code[at + 1] == 0xA3:
                slot = (slot + program.dynamic.get(PLTGOT, 0)) & 0xFFFFFFFF
            if name := found.slots.get(slot):
                found.stubs[start + at] = name
                found.stubs.setdefault(start + at - 4, name)


def _arm64(program: Program, start: int, code: bytes, found: Imports) -> None:  # noqa: ARG001 - as the others
    words = memoryview(code[: len(code) // 4 * 4]).cast("I")
    for at in range(len(words) - 1):
        word, following = words[at], words[at + 1]
        if word & 0x9F00001F == 0x90000010 and following & 0xFFC003FF == 0xF9400211:
            pages = (word >> 5 & 0x7FFFF) << 2 | word >> 29 & 3
            pages -= (pages & 1 << 20) << 1
            slot = ((start + at * 4 >> 12) + pages << 12) + (following >> 10 & 0xFFF) * 8
            if name := found.slots.get(slot):
                found.stubs[start + at * 4] = name
                found.stubs.setdefault(start + at * 4 - 4, name)


def _arm(program: Program, start: int, code: bytes, found: Imports) -> None:  # noqa: ARG001 - as the others
    words = memoryview(code[: len(code) // 4 * 4]).cast("I")
    for at in range(len(words) - 2):
        if words[at] & 0xFFFFF000 != 0xE28FC000:
            continue
        place, slot = start + at * 4, start + at * 4 + 8 + _rotated(words[at])
        for word in words[at + 1 : at + 4]:
            if word & 0xFFFFF000 == 0xE28CC000:
                slot += _rotated(word)
            elif word & 0xFFFFF000 == 0xE5BCF000:
                if name := found.slots.get(slot + (word & 0xFFF) & 0xFFFFFFFF):
                    found.stubs[place] = name
                    found.stubs.setdefault(place - 4, name)  # Thumb's way in: bx pc; nop
                break


def _rotated(word: int) -> int:
    turn, value = (word >> 8 & 15) * 2, word & 0xFF
    return (value >> turn | value << 32 - turn) & 0xFFFFFFFF


def _mips_plt(program: Program, start: int, code: bytes, found: Imports) -> None:
    words = struct.unpack(f"{program.order}{len(code) // 4}I", code[: len(code) // 4 * 4])
    for at in range(len(words) - 1):
        if words[at] & 0xFFFF0000 == 0x3C0F0000 and words[at + 1] & 0xFFFF0000 == 0x8DF90000:
            slot = ((words[at] & 0xFFFF) << 16) + _signed(words[at + 1]) & 0xFFFFFFFF
            if name := found.slots.get(slot):
                found.stubs[start + at * 4] = name


def _powerpc(program: Program, start: int, code: bytes, found: Imports) -> None:  # noqa: ARG001 - as the others
    """`lis; lwz r11; mtctr r11; bctr`, or from r30, whose value is guessed: the one that most stubs agree on."""
    words = struct.unpack(f">{len(code) // 4}I", code[: len(code) // 4 * 4])
    from_r30: list[tuple[int, int]] = []
    for at in range(len(words) - 3):
        if words[at + 2] == 0x7D6903A6 and words[at + 3] == 0x4E800420 and words[at + 1] & 0xFFFF0000 == 0x816B0000:
            high, low = words[at], _signed(words[at + 1])
            if high & 0xFFFF0000 == 0x3D600000:
                if name := found.slots.get(((high & 0xFFFF) << 16) + low & 0xFFFFFFFF):
                    found.stubs[start + at * 4] = name
            elif high & 0xFFFF0000 == 0x3D7E0000:
                from_r30.append((start + at * 4, (_signed(high) << 16) + low))
        elif words[at + 1] == 0x7D6903A6 and words[at + 2] == 0x4E800420 and words[at] & 0xFFFF0000 == 0x817E0000:
            from_r30.append((start + at * 4, _signed(words[at])))
    votes = Counter(slot - distance for slot in list(found.slots)[:2000] for _, distance in from_r30[:500])
    bases = [base for base, count in votes.most_common(4) if count > 1]
    for base in reversed(bases):
        for place, distance in from_r30:
            if name := found.slots.get(base + distance & 0xFFFFFFFF):
                found.stubs[place] = name


def _signed(word: int) -> int:
    low = word & 0xFFFF
    return low - 0x10000 if low & 0x8000 else low


STUBS = {
    "x86-64": _x86_64, "x86": _x86, "arm64": _arm64, "arm": _arm, "mips": _mips_plt, "powerpc": _powerpc,
}  # fmt: skip
"""How each processor's stubs look."""
