"""A program made with Rust goes in; the crates that it was built from come out, as far as it names them."""

import json
import re
import zlib
from collections.abc import Iterator

from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.packages import Package, sightings
from cupel.inspect.identify.source import Fact, Visited
from cupel.records.problem import Problem

MOST = 16 << 20
MOST_CRATES = 5000
STEP, OVERLAP = 1 << 20, 512
CRATE = re.compile(
    rb"/(?:registry/src/[a-zA-Z0-9.-]{1,64}|share/cargo/registry)/([a-z0-9A-Z_-]{1,64}?)-(\d{1,6}\.\d{1,6}\.\d{1,6}(?:[-+][0-9A-Za-z.+-]{1,40})?)/"
)


class RustCrates:
    """The source's facts and its reading."""

    name = "rust_crates"
    title = "a Rust program's crates"
    description = (
        "The list that cargo-auditable puts into a program (section .dep-v0); without it, the paths of source files "
        "that messages of the program name, which carry crate and version. The second kind names only crates that "
        "can panic."
    )
    reference = (
        "https://github.com/rust-secure-code/cargo-auditable/blob/master/PARSING.md; The Cargo Book, 'Cargo Home'"
    )

    def wants(self, file: Visited) -> bool:
        """Want programs and libraries in which the scan found a crate's path, or whose type could carry the list."""
        return file.type.startswith(("ELF executable", "ELF shared"))

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting for each crate, from the list where there is one."""
        elf = elf_of(file)
        section = next((it for it in elf.sections if it.name == ".dep-v0"), None) if elf else None
        if elf is not None and section is not None:
            yield from sightings(file, self.name, "cargo", _listed(elf.section(".dep-v0"), f"@0x{section.offset:x}"))
        elif "crate" in file.marks:
            yield from sightings(file, self.name, "cargo", _named(file))


def _listed(data: bytes, place: str) -> Iterator[Package | Problem]:
    decoder = zlib.decompressobj()
    try:
        text = decoder.decompress(data, MOST)
        packages = json.loads(text)["packages"]
        rows = [it for it in packages if it.get("kind", "runtime") == "runtime"][:MOST_CRATES]
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        yield Problem(place, f"the list of crates cannot be read: {error}")
        return
    for it in rows:
        name, version = str(it.get("name", "")), str(it.get("version", ""))
        yield Package(name, version, place, f"{name} {version}", architecture=str(it.get("source", "")))


def _named(file: Visited) -> Iterator[Package]:
    seen: set[tuple[bytes, bytes]] = set()
    start = max(0, file.marks["crate"] - OVERLAP)
    while start < file.content.size:
        for found in CRATE.finditer(file.content.read(start, STEP + OVERLAP)):
            name, version = found.groups()
            if (name, version) in seen or len(seen) >= MOST_CRATES:
                continue
            seen.add((name, version))
            yield Package(name.decode(), version.decode(), f"@0x{start + found.start():x}", found[0].decode())
        start += STEP


SOURCE = RustCrates()
