"""Weighs inspected equipment against reference data: ladders, the makers' documents and bills come out."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cupel.bills.assemble import bill_of
from cupel.bills.exchange import read_stated
from cupel.bills.replies import with_replies
from cupel.inspect.age import Times
from cupel.inspect.identify.product_names import product_of
from cupel.inspect.manuals.facet import with_manuals
from cupel.inspect.manuals.reading import read_manuals
from cupel.inspect.reply_form import beside, read_replies
from cupel.inspect.suppressions import applied, read_suppressions
from cupel.inspect.vulnerabilities.configuration import read_configuration
from cupel.inspect.vulnerabilities.ladder import climb
from cupel.records.bill import Bill, Stated
from cupel.records.component import Component
from cupel.records.equipment import Equipment
from cupel.records.finding_reply import FindingReply
from cupel.records.inspection import Inspection
from cupel.records.suppression import Suppression
from cupel.records.vulnerability import Ladder, Reply
from cupel.reference.reference import Reference


def weigh(
    equipment: Iterable[Equipment], inspections: Mapping[str, Inspection], as_of: str, database: Path | None = None
) -> dict[str, Any]:
    """Make the records that rest on an inspection and on data from outside.

    1. Read the makers' documents.
    2. Climb the ladder for each component, with the deployed configuration.
    3. Put the makers' replies beside the matches that they speak of; they change no rung.
    4. Look up when upstream released what was found, and until when it mends it.
    5. Assemble the bills.
    6. Search the makers' manuals for what was found: they answer one facet.
    7. Put the makers' replies and the suppressions beside the findings; they change no tier.

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
    with Reference.open(database) as reference:
        for item in examined:
            found = inspections[item.id]
            deployed = read_configuration(item.configuration) if item.configuration else None
            ladder = climb(found, reference, deployed, as_of)  # 2
            replies = [reply for stated in documents.get(item.id, ()) for reply in stated.replies]
            ladders[item.id], unmatched[item.id] = with_replies(ladder, replies, found.components, product_of)  # 3
            times[item.id] = {it.id: _times(it, reference) for it in found.components if it.held}  # 4
    for item in examined:
        bills[item.id] = bill_of(item, inspections[item.id], ladders[item.id], as_of)  # 5
    searched = dict(inspections)
    for item in examined:
        if item.manuals:
            searched[item.id] = with_manuals(inspections[item.id], read_manuals(item.manuals))  # 6
    made: dict[str, Any] = {"inspections": searched} | said_of(examined, searched, as_of)  # 7
    if ladders:
        made |= {"times": times, "ladders": ladders, "bills": bills}
    if documents:
        made |= {"documents": documents, "unmatched": unmatched}
    return made


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
