"""Control files outside a package manager's own folders, as packages carry them: a record goes in, its package out."""

from collections.abc import Iterator

from cupel.inspect.identify.packages import MOST_TEXT, Package, sightings
from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.identify.sources.dpkg import package_of as debian_package
from cupel.inspect.identify.sources.opkg import package_of as opkg_package
from cupel.inspect.identify.stanzas import Stanza, stanzas
from cupel.inspect.identify.text import read_text
from cupel.records.problem import Problem

OWN = ("opkg/info", "ipkg/info", "dpkg/info")


class Control:
    """The source's facts and its reading."""

    name = "control"
    title = "a loose control file"
    description = (
        "The control file of an ipk or deb package that lies in the image: as a package file that was not installed, "
        "unpacked beside one, or kept by an updater of the vendor's own."
    )
    reference = "https://www.debian.org/doc/debian-policy/ch-controlfields.html; OpenWrt scripts/ipkg-build"

    def wants(self, file: Visited) -> bool:
        """Want files named control or *.control that are text and lie in no package manager's folder."""
        folder, _, name = file.path.rpartition("/")
        named = name == "control" or name.endswith(".control")
        return named and file.type == "text" and not folder.endswith(OWN)

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting for each record; nothing for a text that is no control file."""
        if not is_control(file.content.read(0, 4096)):
            return
        text, problems = read_text(file.content, MOST_TEXT)
        yield from problems
        records = list(stanzas(text))
        debian = any(isinstance(it, Stanza) and _is_debian(it) for it in records)
        yield from sightings(file, self.name, "deb" if debian else "opkg", _packages(records, debian))


def is_control(head: bytes) -> bool:
    """Tell whether a text begins as the control file of a binary package does."""
    return b"\nVersion:" in b"\n" + head and b"\nPackage:" in b"\n" + head and b"\nArchitecture:" in b"\n" + head


def _is_debian(it: Stanza) -> bool:
    # a maintainer and a section are in both; a source that is a path, or a time, only opkg writes
    return bool(
        it.get("maintainer")
        and it.get("priority")
        and "/" not in it.get("source")
        and "installed-time" not in it.fields
    )


def _packages(records: list[Stanza | Problem], debian: bool) -> Iterator[Package | Problem]:
    for it in records:
        if isinstance(it, Problem):
            yield it
        else:
            yield debian_package(it) if debian else opkg_package(it)


SOURCE = Control()
