"""What a reader of machine code is to cupel: one executable goes in, during the second pass; signs come out."""

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from cupel.inspect.code.program import Program
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.problem import Problem


@runtime_checkable
class Reader(Protocol):
    """One reader: READER of a module in detect/code/. A detector concludes from the signs that it yields."""

    name: str
    """Words joined by underscores, as its module."""
    title: str
    """What people call it."""
    description: str
    """What it reads in the code, and how."""
    reference: str
    """Where the method is published."""
    most_instructions: int
    """Instructions that it decodes with operands at most, of one executable; 0: it disassembles nothing."""

    def wants(self, file: Visited) -> bool:
        """Tell, at the first visit, whether this executable is worth the second pass: by its imports and marks."""

    def read(self, program: Program, file: Visited, instructions: int) -> Iterable[Sign | Problem]:
        """Yield what the code shows, decoding at most `instructions` with operands; what that left out is a Problem."""
