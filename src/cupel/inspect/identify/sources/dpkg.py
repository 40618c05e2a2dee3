"""The lists of dpkg: `status` and `status.d` go in; packages, with the source that each was built from, come out."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.packages import MOST_TEXT, Package, sightings
from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.identify.stanzas import Stanza, stanzas
from cupel.inspect.identify.text import read_text
from cupel.records.problem import Problem

ORIGIN = re.compile(r"^(\S+)(?: \(([^)]+)\))?$")
ABSENT = frozenset({"not-installed", "config-files"})


class Dpkg:
    """The source's facts and its reading."""

    name = "dpkg"
    title = "a list of dpkg"
    description = (
        "What the package manager of Debian, Ubuntu and their kin says is installed: the status file, and the folder "
        "status.d of images without a package manager. Packages that were removed are left out."
    )
    reference = "https://www.debian.org/doc/debian-policy/ch-controlfields.html; dpkg(1), 'FILES'"

    def wants(self, file: Visited) -> bool:
        """Want dpkg/status, dpkg/status.d/* and the control files that some builders keep in dpkg/info."""
        folder, _, name = file.path.rpartition("/")
        if folder.endswith("dpkg"):
            return name == "status"
        if folder.endswith("dpkg/status.d"):
            return not name.endswith((".md5sums", ".list"))
        return folder.endswith("dpkg/info") and name.endswith(".control")

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting for each installed package."""
        text, problems = read_text(file.content, MOST_TEXT)
        yield from problems
        yield from sightings(file, self.name, "deb", _packages(text))


def _packages(text: str) -> Iterator[Package | Problem]:
    for it in stanzas(text):
        if isinstance(it, Problem):
            yield it
        elif not it.get("status") or it.get("status").split()[-1] not in ABSENT:
            yield package_of(it)


def package_of(it: Stanza) -> Package:
    """Make a package of a control record of Debian."""
    version = it.get("version")
    found = ORIGIN.match(it.get("source"))
    origin, origin_version = (found[1], found[2] or "") if found else ("", "")
    quote = f"Package: {it.get('package')}, Version: {version}" + (f", Source: {it.get('source')}" if found else "")
    return Package(it.get("package"), version, f":{it.line}", quote, origin, origin_version, it.get("architecture"))


SOURCE = Dpkg()
