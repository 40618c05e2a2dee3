"""A program made with Go goes in; the modules that it was linked from, and the Go release, come out."""

import re
import struct
from collections.abc import Iterator

from cupel.inspect.identify.elf import Elf, elf_of
from cupel.inspect.identify.packages import Package, sightings
from cupel.inspect.identify.source import Fact, Visited
from cupel.records.component import Sighting, Versions
from cupel.records.evidence import Evidence
from cupel.records.problem import Problem

MAGIC = b"\xff Go buildinf:"
MOST = 8 << 20
MOST_MODULES = 5000
RELEASE = re.compile(r"^go(\d+\.\d+(?:\.\d+)?)((?:rc|beta)\d+)?(?=$|[ +-])")


class GoBuild:
    """The source's facts and its reading."""

    name = "go_build"
    title = "Go's build information"
    description = (
        "What the Go linker writes into every program: the release of Go, whose standard library is in the program, "
        "and the modules with their versions. Both layouts are read: strings beside the header (since Go 1.18), and "
        "pointers to them."
    )
    reference = "Go debug/buildinfo; https://go.dev/ref/mod#go-version-m"

    def wants(self, file: Visited) -> bool:
        """Want what the scan found the header in."""
        return "go" in file.marks and file.type.startswith("ELF")

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting for Go itself and for each module."""
        elf = elf_of(file)
        start = file.marks["go"] - len(MAGIC)
        head = file.content.read(start, 32)
        if elf is None or len(head) < 32 or start % 16:
            return
        inline = head[15] & 2
        release, modules = (_inline(elf, start + 32) if inline else _pointed(elf, head)) or ("", "")
        if not release:
            yield Problem(f"@0x{start:x}", "the build information cannot be read: its strings lie outside the file")
            return
        evidence = Evidence(file.sha256, f"@0x{start:x}", release, "identify/go_build", "")
        found = RELEASE.match(release)
        yield Sighting("go", Versions(found[1] + (found[2] or "") if found else ""), self.name, evidence, "partial")
        yield from sightings(file, self.name, "golang", _modules(modules, f"@0x{start:x}"))


def _inline(elf: Elf, at: int) -> tuple[str, str] | None:
    texts = []
    for _ in range(2):
        size, shift = 0, 0
        while True:
            data = elf.content.read(at, 1)
            if not data or shift > 28:
                return None
            at, size, shift = at + 1, size | (data[0] & 127) << shift, shift + 7
            if data[0] < 128:
                break
        if size > MOST or len(text := elf.content.read(at, size)) < size:
            return None
        texts.append(text)
        at += size
    return texts[0].decode("utf-8", "replace"), _unwrapped(texts[1])


def _pointed(elf: Elf, head: bytes) -> tuple[str, str] | None:
    order, width = (">" if head[15] & 1 else "<"), head[14]
    if width not in (4, 8):
        return None
    word = "Q" if width == 8 else "I"
    texts = []
    for header in struct.unpack_from(order + word * 2, head, 16):
        place = elf.offset_of(header)
        pair = b"" if place is None else elf.content.read(place, 2 * width)
        if len(pair) < 2 * width:
            return None
        address, size = struct.unpack(order + word * 2, pair)
        start = elf.offset_of(address)
        texts.append(b"" if start is None else elf.content.read(start, min(size, MOST)))
    return texts[0].decode("utf-8", "replace"), _unwrapped(texts[1])


def _unwrapped(modules: bytes) -> str:
    # 16 bytes on each side mark the text for those who search a running program's memory
    return modules[16:-16].decode("utf-8", "replace") if len(modules) >= 33 and modules[-17:-16] == b"\n" else ""


def _modules(text: str, place: str) -> Iterator[Package]:
    rows: list[list[str]] = []
    for line in text.split("\n")[:MOST_MODULES]:
        fields = line.split("\t")
        if fields[0] == "=>" and rows:  # it replaces the module before it
            rows[-1][1:] = fields[1:]
        elif fields[0] in ("mod", "dep") and len(fields) >= 2:
            rows.append(fields)
    for fields in rows:
        version = fields[2] if len(fields) > 2 and fields[2] != "(devel)" else ""
        if version or fields[0] == "dep":
            yield Package(fields[1], version, place, f"{fields[0]} {fields[1]} {version}")


SOURCE = GoBuild()
