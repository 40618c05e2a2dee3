"""Merges sightings into components: what speaks of one product in one version goes together, conflicts are kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cmp_to_key

from cupel.inspect.identify.catalogue import Catalogue
from cupel.inspect.identify.conflicts import conflicts_of
from cupel.inspect.identify.package_url import purl_of
from cupel.inspect.identify.version_range import agree, narrowed
from cupel.inspect.scheme import scheme_of
from cupel.records.component import Component, Copy, Extent, Sighting, Versions

Places = Mapping[str, list[str]]
"""SHA-256 of a file -> the locators of all its occurrences, in the order of the image."""
EXTENTS: tuple[Extent, ...] = ("full", "partial", "fragment")


@dataclass(slots=True)
class Group:
    """Sightings that may speak of the same product in the same version."""

    versions: Versions
    sightings: list[Sighting] = field(default_factory=list)

    @property
    def artefacts(self) -> set[str]:
        """Files that the sightings stand in."""
        return {it.evidence.artefact for it in self.sightings}


def merge(sightings: Iterable[Sighting], catalogue: Catalogue, places: Places) -> tuple[Component, ...]:
    """Merge.

    1. Sightings of one product belong together.
    2. Each exact version that anything states makes a component of its own.
    3. A sighting with a range, or without any version, joins the exact versions of its own file if it agrees with
       them; else those of the whole image that it agrees with; else the other ranges that it agrees with, which
       become as narrow as both.
    4. Where sightings contradict each other, the components say so.
    """
    of_product: dict[str, list[Sighting]] = defaultdict(list)  # 1
    for it in sightings:
        of_product[it.product].append(it)
    found = []
    for product in sorted(of_product):
        groups = _groups(product, of_product[product])
        told = conflicts_of([(it.versions, it.sightings) for it in groups])  # 4
        found += [
            _component(product, group, conflicts, catalogue, places)
            for group, conflicts in zip(groups, told, strict=True)
        ]
    return tuple(found)


def _groups(product: str, sightings: list[Sighting]) -> list[Group]:
    exact: dict[str, Group] = {}  # 2
    for it in sightings:
        if it.versions.exact:
            group = exact.setdefault(it.versions.exact, Group(Versions(it.versions.exact)))
            group.sightings.append(it)
    ranges: list[Group] = []
    for it in sightings:  # 3
        if it.versions.exact:
            continue
        agreeing = [group for group in exact.values() if agree(product, group.versions, it.versions)]
        own = [group for group in agreeing if it.evidence.artefact in group.artefacts]
        for group in own or agreeing:
            group.sightings.append(it)
        if agreeing:
            continue
        near = next((group for group in ranges if agree(product, group.versions, it.versions)), None)
        if near is None:
            ranges.append(near := Group(it.versions))
        near.versions = narrowed(product, near.versions, it.versions)
        near.sightings.append(it)
    compare = scheme_of(product).compare

    def rises(one: str, other: str) -> int:
        return compare(one, other) or 0

    rising = sorted(sorted(exact), key=cmp_to_key(rises))
    return [exact[version] for version in rising] + ranges


def _component(
    product: str, group: Group, conflicts: tuple[str, ...], catalogue: Catalogue, places: Places
) -> Component:
    known = catalogue.signatures.get(product)
    packages = sorted({(it.package, it.package_version) for it in group.sightings if it.package})
    versions = {version for _, version in packages}
    ecosystems = {it.ecosystem for it in group.sightings if it.ecosystem}
    return Component(
        id=f"{product}@{written(group.versions)}",
        product=product,
        title=known.title if known else product,
        versions=group.versions,
        purl=purl_of(product, known, group.versions, group.sightings),
        cpe=known.cpe if known else (),
        sightings=tuple(group.sightings),
        copies=_copies(group, places),
        conflicts=conflicts,
        packages=tuple(f"{name} {version}".strip() for name, version in packages),
        package_version=versions.pop() if len(versions) == 1 else "",
        ecosystem=ecosystems.pop() if len(ecosystems) == 1 else "",
    )


def _copies(group: Group, places: Places) -> tuple[Copy, ...]:
    """Count each file once, with the greatest extent and the sharpest version that any sighting in it states."""
    best: dict[str, Sighting] = {}
    for it in group.sightings:
        if it.extent is None:
            continue
        before = best.get(it.evidence.artefact)
        if before is None or _sharpness(it) < _sharpness(before):
            best[it.evidence.artefact] = it
    copies = []
    for sha256, it in best.items():
        occurrences = places.get(sha256) or [it.evidence.locator]
        extents = [one.extent for one in group.sightings if one.extent and one.evidence.artefact == sha256]
        copies.append(Copy(sha256, occurrences[0], len(occurrences), it.versions, min(extents, key=EXTENTS.index)))
    return tuple(copies)


def _sharpness(it: Sighting) -> int:
    return 0 if it.versions.exact else 1 if it.versions.at_least or it.versions.below else 2


def written(versions: Versions) -> str:
    """Write a version or a range as people read it; empty where nothing is known."""
    if versions.exact:
        return versions.exact
    low = f">={versions.at_least}" if versions.at_least else ""
    high = f"<{versions.below}" if versions.below else ""
    return f"{low}{',' if low and high else ''}{high}"
