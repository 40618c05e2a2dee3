"""The manifest and Maven's properties of a Java archive go in; artefact and version come out."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.packages import Package, sightings
from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.identify.text import read_text

MOST = 1 << 20
NAME = re.compile(r"[A-Za-z0-9_.-]+(?::[A-Za-z0-9_.-]+)?")
VERSION = re.compile(r"\d[\w.+-]*")


class Java:
    """The source's facts and its reading."""

    name = "java"
    title = "a Java archive's manifest"
    description = (
        "META-INF/maven/*/pom.properties and META-INF/MANIFEST.MF of jar, war and OSGi bundles: which library an "
        "archive is, or which ones were merged into it."
    )
    reference = "https://docs.oracle.com/en/java/javase/21/docs/specs/jar/jar.html; Maven Archiver reference"

    def wants(self, file: Visited) -> bool:
        """Want pom.properties and META-INF/MANIFEST.MF."""
        return file.name == "pom.properties" or f"/{file.path}".endswith("/META-INF/MANIFEST.MF")

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting for the artefact, where the file names one with a version."""
        text, _ = read_text(file.content, MOST)
        found = _properties(text) if file.name == "pom.properties" else _manifest(text)
        if found and NAME.fullmatch(found[0]) and VERSION.fullmatch(found[1]):
            name, version, line = found
            yield from sightings(file, self.name, "maven", [Package(name, version, f":{line}", f"{name} {version}")])


def _properties(text: str) -> tuple[str, str, int] | None:
    fields = dict(re.findall(r"^(groupId|artifactId|version)\s*[=:]\s*(\S+)\s*$", text, re.MULTILINE))
    if "artifactId" not in fields or "version" not in fields:
        return None
    name = f"{fields['groupId']}:{fields['artifactId']}" if "groupId" in fields else fields["artifactId"]
    return name, fields["version"], text[: text.find("version")].count("\n") + 1


def _manifest(text: str) -> tuple[str, str, int] | None:
    unfolded = re.sub(r"\r?\n ", "", text).split("\n\n")[0]  # a long line goes on behind a space
    fields = dict(re.findall(r"^([A-Za-z-]+): *(.*?)\r?$", unfolded, re.MULTILINE))
    for name, version in (
        ("Bundle-SymbolicName", "Bundle-Version"),
        ("Implementation-Title", "Implementation-Version"),
        ("Specification-Title", "Implementation-Version"),
    ):
        if fields.get(name) and fields.get(version):
            line = text[: text.find(version)].count("\n") + 1
            return fields[name].split(";")[0].strip(), fields[version].strip(), line
    return None


SOURCE = Java()
