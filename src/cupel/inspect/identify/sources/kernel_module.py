"""A kernel module goes in; its name and the kernel release that it was built for come out."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.source import Fact, Visited
from cupel.records.build import KernelModule
from cupel.records.evidence import Evidence

FOLDER = re.compile(r"(?:^|/)lib/modules/([^/]*\d[^/]*)/")


class KernelModules:
    """The source's facts and its reading."""

    name = "kernel_module"
    title = "a kernel module"
    description = (
        "Which parts of the kernel are there as modules, and for which kernel release: from the module's own note "
        "(vermagic), else from the folder that it lies in."
    )
    reference = "Linux include/linux/module.h (MODULE_INFO); scripts/mod/modpost.c"

    def wants(self, file: Visited) -> bool:
        """Want ELF objects, whatever their name: one that was packed by itself has lost it."""
        return file.type.startswith("ELF object")

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield the module; nothing for an object that is none."""
        elf = elf_of(file)
        section = next((it for it in elf.sections if it.name == ".modinfo"), None) if elf else None
        if elf is None or section is None:
            return
        notes: dict[str, str] = {}
        for part in elf.section(".modinfo").split(b"\0"):
            key, equals, value = part.decode("utf-8", "backslashreplace").partition("=")
            if equals:
                notes.setdefault(key, value)
        folder = FOLDER.search("/" + file.path)
        magic = notes.get("vermagic", "").strip()
        kernel = magic.split(" ")[0] or (folder[1] if folder else "")
        name = notes.get("name") or file.name.rsplit(".", 1)[0].replace("-", "_")
        quote = f"vermagic={magic}" if magic else (folder[0] if folder else "")
        place = f"@0x{section.offset:x}"
        yield KernelModule(name, kernel, Evidence(file.sha256, place, quote, "identify/kernel_module", ""))


SOURCE = KernelModules()
