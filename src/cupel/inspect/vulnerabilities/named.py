"""The first rung: a component and what reference data says go in; the advisories that name it come out, by CVE."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from cupel.inspect.vulnerabilities.distribution import package_names
from cupel.records.advisory import Advisory, Affected, Feed
from cupel.records.component import Component


class Reference(Protocol):
    """Reference data, as the ladder asks it."""

    def about(self, products: Iterable[str]) -> Mapping[str, tuple[Advisory, ...]]:
        """Return the advisories that name each product: a `vendor:product` of a CPE, or a package's name."""

    def feeds(self) -> tuple[Feed, ...]:
        """Return what the data is, with its dates."""


@dataclass(frozen=True, slots=True)
class Naming:
    """One advisory's line about one component."""

    advisory: Advisory
    """The advisory."""
    affected: Affected
    """Its line."""
    name: str
    """The name by which it meets the component."""


def names_of(component: Component) -> tuple[str, ...]:
    """Return every name under which reference data may know a component."""
    return tuple(dict.fromkeys((*component.cpe, *package_names(component), component.product)))


def namings(component: Component, told: Mapping[str, tuple[Advisory, ...]]) -> dict[str, list[Naming]]:
    """Return what names the component, by CVE.

    An upstream line counts by its `vendor:product`; a line of an ecosystem by the package's name in that ecosystem
    only, so that a Debian package's line says nothing of an opkg package of the same name.
    """
    upstream = {name for name in (*component.cpe, component.product)}
    packages = set(package_names(component))
    found: dict[str, list[Naming]] = {}
    for name in names_of(component):
        for advisory in told.get(name, ()):
            for line in advisory.affected:
                if line.product != name:
                    continue
                if line.ecosystem:
                    fits = line.ecosystem == component.ecosystem and name in (packages | {component.product})
                else:
                    fits = name in upstream
                naming = Naming(advisory, line, name)
                if fits and naming not in found.setdefault(advisory.id, []):
                    found[advisory.id].append(naming)
    return {cve: lines for cve, lines in found.items() if lines}
