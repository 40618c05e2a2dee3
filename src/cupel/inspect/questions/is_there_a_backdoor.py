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
        return answer(records, "access", (self.id, self.text, "A backdoor?"), _headline, _figures, BOUND)


def _headline(findings: Sequence[Finding], inspection: Inspection) -> str:
    cases = [it for it in findings if describe.is_match(it)]
    ways = [it for it in findings if describe.is_way_in(it) and it not in cases]
    constants = [it for it in findings if it.detector == describe.CONSTANTS]
    left = len(findings) - len(cases) - len(ways) - len(constants)
    if cases:
        names = "; ".join(dict.fromkeys(f"{_name(it)} ({it.facts.get('status', 'status not stated')})" for it in cases))
        parts = [f"{counted(len(cases), 'match', 'matches')} with publicly documented cases: {names}."]
    else:
        searched = counted(inspection.examination.cases, "documented case")
        parts = [f"no publicly documented case matches ({searched} searched)."]
    parts.append(f"Other ways in: {describe.tally(ways)}.")
    if constants:
        parts.append(f"{counted(len(constants), 'comparison')} with a constant are for a person to look at.")
    if left:
        what = "no way in by itself: a residue, a start of nothing, or a server that nothing starts"
        parts.append(f"{counted(left, 'more finding')} {'is' if left == 1 else 'are'} {what}.")
    return " ".join(parts)


def _name(finding: Finding) -> str:
    return finding.title.removeprefix("Documented case: ")


def _figures(findings: Sequence[Finding]) -> Sequence[Figure]:
    return [describe.overview(findings, "Ways in, by how far they are shown")] if findings else []


QUESTION = IsThereABackdoor()
