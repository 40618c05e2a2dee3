"""Turns a Component into the plain values of a CycloneDX 1.6 component."""

import re
from collections.abc import Iterable
from typing import Any

from cupel.bills.facts import component_facts, place_of, technique
from cupel.bills.names import OPERATING_SYSTEMS, cpe_name, package_url
from cupel.records.component import Component


def component_of(component: Component, name: str) -> dict[str, Any]:
    """Return one component, its copies within it."""
    cpes = [cpe for pair in component.cpe if (cpe := cpe_name(pair, component.versions.exact))]
    purl = package_url(component.purl)
    facts = [*component_facts(component), *(("cpe", cpe) for cpe in cpes[1:])]
    if component.purl and not purl:
        facts.append(("package URL as found", component.purl))
    return {
        "type": "library" if OPERATING_SYSTEMS.isdisjoint(component.cpe) else "operating-system",
        "bom-ref": name,
        "name": component.title,
        **({"version": component.versions.exact} if component.versions.exact else {}),
        **({"cpe": cpes[0]} if cpes else {}),
        **({"purl": purl} if purl else {}),
        "components": [
            {
                "type": "file",
                "bom-ref": f"{name}/copy-{at}",
                "name": copy.locator,
                **hashes((copy.artefact,)),
                "properties": properties([("extent", copy.extent), ("occurrences", str(copy.occurrences))]),
            }
            for at, copy in enumerate(component.copies, 1)
        ],
        "evidence": evidence(component),
        "properties": properties(facts),
    }


def evidence(component: Component) -> dict[str, Any]:
    """Return where the component was seen, and by which techniques its name and version were concluded.

    CycloneDX asks for numbers where cupel has none: 1 says that nothing seen contradicts it, 0.5 that something does.
    """
    identity: list[dict[str, Any]] = []
    for field, value in (("name", component.title), ("version", component.versions.exact)):
        if value:
            seen = [it for it in component.sightings if field == "name" or it.versions.exact == value]
            sure = 0.5 if field == "version" and component.conflicts else 1
            methods = {(technique(it), it.source): it.evidence.quote for it in reversed(seen)}
            identity.append(
                {"field": field, "confidence": sure, "concludedValue": value, "methods": [
                    {"technique": how, "confidence": sure, "value": f"{source}: {quote}"}
                    for (how, source), quote in sorted(methods.items())
                ]}
            )  # fmt: skip
    occurrences = []
    for it in component.sightings:
        location, offset = place_of(it)
        at = {} if offset is None else {"offset": offset}
        context = f"{it.source}: {it.evidence.quote} (SHA-256 {it.evidence.artefact}, rule {it.evidence.rule})"
        occurrences.append({"location": location, **at, "additionalContext": context})
    return {"identity": identity, "occurrences": occurrences}


def hashes(found: Iterable[str]) -> dict[str, Any]:
    """Return a list of SHA-256 hashes, where there is one."""
    listed = [{"alg": "SHA-256", "content": it} for it in found if re.fullmatch("[0-9a-f]{64}", it)]
    return {"hashes": listed} if listed else {}


def properties(facts: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Return name and value pairs under cupel's own prefix."""
    return [{"name": f"cupel:{name}", "value": value} for name, value in facts]
