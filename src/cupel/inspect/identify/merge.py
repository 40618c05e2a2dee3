"""Merges sightings into components: what speaks of one product in one version goes together, conflicts are kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from cupel.inspect.identify.catalogue import Catalogue
from cupel.records.component import Component, Copy, Sighting, Versions


def merge(
    sightings: Iterable[Sighting], catalogue: Catalogue, places: Mapping[str, list[str]]
) -> tuple[Component, ...]:
    """Merge. `places`: SHA-256 -> the locators of every occurrence."""
    groups: dict[tuple[str, Versions], list[Sighting]] = defaultdict(list)
    for it in sightings:
        groups[it.product, it.versions].append(it)
    found = []
    for (product, versions), group in sorted(groups.items(), key=lambda item: (item[0][0], item[0][1].exact)):
        known = catalogue.signatures.get(product)
        copies = tuple(
            Copy(
                it.evidence.artefact,
                it.evidence.locator,
                len(places.get(it.evidence.artefact, [1])),
                versions,
                it.extent,
            )
            for it in group
            if it.extent
        )
        purl = (known.purl if known else f"pkg:generic/{product}") + (f"@{versions.exact}" if versions.exact else "")
        found.append(
            Component(
                f"{product}@{versions.exact}", product, known.title if known else product, versions, purl,
                known.cpe if known else (), tuple(group), copies, (), (),
            )
        )  # fmt: skip
    return tuple(found)
