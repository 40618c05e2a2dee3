"""rpm's databases (Berkeley DB, ndb, SQLite) and package files go in; packages come out."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.packages import Package, sightings
from cupel.inspect.identify.rpm_database import Header, headers
from cupel.inspect.identify.source import Fact, Visited
from cupel.records.problem import Problem

DATABASES = frozenset({"Packages", "Packages.db", "rpmdb.sqlite"})
ORIGIN = re.compile(r"^(.+)-([^-]+)-[^-]+\.(?:no)?src\.rpm$")


class Rpm:
    """The source's facts and its reading."""

    name = "rpm"
    title = "a database of rpm"
    description = (
        "What the package manager of Red Hat, SUSE, openEuler, Yocto and their kin says is installed, from any of "
        "its three kinds of database; and the header of a package file that lies in the image."
    )
    reference = "https://rpm-software-management.github.io/rpm/manual/format_header.html"

    def wants(self, file: Visited) -> bool:
        """Want the database's own names in a folder of rpm's, and package files."""
        if file.name in DATABASES:
            return "rpm" in file.path.lower()
        return file.type.startswith("rpm package")

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting for each package."""
        yield from sightings(file, self.name, "rpm", (_package(it) for it in headers(file.content)))


def _package(it: Header | Problem) -> Package | Problem:
    if isinstance(it, Problem):
        return it
    field = it.fields.get
    name, version, release = field("name", ""), field("version", ""), field("release", "")
    found = ORIGIN.match(field("source", ""))
    place = "" if it.offset is None else f"@0x{it.offset:x}"
    full = f"{version}-{release}" if release else version
    return Package(
        name, f"{field('epoch')}:{full}" if field("epoch", "0") != "0" else full, place, f"{name}-{full}",
        found[1] if found else "", version, field("architecture", ""),
    )  # fmt: skip


SOURCE = Rpm()
