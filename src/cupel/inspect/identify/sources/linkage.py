"""A program or library goes in; what it links to, the watched symbols that it imports and its own name come out."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.libraries import product_of_library
from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.identify.watched import watched
from cupel.records.build import Linkage
from cupel.records.component import Sighting, Versions
from cupel.records.evidence import Evidence

SONAME = re.compile(r"^(lib[A-Za-z0-9_+.-]+?)(?:-\d[\d.]*)?\.so(?:\.|$)")


class Links:
    """The source's facts and its reading."""

    name = "linkage"
    title = "an ELF file's dynamic section"
    description = (
        "Which libraries a program or library asks for, which of the symbols that a rule asks about it imports, and "
        "the name (SONAME) by which a library is asked for. A name tells the product, not the version."
    )
    reference = "System V ABI, chapter 5, 'Dynamic Section'"

    def wants(self, file: Visited) -> bool:
        """Want programs and shared libraries."""
        return file.type.startswith(("ELF executable", "ELF shared"))

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield the links, and a sighting of the library where the catalogue knows its name."""
        elf = elf_of(file)
        if elf is None or not elf.dynamic:
            return
        imports = tuple(sorted(watched().intersection(elf.imports)))
        yield Linkage(file.sha256, "", elf.soname, elf.needed, imports, elf.build_id)
        found = SONAME.match(elf.soname)
        product = product_of_library(found[1]) if found else ""
        if product:
            evidence = Evidence(file.sha256, "", elf.soname, "identify/linkage", "")
            yield Sighting(product, Versions(), self.name, evidence, "full")


SOURCE = Links()
