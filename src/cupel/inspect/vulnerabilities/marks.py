"""Marks that need no disassembly: a program goes in; where a text, a run of data or a symbol stands in it comes out."""

import re
from dataclasses import dataclass

from cupel.inspect.code.program import Program
from cupel.inspect.vulnerabilities.patch_test import Seen


@dataclass(frozen=True, slots=True)
class Text:
    """A C string. Linkers merge a string into the end of another one, so only its end is sure to be marked."""

    text: str
    """The string, without its final zero."""
    whole: bool = False
    """Whether a zero must stand before it, too: where an older, longer string ends with the same words."""

    @property
    def says(self) -> str:
        """What it looks for."""
        return f'the text "{self.text.strip()}"'

    def find(self, program: Program) -> Seen | None:
        """Find it."""
        words = re.escape(self.text.encode("latin-1")) + rb"\0"
        found = program.find(re.compile((rb"(?<=\0)" if self.whole else b"") + words))
        return Seen(found[0], self.text) if found else None


@dataclass(frozen=True, slots=True)
class Part:
    """Words within a longer text, of which other words may change from one version to the next."""

    text: str
    """The words."""

    @property
    def says(self) -> str:
        """What it looks for."""
        return f'the words "{self.text.strip()}"'

    def find(self, program: Program) -> Seen | None:
        """Find them."""
        found = program.find(re.compile(re.escape(self.text.encode("latin-1"))))
        return Seen(found[0], self.text) if found else None


@dataclass(frozen=True, slots=True)
class Numbers:
    """A run of 32-bit numbers in the program's own byte order, as a table of constants holds them."""

    numbers: tuple[int, ...]
    """The numbers."""
    meaning: str
    """What they are."""

    @property
    def says(self) -> str:
        """What it looks for."""
        return self.meaning

    def find(self, program: Program) -> Seen | None:
        """Find them."""
        order = "big" if program.order == ">" else "little"
        run = b"".join(number.to_bytes(4, order) for number in self.numbers)  # type: ignore[arg-type]
        found = program.find(re.compile(re.escape(run), re.DOTALL))
        return Seen(found[0], found[1].hex(" ", 4)) if found else None


@dataclass(frozen=True, slots=True)
class Import:
    """A function that the program takes from a library."""

    function: str
    """Its name."""

    @property
    def says(self) -> str:
        """What it looks for."""
        return f"the import of {self.function}"

    def find(self, program: Program) -> Seen | None:
        """Find it."""
        symbol = program.symbol(self.function)
        return Seen(0, self.function) if symbol and not symbol.defined else None
