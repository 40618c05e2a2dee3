"""Component: a piece of software found in an image, with every place that speaks of it."""

from dataclasses import dataclass
from typing import Literal

from cupel.records.evidence import Evidence

Extent = Literal["full", "partial", "fragment"]
"""full: a file of the product itself (its library, its program); partial: other code that holds a good part of it
(linked statically); fragment: traces of it only."""


REFERRING = ("boot_loader", "compiler", "kernel", "symbol_version")
"""Sources of which a sighting without an extent only refers to software: what built a file, what it
asks for, or what a text quotes."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What is known of a version: exact, a range, or nothing at all."""

    exact: str = ""
    """The upstream version, as upstream writes it: `1.0.2h`; empty where only a range or nothing is known."""
    at_least: str = ""
    """The lowest version that the evidence allows, itself included; empty where there is no lower bound."""
    below: str = ""
    """The lowest version that the evidence rules out upwards; empty where there is no upper bound."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place that speaks of a component."""

    product: str
    """The product's name in the catalogue of signatures; else the package's own name, and for a package of one language
    its ecosystem before it: the crate `cargo:openssl` is not OpenSSL."""
    versions: Versions
    """What this place says of its version."""
    source: str
    """Name of the source that read it: `opkg`, `elf`, `signature` ..."""
    evidence: Evidence
    """Where it stands, and the words or bytes."""
    extent: Extent | None = None
    """Of a place that is the software itself, how much of it; None for a list, a name or a note about it."""
    ecosystem: str = ""
    """Type of a package URL where a package manager's data names it: `deb`, `opkg`, `rpm`, `apk`, `pypi`, `npm`,
    `golang`, `maven`, `cargo`, `composer`, `luarocks`; else empty."""
    package: str = ""
    """The package's name there."""
    package_version: str = ""
    """The package's version there, with the revision of whoever packaged it."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One file that holds a component, or part of it."""

    artefact: str
    """SHA-256 of the file."""
    locator: str
    """The chain from the image down to its first occurrence."""
    occurrences: int
    """How many names in the image have these bytes."""
    versions: Versions
    """The version that this copy shows."""
    extent: Extent
    """How much of the component it holds."""


@dataclass(frozen=True, slots=True)
class Component:
    """A product in one version, as everything that speaks of it in the image says."""

    id: str
    """Identifier in the inspection: the product, `@`, and the version or range."""
    product: str
    """The product's name in the catalogue; else the package's own name."""
    title: str
    """The name that people use."""
    versions: Versions
    """Its version: exact only where the evidence says so."""
    purl: str
    """A package URL, as exact as the evidence."""
    cpe: tuple[str, ...]
    """`vendor:product` of CPE names, where the catalogue knows them."""
    sightings: tuple[Sighting, ...]
    """Every place that speaks of it, in the order of the image."""
    copies: tuple[Copy, ...]
    """Every file that holds it, or part of it."""
    conflicts: tuple[str, ...]
    """Where its sightings disagree, a sentence each: shown, never settled silently."""
    packages: tuple[str, ...]
    """Packages of the image that are made of it, `name version`."""
    package_version: str = ""
    """The full version of those packages where all agree, with the packager's revision."""
    ecosystem: str = ""
    """Their package manager, as in a sighting."""

    @property
    def held(self) -> bool:
        """Whether the image holds it or a list in the image names it; False where other software only refers to it."""
        return not self.sightings or any(it.extent or it.source not in REFERRING for it in self.sightings)
