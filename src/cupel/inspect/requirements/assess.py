"""Assesses an inspection against published requirements: findings, settings, reference data go in; results come out."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from cupel.inspect.detect.registry import DETECTORS
from cupel.inspect.metric import Weighed
from cupel.inspect.requirements.catalogue import Clause, FindingCheck, RequirementSet, requirement_sets
from cupel.inspect.requirements.examined import missing
from cupel.inspect.requirements.outside import OUTSIDE, Against
from cupel.records.finding import TIERS, Finding
from cupel.records.inspection import Inspection
from cupel.records.requirement import Assessed, Result

MOST_NAMED = 3
MOST_EVIDENCE = 20


def assess(
    inspection: Inspection, weighed: Weighed | None = None, sets: Sequence[RequirementSet] | None = None
) -> tuple[Assessed, ...]:
    """Assess every clause of every set, in their order.

    1. A clause fails where a finding, a setting or reference data speaks against it.
    2. It passes only where its file says what an image must show for that, all of it was examined, the image could be
       read, every detector that could speak against it was heard, and none of them found anything, used or not; what
       an image alone never shows does not pass.
    3. Everything else is not checkable from this input, with the reason.
    """
    known = requirement_sets() if sets is None else sets
    return tuple(_assessed(it, clause, inspection, weighed) for it in known for clause in it.clauses)


def _assessed(it: RequirementSet, clause: Clause, inspection: Inspection, weighed: Weighed | None) -> Assessed:
    against = list(_findings(clause, inspection))
    others = [*_settings(clause, inspection), *_reference(clause, weighed)]
    result: Result = "not checkable"
    if against or others:  # 1
        result = "fail"
        reason = _listed([*dict.fromkeys(finding.title for finding in against), *(one.what for one in others)])
        reason += f" That does not hold if {clause.unless}." if clause.unless else ""
    elif not clause.examined:  # 3
        reason = f"An image cannot show it: {clause.rest}."
        if clause.findings or clause.settings or clause.reference:
            reason = f"Nothing found speaks against it; but an image does not show all of it: {clause.rest}."
    elif weaker := [it.title for it in _named(clause, inspection)]:  # 3
        reason = f"What was found is not shown far enough to speak against it: {_listed(weaker)}"
    elif gap := missing(inspection, clause.examined) or _unheard(clause, inspection):  # 3
        reason = f"Nothing found speaks against it; but {gap}."
    else:  # 2
        result = "pass"
        reason = f"Nothing found speaks against it. It stays open: {clause.rest}."
    evidence = [*(one for finding in against for one in finding.evidence), *(e for one in others for e in one.evidence)]
    return Assessed(
        it.id, clause.number, clause.title, clause.mode, result, reason, tuple(finding.id for finding in against),
        tuple(dict.fromkeys(evidence))[:MOST_EVIDENCE], clause.uncertain,
    )  # fmt: skip


def _unheard(clause: Clause, inspection: Inspection) -> str:
    """Say which detector could have spoken against a clause and was not heard; empty where all were."""
    ran = {name for name, _ in DETECTORS}
    for check in clause.findings:
        failed = any(it.what.startswith(f"{check.detector} could not conclude") for it in inspection.problems)
        if failed or check.detector not in ran:
            return f"{check.detector} could not look"
    return ""


def _findings(clause: Clause, inspection: Inspection) -> Iterator[Finding]:
    """Yield the findings that are shown far enough to speak against a clause."""
    for finding in inspection.findings:
        if any(_names(it, finding) and TIERS.index(finding.tier) >= TIERS.index(it.tier) for it in clause.findings):
            yield finding


def _named(clause: Clause, inspection: Inspection) -> Iterator[Finding]:
    """Yield the findings of the rules that speak against a clause, however far they are shown."""
    return (finding for finding in inspection.findings if any(_names(it, finding) for it in clause.findings))


def _names(check: FindingCheck, finding: Finding) -> bool:
    return finding.detector == check.detector and (not check.rules or finding.rule in check.rules)


def _settings(clause: Clause, inspection: Inspection) -> Iterator[Against]:
    for check in clause.settings:
        for it in inspection.build.settings:
            if (
                it.key.lower() == check.key
                and it.value.strip().lower() in check.values
                and fnmatchcase("/" + it.file.strip("/"), f"*/{check.file}")
            ):
                yield Against(f"/{it.file.strip('/')} sets {it.key} to {it.value}", (it.evidence,))


def _reference(clause: Clause, weighed: Weighed | None) -> Iterator[Against]:
    if weighed is not None:
        for name in clause.reference:
            yield from OUTSIDE[name](weighed)


def _listed(what: list[str]) -> str:
    more = f"; and {len(what) - MOST_NAMED} more" if len(what) > MOST_NAMED else ""
    return "; ".join(what[:MOST_NAMED]) + more + "."
