"""Marks that need disassembly: a program goes in; where its code has a number comes out."""

import re
from dataclasses import dataclass
from itertools import islice

from cupel.inspect.code.disassembly import MOST_INSTRUCTIONS, disassembled, used
from cupel.inspect.code.program import CannotTell, Program
from cupel.inspect.code.references import Place
from cupel.inspect.vulnerabilities.patch_test import Seen

MOST_PLACES = 16
"""Places where one text is used that are looked at."""


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
