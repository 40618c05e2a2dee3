"""What bills say of a component in words: a Component goes in, texts for properties and annotations come out."""

import re
from collections.abc import Iterator

from cupel.records.component import Component, Sighting, Versions

OFFSET = re.compile(r"!?@0x([0-9a-f]{1,16})$")


def version_text(versions: Versions) -> str:
    """Write a version or a range: `1.0.2h`, `at least 1.0.2 and below 1.1.0`; empty where nothing is known."""
    if versions.exact:
        return versions.exact
    bounds = [f"at least {versions.at_least}"] * bool(versions.at_least)
    bounds += [f"below {versions.below}"] * bool(versions.below)
    return " and ".join(bounds)


def place_of(sighting: Sighting) -> tuple[str, int | None]:
    """Split a sighting's place into the chain from the image down and an offset in bytes, where there is one."""
    locator = sighting.evidence.locator
    found = OFFSET.search(locator)
    return (locator[: found.start()], int(found[1], 16)) if found else (locator, None)


def technique(sighting: Sighting) -> str:
    """Name how a sighting was made, in the words of CycloneDX: a package manager's data is a manifest."""
    if sighting.ecosystem:
        return "manifest-analysis"
    return "binary-analysis" if sighting.extent or sighting.source in ("signature", "elf") else "other"


def component_facts(component: Component) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of what formats have no field for."""
    yield "product", component.product
    if not component.versions.exact and (text := version_text(component.versions)):
        yield "version range", text
    if component.package_version:
        yield "package version", component.package_version
    yield from (("package", package) for package in component.packages)
    yield from (("conflict", conflict) for conflict in component.conflicts)
    for extent in ("full", "partial", "fragment"):
        if count := sum(1 for copy in component.copies if copy.extent == extent):
            yield f"copies, {extent}", str(count)
