"""Marks that need disassembly: a program goes in; where its code has a number comes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from cupel.inspect.vulnerabilities.patch_test import CannotTell, Seen
from cupel.inspect.vulnerabilities.program import Program
from cupel.inspect.vulnerabilities.references import FINDERS, Place, references

MOST_PLACES = 16
"""Places where one text is used that are looked at."""
MOST_INSTRUCTIONS = 4000
"""Instructions read at one place."""
MOST_BYTES = 16 * MOST_INSTRUCTIONS
"""Bytes that hold them: the longest instruction has 15."""
IN_MEMORY = re.compile(r"\[[^\]]*\]|-?\w*\(\$\w+\)")
"""The part of an operand that is an address: a number in it is a distance, no constant."""
LITERAL = re.compile(r"\[pc(?:, #(-?(?:0x[0-9a-f]+|[0-9]+)))?\]")
NUMBER = re.compile(r"(?<![\w$])-?(?:0x[0-9a-f]+|[0-9]+)\b")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction."""

    address: int
    """Where it begins in memory."""
    operation: str
    """Its mnemonic."""
    operands: str
    """Its operands, as capstone writes them."""

    loaded: tuple[int, ...] = ()
    """The number that ARM's code loads from between the code: one that fits into no instruction."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The constants that it works with."""
        return (*(int(text, 0) for text in NUMBER.findall(IN_MEMORY.sub("", self.operands))), *self.loaded)


@dataclass(frozen=True, slots=True)
class Constant:
    """A number in the code of an exported function, or within so many bytes of where a text is used."""

    numbers: tuple[int, ...]
    """The number, and others that compilers write for it: `x > 255` may become `x >= 256`."""
    meaning: str
    """What it is."""
    function: str = ""
    """The exported function."""
    near: str = ""
    """Or the beginning of the text."""
    before: int = 0
    """Bytes of code before the place that uses the text."""
    after: int = 0
    """Bytes of code after it."""
    operations: str = ""
    """A regular expression for the mnemonics that count; empty: all."""
    places: int = 1
    """Places that must have it, where a text is used at several."""

    @property
    def says(self) -> str:
        """What it looks for."""
        return self.meaning

    def find(self, program: Program) -> Seen | None:
        """Find it. Raises CannotTell where the code cannot be found or read."""
        found = [seen for region in self._regions(program) if (seen := self._within(program, *region))]
        return found[0] if len(found) >= self.places else None

    def _within(self, program: Program, start: int, place: Place, end: int) -> Seen | None:
        for count, it in enumerate(disassembled(program, start, place, end)):
            if set(self.numbers) & set(it.numbers) and re.match(self.operations, it.operation):
                return Seen(program.offset_of(it.address) or 0, f"{it.operation} {it.operands}")
            if count == MOST_INSTRUCTIONS:
                raise CannotTell(f"the code has more than {MOST_INSTRUCTIONS:,} instructions")
        return None

    def _regions(self, program: Program) -> list[tuple[int, Place, int]]:
        if self.function:
            symbol = program.symbol(self.function)
            if symbol is None or not symbol.defined:
                raise CannotTell(f"the function {self.function} is not exported")
            thumb = program.machine == "arm" and bool(symbol.address & 1)
            if program.machine == "mips" and symbol.address % 4:
                raise CannotTell(f"the function {self.function} is of a short instruction set that is not read")
            start = symbol.address - thumb
            return [(start, Place(start, thumb), start + symbol.size)]
        places = [*islice(used(program, self.near), MOST_PLACES)]
        if not places:
            raise CannotTell(f'no code was found that uses the text "{self.near.strip()}"')
        return [(it.address - self.before, it, it.address + self.after) for it in places]


def used(program: Program, text: str) -> Iterator[Place]:
    """Yield the places that use the text. Raises CannotTell for a processor that is not known."""
    if program.machine not in FINDERS:
        raise CannotTell("the processor is none of those whose code is read")
    found = program.find(re.compile(re.escape(text.encode("latin-1"))))
    address = program.address_of(found[0]) if found else None
    if address is not None:
        yield from references(program, address)


def disassembled(program: Program, start: int, place: Place, end: int) -> Iterator[Instruction]:
    """Disassemble from `start` to `end`, in step with `place`. Raises CannotTell without capstone."""
    reader = _reader(program, place.thumb)
    step = {"x86": 1, "x86-64": 1, "arm": 2}.get(program.machine, 4)
    before = _in_step(program, reader, start, place.address, step)
    for begin, until in ((before, place.address), (place.address, end)):
        code = program.at(begin, min(until - begin, MOST_BYTES)) if until > begin else b""
        for address, _, operation, operands in reader.disasm_lite(code, begin):
            loaded = _literal(program, address, operands, place.thumb) if program.machine == "arm" else ()
            yield Instruction(address, operation, operands, loaded)


def _literal(program: Program, address: int, operands: str, thumb: bool) -> tuple[int, ...]:
    found = LITERAL.search(operands)
    if found is None:
        return ()
    data = program.at((address & ~3) + (4 if thumb else 8) + int(found[1] or "0", 0), 4)
    return (int.from_bytes(data, "big" if program.order == ">" else "little"),) if len(data) == 4 else ()


def _in_step(program: Program, reader: Any, start: int, place: int, step: int) -> int:
    """Return the first address from `start` on from which the instructions lead to `place`."""
    for begin in range(start, place, step):
        at = begin
        for address, size, _, _ in reader.disasm_lite(program.at(begin, place - begin), begin):
            at = address + size
        if at == place:
            return begin
    return place


def _reader(program: Program, thumb: bool) -> Any:
    try:
        import capstone  # noqa: PLC0415 - an extra, and 50 ms to load
    except ImportError:
        raise CannotTell("capstone is not installed: install cupel anew") from None
    order = capstone.CS_MODE_BIG_ENDIAN if program.order == ">" else capstone.CS_MODE_LITTLE_ENDIAN
    machine, mode = {
        "x86": (capstone.CS_ARCH_X86, capstone.CS_MODE_32),
        "x86-64": (capstone.CS_ARCH_X86, capstone.CS_MODE_64),
        "arm": (capstone.CS_ARCH_ARM, (capstone.CS_MODE_THUMB if thumb else capstone.CS_MODE_ARM) | order),
        "arm64": (capstone.CS_ARCH_ARM64, order),
        "mips": (capstone.CS_ARCH_MIPS, (capstone.CS_MODE_MIPS64 if program.wide else capstone.CS_MODE_MIPS32) | order),
    }.get(program.machine, (None, None))
    if machine is None or (program.order == ">" and program.machine in ("arm", "arm64")):
        raise CannotTell("the processor is none of those whose code is read")
    reader = capstone.Cs(machine, mode)
    reader.skipdata = True  # numbers stand between the code
    return reader
