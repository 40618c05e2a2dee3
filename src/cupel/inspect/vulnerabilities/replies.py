"""Keeps a vendor's replies beside what they answer: a CVE and a component go in, the replies about them come out."""

from collections.abc import Sequence

from cupel.records.component import Component
from cupel.records.vulnerability import Reply


def replies_to(cve: str, component: Component, replies: Sequence[Reply]) -> tuple[Reply, ...]:
    """Return the replies to this vulnerability that name this component, or the equipment as a whole.

    A product is known by identifier, name, title, package URL (with or without a version), CPE name or package name. A
    reply that names a version is kept only where it is this component's.
    """
    return tuple(it for it in replies if it.cve.upper() == cve.upper() and _means(it.product, component))


def _means(product: str, component: Component) -> bool:
    text = product.strip().lower()
    if text.startswith("cpe:"):
        return _of_cpe(text, component)
    if text.startswith("pkg:"):
        name, _, version = text.partition("?")[0].partition("@")
        own = component.purl.lower().partition("?")[0].partition("@")[0]
        return name == own and _version_fits(version, component)
    name, _, version = text.partition("@")
    names = {component.product, component.title, *component.cpe, *(it.package for it in component.sightings)}
    return text == component.id.lower() or (
        name in {it.lower() for it in names if it} and _version_fits(version, component)
    )


def _of_cpe(text: str, component: Component) -> bool:
    parts = text.removeprefix("cpe:2.3:").removeprefix("cpe:/").split(":")
    if len(parts) < 3:
        return False
    version = parts[3] if len(parts) > 3 and parts[3] not in ("*", "-") else ""
    return f"{parts[1]}:{parts[2]}" in component.cpe and _version_fits(version, component)


def _version_fits(version: str, component: Component) -> bool:
    known = {component.versions.exact.lower(), component.package_version.lower()} - {""}
    return not version or not known or version in known
