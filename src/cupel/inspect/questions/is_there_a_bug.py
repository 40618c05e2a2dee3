"""Asks which weaknesses the equipment itself shows, beside the known vulnerabilities of its components."""

from collections.abc import Sequence

from cupel.inspect import describe_findings as describe
from cupel.inspect.describe import counted
from cupel.inspect.questions._findings import answer
from cupel.records.answer import Answer
from cupel.records.figure import Figure
from cupel.records.finding import Finding
from cupel.records.inspection import Inspection
from cupel.room import Records

BOUND = "A weakness in the maker's own code that no rule describes does not show; nothing was run, tested or fuzzed."


class IsThereABug:
    """Weaknesses by detector and tier."""

    id = "inspect/is-there-a-bug"
    text = "A bug: which weaknesses does it show?"
    description = "Hardening, permissions, configuration, certificates, secrets and unsafe handling of requests."
    order = 2
    needs = ("equipment", "inspections", "replies", "suppressions")

    def ask(self, records: Records) -> Answer:
        """Answer for each item of equipment."""
        return answer(records, "weakness", (self.id, self.text, "A bug?"), _headline, _figures, BOUND)


def _headline(findings: Sequence[Finding], _: Inspection) -> str:
    if not findings:
        return "no weakness that a rule describes was found in what could be read."
    return f"{counted(len(findings), 'weakness', 'weaknesses')} ({describe.tally(findings)})."


def _figures(findings: Sequence[Finding]) -> Sequence[Figure]:
    return [describe.overview(findings, "Weaknesses, by how far they are shown")] if findings else []


QUESTION = IsThereABug()
