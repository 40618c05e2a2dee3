"""Turns a Bill into the plain values of a CycloneDX 1.6 document."""

from collections.abc import Iterator
from typing import Any

from cupel.bills.formats._cyclonedx_component import component_of, hashes, properties
from cupel.bills.identifiers import equipment_url, identifier, references, time_stamp
from cupel.bills.position import Position, positions, rung_counts
from cupel.records.bill import Bill
from cupel.records.component import Component
from cupel.records.vulnerability import Ladder

EQUIPMENT = "equipment"
"""Reference of what was inspected."""
METHODS = {"CVSS:3.0/": "CVSSv3", "CVSS:3.1/": "CVSSv31", "CVSS:4.0/": "CVSSv4", "AV:": "CVSSv2"}


def bill_to_write(bill: Bill) -> dict[str, Any]:
    """Return the document. Its serial number follows from the bill, its time stamp from the bill's own day."""
    names = references(bill)
    document: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{identifier(bill, 'cyclonedx')}",
        "version": 1,
        "metadata": metadata(bill),
        "components": [component_of(it, names[at]) for at, it in enumerate(bill.components)],
        # bytes that could not be read may hold more
        "compositions": [{"aggregate": "incomplete", "assemblies": [EQUIPMENT]}],
    }
    if bill.ladder:
        found = {it.id: (names[at], it) for at, it in reversed(list(enumerate(bill.components)))}
        document["vulnerabilities"] = [
            vulnerability(said, *found[said.match.component])
            for said in positions(bill.ladder)
            if said.match.component in found
        ]
    return document


def metadata(bill: Bill) -> dict[str, Any]:
    """Return what the document says of itself and of the equipment."""
    facts = [("file", bill.file), ("inspection rules", bill.rule_version)]
    facts += [("not examined", bound) for bound in bill.not_examined]
    if bill.folder:
        facts.append(("hash of the listing", bill.sha256))
    if bill.ladder:
        facts += ladder_facts(bill.ladder)
    found: dict[str, Any] = {"timestamp": stamp} if (stamp := time_stamp(bill)) else {}
    found["tools"] = {"components": [{"type": "application", "name": "cupel", "version": bill.cupel}]}
    if bill.author:
        found["authors"] = [{"name": bill.author}]
    found["component"] = {
        "type": "firmware",
        "bom-ref": EQUIPMENT,
        **({"manufacturer": {"name": bill.maker}} if bill.maker else {}),
        "name": bill.product or bill.label or bill.file,
        **({"version": bill.version} if bill.version else {}),
        **hashes(() if bill.folder else (bill.sha256,)),
        "purl": equipment_url(bill),
    }
    return found | {"properties": properties(facts)}


def ladder_facts(ladder: Ladder) -> Iterator[tuple[str, str]]:
    """Yield the counts at every rung, and what the ladder rests on."""
    yield "ladder of", ladder.state
    yield from ((f"ladder: {rung}", str(count)) for rung, count in rung_counts(ladder).items())
    yield from (("reference data", f"{feed.name}, {feed.dated or 'no date'}") for feed in ladder.feeds)
    yield from (("reference data not asked", unasked) for unasked in ladder.unasked)


def vulnerability(said: Position, name: str, component: Component) -> dict[str, Any]:
    """Return one weakness in one component: the analysis that the ladder supports, and every rung."""
    match, exact = said.match, component.versions.exact
    states = {"not_affected": "not_affected", "fixed": "resolved"}
    analysis = {"state": states.get(said.status, "in_triage")}
    if said.status == "not_affected":
        analysis["justification"] = "code_not_present"
    facts = [(f"rung: {step.rung}", f"{step.state}: {step.reason}") for step in match.steps]
    if match.exploit_probability is not None:
        facts.append(("exploit probability", f"{match.exploit_probability:g}"))
    if match.exploited_since:
        facts.append(("known exploited since", match.exploited_since))
    facts += [("reply", f"{it.author}, {it.dated}: {it.status}. {it.justification}") for it in match.replies]
    status = {"affected": "affected", "under_investigation": "unknown"}.get(said.status, "unaffected")
    return {
        "bom-ref": f"{match.cve}/{name}",
        "id": match.cve,
        **({"source": {"name": ", ".join(match.feeds)}} if match.feeds else {}),
        **ratings(match.score, match.vector),
        "analysis": analysis | {"detail": said.reason},
        "affects": [{"ref": name, **({"versions": [{"version": exact, "status": status}]} if exact else {})}],
        "properties": properties(facts),
    }


def ratings(score: float | None, vector: str) -> dict[str, Any]:
    """Return the rating, where there is a score."""
    if score is None:
        return {}
    method = next((name for head, name in METHODS.items() if vector.startswith(head)), "other")
    return {"ratings": [{"score": score, "method": method, **({"vector": vector} if vector else {})}]}
