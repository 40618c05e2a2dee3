"""The lists of apk (Alpine, OpenWrt from 24.10 on): `installed` and `.PKGINFO` go in, packages come out."""

from collections.abc import Iterator

from cupel.inspect.identify.packages import MOST_TEXT, Package, sightings
from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.identify.text import read_text
from cupel.records.problem import Problem

NAMES = {"P": "name", "V": "version", "o": "origin", "A": "architecture"}
INFO_NAMES = {"pkgname": "name", "pkgver": "version", "origin": "origin", "arch": "architecture"}
FILE_LIST = "FRMaZ"
"""Keys of the lines that list a package's files; of one long list they are most."""


class Apk:
    """The source's facts and its reading."""

    name = "apk"
    title = "a list of apk"
    description = (
        "What the package manager of Alpine, and of OpenWrt since 24.10, says is installed or in a package file."
    )
    reference = "https://wiki.alpinelinux.org/wiki/Apk_spec"

    def wants(self, file: Visited) -> bool:
        """Want apk/db/installed and .PKGINFO."""
        return file.path.endswith("apk/db/installed") or file.name == ".PKGINFO"

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting for each package."""
        text, problems = read_text(file.content, MOST_TEXT)
        yield from problems
        yield from sightings(file, self.name, "apk", _info(text) if file.name == ".PKGINFO" else _installed(text))


def _installed(text: str) -> Iterator[Package | Problem]:
    fields: dict[str, str] = {}
    first = 1
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if not line.strip():
            if fields:
                yield _package(fields, first)
            fields, first = {}, number + 1
            continue
        if line[1:2] != ":":
            yield Problem(f":{number}", f"is no field of a record: {line[:60]!r}")
        elif line[0] in NAMES and NAMES[line[0]] not in fields:
            fields[NAMES[line[0]]] = line[2:].strip()
        elif line[0] not in FILE_LIST:
            fields.setdefault("other", "")


def _info(text: str) -> Iterator[Package | Problem]:
    fields: dict[str, str] = {}
    for line in text.split("\n"):
        key, equals, value = line.partition("=")
        if equals and (name := INFO_NAMES.get(key.strip())):
            fields.setdefault(name, value.strip())
    yield _package(fields, 1)


def _package(fields: dict[str, str], line: int) -> Package:
    name, version = fields.get("name", ""), fields.get("version", "")
    return Package(
        name, version, f":{line}", f"P:{name} V:{version}", fields.get("origin", ""), "", fields.get("architecture", "")
    )


SOURCE = Apk()
