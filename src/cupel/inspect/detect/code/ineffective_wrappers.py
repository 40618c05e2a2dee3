"""Functions named as bounded copies go in; those that call the unbounded function and ignore the bound come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.code.imports import Imports
from cupel.inspect.code.program import CannotTell, Program
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.problem import Problem

NAME = "weaknesses/ineffective_wrappers"
WRAPPERS = (
    (re.compile(r"(?:\w*_)?(?:mem(?:cpy|move|set|ccpy)|str(?:n?cpy|n?cat)|v?sn?printf|gets)_(?:s|sec|safe)", re.I), 1),
    (re.compile(r"\w+_(?:str(?:l|n)cpy|str(?:l|n)cat)", re.I), 2),
    (re.compile(r"\w+_v?snprintf", re.I), 1),
)
"""(name, number of the argument, from 0, that bounds what is written), after ISO/IEC 9899:2011, Annex K, and OpenBSD's
strlcpy(3); of a function that takes its arguments in another order that one is used, and so nothing is said of it."""
MARK = (
    rb"(?i:(?:mem(?:c?cpy|move|set)|strn?c(?:py|at)|sn?printf|gets)_(?:s|sec|safe)|_str[ln]c(?:py|at)|_v?snprintf)\x00",
    "name of a bounded copy",
)
"""What the names that WRAPPERS fit end in, for the one scan: of most files no name is read."""
_ENDS = (
    b"_s", b"_sec", b"_safe", b"_strlcpy", b"_strncpy", b"_strlcat", b"_strncat", b"_snprintf", b"_vsnprintf",
)  # fmt: skip
"""The same, in small letters, as far as it tells a name from nearly all others."""
UNBOUNDED = {
    "memcpy": 3, "memmove": 3, "mempcpy": 3, "memset": 3, "bcopy": 3, "strcpy": 2, "stpcpy": 2, "strcat": 2,
    "vsprintf": 3, "gets": 1,
}  # fmt: skip
"""Functions that write as much as they are told, or as there is -> number of their arguments."""
HARMLESS = {"strlen": 1, "__errno_location": 0, "__stack_chk_fail": 0, "abort": 0}
MOST_FUNCTIONS = 400
MOST_INSTRUCTIONS = 20_000


@dataclass(frozen=True, slots=True)
class IneffectiveWrapper(Sign):
    """A function with a bound that has no effect. Evidence: its code."""

    function: str
    """Its name."""
    argument: int
    """Number, from 1, of the argument that bounds what is written."""
    calls: tuple[str, ...]
    """Unbounded functions that it calls."""
    code: tuple[str, ...]
    """Its instructions, as many as are short to read."""
    machine: str
    """The processor."""


class IneffectiveWrappers:
    """Follows the bound through each function that has the name of a bounded copy."""

    name = "ineffective_wrappers"
    title = "bounded copies that ignore their bound"
    description = (
        "Follows the argument that bounds the copy through every way of functions named as bounded copies (`memcpy_s`, "
        "`..._strcpy_s`, `..._strncpy`): it is compared with nothing, computed with, stored or passed on nowhere, and "
        "the unbounded function (`memcpy`, `strcpy` ...) is called."
    )
    reference = "abstract interpretation over the function's flow graph: `inspect/code/argument.py`"
    most_instructions = MOST_INSTRUCTIONS
    """Instructions that it decodes of one file at most."""

    def wants(self, file: Visited) -> bool:
        """Want what defines a function of such a name."""
        if MARK[1] not in file.marks or not file.type.startswith(("ELF executable", "ELF shared")):
            return False
        elf = elf_of(file)
        return elf is not None and any(bound_of(it) is not None for it in elf.exports_ending(*_ENDS))

    def read(self, program: Program, file: Visited, instructions: int) -> Iterator[Sign | Problem]:
        """Yield the wrappers whose bound has no effect."""
        from cupel.inspect.code.argument import Following  # noqa: PLC0415 - only with --deep

        imports, before = Imports(program), program.decoded
        symbols = [it for it in imports.symbols if it.defined and it.address]
        asked = [(it, bound) for it in symbols if (bound := bound_of(it.name)) is not None and it.size]

        for count, (it, bound) in enumerate(asked):
            if count >= MOST_FUNCTIONS or program.decoded - before >= min(instructions, MOST_INSTRUCTIONS):
                yield Problem("", f"{len(asked) - count} of {len(asked)} bounded copies were not read: limit met")
                return
            thumb = program.machine == "arm" and bool(it.address & 1)
            address = it.address & ~1 if thumb else it.address
            following = Following(program, imports, (UNBOUNDED | HARMLESS).get)
            try:
                unused = following.unused(address, it.size, bound, thumb)
            except CannotTell:
                continue
            found = sorted(set(following.called.values()) & UNBOUNDED.keys())
            offset = program.offset_of(address)
            if unused and found and offset is not None:
                evidence = quoted(file, offset, it.size, NAME)
                yield IneffectiveWrapper(
                    evidence, it.name, bound + 1, tuple(found), tuple(following.text[:24]), program.machine
                )


def bound_of(name: str) -> int | None:
    """Return the number of the argument, from 0, that bounds what a function of this name writes; None of others."""
    return next((number for pattern, number in WRAPPERS if pattern.fullmatch(name)), None)


READER = IneffectiveWrappers()
