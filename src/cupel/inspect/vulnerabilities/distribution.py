"""Tells which distribution and release a package comes from: its version and the image's components go in."""

import re
from collections.abc import Iterable

from cupel.inspect.identify.upstream import upstream
from cupel.records.advisory import Affected
from cupel.records.component import Component

CODENAMES = {
    "7": "wheezy", "8": "jessie", "9": "stretch", "10": "buster", "11": "bullseye", "12": "bookworm", "13": "trixie",
    "14": "forky",
}  # fmt: skip
"""Debian's releases, number -> name (https://www.debian.org/releases/)."""
_SUFFIX = re.compile(r"[+~]deb(\d{1,2})u\d+")
BACKPORTING = frozenset({"deb", "rpm", "apk", "opkg"})
"""Package managers whose distributions mend an old version by a new revision."""


def distributions(components: Iterable[Component]) -> tuple[Component, ...]:
    """Return the components that tell what distribution the image is of."""
    return tuple(
        it for it in components if it.product == "debian" or any(seen.source == "release" for seen in it.sightings)
    )


def release_of(component: Component, components: Iterable[Component]) -> str:
    """Return the name of the Debian release a component was packaged for; empty where nothing tells.

    The revision says so itself (`+deb12u1`); else the image's own component `debian` does, where no release file names
    another distribution: derivatives keep Debian's `debian_version`.
    """
    match = _SUFFIX.search(component.package_version)
    if match:
        return CODENAMES.get(match[1], "")
    others = tuple(components)
    if any(it.product != "debian" and any(seen.source == "release" for seen in it.sightings) for it in others):
        return ""
    for other in others:
        if other.product == "debian":
            version = other.versions.exact.partition(".")[0]
            return CODENAMES.get(version, version if version.isalpha() else "")
    return ""


def comparable(component: Component, line: Affected, release: str) -> str:
    """Return why a distribution's line says nothing of this package's version; empty where the two can be compared.

    Lines of a release speak of Debian's own packages only, and of SOURCE packages: a binary package may have a version
    of its own (dmsetup 2:1.02.175 is built from lvm2 2.03.11), which is not upstream's version of the product.
    """
    if line.ecosystem != "deb":
        return ""
    if line.release and not release:
        return "nothing tells that the package is of a release of Debian"
    own = upstream("deb", component.package_version).versions.exact
    if not own or own != component.versions.exact:
        return (
            f"the version of the source package is not known: {component.package_version} may be that of a binary "
            "package alone"
        )
    return ""


def package_names(component: Component) -> tuple[str, ...]:
    """Return the names that packages of this component have, without versions, each once."""
    names = [it.package for it in component.sightings if it.package]
    names += [text.split(" ")[0] for text in component.packages if text]
    return tuple(dict.fromkeys(names))
