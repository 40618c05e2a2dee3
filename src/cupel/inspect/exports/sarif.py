"""Findings as SARIF 2.1.0: rules are the detectors' own, results have tier and facets and no score of severity."""

import json
from collections.abc import Mapping
from typing import Any

import cupel
from cupel.inspect.bundle.chains import Chains
from cupel.inspect.detect.descriptions import descriptions
from cupel.inspect.export import Told
from cupel.inspect.exports._sarif_artifacts import Artifacts
from cupel.inspect.exports._sarif_rules import rule_of
from cupel.inspect.exports._sarif_said import apart, loose, with_said
from cupel.inspect.reply_form import by_finding as replies_by_finding
from cupel.inspect.suppressions import by_finding as suppressions_by_finding
from cupel.records.acquisition import grade
from cupel.records.boundary import plain
from cupel.records.evidence import Evidence
from cupel.records.finding import Finding
from cupel.records.problem import Problem

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "cupelFinding/v1"
UNREAD = "not-read"
"""The one rule of notifications: what could not be read or done."""


class SarifExport:
    """What code-scanning services and editors read."""

    name = "sarif"
    title = "SARIF 2.1.0"
    description = (
        "Findings with their places as byte offsets, the files with their hashes, what the detectors check and what "
        "would refute them, suppressions, replies, and what could not be read. The level says how far a finding is "
        "shown (present: note; configured and more: warning), not how bad it is."
    )
    reference = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"
    suffix = ".sarif"

    def write(self, told: Told) -> bytes:
        """Write one run for one image."""
        found, chains, artifacts = told.inspection, Chains(told.inspection), Artifacts(told.inspection)
        rules = {name: at for at, name in enumerate(dict.fromkeys(_rule_id(it) for it in found.findings))}
        decisions, replies = suppressions_by_finding(told.suppressions), replies_by_finding(told.replies)
        described = {it.detector: it for it in descriptions()}
        run = {
            "tool": {"driver": {
                "name": "cupel", "version": cupel.__version__,
                "rules": [rule_of(name, described) for name in rules],
                "notifications": [{"id": UNREAD, "shortDescription": {"text": "What could not be read or done."}}],
                "properties": {"ruleVersion": found.rule_version},
            }},
            "automationDetails": {"id": f"cupel/{found.sha256}"},
            "invocations": [{
                "executionSuccessful": found.complete,
                "toolExecutionNotifications": [_notification(it) for it in found.problems],
            }],
            "results": [
                with_said(_result(it, rules, chains, artifacts), decisions, replies, bool(told.suppressions))
                for it in found.findings
            ],
            "properties": _about(told),
        }  # fmt: skip
        run["artifacts"] = artifacts.listed
        return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1).encode() + b"\n"


def _rule_id(finding: Finding) -> str:
    return f"{finding.detector}/{finding.rule}"


def _result(finding: Finding, rules: Mapping[str, int], chains: Chains, artifacts: Artifacts) -> dict[str, Any]:
    name = _rule_id(finding)
    return {
        "ruleId": name,
        "ruleIndex": rules[name],
        "level": "note" if finding.tier == "present" else "warning",
        "message": {"text": f"{finding.title}. {finding.statement} {finding.tier.capitalize()}: {finding.tier_reason}"},
        "locations": [_location(it, finding, chains, artifacts) for it in finding.evidence[:1]],
        "relatedLocations": apart([_location(it, finding, chains, artifacts) for it in finding.evidence[1:]]),
        "partialFingerprints": {FINGERPRINT: finding.id},
        "properties": {
            "findingId": finding.id, "kind": finding.kind, "path": finding.path, "subject": finding.subject,
            "tier": finding.tier, "tierReason": finding.tier_reason, "facts": dict(finding.facts),
            "facets": [{"name": it.name, "answer": it.answer, "reason": it.reason} for it in finding.facets],
        },
    }  # fmt: skip


def _location(evidence: Evidence, finding: Finding, chains: Chains, artifacts: Artifacts) -> dict[str, Any]:
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": evidence.locator}]}
    place = chains.place(evidence)
    if place is None:
        return location | {"message": {"text": evidence.quote or finding.title}}
    physical: dict[str, Any] = {"artifactLocation": artifacts.location(place.chain)}
    if place.offset is not None:
        region = {"byteOffset": place.offset, "byteLength": evidence.size, "snippet": {"text": evidence.quote}}
        physical["region"] = region
    elif evidence.quote:
        location["message"] = {"text": evidence.quote}
    return location | {"physicalLocation": physical}


def _notification(problem: Problem) -> dict[str, Any]:
    return {
        "descriptor": {"id": UNREAD, "index": 0},
        "level": "warning",
        "message": {"text": problem.what},
        "locations": [{"logicalLocations": [{"fullyQualifiedName": problem.locator}]}],
    }


def _about(told: Told) -> dict[str, Any]:
    found, known = told.inspection, {it.id for it in told.inspection.findings}
    graded, reason = grade(told.item.acquisition, found.sha256)
    return {
        "label": told.item.label,
        "acquisition": {"grade": graded, "reason": reason},
        "coverage": plain(found.coverage),
        "examination": plain(found.examination),
        "suppressionsOfNoFinding": list(loose(told.suppressions)),
        "repliesToNoFinding": [it.finding for it in told.replies if it.finding not in known],
    }


EXPORT = SarifExport()
