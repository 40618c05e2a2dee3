"""Names what a program calls outside of itself: its relocations and tables go in; address -> name comes out.

Layouts: the System V ABI and its processor supplements, 'Relocation' and 'Global Offset Table'. No section header is
needed.
"""

import struct
from collections.abc import Iterator
from functools import cached_property

from cupel.inspect.code.program import MIPS_LOCAL, PLTGOT, Program, Symbol
from cupel.inspect.code.references import GP_OFFSET
from cupel.inspect.code.stubs import stubs_of

PLTRELSZ, PLTREL, JMPREL = 2, 20, 23
RELA, RELASZ, REL, RELSZ = 7, 8, 17, 18
MIPS_FIRST = 0x70000013
"""Tag that holds the number of the first symbol with a cell in the table of addresses."""
MIPS_LAZY = 0x8F998010
"""`lw $t9, -0x7ff0($gp)`: how a stub of lazy binding begins."""
MOST_RELOCATIONS = 200_000


class Imports:
    """What leads out of a program, and what its loader fills in; each is worked out when it is first asked for."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.symbols: tuple[Symbol, ...] = tuple(program.symbols())
        """The dynamic symbols; the first has the number 1."""

    @cached_property
    def slots(self) -> dict[int, str]:
        """Address of a cell that the loader fills with the address of an import -> the import's name."""
        found = {}
        for place, number, _ in self._relocations():
            if 0 < number <= len(self.symbols) and not self._own(number):
                found[place] = self.symbols[number - 1].name
        for place, number in self._mips_cells():
            if not self._own(number) or self._lazy(self._own(number)):
                found[place] = self.symbols[number - 1].name
        return found

    @cached_property
    def fixed(self) -> dict[int, int]:
        """Address of a cell that the loader fills with an address in the program itself -> that address."""
        found: dict[int, int] = {}
        for place, number, addend in self._relocations():
            if 0 < number <= len(self.symbols):
                if own := self._own(number):
                    found[place] = own + (addend or 0)
            elif addend:
                found[place] = addend & 0xFFFFFFFFFFFFFFFF
            elif (held := self._program.pointer(place)) is not None:
                found[place] = held
        table = self._program.dynamic.get(PLTGOT, 0)
        for number in range(min(self._program.dynamic.get(MIPS_LOCAL, 0), MOST_RELOCATIONS) if self.gp else 0):
            held = self._program.pointer(table + 4 * number)
            if held is None:
                break
            found.setdefault(table + 4 * number, held)
        for place, number in self._mips_cells():
            if (own := self._own(number)) and not self._lazy(own):
                found[place] = own
        return found

    @cached_property
    def cells(self) -> dict[int, str]:
        """Address of a cell that code calls through -> name of the function; of MIPS also of the program's own."""
        return self.slots | {place: self.symbols[number - 1].name for place, number in self._mips_cells()}

    @cached_property
    def stubs(self) -> dict[int, str]:
        """Address of the stub that code calls -> name of the import that it leads to."""
        # an import has an address where the program takes it: that of its stub
        found = {it.address: it.name for it in self.symbols if it.address and not it.defined}
        return found | stubs_of(self._program, self.slots)

    @cached_property
    def gp(self) -> int:
        """What the global pointer of MIPS holds; 0 for other processors."""
        of_mips = self._program.machine == "mips" and PLTGOT in self._program.dynamic
        return self._program.dynamic[PLTGOT] + GP_OFFSET if of_mips else 0

    @cached_property
    def named(self) -> dict[int, str]:
        """Address of a function, or of a stub -> its name."""
        mask = ~1 if self._program.machine == "arm" else ~0
        return {it.address & mask: it.name for it in self.symbols if it.defined and it.address} | self.stubs

    def _own(self, number: int) -> int:
        """Return the address of a symbol of the program itself; 0 of an import."""
        symbol = self.symbols[number - 1]
        return symbol.address if symbol.defined else 0

    def _relocations(self) -> Iterator[tuple[int, int, int | None]]:
        """Yield (address, number of the symbol, addend where the table has them)."""
        it, wide = self._program.dynamic, self._program.wide
        for table, size, addends in (
            (it.get(JMPREL, 0), it.get(PLTRELSZ, 0), it.get(PLTREL) == RELA),
            (it.get(RELA, 0), it.get(RELASZ, 0), True),
            (it.get(REL, 0), it.get(RELSZ, 0), False),
        ):
            word = "Q" if wide else "I"
            layout = struct.Struct(f"{self._program.order}{word}{word}{word.lower() if addends else ''}")
            data = self._program.at(table, min(size, MOST_RELOCATIONS * layout.size)) if table else b""
            for row in layout.iter_unpack(data[: len(data) // layout.size * layout.size]):
                yield row[0], row[1] >> (32 if wide else 8), row[2] if addends else None

    def _mips_cells(self) -> Iterator[tuple[int, int]]:
        """Yield (address, number of the symbol) of MIPS's table of addresses behind its local part."""
        table = self._program.dynamic
        first, local = table.get(MIPS_FIRST), table.get(MIPS_LOCAL)
        if self.gp and not self._program.wide and first and local is not None:
            for number in range(first, len(self.symbols) + 1):
                yield table[PLTGOT] + 4 * (local + number - first), number

    def _lazy(self, address: int) -> bool:
        return self._program.at(address, 4) == struct.pack(f"{self._program.order}I", MIPS_LAZY)
