"""Installed Python packages go in, by their METADATA or PKG-INFO; names and versions come out."""

from collections.abc import Iterator

from cupel.inspect.identify.packages import Package, sightings
from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.identify.stanzas import Stanza, stanzas
from cupel.inspect.identify.text import read_text

MOST = 256 << 10
"""Bytes that are read: what follows the fields is the package's description."""


class PythonPackages:
    """The source's facts and its reading."""

    name = "python_packages"
    title = "a Python package's metadata"
    description = (
        "The metadata that pip and setuptools install beside a package: *.dist-info/METADATA, *.egg-info/PKG-INFO."
    )
    reference = "https://packaging.python.org/en/latest/specifications/core-metadata/"

    def wants(self, file: Visited) -> bool:
        """Want METADATA in *.dist-info, PKG-INFO in *.egg-info or EGG-INFO, and *.egg-info files."""
        folder, _, name = file.path.rpartition("/")
        if name == "METADATA":
            return folder.endswith(".dist-info")
        return (name == "PKG-INFO" and folder.lower().endswith("egg-info")) or name.endswith(".egg-info")

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting for the package."""
        head = file.content.read(0, MOST)
        text, _ = read_text(file.content, MOST)
        if b"Metadata-Version:" not in head[:512]:
            return
        first = next((it for it in stanzas(text.split("\n\n")[0]) if isinstance(it, Stanza)), None)
        if first is not None:
            name, version = first.get("name"), first.get("version")
            place = f":{first.lines.get('name', 1)}"
            yield from sightings(file, self.name, "pypi", [Package(name, version, place, f"{name} {version}")])


SOURCE = PythonPackages()
