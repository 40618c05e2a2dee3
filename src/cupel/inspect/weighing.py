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
from cupel.inspect.metric import Weighed, WeighedMetric
from cupel.inspect.vulnerabilities.configuration import Configuration, overlay, read_configuration
from cupel.inspect.vulnerabilities.ladder import climb
from cupel.records.bill import Bill, Stated
from cupel.records.component import Component
from cupel.records.equipment import Equipment
from cupel.records.finding import Finding
from cupel.records.inspection import Inspection
from cupel.records.measure import Measure
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
    5. Judge anew which findings are reachable, where a deployed configuration is given.
    6. Assemble the bills.
    7. Measure what needs both, behind what was measured of the bytes alone.

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
    findings: dict[str, tuple[Finding, ...]] = {}
    with Reference.open(database) as reference:
        for item in examined:
            found = inspections[item.id]
            deployed = read_configuration(item.configuration) if item.configuration else None
            ladder = climb(found, reference, deployed, as_of)  # 2
            replies = [reply for stated in documents.get(item.id, ()) for reply in stated.replies]
            ladders[item.id], unmatched[item.id] = with_replies(ladder, replies, found.components, product_of)  # 3
            times[item.id] = {it.id: _times(it, reference) for it in found.components if it.held}  # 4
            findings[item.id] = _judged(found, deployed)  # 5
    for item in examined:
        bills[item.id] = bill_of(item, inspections[item.id], ladders[item.id], as_of)  # 6
    measures: dict[str, tuple[Measure, ...]] = {}
    for item in examined:
        weighed = Weighed(inspections[item.id], ladders[item.id], times[item.id], as_of)
        measures[item.id] = (
            *inspections[item.id].measures,
            *(it for one in METRICS for it in one.measure(weighed)),
        )  # 7
    made: dict[str, Any] = {}
    if ladders:
        made |= {"times": times, "ladders": ladders, "bills": bills, "findings": findings, "measures": measures}
    if documents:
        made |= {"documents": documents, "unmatched": unmatched}
    return made


def _judged(inspection: Inspection, deployed: Configuration | None) -> tuple[Finding, ...]:
    if deployed is None:
        return inspection.findings
    build = overlay(inspection.build, deployed)
    image = Image(dataclasses.replace(inspection, build=build), (), {})
    image.files.lay_over(deployed.name, deployed.files)
    return as_deployed(inspection.findings, image, deployed.name)


def _times(component: Component, reference: Reference) -> Times:
    exact = component.versions.exact
    return Times(
        reference.released(component.product, exact) if exact else "", reference.support_ends(component.product)
    )
