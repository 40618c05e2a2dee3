"""Asks what software the equipment is made of, in which versions and how many copies, and how old it is."""

from collections.abc import Mapping

from cupel.inspect import describe_components as describe
from cupel.inspect.age import Times
from cupel.inspect.describe import counted, filled, named
from cupel.records.answer import Answer, Confidence
from cupel.records.equipment import Equipment
from cupel.records.evidence import Evidence
from cupel.records.figure import Figure, Heading, Table
from cupel.records.inspection import UNREAD, Inspection
from cupel.room import Records

MOST_EVIDENCE = 200
HIGH, MEDIUM = 0.8, 0.5
"""Shares of the components whose version must be exact for a confidence."""


class WhatIsItMadeOf:
    """The bill of materials of each item of equipment."""

    id = "inspect/what-is-it-made-of"
    text = "What is it made of?"
    description = "Components with versions, copies, age and end of support, and where the evidence disagrees."
    order = 6
    needs = ("equipment", "inspections", "times")

    def ask(self, records: Records) -> Answer:
        """Answer for each item of equipment."""
        equipment: tuple[Equipment, ...] = records["equipment"]
        found: dict[str, Inspection] = records["inspections"]
        as_of: str = records.get("as_of", "")
        figures: list[Figure] = []
        for item in equipment:
            figures += [Heading(item.label)] if len(equipment) > 1 else []
            figures += _figures(found[item.id], as_of, records.get("times", {}).get(item.id, {}))
        all_of = [it for item in equipment for it in describe.held(found[item.id].components)]
        exact = sum(bool(it.versions.exact) for it in all_of) / len(all_of) if all_of else 0.0
        level: Confidence = "high" if exact >= HIGH else "medium" if exact >= MEDIUM else "low"
        if not all(found[item.id].complete for item in equipment):
            level = "low"
        return Answer(
            self.id, self.text,
            " ".join(_headline(item, found[item.id]) for item in equipment),
            level,
            f"{exact:.0%} of the components have an exact version (high from {HIGH:.0%}, medium from {MEDIUM:.0%}, "
            "low where an inspection is incomplete).",
            tuple(figures),
            tuple(it for item in equipment for it in _evidence(found[item.id], self.id)),
            tuple(line for item in equipment for line in _not_examined(item, found[item.id], as_of)),
        )  # fmt: skip


def _headline(item: Equipment, inspection: Inspection) -> str:
    return f"{named(item, inspection)}: {describe.sentence(describe.held(inspection.components))}"


def _figures(inspection: Inspection, as_of: str, times: Mapping[str, Times]) -> list[Figure]:
    components = describe.held(inspection.components)
    tables: list[Table] = [
        describe.table(components, as_of, times),
        describe.referred(inspection.components),
        describe.census(components),
        describe.disagreements(components),
        describe.beside_the_list(components),
        describe.certificates(inspection, as_of),
    ]
    return [*describe.counts(components), *(filled(table) for table in tables if table.rows)]


def _evidence(inspection: Inspection, rule: str) -> list[Evidence]:
    """Point at the image, and at the sharpest sighting of each component."""
    image = Evidence(inspection.sha256, inspection.name, f"{inspection.size:,} bytes", rule, inspection.rule_version)
    sharpest = [
        next((one for one in it.sightings if one.versions.exact), it.sightings[0]).evidence
        for it in describe.held(inspection.components)
    ]
    return [image, *sharpest[:MOST_EVIDENCE]]


def _not_examined(item: Equipment, inspection: Inspection, as_of: str) -> list[str]:
    from cupel.inspect.identify.catalogue import catalogue  # noqa: PLC0415 - a page of kept results needs no signatures

    known = len(catalogue().signatures)
    lines = [
        f"{item.label}: software that no package list names is found only where one of {known:,} signatures knows it; "
        "a component that is not listed here may still be there."
    ]
    unread = sum(inspection.coverage.unpacked.get(kind, 0) + inspection.coverage.image.get(kind, 0) for kind in UNREAD)
    if unread:
        lines.append(f"{item.label}: {counted(unread, 'byte')} are of no known type; components in them do not show.")
    if not as_of:
        lines.append(f"{item.label}: no date was stated, so ages and ends of support are not judged.")
    return lines


QUESTION = WhatIsItMadeOf()
