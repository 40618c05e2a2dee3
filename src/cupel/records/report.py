"""Report: an inspection, and beside it what it comes to against reference data; what `cupel inspect --json` writes."""

import dataclasses
from dataclasses import dataclass

from cupel.records.bill import Stated
from cupel.records.finding import Finding
from cupel.records.inspection import Inspection
from cupel.records.vulnerability import Ladder


@dataclass(frozen=True, slots=True)
class Report(Inspection):
    """An Inspection with what rests on it and on data from outside the image."""

    ladder: Ladder | None = None
    """Known vulnerabilities, rung by rung; None where only unpacking was asked."""
    documents: tuple[Stated, ...] = ()
    """What the maker's documents say."""


def report_of(
    inspection: Inspection, findings: tuple[Finding, ...], ladder: Ladder | None, documents: tuple[Stated, ...]
) -> Report:
    """Put them side by side; `findings` are those of the inspection, judged by the deployed configuration."""
    fields = {it.name: getattr(inspection, it.name) for it in dataclasses.fields(Inspection)} | {"findings": findings}
    return Report(**fields, ladder=ladder, documents=documents)
