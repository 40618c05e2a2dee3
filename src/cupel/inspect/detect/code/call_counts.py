"""A program goes in; how often it calls each function that copies, joins, formats or reads comes out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.code.calls import FINDERS, calls
from cupel.inspect.code.imports import Imports
from cupel.inspect.code.program import Program
from cupel.inspect.code.references import MOST_CODE
from cupel.inspect.detect.quoting import whole
from cupel.inspect.detect.weaknesses._call_families import families_of, family_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.problem import Problem

NAME = "weaknesses/unsafe_calls"


@dataclass(frozen=True, slots=True)
class CallCount(Sign):
    """How often one file calls one function. Evidence: the file as a whole."""

    function: str
    """The function."""
    family: str
    """Its family."""
    bound: str
    """`bounded` or `unbounded`."""
    calls: int
    """Places that call it."""


class CallCounts:
    """Counts the calls through the linkage table."""

    name = "call_counts"
    title = "calls of copying and formatting functions"
    description = (
        "Finds every call, or jump as the last deed of a function, to a library's function through its linkage table, "
        "by the bits of the instruction; nothing is disassembled. Calls within a file are not seen."
    )
    reference = "the processors' instruction encodings, and the System V ABI's linkage tables"
    most_instructions = 0
    """It only searches."""

    def wants(self, file: Visited) -> bool:
        """Want what imports a function of the families."""
        return file.type.startswith(("ELF executable", "ELF shared")) and bool(families_of(file))

    def read(self, program: Program, file: Visited, instructions: int) -> Iterator[Sign | Problem]:  # noqa: ARG002
        """Yield the count of each function."""
        if program.machine not in FINDERS:
            yield Problem("", "its calls were not counted: the processor is none of those whose code is read")
            return
        if sum(it.size for it in program.segments if it.code) > MOST_CODE:
            yield Problem("", f"its calls were counted in the first {MOST_CODE:,} bytes of code only")
        found = Counter(name for _, name in calls(program, Imports(program)))
        for name in sorted(found):
            if family := family_of(name):
                yield CallCount(whole(file, f"{found[name]} calls of {name}", NAME), name, *family, found[name])


READER = CallCounts()
