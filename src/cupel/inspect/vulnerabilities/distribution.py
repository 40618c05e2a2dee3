"""Tells which distribution and release a package comes from: its version and the image's components go in."""

import re
from collections.abc import Iterable

from cupel.records.component import Component

CODENAMES = {
    "7": "wheezy", "8": "jessie", "9": "stretch", "10": "buster", "11": "bullseye", "12": "bookworm", "13": "trixie",
    "14": "forky",
}  # fmt: skip
"""Debian's releases, number -> name (https://www.debian.org/releases/)."""
_SUFFIX = re.compile(r"[+~]deb(\d{1,2})u\d+")
BACKPORTING = frozenset({"deb", "rpm", "apk", "opkg"})
"""Package managers whose distributions mend an old version by a new revision."""


def release_of(component: Component, components: Iterable[Component]) -> str:
    """Return the name of the Debian release a component was packaged for; empty where nothing tells.

    The revision says so itself (`+deb12u1`); else the image's own component `debian` does.
    """
    match = _SUFFIX.search(component.package_version)
    if match:
        return CODENAMES.get(match[1], "")
    for other in components:
        if other.product == "debian":
            version = other.versions.exact.partition(".")[0]
            return CODENAMES.get(version, version if version.isalpha() else "")
    return ""


def package_names(component: Component) -> tuple[str, ...]:
    """Return the names that packages of this component have, without versions, each once."""
    names = [it.package for it in component.sightings if it.package]
    names += [text.split(" ")[0] for text in component.packages if text]
    return tuple(dict.fromkeys(names))
