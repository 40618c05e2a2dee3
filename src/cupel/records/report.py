"""Report: an inspection, and beside it what it comes to against reference data; what `cupel inspect --json` writes."""

import dataclasses
from dataclasses import dataclass

from cupel.records.bill import Stated
from cupel.records.finding_reply import FindingReply
from cupel.records.inspection import Inspection
from cupel.records.suppression import Suppression
from cupel.records.vulnerability import Ladder


@dataclass(frozen=True, slots=True)
class Report(Inspection):
    """An Inspection with what rests on it and on data from outside the image."""

    ladder: Ladder | None = None
    """Known vulnerabilities, rung by rung; None where only unpacking was asked."""
    documents: tuple[Stated, ...] = ()
    """What the maker's documents say."""
    replies: tuple[FindingReply, ...] = ()
    """What the maker replies to findings."""
    suppressions: tuple[Suppression, ...] = ()
    """Which findings need no more attention, on whose word; they stand among the findings all the same."""


def report_of(
    inspection: Inspection,
    ladder: Ladder | None = None,
    documents: tuple[Stated, ...] = (),
    replies: tuple[FindingReply, ...] = (),
    suppressions: tuple[Suppression, ...] = (),
) -> Report:
    """Put them side by side."""
    fields = {it.name: getattr(inspection, it.name) for it in dataclasses.fields(Inspection)}
    return Report(**fields, ladder=ladder, documents=documents, replies=replies, suppressions=suppressions)
