"""Makes package URLs: a product, its signature and its sightings go in, a purl as exact as they are comes out."""

from collections.abc import Sequence
from urllib.parse import quote

from cupel.inspect.identify.signature import Signature
from cupel.records.component import Sighting, Versions

OFFICIAL = ("pypi", "npm", "golang", "maven", "cargo", "composer", "luarocks")
"""Ecosystems whose names are unique worldwide. A Debian, rpm, apk or opkg name is one only together with the
distribution, which an image's package list does not state: what a vendor calls `1.0.2h-1` need not be Debian's."""


def purl_of(product: str, known: Signature | None, versions: Versions, sightings: Sequence[Sighting]) -> str:
    """Return the package URL (package-url/purl-spec): upstream's where the catalogue knows it, else the package's."""
    version = f"@{quote(versions.exact, safe='.-_~+')}" if versions.exact else ""
    if known is not None and known.purl:
        return known.purl + version
    packaged = next((it for it in sightings if it.ecosystem in OFFICIAL and it.package), None)
    if packaged is None:
        return f"pkg:generic/{quote(product, safe='.-_~')}{version}"
    name = quote(
        packaged.package.replace(":", "/") if packaged.ecosystem == "maven" else packaged.package, safe="/.-_~"
    )
    return f"pkg:{packaged.ecosystem}/{name}@{quote(packaged.package_version, safe='.-_~')}".removesuffix("@")
