"""Asks which ways in the equipment has, and whether one of them is a publicly documented case."""

from collections.abc import Sequence

from cupel.inspect import describe_findings as describe
from cupel.inspect.describe import counted
from cupel.inspect.questions._findings import answer
from cupel.records.answer import Answer
from cupel.records.figure import Figure
from cupel.records.finding import Finding
from cupel.records.inspection import Inspection
from cupel.room import Records

BOUND = (
    "A way in that leaves no account, key, launcher, listener or constant that a rule knows does not show; whether a "
    "manual documents one is unknown unless manuals were searched. Why a way in is there is not asked."
)


class IsThereABackdoor:
    """Ways in, with documented cases first."""

    id = "inspect/is-there-a-backdoor"
    text = "A backdoor: which ways in does it have?"
    description = "Documented cases that match, then accounts, keys, listeners, launchers and constants, by tier."
    order = 4
    needs = ("equipment", "inspections", "replies", "suppressions")

    def ask(self, records: Records) -> Answer:
        """Answer for each item of equipment."""
        return answer(records, "access", (self.id, self.text), _headline, _figures, BOUND)


def _headline(findings: Sequence[Finding], inspection: Inspection) -> str:
    cases = [it for it in findings if describe.is_match(it)]
    others = [it for it in findings if it not in cases]
    searched = f"{counted(inspection.examination.cases, 'documented case')} searched"
    if cases:
        names = "; ".join(dict.fromkeys(f"{it.title} ({it.facts.get('status', 'status not stated')})" for it in cases))
        first = f"{counted(len(cases), 'match', 'matches')} with publicly documented cases: {names}."
    else:
        first = f"no publicly documented case matches ({searched})."
    if not others:
        return f"{first} No other way in was found in what could be read."
    return f"{first} Ways in beside that: {describe.tally(others)}."


def _figures(findings: Sequence[Finding]) -> Sequence[Figure]:
    return [describe.overview(findings, "Ways in, by how far they are shown")] if findings else []


QUESTION = IsThereABackdoor()
