"""Disassembles parts of a program: a program and an address go in; instructions in step with it come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cupel.inspect.code.decoder import decoder
from cupel.inspect.code.program import CannotTell, Program
from cupel.inspect.code.references import FINDERS, Place, references

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
    reader = decoder(program, place.thumb)
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
