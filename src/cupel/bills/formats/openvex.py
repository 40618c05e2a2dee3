"""OpenVEX 0.2.0: a Bill's ladder goes in and statements come out; a vendor's statements go in and replies come out."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from cupel.bills.document import Part, read_json, write_json
from cupel.bills.identifiers import equipment_url, identifier, stated_time_stamp
from cupel.bills.names import make_package_url, package_url
from cupel.bills.position import STATUSES, Position, positions
from cupel.errors import InputError
from cupel.records.bill import Bill, Stated
from cupel.records.component import Component
from cupel.records.vulnerability import Reply

CONTEXT = "https://openvex.dev/ns/v0.2.0"
ACTION = "No fix is known to cupel. Ask the maker of the equipment for one."

JUSTIFICATIONS = frozenset((
    "component_not_present", "vulnerable_code_not_present", "vulnerable_code_not_in_execute_path",
    "vulnerable_code_cannot_be_controlled_by_adversary", "inline_mitigations_already_exist",
))  # fmt: skip
"""Of the specification, section `status justifications`."""


class OpenVex:
    """The format's facts, its reading and its writing."""

    name = "openvex"
    title = "OpenVEX 0.2.0"
    description = "One statement for each known weakness in each component: what the ladder supports, and no more."
    reference = "https://github.com/openvex/spec"
    suffix = ".openvex.json"
    writes = True
    reads = True

    def write(self, bill: Bill) -> bytes:
        """Write the statements. Raises InputError where there is none to make, or no day was stated."""
        components = {it.id: it for it in reversed(bill.components)}
        said = [it for it in positions(bill.ladder) if it.match.component in components] if bill.ladder else []
        if not said:
            raise InputError(
                f"There is no statement to make of {bill.label or bill.file}: no known weakness was asked about.",
                "Import reference data first, or export a bill of materials instead.",
            )
        urls = Counter(package_url(it.purl) for it in bill.components)
        return write_json(
            {
                "@context": CONTEXT,
                "@id": f"urn:uuid:{identifier(bill, self.name)}",
                "author": bill.author or "not stated",
                "timestamp": stated_time_stamp(bill, self.title),
                "version": 1,
                "tooling": f"cupel {bill.cupel}",
                "statements": [statement(it, components[it.match.component], bill, urls) for it in said],
            }
        )

    def recognises(self, data: bytes) -> bool:
        """Look for the context."""
        return bool(re.search(rb'"@context"\s*:\s*"https://openvex\.dev/ns', data))

    def read(self, data: bytes, name: str) -> Stated:
        """Read the statements as replies."""
        document = read_json(data, name, "bills/openvex")
        context = document.text("@context")
        if context not in ("https://openvex.dev/ns", "https://openvex.dev/ns/v0.0.1", CONTEXT):
            document.source.complain("/@context", f"{context} is not known; it is read as {CONTEXT}.")
        dated = document.text("last_updated") or document.text("timestamp")
        author = document.text("author")
        found = [it for part in document.parts("statements") for it in replies_of(part, author, dated)]
        return document.source.stated(author, dated, [], found)


def statement(said: Position, component: Component, bill: Bill, urls: Counter[str]) -> dict[str, Any]:
    """Return one statement about one component of the equipment.

    A component is named by its package URL; where another has the same, also by its identifier in the inspection, so
    that no two statements contradict each other.
    """
    url, product = package_url(component.purl), component.product or "component"
    name = url or make_package_url("generic", "", product, component.versions.exact, {})
    part = {"@id": name if urls[url] == 1 else make_package_url("generic", "", product, "", {"id": component.id})}
    hashes = {} if bill.folder or len(bill.sha256) != 64 else {"hashes": {"sha-256": bill.sha256}}
    found: dict[str, Any] = {
        "vulnerability": {"name": said.match.cve},
        "products": [{"@id": equipment_url(bill), **hashes, "subcomponents": [part | {"identifiers": {"purl": name}}]}],
        "status": said.status,
        "status_notes": said.reason,
    }
    if said.justification:
        found["justification"] = said.justification
    return found | ({"action_statement": ACTION} if said.status == "affected" else {})


def replies_of(part: Part, author: str, dated: str) -> Iterator[Reply]:
    """Yield one reply for each product of a statement, or for each part of it that the statement names."""
    old = isinstance(part.value.get("vulnerability"), str)  # version 0.0.1 has texts where 0.2.0 has objects
    cve = part.text("vulnerability") if old else part.part("vulnerability").text("name")
    status = part.text("status")
    if status not in STATUSES or not cve:
        part.source.complain(
            part.place, f"Status {status!r} of {cve or 'no vulnerability'} is not understood. It is left out."
        )
        return
    why = part.text("justification")
    if why and why not in JUSTIFICATIONS:
        part.source.complain(part.place, f"OpenVEX has no justification {why!r}. It is kept as text.")
    keys = ("justification", "impact_statement", "status_notes", "action_statement")
    reason = "; ".join(text for text in map(part.text, keys) if text)
    when = part.text("last_updated") or part.text("timestamp") or dated
    for place, product, inside, purl, cpe in products(part):
        seen = part.source.evidence(place, f"{cve}: {status}")
        yield Reply(cve, product, status, reason, author, when, seen, inside, purl, cpe)


def products(part: Part) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield (place, product, part of it or empty, package URL, CPE name); the last two are the part's, if there is one.

    A statement without products is one about the document's subject.
    """
    listed = part.value.get("products")
    if isinstance(listed, list) and listed and all(isinstance(it, str) for it in listed):
        for place, text in part.texts("products"):  # version 0.0.1
            yield place, text, "", text if text.startswith("pkg:") else "", ""
        return
    found = list(part.parts("products"))
    for product in found:
        name, *own = identifiers(product)
        inside = list(product.parts("subcomponents"))
        yield from ((it.place, name, *identifiers(it)) for it in inside)
        if not inside:
            yield product.place, name, "", own[0], own[1]
    if not found:
        part.source.complain(part.place, "This statement names no product; it is kept as one about the whole.")
        yield part.place, "", "", "", ""


def identifiers(part: Part) -> tuple[str, str, str]:
    """Return name, package URL and CPE name of a product or a part of it."""
    known = part.part("identifiers")
    name = part.text("@id")
    purl = known.text("purl") or (name if name.startswith("pkg:") else "")
    cpes = (known.text(key) for key in ("cpe23", "@cpe23", "cpe22", "@cpe22"))
    cpe = next((it for it in cpes if it), "")
    return name or purl or cpe, purl, cpe


BILL = OpenVex()
