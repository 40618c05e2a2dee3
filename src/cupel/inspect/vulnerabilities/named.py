"""The first rung: a component and what reference data says go in; the advisories that name it come out, by CVE."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from cupel.inspect.vulnerabilities.distribution import package_names
from cupel.records.advisory import Advisory, Affected, Feed
from cupel.records.component import Component
from cupel.records.vulnerability import Step

LANGUAGES = frozenset({"pypi", "npm", "golang", "maven", "cargo", "composer", "luarocks", "gem"})
"""Ecosystems whose names mean nothing outside them: npm's `tar` is not GNU tar."""

Asked = str | tuple[str, str]
"""`vendor:product` of a CPE, a bare product name, or (type of a package URL, package)."""


class Reference(Protocol):
    """Reference data, as the ladder asks it."""

    def about(self, products: Iterable[Asked]) -> Mapping[Asked, tuple[Advisory, ...]]:
        """Return the advisories that name each product, their `affected` lines about it only."""

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
    sure: bool
    """Whether the line surely means this software: a bare name may be another vendor's product."""


def asked_of(component: Component) -> tuple[Asked, ...]:
    """Return what to ask about a component: its CPE names, its packages in their ecosystem, its bare name."""
    asked: list[Asked] = list(component.cpe)
    if component.ecosystem:
        asked += [(component.ecosystem, name) for name in (*package_names(component), component.product)]
    return tuple(dict.fromkeys(asked if component.ecosystem in LANGUAGES else (*asked, _bare(component))))


def namings(component: Component, told: Mapping[Asked, tuple[Advisory, ...]]) -> dict[str, list[Naming]]:
    """Return what names the component, by CVE.

    A `vendor:product` that the catalogue knows is sure; so is a package in its own ecosystem. Of what answers to the
    bare name, a line whose vendor is the product itself (`busybox:busybox`) is sure; another vendor's is left out where
    the catalogue knows the right one, and unsure where it knows none.
    """
    found: dict[str, list[Naming]] = {}
    bare = _bare(component)
    for asked in asked_of(component):
        for advisory in told.get(asked, ()):
            for line in advisory.affected:
                vendor, _, product = line.product.rpartition(":")
                if isinstance(asked, tuple):
                    sure, fits = True, line.ecosystem == asked[0]
                elif ":" in asked:
                    sure, fits = True, line.product == asked and not line.ecosystem
                else:
                    sure = line.product in component.cpe or vendor == product or (not vendor and not component.cpe)
                    fits = product == bare and not line.ecosystem and (sure or not component.cpe)
                naming = Naming(advisory, line, asked[1] if isinstance(asked, tuple) else line.product, sure)
                if fits and naming not in found.setdefault(advisory.id, []):
                    found[advisory.id].append(naming)
    return {cve: lines for cve, lines in found.items() if lines}


def _bare(component: Component) -> str:
    return component.product.rpartition(":")[2]


def named(component: Component, lines: list[Naming]) -> Step:
    """Answer the rung: which names the reference data and the component share."""
    sure = [it for it in lines if it.sure]
    names = ", ".join(dict.fromkeys(it.name for it in sure or lines))
    sources = ", ".join(dict.fromkeys(it.advisory.source for it in sure or lines))
    evidence = tuple(dict.fromkeys(it.evidence for it in component.sightings))[:3]
    if sure:
        return Step("named", "yes", f"{sources}: {names}", evidence)
    reason = f"{sources}: {names}; only the name is the same, a CPE name in the catalogue would settle it"
    return Step("named", "unknown", reason, evidence)
