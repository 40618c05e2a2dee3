"""Asks what the maker's own documents state, and how that stands beside what the bytes show."""

from cupel.bills.differences import differences
from cupel.inspect import describe_documents as describe
from cupel.inspect.describe import counted
from cupel.inspect.identify.product_names import product_of
from cupel.records.answer import Answer
from cupel.records.bill import Stated
from cupel.records.equipment import Equipment
from cupel.records.evidence import Evidence
from cupel.records.figure import Figure, Heading, Table
from cupel.records.inspection import Inspection
from cupel.room import Records


class WhatDoesTheMakerState:
    """The maker's bill of materials and replies, beside the inspection: neither overrules the other."""

    id = "inspect/what-does-the-maker-state"
    text = "What does its maker state, and do the bytes bear it out?"
    description = "The maker's bill of materials beside the components that were found, both ways; and its replies."
    order = 8
    needs = ("equipment", "inspections", "documents")

    def ask(self, records: Records) -> Answer:
        """Answer for each item of equipment that has documents."""
        equipment: tuple[Equipment, ...] = records["equipment"]
        found: dict[str, Inspection] = records["inspections"]
        documents: dict[str, tuple[Stated, ...]] = records["documents"]
        figures: list[Figure] = []
        lines: list[str] = []
        evidence: list[Evidence] = []
        bounds: list[str] = []
        for item in equipment:
            for stated in documents.get(item.id, ()):
                made_by = f", by {stated.author}" if stated.author else ""
                figures.append(Heading(f"{item.label}: {stated.file}{made_by}"))
                told, tables = _tables(stated, found[item.id])
                figures += [table for table in tables if table.rows]
                lines.append(f"{stated.file} about {item.label}: {told}.")
                version = found[item.id].rule_version
                evidence.append(Evidence(stated.sha256, stated.file, stated.author, f"bills/{stated.format}", version))
                evidence += [reply.evidence for reply in stated.replies]
                bounds += [f"{problem.locator}: {problem.what}" for problem in stated.problems]
            bounds += [
                f"{item.label}: its maker's reply to {it.cve} ({it.status}) speaks of no match that was found."
                for it in records.get("unmatched", {}).get(item.id, ())
            ]
        return Answer(
            self.id, self.text, " ".join(lines), "medium",
            "Names in two lists are matched by package URL, CPE and name; a component under two names stays unmatched.",
            tuple(figures), tuple(evidence), tuple(bounds),
        )  # fmt: skip


def _tables(stated: Stated, inspection: Inspection) -> tuple[str, list[Table]]:
    told, tables = [], [describe.replies(stated)]
    if stated.components:
        beside = differences(stated, [it for it in inspection.components if it.held], product_of)
        equal = sum(pair.comparison == "equal" for pair in beside.pairs)
        told.append(
            f"of {counted(len(stated.components), 'stated component')}, {len(beside.pairs):,} are seen, "
            f"{equal:,} in the stated version; {len(beside.only_found):,} more are seen that it does not name"
        )
        tables = [describe.sides(beside), describe.pairs(beside), describe.one_sided(beside), *tables]
    if stated.replies:
        told.append(f"{counted(len(stated.replies), 'statement')} on vulnerabilities")
    return "; ".join(told) or "nothing that can be set beside the inspection", tables


QUESTION = WhatDoesTheMakerState()
