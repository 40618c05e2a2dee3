"""Reads SPDX 2.2 and 2.3: the values of a JSON document go in, a Stated comes out."""

from collections.abc import Iterable
from dataclasses import dataclass

from cupel.bills.document import ADVICE, Part, Source
from cupel.errors import InputError
from cupel.records.bill import Stated, StatedComponent

VERSIONS = ("SPDX-2.2", "SPDX-2.3")


@dataclass(slots=True)
class Package:
    """One package, as either form writes it."""

    place: str
    """Where it stands."""
    name: str = ""
    """Its name."""
    id: str = ""
    """Its SPDXID."""
    version: str = ""
    """Its version."""
    purpose: str = ""
    """Its primary purpose."""
    purl: str = ""
    """Its first package URL."""
    cpe: str = ""
    """Its first CPE name."""

    def refer(self, kind: str, locator: str) -> None:
        """Take an external reference, where it is of a kind that names software; the first of each kind stands."""
        kind = kind.rpartition("/")[2].lower()  # both `purl` and an address that ends in it are written
        if kind == "purl":
            self.purl = self.purl or locator
        elif kind in ("cpe23type", "cpe22type"):
            self.cpe = self.cpe or locator


def read_document(document: Part) -> Stated:
    """Read a document in JSON. Raises InputError for another major version of SPDX."""
    check(document.text("spdxVersion"), document.source, "/spdxVersion")
    creation = document.part("creationInfo")
    described = {text for _, text in document.texts("documentDescribes")}
    for part in document.parts("relationships"):
        if part.text("relationshipType") == "DESCRIBES":
            described.add(part.text("relatedSpdxElement"))
        elif part.text("relationshipType") == "DESCRIBED_BY":
            described.add(part.text("spdxElementId"))
    packages = (_package(part) for part in document.parts("packages"))
    author = [text for _, text in creation.texts("creators")]
    return stated_of(document.source, author, creation.text("created"), packages, described)


def check(version: str, source: Source, place: str) -> None:
    """Raise InputError for another major version of SPDX; note an unknown minor one."""
    if not version.startswith("SPDX-2."):
        raise InputError(f"{source.name} is {version or 'SPDX of no version'}; SPDX 2.2 and 2.3 are read.", ADVICE)
    if version not in VERSIONS:
        source.complain(place, f"Version {version} is not known; it is read as SPDX-2.3.")


def _package(part: Part) -> Package:
    found = Package(
        part.place, part.text("name"), part.text("SPDXID"), part.text("versionInfo"), part.text("primaryPackagePurpose")
    )
    for reference in part.parts("externalRefs"):
        found.refer(reference.text("referenceType"), reference.text("referenceLocator"))
    return found


def stated_of(
    source: Source, author: list[str], created: str, packages: Iterable[Package], described: set[str]
) -> Stated:
    """Put together what was read; files, and what the document describes besides its parts, are no components."""
    listed, ids = [], set()
    for package in packages:
        if package.id and package.id in ids:
            source.complain(package.place, f"{package.id} names more than one package.")
        ids.add(package.id)
        if not package.name:
            source.complain(package.place, "This package has no name.")
        if package.purpose.upper() != "FILE":
            listed.append(package)
    parts = [it for it in listed if it.id not in described]
    if not parts:  # a flat list of packages, all described
        parts = [it for it in listed if it.purpose.upper() not in ("FIRMWARE", "DEVICE")]
    components = [StatedComponent(it.name, _known(it.version), it.purl, it.cpe, it.place) for it in parts]
    people = [it for it in author if not it.startswith("Tool:")] or author
    return source.stated(", ".join(it.partition(":")[2].strip() or it for it in people), created, components, [])


def _known(text: str) -> str:
    return "" if text in ("NOASSERTION", "NONE") else text
