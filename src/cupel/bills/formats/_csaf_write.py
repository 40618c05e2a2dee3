"""Turns a Bill's ladder into the plain values of a CSAF 2.0 document with the profile VEX."""

import re
from typing import Any

from cupel.bills.facts import version_text
from cupel.bills.identifiers import equipment_url, identifier, stated_time_stamp
from cupel.bills.names import cpe_name, package_url
from cupel.bills.position import Position, positions
from cupel.errors import InputError
from cupel.records.bill import Bill
from cupel.records.component import Component

EQUIPMENT = "equipment"
LISTS = {
    "affected": "known_affected", "under_investigation": "under_investigation",
    "fixed": "fixed", "not_affected": "known_not_affected",
}  # fmt: skip
"""Status -> its list in product_status."""
ACTION = "No fix is known to the author of this document. Ask the maker of the equipment for one."
SEVERITIES = ((0.0, "NONE"), (3.9, "LOW"), (6.9, "MEDIUM"), (8.9, "HIGH"), (10.0, "CRITICAL"))
"""Highest score of each severity: CVSS 3.1, 5."""
VECTOR = re.compile(r"CVSS:(3\.[01])/AV:[NALP]/AC:[LH]/PR:[NLH]/UI:[NR]/S:[UC]/C:[NLH]/I:[NLH]/A:[NLH]")
RANGE = re.compile(r"[<>]|after|all|before|earlier|later|prior|versions", re.IGNORECASE)
"""What the version in a branch may not hold, for it would be a range (mandatory test 6.1.31)."""
Values = dict[str, Any]


def advisory_to_write(bill: Bill) -> Values:
    """Return the document, with one vulnerability for each identifier and all that the ladder says of it.

    Raises InputError where the ladder has nothing to say, or no day was stated.
    """
    components = {it.id: it for it in reversed(bill.components)}
    said = [it for it in positions(bill.ladder) if it.match.component in components] if bill.ladder else []
    if not said:
        raise InputError(
            f"There is nothing to say of {bill.label or bill.file}: no known weakness was asked about.",
            "Import reference data first, or export a bill of materials instead.",
        )
    by_cve: dict[str, list[Position]] = {}
    for it in said:
        by_cve.setdefault(it.match.cve, []).append(it)
    about = dict.fromkeys(it.match.component for it in said)
    return {
        "document": document(bill),
        "product_tree": product_tree(bill, [components[name] for name in about]),
        "vulnerabilities": [vulnerability(cve, found) for cve, found in by_cve.items()],
    }


def document(bill: Bill) -> Values:
    """Return what the document says of itself."""
    stamp = stated_time_stamp(bill, "CSAF 2.0")
    notes = [{"category": "general", "title": "Not examined", "text": bound} for bound in bill.not_examined if bound]
    return {
        "category": "csaf_vex",
        "csaf_version": "2.0",
        "lang": "en",
        **({"notes": notes} if notes else {}),
        "publisher": {"category": "other", "name": bill.author or "not stated", "namespace": "urn:cupel:publisher"},
        "title": f"Known vulnerabilities in {bill.label or bill.file}: what its bytes show",
        "tracking": {
            "id": f"cupel-{identifier(bill, 'csaf')}",
            "status": "draft",
            "version": "0",
            "initial_release_date": stamp,
            "current_release_date": stamp,
            "revision_history": [{"date": stamp, "number": "0", "summary": "Written by cupel, not reviewed."}],
            "generator": {"engine": {"name": "cupel", "version": bill.cupel}},
        },
    }


def product_tree(bill: Bill, components: list[Component]) -> Values:
    """Return the equipment, the components that something is said of, and that they are components of it."""
    equipment: Values = {
        "product_id": EQUIPMENT,
        "name": bill.label or bill.file or "equipment",
        "product_identification_helper": {"purl": equipment_url(bill)},
    }
    tree: Values = {"full_product_names": []}
    if bill.maker and bill.product and bill.version and not RANGE.search(bill.version):
        leaf = {"category": "product_version", "name": bill.version, "product": equipment}
        product = {"category": "product_name", "name": bill.product, "branches": [leaf]}
        tree = {"branches": [{"category": "vendor", "name": bill.maker, "branches": [product]}], **tree}
    else:
        tree["full_product_names"].append(equipment)
    tree["full_product_names"] += [named(it, f"component/{it.id}") for it in components]
    tree["relationships"] = [
        {
            "category": "default_component_of",
            "full_product_name": {
                "name": f"{full_name(it)} in {equipment['name']}",
                "product_id": f"{EQUIPMENT}/{it.id}",
            },
            "product_reference": f"component/{it.id}",
            "relates_to_product_reference": EQUIPMENT,
        }
        for it in components
    ]
    return tree


def named(component: Component, product_id: str) -> Values:
    """Return a component's name and what else identifies it."""
    identity = {"purl": purl} if (purl := package_url(component.purl)) else {}
    if cpe := next(filter(None, (cpe_name(pair, component.versions.exact) for pair in component.cpe)), ""):
        identity["cpe"] = cpe
    found: Values = {"name": full_name(component), "product_id": product_id}
    return found | ({"product_identification_helper": identity} if identity else {})


def full_name(component: Component) -> str:
    """Return a component's name with its version or range."""
    return f"{component.title} {version_text(component.versions) or '(version not known)'}"


def vulnerability(cve: str, found: list[Position]) -> Values:
    """Return one vulnerability: a status for each component, with what it rests on."""
    products: dict[str, list[str]] = {}
    flags: dict[str, list[str]] = {}
    for it in found:
        product = f"{EQUIPMENT}/{it.match.component}"
        products.setdefault(LISTS[it.status], []).append(product)
        if it.justification:
            flags.setdefault(it.justification, []).append(product)
    reasons = [{"category": "details", "title": f"About {it.match.component}", "text": it.reason} for it in found]
    is_cve = re.fullmatch(r"CVE-[0-9]{4}-[0-9]{4,}", cve)
    written: Values = {"cve": cve} if is_cve else {"ids": [{"system_name": "other", "text": cve or "unknown"}]}
    written |= {"notes": reasons, "product_status": products}
    if flags:
        written["flags"] = [{"label": label, "product_ids": ids} for label, ids in flags.items()]
    if affected := products.get("known_affected"):
        written["remediations"] = [{"category": "none_available", "details": ACTION, "product_ids": affected}]
    rated = next((it.match for it in found if it.match.score is not None and VECTOR.fullmatch(it.match.vector)), None)
    if rated and rated.score is not None and affected:
        severity = next(name for most, name in SEVERITIES if rated.score <= most or most == 10)
        written["scores"] = [
            {
                "cvss_v3": {
                    "version": rated.vector[5:8],
                    "vectorString": rated.vector,
                    "baseScore": rated.score,
                    "baseSeverity": severity,
                },
                "products": affected,
            }
        ]
    return written
