"""Reads the plain values of a CycloneDX document of any version from 1.2 to 1.7: a Part goes in, a Stated comes out."""

import re
from collections.abc import Iterator

from cupel.bills.document import ADVICE, Part
from cupel.errors import InputError
from cupel.records.bill import Stated, StatedComponent
from cupel.records.vulnerability import Reply

STATUSES = {
    "resolved": "fixed", "resolved_with_pedigree": "fixed", "exploitable": "affected",
    "in_triage": "under_investigation", "false_positive": "not_affected", "not_affected": "not_affected",
}  # fmt: skip
"""States of an analysis, in the words of VEX."""
BOM_LINK = re.compile(r"urn:cdx:[0-9a-f-]{36}/\d+#(.+)")


def read_bill(document: Part) -> Stated:
    """Read components, those within others too, and what the document says of vulnerabilities.

    Raises InputError for a version whose fields are not known.
    """
    version = document.text("specVersion")
    if not version.startswith("1."):
        raise InputError(
            f"{document.source.name} is CycloneDX {version or 'of no version'}; 1.2 to 1.7 are read.", ADVICE
        )
    if version not in ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7"):
        document.source.complain("/specVersion", f"Version {version} is not known; it is read as 1.7.")
    metadata = document.part("metadata")
    subject = metadata.part("component")
    names: dict[str, StatedComponent] = {}
    components = []
    for part in components_of(document):
        reference = part.text("bom-ref")
        if reference in names:
            part.source.complain(f"{part.place}/bom-ref", f"{reference!r} names more than one component.")
        # a file is a place of a component, not a component
        stated = component_of(part)
        if reference:
            names.setdefault(reference, stated)
        if part.text("type") != "file":
            components.append(stated)
            if not stated.name:
                part.source.complain(part.place, "This component has no name.")
    equipment = component_of(subject)
    replies = list(replies_of(document, names, subject.text("bom-ref"), equipment.name, author_of(metadata)))
    return document.source.stated(author_of(metadata), metadata.text("timestamp"), components, replies)


def components_of(document: Part) -> Iterator[Part]:
    """Yield every component, however deep: those of the document, and those within what it describes."""
    ahead = [document.part("metadata").part("component").parts("components"), document.parts("components")]
    while ahead:
        part = next(ahead[-1], None)
        if part is None:
            ahead.pop()
        else:
            yield part
            ahead.append(part.parts("components"))


def component_of(part: Part) -> StatedComponent:
    """Read one component."""
    group, name = part.text("group"), part.text("name")
    return StatedComponent(
        f"{group}/{name}" if group else name, part.text("version"), part.text("purl"), part.text("cpe"), part.place
    )


def author_of(metadata: Part) -> str:
    """Return who made the document: authors, else its manufacturer, supplier, or tools."""
    people = [it.text("name") or it.text("email") for it in metadata.parts("authors")]
    people += [metadata.part(key).text("name") for key in ("manufacturer", "manufacture", "supplier")]
    if not any(people):
        tools = metadata.value.get("tools")
        listed = metadata.part("tools").parts("components") if isinstance(tools, dict) else metadata.parts("tools")
        people = [f"{it.text('name')} {it.text('version')}".strip() for it in listed]
    return ", ".join(dict.fromkeys(name for name in people if name))


def replies_of(
    document: Part, names: dict[str, StatedComponent], subject: str, equipment: str, author: str
) -> Iterator[Reply]:
    """Yield what the document says of each vulnerability in each component that it affects."""
    dated = document.part("metadata").text("timestamp")
    for part in document.parts("vulnerabilities"):
        analysis = part.part("analysis")
        state, cve = analysis.text("state"), part.text("id")
        if not state:
            continue  # it is listed, but nothing is said of it
        if state not in STATUSES or not cve:
            part.source.complain(
                part.place, f"State {state!r} of {cve or 'no identifier'} is not understood. It is left out."
            )
            continue
        reasons = [
            analysis.text("justification"),
            *(word for _, word in analysis.texts("response")),
            analysis.text("detail"),
        ]
        reason = "; ".join(reason for reason in reasons if reason)
        when = analysis.text("lastUpdated") or analysis.text("firstIssued") or part.text("updated") or dated
        for affected in list(part.parts("affects")) or [part]:
            reference = affected.text("ref")
            link = BOM_LINK.fullmatch(reference)
            reference = link[1] if link else reference
            about = names.get(reference)
            if reference and about is None and reference != subject:
                part.source.complain(f"{affected.place}/ref", f"{reference!r} names no component of this document.")
                about = StatedComponent(reference, "", "", "", affected.place)
            yield Reply(
                cve, equipment, STATUSES[state], reason, author, when,
                part.source.evidence(affected.place, f"{cve}: {state}"),
                about.name if about else "", about.purl if about else "", about.cpe if about else "",
            )  # fmt: skip
