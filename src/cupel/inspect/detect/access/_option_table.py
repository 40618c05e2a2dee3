"""Reads the tables that getopt_long is given: a program and its texts go in; the rows of the tables come out.

Layout: getopt_long(3), `struct option { const char *name; int has_arg; int *flag; int val; }`; relocations: System V
ABI, 'Relocation', and its supplements for each processor.
"""

import re
import struct
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import dropwhile
from typing import Literal, NamedTuple

from cupel.inspect.identify.elf import LOAD, RELA, RELASZ, Elf

MOST_ROWS = 400
MOST_TABLES = 8
MOST_BYTES = 2 << 20
"""Bytes of the data, and of the relocations, that are searched."""
MOST_SEARCHES = 5_000
"""Searches in them for one program: a damaged file could ask for more than anybody waits for."""
MOST_PLACES = 16
"""Places of one name that are looked at."""
_NAME = re.compile(rb"[A-Za-z0-9][\w.+-]{0,80}\0")


class Row(NamedTuple):
    """One long option."""

    name: str
    at: int  # offset of the name in the file
    flag: int
    value: int

    @property
    def letter(self) -> str:
        """The letter that means the same; empty where none does."""
        return chr(self.value) if not self.flag and 32 < self.value < 127 else ""

    @property
    def meaning(self) -> tuple[int, int] | None:
        """What rows of the same meaning share; None where the row's place tells."""
        return (self.flag, self.value) if self.flag or self.value else None


class Tables:
    """The tables of one program. What a damaged file does not bear out is left out."""

    def __init__(self, elf: Elf) -> None:
        self._elf = elf
        self._word, self._code = (8, "Q") if elf.wide else (4, "I")
        self._row = 4 * self._word
        self._left = MOST_SEARCHES

    def _places(self, data: bytes, wanted: bytes) -> Iterator[int]:
        """Yield where some bytes stand, the first MOST_PLACES of them, as long as searches are left."""
        at = -1
        for _ in range(MOST_PLACES):
            self._left -= 1
            at = data.find(wanted, at + 1) if self._left >= 0 else -1
            if at < 0:
                return
            yield at

    def find(self, anchors: Iterable[str], constants: Iterable[tuple[int, bytes]]) -> tuple[tuple[Row, ...], ...]:
        """Return the tables that hold one of the names, which stand in `constants` as (offset, bytes)."""
        held = tuple(constants)
        found: dict[int, tuple[Row, ...]] = {}
        for anchor in anchors:
            for address in self._addresses(anchor.encode() + b"\0", held):
                for place in self._pointers(address):
                    start = self._start(place)
                    if start not in found and (rows := tuple(self._rows(start))):
                        found[start] = rows
                    if len(found) >= MOST_TABLES:
                        return tuple(found.values())
            if found:
                break
        return tuple(found.values())

    def _addresses(self, text: bytes, constants: tuple[tuple[int, bytes], ...]) -> Iterator[int]:
        """Yield where a text stands in memory; it may be the end of a longer one, as linkers merge them."""
        for offset, data in constants:
            for at in self._places(data, text):
                address = self._elf.address_of(offset + at)
                if address is not None:
                    yield address

    @cached_property
    def _data(self) -> tuple[tuple[int, bytes], ...]:
        """(address, bytes) of what is loaded and no code, the writable first."""
        parts = [it for it in self._elf.segments if it.kind == LOAD and it.flags & 2]
        fixed = [] if self._relocations else [it for it in self._elf.segments if it.kind == LOAD and not it.flags & 2]
        found, left = [], MOST_BYTES
        for it in (*parts, *fixed):
            data = self._elf.content.read(it.offset, min(it.size, left))
            left -= len(data)
            found.append((it.address, data))
        return tuple(found)

    @cached_property
    def _relocations(self) -> bytes:
        """The relocations that hold their addends, as they stand."""
        address, size = self._elf.tag(RELA), self._elf.tag(RELASZ)
        offset = self._elf.offset_of(address) if address else None
        return b"" if offset is None else self._elf.content.read(offset, min(size or 0, MOST_BYTES))

    def _packed(self, value: int) -> bytes:
        return struct.pack(self._elf.order + self._code, value % (1 << 8 * self._word))

    def _relocated(self, field: int, value: int) -> Iterator[tuple[int, int]]:
        """Yield (place, addend) of the relocations whose field, 0 the place or 2 the addend, is the value."""
        size = 3 * self._word
        for at in self._places(self._relocations, self._packed(value)):
            if at % size == field * self._word:
                row = struct.unpack_from(self._elf.order + 3 * self._code, self._relocations, at - field * self._word)
                yield row[0], row[2]

    def _pointers(self, address: int) -> Iterator[int]:
        """Yield where an address is held: by a relocation, or as it stands."""
        yield from (place for place, _ in self._relocated(2, address))
        wanted = self._packed(address)
        for start, data in self._data:
            for at in self._places(data, wanted):
                if (start + at) % self._word == 0:
                    yield start + at

    def _pointer(self, place: int) -> int:
        found = next((addend for _, addend in self._relocated(0, place)), 0) if self._relocations else 0
        return found or self._number(place, self._word)

    def _number(self, place: int, size: int) -> int:
        """Read a number of a table as it stands; 0 where the file holds none."""
        for start, data in self._data:
            if start <= place <= start + len(data) - size:
                return int.from_bytes(data[place - start : place - start + size], self._order)
        return 0

    @property
    def _order(self) -> Literal["little", "big"]:
        return "little" if self._elf.order == "<" else "big"

    def _at(self, place: int) -> Row | None:
        """Read the row at a place; None where none can be."""
        name = self._pointer(place)
        flag, value = self._pointer(place + 2 * self._word), self._number(place + 3 * self._word, 4)
        if not name or self._argument(place + self._word) > 2 or self._fixed(flag):
            return None
        offset = self._elf.offset_of(name)
        match = _NAME.match(self._elf.content.read(offset, 82)) if offset is not None else None
        if match is None or offset is None:
            return None
        return Row(match[0][:-1].decode("ascii", "replace"), offset, flag, value)

    def _argument(self, place: int) -> int:
        """Read `has_arg`; what a relocation puts there is a pointer, and this no row."""
        if self._relocations and next(self._relocated(0, place), None):
            return 1 << 32
        return self._number(place, 4)

    def _fixed(self, address: int) -> bool:
        """Tell whether nothing can be written at an address, as a flag must be."""
        return (
            any(
                it.kind == LOAD and not it.flags & 2 and it.address <= address < it.address + it.size
                for it in self._elf.segments
            )
            if address
            else False
        )

    def _start(self, place: int) -> int:
        for _ in range(MOST_ROWS):
            if self._at(place - self._row) is None:
                break
            place -= self._row
        return place

    def _rows(self, place: int) -> Iterator[Row]:
        """Yield the rows from a place on, where a row of zeros ends them; else none."""
        found: list[Row] = []
        while len(found) < MOST_ROWS and (row := self._at(place)):
            found.append(row)
            place += self._row
        if len(found) >= 3 and not self._pointer(place) and not self._number(place + 3 * self._word, 4):
            # before a table may stand the end of another array of texts, which has neither flag nor value
            yield from dropwhile(lambda row: row.meaning is None, found)
