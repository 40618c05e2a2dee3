"""Assembles a bill: what a case says of an item, what its inspection found and its ladder go in, a Bill comes out."""

from cupel import __version__
from cupel.records.bill import Bill
from cupel.records.equipment import Equipment
from cupel.records.inspection import Inspection
from cupel.records.vulnerability import Ladder


def bill_of(
    equipment: Equipment,
    inspection: Inspection,
    ladder: Ladder | None = None,
    as_of: str = "",
    not_examined: tuple[str, ...] = (),
    author: str = "",
) -> Bill:
    """Put together the bill of one item of equipment.

    `as_of` is the day as of which it holds (ISO 8601); `not_examined` says what bounds it, a sentence each. An
    inspection that did not end is named among those sentences, and so are matches of components that it does not have,
    for no format has a place for them. Software that is only referred to is left out.
    """
    bounds = not_examined
    if not inspection.complete:
        bounds += ("The inspection did not read everything: a limit or a fault ended part of the work.",)
    held = tuple(it for it in inspection.components if it.held)
    known = {it.id for it in held}
    if lost := sum(1 for match in (ladder.matches if ladder else ()) if match.component not in known):
        bounds += (f"{lost:,} matches name a component that is not in this inspection; they are left out.",)
    return Bill(
        equipment.label, equipment.maker, equipment.product, equipment.version, inspection.name, inspection.sha256,
        inspection.size, as_of, __version__, inspection.rule_version, held, ladder, bounds,
        inspection.type == "folder", author,
    )  # fmt: skip
