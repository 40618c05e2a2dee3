"""The second rung: a component's version and the lines that name it go in, a Step comes out."""

import re
from collections.abc import Collection, Sequence
from functools import cache

from cupel.inspect.identify.catalogue import catalogue
from cupel.inspect.scheme import scheme_of
from cupel.inspect.vulnerabilities.distribution import comparable
from cupel.inspect.vulnerabilities.named import Naming
from cupel.inspect.vulnerabilities.ranges import affected
from cupel.records.component import Component, Versions
from cupel.records.evidence import Evidence
from cupel.records.vulnerability import State, Step

_FOREIGN = re.compile(r"windows|mac_?os|iphone_os|ios\b|android|node\.?js|wordpress|drupal|jenkins|tizen|solaris|aix")
"""Platforms that network equipment with a Linux kernel is not."""


def version_affected(component: Component, lines: Sequence[Naming], present: Collection[str], release: str) -> Step:
    """Weigh every line that names the component.

    1. Upstream lines are compared by the upstream version; lines of a distribution by the package's version, and only
       where there is no upstream line: what they tell of a fix belongs to the rung `not patched`.
    2. A line that requires another product counts as no where that product is not in the image.
    3. Sources that disagree make it unknown, and both are named. A rejected record is no; a disputed one says so.
    """
    evidence = _evidence(component)
    if any(it.advisory.status == "rejected" for it in lines):
        return Step("version affected", "no", "the record of this identifier was rejected", evidence)
    disputed = " (the record is marked as disputed)" if any(it.advisory.status == "disputed" for it in lines) else ""
    upstream = [it for it in lines if not it.affected.ecosystem] or [
        it for it in lines if not it.affected.release or not release or it.affected.release == release
    ]
    by_source: dict[str, list[tuple[State, str]]] = {}
    for it in upstream:  # 1
        by_source.setdefault(it.advisory.source, []).append(_line(component, it, present, release))
    told = {source: _of_source(answers) for source, answers in by_source.items()}
    states = {state for state, _ in told.values()}
    if {"yes", "no"} <= states:  # 3
        text = "; ".join(f"{source}: {reason}" for source, (state, reason) in told.items() if state != "unknown")
        return Step("version affected", "unknown", f"sources disagree: {text}{disputed}", evidence)
    for state in ("yes", "no", "unknown"):
        chosen = [(source, reason) for source, (found, reason) in told.items() if found == state]
        if chosen:
            text = f"{chosen[0][1]}, says {', '.join(source for source, _ in chosen)}{disputed}"
            return Step("version affected", state, text, evidence)
    return Step("version affected", "unknown", "no line of the reference data is about this release", evidence)


def _line(component: Component, naming: Naming, present: Collection[str], release: str) -> tuple[State, str]:
    line = naming.affected
    missing = [names for names in line.requires if not set(names.split(" | ")) & set(present)]
    if missing:  # 2
        text = f"it holds only together with {', '.join(missing)}, which was not found in the image"
        return ("unknown" if all(map(_unprovable, missing)) else "no"), text
    if line.platforms and all(_FOREIGN.search(platform.lower()) for platform in line.platforms):
        return "no", f"the source limits it to {', '.join(line.platforms)}"
    if line.ecosystem:
        if doubt := comparable(component, line, release):
            return "unknown", doubt
        versions = Versions(component.package_version)
        return affected(versions, line, scheme_of(line.product, line.ecosystem))
    return affected(component.versions, line, scheme_of(naming.name))


def _unprovable(names: str) -> bool:
    """Tell whether one of the products can be there without a trace in the image.

    Of a CPE name the reference data keeps vendor and product, not whether that is hardware, an operating system or an
    application: only what has a signature is known to be absent where nothing was found, and a kernel may be elsewhere.
    """
    return any(name == "linux:linux_kernel" or name not in _provable() for name in names.split(" | "))


@cache
def _provable() -> frozenset[str]:
    return frozenset(name for it in catalogue().signatures.values() for name in it.cpe)


def _of_source(answers: list[tuple[State, str]]) -> tuple[State, str]:
    """One source may have several lines on a product: any yes counts, then any doubt."""
    for state in ("yes", "unknown", "no"):
        for found, reason in answers:
            if found == state:
                return found, reason
    return "unknown", "it says nothing"


def _evidence(component: Component) -> tuple[Evidence, ...]:
    telling = [it for it in component.sightings if it.versions.exact or it.versions.at_least or it.package_version]
    return tuple(dict.fromkeys(it.evidence for it in telling))[:3]
