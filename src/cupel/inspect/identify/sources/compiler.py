"""The compilers' notes in an ELF file go in; which compilers, in which versions, made it comes out."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.source import Fact, Visited
from cupel.records.component import Sighting, Versions
from cupel.records.evidence import Evidence

COMPILERS: tuple[tuple[str, str], ...] = (
    (r"^GCC: \([^()]*(?:\([^()]*\)[^()]*)*\) (\d+\.\d+(?:\.\d+)?)(?: |$)", "gcc"),
    (r"\bclang version (\d+\.\d+(?:\.\d+)?)", "clang"),
    (r"^rustc version (\d+\.\d+\.\d+)", "rust"),
)
PATTERNS = [(re.compile(expression), product) for expression, product in COMPILERS]
MOST = 8
"""Notes of one file that are told: what was linked from many archives has many."""


class Compiler:
    """The source's facts and its reading."""

    name = "compiler"
    title = "a compiler's note"
    description = (
        "The section `.comment`, in which compilers write their name and version. They made the file and are not in "
        "it: the sighting is a note about the build."
    )
    reference = "GCC internals, 'ident'; System V ABI, 'Special Sections'"

    def wants(self, file: Visited) -> bool:
        """Want programs and libraries; a kernel's modules would say the same thing hundreds of times."""
        return file.type.startswith(("ELF executable", "ELF shared"))

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting for each compiler and version."""
        elf = elf_of(file)
        section = next((it for it in elf.sections if it.name == ".comment"), None) if elf else None
        if elf is None or section is None:
            return
        told: set[tuple[str, str]] = set()
        for note in elf.comments:
            for pattern, product in PATTERNS:
                found = pattern.search(note)
                if found is None or (product, found[1]) in told or len(told) >= MOST:
                    continue
                told.add((product, found[1]))
                evidence = Evidence(file.sha256, f"@0x{section.offset:x}", note, "identify/compiler", "")
                yield Sighting(product, Versions(found[1]), self.name, evidence)


SOURCE = Compiler()
