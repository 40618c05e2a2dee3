"""Asks what the equipment would call, who uses it, what starts that, and whose it is to change."""

from collections.abc import Sequence

from cupel.inspect import describe_findings as describe
from cupel.inspect.describe import counted
from cupel.inspect.questions._findings import answer
from cupel.records.answer import Answer
from cupel.records.figure import Figure
from cupel.records.finding import Finding
from cupel.records.inspection import Inspection
from cupel.room import Records

BOUND = "Addresses that a program computes, decrypts or is told by a server do not show; no traffic was observed."


class IsThereABeacon:
    """The inventory of destinations."""

    id = "inspect/is-there-a-beacon"
    text = "A beacon: what would it call, and on whose word?"
    description = "Every destination with who uses it, what starts that, protection, and whose it is to change."
    order = 3
    needs = ("equipment", "inspections", "replies", "suppressions")

    def ask(self, records: Records) -> Answer:
        """Answer for each item of equipment."""
        return answer(records, "destination", (self.id, self.text, "A beacon?"), _headline, _figures, BOUND)


def _headline(findings: Sequence[Finding], _: Inspection) -> str:
    if not findings:
        return "no destination was found in the scripts, configuration and programs that could be read."
    started = sum(it.tier != "present" for it in findings)
    fixed = sum(_answers(it, "can be changed by the operator") == "no" for it in findings)
    sends = sum(_may_send(it) for it in findings)
    return (
        f"{counted(len(findings), 'destination')}; for {started:,} something that starts uses it, {fixed:,} "
        f"{'is' if fixed == 1 else 'are'} not the operator's to change as far as files show, and {sends:,} may be "
        "told an identity or data of the device."
    )


def _may_send(finding: Finding) -> bool:
    return _answers(finding, "sends an identity") == "yes" or finding.facts.get("sends") not in (
        None,
        "",
        "nothing told",
    )


def _answers(finding: Finding, name: str) -> str:
    return next((it.answer for it in finding.facets if it.name == name), "unknown")


def _figures(findings: Sequence[Finding]) -> Sequence[Figure]:
    return [describe.destinations(findings)] if findings else []


QUESTION = IsThereABeacon()
