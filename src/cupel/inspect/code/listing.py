"""Lists a program's operations: its code goes in, decoded once from end to end; operations in the order of memory come
out.
"""

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from cupel.inspect.code.decoder import decoder
from cupel.inspect.code.lift import arm, arm64, mips, powerpc, x86
from cupel.inspect.code.operation import Operation, inverse
from cupel.inspect.code.program import CannotTell, Program
from cupel.inspect.identify.elf import Elf, NotElf

SLOTTED = frozenset({"branch", "jump", "leave", "call", "call at", "return"})
"""What has a delay slot on MIPS."""
CHUNK = 1 << 16
"""Bytes that are handed to the disassembler at a time."""
THUMB_CALL = re.compile(rb"[\xf0-\xf7][\xc0-\xff]")
"""Every second byte of Thumb's `bl` and `blx`."""
SAMPLE = 1 << 18
"""Bytes of code by which ARM's instruction sets are told apart."""


@dataclass(slots=True)
class Listing:
    """A program's operations."""

    operations: list[Operation] = field(default_factory=list)
    """In the order of memory; on MIPS what stands in a delay slot comes before what it is the slot of."""
    instructions: int = 0
    """Instructions that were decoded."""
    of: int = 0
    """Bytes of code that there are."""
    read: int = 0
    """Bytes of code that were decoded."""


def listing(program: Program, most: int) -> Listing:
    """Decode at most `most` instructions. Raises CannotTell for a processor that is not known, or without capstone."""
    found = Listing()
    for address, size, offset in areas(program):
        found.of += size
        left = most - found.instructions
        if left > 0:
            before = found.instructions
            for instruction in _decoded(program, address, offset, size, left):
                found.instructions = min(found.instructions + 1, most)  # ARM: what a condition rules may come after
                found.operations += instruction
            full = found.instructions - before < left
            found.read += size if full else 0
    return found


def areas(program: Program, elf: Elf | None = None) -> list[tuple[int, int, int]]:
    """Return (address, size, offset) of the code: the sections made of it, or the segments that may be executed. `elf`
    is the file's, where it was read already.
    """
    try:
        sections = (elf or Elf(program.content)).sections
    except NotElf:
        sections = ()
    code = [it for it in sections if it.name == ".text" and it.address and it.size]
    found = [(it.address, min(it.size, program.content.size), it.offset) for it in code]
    return found or [(it.address, it.size, it.offset) for it in program.segments if it.code]


def is_thumb(program: Program, offset: int, size: int) -> bool:
    """Tell whether ARM code is of the short instruction set: in its middle there are more calls as that one writes them
    than as the other does (ARM Architecture Reference Manual, BL). Data has few that look like
    either."""
    length = min(size, SAMPLE)
    data = program.content.read(offset + (size - length) // 2 // 4 * 4, length)
    return len(THUMB_CALL.findall(data[1::2])) > data[3::4].count(0xEB)


def _decoded(program: Program, address: int, offset: int, size: int, most: int) -> Iterator[list[Operation]]:
    if program.machine == "arm":
        yield from _arm(program, address, offset, size, most)
    elif program.machine == "mips":
        yield from _mips(program, address, offset, size, most)
    else:
        lift = {"x86": x86.lift, "x86-64": x86.lift, "arm64": arm64.lift, "powerpc": powerpc.lift}.get(program.machine)
        if lift is None or (program.machine == "arm64" and program.order == ">"):
            raise CannotTell("the processor is none of those whose code is read")
        for at, length, name, operands in _instructions(program, decoder(program), address, offset, size, most):
            yield _lifted(lift, at, length, name, operands)


def _mips(program: Program, address: int, offset: int, size: int, most: int) -> Iterator[list[Operation]]:
    """Put what stands in a delay slot before the jump; a branch reads its registers before that."""
    waiting: Operation | None = None
    big = program.order == ">"
    for at, length, name, operands in _instructions(program, decoder(program), address, offset, size, most):
        found = _lifted(mips.lift, at, length, name, operands, big)
        if waiting is not None:
            yield [*(it._replace(address=waiting.address) for it in found if it.kind not in SLOTTED), waiting]
            waiting = None
            continue
        if found and found[-1].kind in SLOTTED:
            waiting = found[-1]
            if waiting.kind == "branch" and isinstance(waiting.source, tuple):
                left, right = waiting.source
                waiting = waiting._replace(source=("?left", "?right"))
                yield [Operation("move", at, "?left", left), Operation("move", at, "?right", right)]
                continue
            yield []
            continue
        yield found


def _arm(program: Program, address: int, offset: int, size: int, most: int) -> Iterator[list[Operation]]:
    """Turn instructions that depend on a condition into a branch around them."""
    thumb = is_thumb(program, offset, size)
    data = program.content.read(offset, size)

    def literal(at: int) -> int | None:
        place = at - address
        return struct.unpack_from(f"{program.order}I", data, place)[0] if 0 <= place <= len(data) - 4 else None

    held: list[Operation] = []  # what a condition rules, until it ends
    last = ""
    for at, _, name, operands in _instructions(program, decoder(program, thumb), address, offset, size, most):
        bare, condition = arm.parted(name) if name != ".byte" else ("nop", "")
        found = _lifted(arm.lift, at, bare, condition, operands, thumb, literal)
        if bare == "b":
            condition = ""
        ready: list[Operation] = []
        if held and condition != last:
            ready = _around(held, last, at)
            held = []
        if condition:
            held += found
            last = condition
            yield ready
        else:
            yield [*ready, *found]
    if held:
        yield _around(held, last, held[-1].address + 4)


def _lifted(lift: Callable[..., list[Operation]], *instruction: Any) -> list[Operation]:
    """Lift an instruction; a rare one that is written like no other, and what is no instruction, tells nothing."""
    try:
        return [] if ".byte" in instruction else lift(*instruction)
    except (ValueError, IndexError):
        return []


def _around(held: list[Operation], condition: str, end: int) -> list[Operation]:
    return [Operation("branch", held[0].address, None, "flags", end, inverse(condition)), *held]


def _instructions(
    program: Program, reader: Any, address: int, offset: int, size: int, most: int
) -> Iterator[tuple[int, int, str, str]]:
    """Yield (address, bytes, mnemonic, operands), at most `most`."""
    at = 0
    while at < size and most > 0:
        code = program.content.read(offset + at, min(CHUNK + 16, size - at))
        if not code:
            return
        last = at + len(code) >= size
        for place, length, name, operands in reader.disasm_lite(code, address + at):
            if not last and place - address - at >= CHUNK:
                break
            yield place, length, name, operands
            most -= 1
            end = place + length - address
            if most <= 0:
                return
        else:
            if last:
                return
        at = max(end, at + 1)
