"""Finds executables without the protections that a compiler and linker can give: one finding a property of an image."""

from collections.abc import Iterator
from dataclasses import replace

from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import whole
from cupel.inspect.detect.weaknesses._hardened import Hardened, hardened
from cupel.inspect.detect.weaknesses._hardening_properties import PROPERTIES, Property, counts, in_words, of_the_system
from cupel.inspect.detect.weaknesses._run_paths import RunPath, run_path_findings, run_paths
from cupel.inspect.detect.weaknesses._users import in_use
from cupel.inspect.identify.elf import LOAD, Elf, elf_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.origins import UNCALLED
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding

NAME = "weaknesses/hardening"
FIRMWARE = ("Hexagon", "Xtensa", "Blackfin", "BPF", "machine 0")
"""Processors of parts, whose code the system's own processor does not run."""
MOST_LISTED = 20
"""Files that one finding names."""


class Hardening:
    """RELRO, NX, PIE, stack canary, FORTIFY and the folders of RPATH and RUNPATH."""

    name = "hardening"
    title = "protections of executables"
    means = (
        "Some executables were built without a protection that makes an error in them harder to use: read-only address "
        "tables (RELRO), a stack that is not executed (NX), loading at any address (PIE), a canary on the stack, "
        "size-checked functions (FORTIFY). That is no error by itself, and it tells nothing of whether there is one. "
        "A folder in RPATH or RUNPATH that others can write to, or that is relative, lets them place a library there."
    )
    checked = (
        "From program headers, the dynamic section and the imported names of every executable and shared library. The "
        "canary and FORTIFY are told by what is imported: a small program that has no array on its stack imports "
        "neither, however it was built; of a static file without symbols neither can be told. MIPS linkers long wrote "
        "no mark for the stack, and Linux then makes it executable, where the processor can tell the two apart at all."
    )
    refutes = "`readelf -lWd FILE` or `readelf -W --dyn-syms FILE` shows the mark or import that is said to be missing."
    references = (
        "CWE-693: Protection Mechanism Failure", "CWE-426: Untrusted Search Path",
        "3GPP TS 33.117, 4.3.3.1.5", "OpenSSF Compiler Options Hardening Guide for C and C++",
    )  # fmt: skip
    marks = ()

    def wants(self, file: Visited) -> bool:
        """Want programs and shared libraries of the system's own processor."""
        kind = file.type
        return kind.startswith(("ELF executable", "ELF shared")) and kind.split(", ")[1] not in FIRMWARE

    def examine(self, file: Visited) -> Iterator[Sign]:
        """Yield what it was built with, and each folder of its run path; nothing of kernels and boot loaders."""
        elf = elf_of(file)
        if elf is None or not elf.segments or _is_kernel(elf):
            return
        architecture = file.type.partition(", ")[2].partition(", mostly")[0]
        sign = hardened(elf, file.name, architecture, whole(file, "", NAME))
        yield replace(sign, evidence=whole(file, in_words(sign), NAME))
        yield from run_paths(elf, file)

    def conclude(self, image: Image) -> Iterator[Finding]:
        """Yield one finding a property that executables lack, then single stacks and run paths."""
        signs = of_the_system(image.signs(Hardened))
        for it in PROPERTIES:
            lacking = [sign for sign in signs if sign.role == "executable" and it.answer(sign) == "no"]
            if lacking:
                yield _finding(image, it, signs, lacking)
        yield from run_path_findings(image, image.signs(RunPath))


def _is_kernel(elf: Elf) -> bool:
    """Tell whether it is loaded where Linux keeps itself and no program can be."""
    lowest = 1 << 63 if elf.wide else 1 << 31
    return not elf.dynamic and any(it.kind == LOAD and it.address >= lowest for it in elf.segments)


def _finding(image: Image, what: Property, signs: tuple[Hardened, ...], lacking: list[Hardened]) -> Finding:
    table = counts(what, signs)
    parts = [f"{no} of {known} {architecture}" for architecture, (no, known) in table.items() if known]
    users = [(sign, use) for sign in lacking if (use := in_use(image, sign.evidence.artefact))]
    users.sort(key=lambda it: not it[1].listens)
    named = [f"{use.path} ({use.reason})" for _, use in users[:MOST_LISTED]]
    more = f" and {len(users) - MOST_LISTED} more" if len(users) > MOST_LISTED else ""
    known = sum(it for _, it in table.values())
    listed = list(dict.fromkeys([*(sign for sign, _ in users), *lacking]))[:MOST_LISTED]
    started = f"{UNCALLED[:1].upper()}{UNCALLED[1:]} starts one of them."
    if users:
        started = f"Boot starts of those: {', '.join(named)}{more}."
    elif len(lacking) <= MOST_LISTED:
        started += f" They are {', '.join(image.path_of(it.evidence.locator) for it in lacking)}."
    return found(
        image, NAME, what.rule,
        title=f"{len(lacking)} of {known} executables {what.lack}",
        statement=f"{'; '.join(parts)} executables {what.lack}. {what.meaning} {started}",
        subject=what.name,
        tier="configured" if users else "present",
        tier_reason="the image starts at least one of them" if users else f"{UNCALLED} starts one of them",
        evidence=[sign.evidence for sign in listed],
        facts=what.facts(signs) | {"lacking": len(lacking), "known": known, "started": len(users)},
        program=users[0][1].locator if users else "",
        path="",
        places=[place for sign in lacking for place in image.places(sign.evidence.artefact)[:1]][:200],
    )  # fmt: skip


DETECTOR = Hardening()
