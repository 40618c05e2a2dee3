"""Weighs inspected equipment against reference data: ladders, the makers' documents and bills come out."""

import dataclasses
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cupel import plugins
from cupel.bills.assemble import bill_of
from cupel.bills.exchange import read_stated
from cupel.bills.replies import with_replies
from cupel.inspect.age import Times
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.reaching import as_deployed
from cupel.inspect.identify.product_names import product_of
from cupel.inspect.manuals.facet import with_manuals
from cupel.inspect.manuals.reading import read_manuals
from cupel.inspect.metric import Weighed, WeighedMetric
from cupel.inspect.reply_form import beside, read_replies
from cupel.inspect.suppressions import applied, read_suppressions
from cupel.inspect.vulnerabilities.configuration import Configuration, overlay, read_configuration
from cupel.inspect.vulnerabilities.ladder import climb
from cupel.records.bill import Bill, Stated
from cupel.records.component import Component
from cupel.records.equipment import Equipment
from cupel.records.finding_reply import FindingReply
from cupel.records.inspection import Inspection
from cupel.records.measure import Measure
from cupel.records.suppression import Suppression
from cupel.records.vulnerability import Ladder, Reply
from cupel.reference.reference import Reference

METRICS: tuple[WeighedMetric, ...] = plugins.load("cupel.inspect.weighed", "METRIC", WeighedMetric)
"""What is measured of an inspection and reference data together."""


def weigh(
    equipment: Iterable[Equipment], inspections: Mapping[str, Inspection], as_of: str, database: Path | None = None
) -> dict[str, Any]:
    """Make the records that rest on an inspection and on data from outside.

    1. Read the makers' documents.
    2. Climb the ladder for each component, with the deployed configuration.
    3. Put the makers' replies beside the matches that they speak of; they change no rung.
    4. Look up when upstream released what was found, and until when it mends it.
    5. Judge anew which findings are reachable as deployed, and search the makers' manuals: they answer one facet.
    6. Assemble the bills.
    7. Measure what needs all that, behind what was measured of the bytes alone.
    8. Put the makers' replies and the suppressions beside the findings; they change no tier.

    Equipment that was only unpacked has none of them. Raises InputError for documents or data that cannot be used.
    """
    examined = [item for item in equipment if inspections[item.id].examined]
    documents: dict[str, tuple[Stated, ...]] = {
        item.id: tuple(read_stated(path) for path in item.documents)
        for item in examined
        if item.documents  # 1
    }
    ladders: dict[str, Ladder] = {}
    unmatched: dict[str, tuple[Reply, ...]] = {}
    times: dict[str, dict[str, Times]] = {}
    bills: dict[str, Bill] = {}
    judged = dict(inspections)
    measures: dict[str, tuple[Measure, ...]] = {}
    with Reference.open(database) as reference:
        for item in examined:
            found = inspections[item.id]
            deployed = read_configuration(item.configuration) if item.configuration else None
            ladder = climb(found, reference, deployed, as_of)  # 2
            replies = [reply for stated in documents.get(item.id, ()) for reply in stated.replies]
            ladders[item.id], unmatched[item.id] = with_replies(ladder, replies, found.components, product_of)  # 3
            times[item.id] = {it.id: _times(it, reference) for it in found.components if it.held}  # 4
            judged[item.id] = _judged(item, found, deployed)  # 5
    for item in examined:
        bills[item.id] = bill_of(item, inspections[item.id], ladders[item.id], as_of)  # 6
        weighed = Weighed(inspections[item.id], ladders[item.id], times[item.id], as_of)
        measures[item.id] = (
            *inspections[item.id].measures,
            *(it for one in METRICS for it in one.measure(weighed)),
        )  # 7
    made: dict[str, Any] = {"inspections": judged} | said_of(examined, judged, as_of)  # 8
    if ladders:
        made |= {"times": times, "ladders": ladders, "bills": bills, "measures": measures}
    if documents:
        made |= {"documents": documents, "unmatched": unmatched}
    return made


def _judged(item: Equipment, inspection: Inspection, deployed: Configuration | None) -> Inspection:
    """Return the inspection with its findings judged by the deployed configuration and by the makers' manuals."""
    if deployed:
        build = overlay(inspection.build, deployed)
        image = Image(dataclasses.replace(inspection, build=build), (), {})
        image.files.lay_over(deployed.name, deployed.files)
        findings = as_deployed(inspection.findings, image, deployed.name)
        inspection = dataclasses.replace(inspection, findings=findings)
    return with_manuals(inspection, read_manuals(item.manuals)) if item.manuals else inspection


def said_of(equipment: Iterable[Equipment], inspections: Mapping[str, Inspection], as_of: str) -> dict[str, Any]:
    """Read reply forms and suppressions, beside the findings, as the records `replies` and `suppressions`: of each item
    of equipment that has any. Raises InputError.
    """
    replies: dict[str, tuple[FindingReply, ...]] = {}
    suppressions: dict[str, tuple[Suppression, ...]] = {}
    for item in equipment:
        findings = inspections[item.id].findings
        if item.replies:
            told = (reply for path in item.replies for reply in read_replies(path))
            replies[item.id] = beside(told, findings)
        if item.suppressions:
            decided = (decision for path in item.suppressions for decision in read_suppressions(path))
            suppressions[item.id] = applied(decided, findings, as_of)
    return {"replies": replies, "suppressions": suppressions}


def _times(component: Component, reference: Reference) -> Times:
    exact = component.versions.exact
    return Times(
        reference.released(component.product, exact) if exact else "", reference.support_ends(component.product)
    )
