"""Turns a Bill into the plain values of an SPDX 2.3 document."""

import re
from typing import Any

from cupel.bills.facts import component_facts, place_of
from cupel.bills.identifiers import equipment_url, identifier, stated_time_stamp
from cupel.bills.names import OPERATING_SYSTEMS, cpe_name, package_url
from cupel.records.bill import Bill
from cupel.records.component import Component

DOCUMENT, EQUIPMENT = "SPDXRef-DOCUMENT", "SPDXRef-Equipment"
Values = dict[str, Any]


def document_to_write(bill: Bill) -> Values:
    """Return the document: the equipment contains components, and components contain files.

    A file is written as a package with the purpose FILE, because the element File must have a SHA-1 (8.4), and cupel
    hashes with SHA-256 only. A file that holds a part of a component was generated from it.
    """
    stamp = stated_time_stamp(bill, "SPDX 2.3")
    packages, ties = [equipment(bill)], [tie(DOCUMENT, "DESCRIBES", EQUIPMENT)]
    files: dict[tuple[str, str], str] = {}
    for at, component in enumerate(bill.components, 1):
        reference = f"SPDXRef-Component-{at}"
        packages.append(component_of(component, reference, bill, stamp))
        ties.append(tie(EQUIPMENT, "CONTAINS", reference))
        for copy in component.copies:
            key = copy.locator, copy.artefact
            if key not in files:
                files[key] = f"SPDXRef-File-{len(files) + 1}"
                packages.append(file_of(*key, files[key]))
                ties.append(tie(EQUIPMENT, "CONTAINS", files[key]))
            if copy.extent == "full":
                ties.append(tie(reference, "CONTAINS", files[key]))
            else:
                ties.append(tie(files[key], "GENERATED_FROM", reference))
    found: Values = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": DOCUMENT,
        "name": bill.label or bill.file,
        "documentNamespace": f"urn:uuid:{identifier(bill, 'spdx')}",
        "creationInfo": {
            "created": stamp,
            "creators": [
                *([f"Organization: {one_line(bill.author)}"] if bill.author else []),
                f"Tool: cupel-{bill.cupel}",
            ],
        },
    }
    if bill.not_examined:
        found["comment"] = "Not examined: " + " ".join(bill.not_examined)
    unique = {tuple(it.values()): it for it in ties}  # a file that holds a component twice is tied to it once
    return found | {"packages": packages, "relationships": list(unique.values())}


def equipment(bill: Bill) -> Values:
    """Return what was inspected."""
    return {
        "SPDXID": EQUIPMENT,
        "name": bill.product or bill.label or bill.file,
        **({"versionInfo": bill.version} if bill.version else {}),
        **({"supplier": f"Organization: {one_line(bill.maker)}"} if bill.maker else {}),
        "packageFileName": bill.file,
        "primaryPackagePurpose": "FIRMWARE",
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        **checksums("" if bill.folder else bill.sha256),
        "externalRefs": [reference_to("PACKAGE-MANAGER", "purl", equipment_url(bill))],
        "comment": f"Inspected with the rules {bill.rule_version}."
        + (f" A folder; the SHA-256 of its listing is {bill.sha256}." if bill.folder else ""),
    }


def component_of(component: Component, reference: str, bill: Bill, stamp: str) -> Values:
    """Return one component; what SPDX has no field for stands in annotations, one fact each."""
    purl = package_url(component.purl)
    outside = [reference_to("PACKAGE-MANAGER", "purl", purl)] if purl else []
    cpes = (cpe_name(pair, component.versions.exact) for pair in component.cpe)
    outside += [reference_to("SECURITY", "cpe23Type", cpe) for cpe in cpes if cpe]
    facts = [f"{name}: {text}" for name, text in component_facts(component)]
    for it in component.sightings:
        location, offset = place_of(it)
        where = location if offset is None else f"{location} at byte {offset}"
        facts.append(f"seen by {it.source} in {where} (SHA-256 {it.evidence.artefact}): {it.evidence.quote}")
    return {
        "SPDXID": reference,
        "name": component.title,
        **({"versionInfo": component.versions.exact} if component.versions.exact else {}),
        "primaryPackagePurpose": "LIBRARY" if OPERATING_SYSTEMS.isdisjoint(component.cpe) else "OPERATING_SYSTEM",
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        **({"externalRefs": outside} if outside else {}),
        "annotations": [
            {
                "annotationDate": stamp,
                "annotationType": "OTHER",
                "annotator": f"Tool: cupel-{bill.cupel}",
                "comment": fact,
            }
            for fact in facts
        ],
    }


def file_of(locator: str, sha256: str, reference: str) -> Values:
    """Return a file that holds a component or a part of it."""
    return {
        "SPDXID": reference,
        "name": locator,
        "packageFileName": locator,
        "primaryPackagePurpose": "FILE",
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        **checksums(sha256),
    }


def checksums(sha256: str) -> Values:
    """Return the checksum, where there is one."""
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        return {}
    return {"checksums": [{"algorithm": "SHA256", "checksumValue": sha256}]}


def reference_to(category: str, kind: str, locator: str) -> Values:
    """Return one external reference."""
    return {"referenceCategory": category, "referenceType": kind, "referenceLocator": locator}


def tie(from_: str, kind: str, to: str) -> dict[str, str]:
    """Return one relationship."""
    return {"spdxElementId": from_, "relationshipType": kind, "relatedSpdxElement": to}


def one_line(text: str) -> str:
    """Write a name on one line, without brackets, which SPDX keeps for an address."""
    return " ".join(text.replace("(", " ").replace(")", " ").split()) or "anonymous"
