"""What the three questions about findings share: one kind of finding goes in, an Answer comes out."""

from collections.abc import Callable, Sequence

from cupel.inspect import describe_findings as describe
from cupel.inspect.describe import named
from cupel.inspect.spots import Spots
from cupel.records.answer import Answer, Brief, Confidence
from cupel.records.equipment import Equipment
from cupel.records.figure import Figure, Heading
from cupel.records.finding import Finding, Kind
from cupel.records.inspection import READABLE, Inspection
from cupel.room import Records

HIGH, MEDIUM = 0.98, 0.8
"""Shares of the bytes that came out, padding left out, that must be of a known type for a confidence."""

Headline = Callable[[Sequence[Finding], Inspection], str]
Figures = Callable[[Sequence[Finding]], Sequence[Figure]]


def answer(
    records: Records, kind: Kind, question: tuple[str, str, str], headline: Headline, figures: Figures, bound: str
) -> Answer:
    """Answer `question` (identifier, text, the same in a word) about the findings of one kind, item by item."""
    equipment: tuple[Equipment, ...] = records["equipment"]
    shown: list[Figure] = []
    lines: list[str] = []
    headlines, evidence, not_examined, briefs = [], [], list[str](), list[Brief]()
    for item in equipment:
        inspection: Inspection = records["inspections"][item.id]
        findings = describe.of_kind(inspection.findings, kind)
        headlines.append(f"{named(item, inspection)}: {headline(findings, inspection)}")
        found, left = describe.found_in_short(findings, kind, inspection), describe.left_in_short(kind, inspection)
        briefs.append(Brief(question[2], item.label, found, left, describe.by_tier(findings)))
        shown += [Heading(item.label)] if len(equipment) > 1 else []
        shown += figures(findings)
        said = records["replies"].get(item.id, ()), records["suppressions"].get(item.id, ())
        shown += describe.cards(findings, describe.notes(*said), Spots(inspection))
        if kind == "access" and (lost := describe.unmatched(*said)).rows:
            shown.append(lost)
        evidence += describe.evidence(findings, inspection, question[0])
        not_examined += [f"{item.label}: {line}" for line in (*describe.bounds(inspection), bound)]
        lines.append(_share(inspection))
    level = _confidence(records, kind)
    reason = f"Of the bytes that came out, {', '.join(lines)} are of a known type (high from {HIGH:.0%}, medium from "
    reason += f"{MEDIUM:.0%}, low where an inspection is incomplete). A thing that no rule knows does not show."
    if kind != "weakness":
        reason += " It is never high where executables that listen or check logins were not disassembled."
    return Answer(
        question[0], question[1], " ".join(headlines), level, reason, tuple(shown), tuple(evidence),
        tuple(not_examined), tuple(briefs),
    )  # fmt: skip


def _known(inspection: Inspection) -> float:
    unpacked = inspection.coverage.unpacked
    whole = sum(unpacked.values()) - unpacked.get("padding", 0) + inspection.coverage.unread_bytes
    return sum(unpacked.get(kind, 0) for kind in READABLE) / whole if whole else 0.0


def _share(inspection: Inspection) -> str:
    return f"{_known(inspection):.1%}"


def _confidence(records: Records, kind: Kind) -> Confidence:
    found: list[Inspection] = [records["inspections"][item.id] for item in records["equipment"]]
    least = min((_known(it) for it in found), default=0.0)
    if not all(it.complete for it in found):
        return "low"
    if kind != "weakness" and any(it.examination.disassembled < it.examination.chosen for it in found):
        return "medium" if least >= MEDIUM else "low"
    return "high" if least >= HIGH else "medium" if least >= MEDIUM else "low"
