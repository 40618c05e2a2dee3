"""Requirements: clauses fail by what speaks against them, pass only on what was examined, and name real detectors."""

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest

import cupel.inspect.detect
from cupel.inspect.age import Times
from cupel.inspect.detect.registry import DETECTORS
from cupel.inspect.metric import Weighed
from cupel.inspect.questions.which_requirements import QUESTION
from cupel.inspect.requirements.assess import assess
from cupel.inspect.requirements.catalogue import (
    Clause,
    FindingCheck,
    RequirementSet,
    SettingCheck,
    requirement_sets,
)
from cupel.inspect.requirements.examined import SEEN, missing, share_read
from cupel.inspect.requirements.outside import OUTSIDE
from cupel.records.advisory import SupportEnd
from cupel.records.component import Component, Versions
from cupel.records.equipment import Equipment
from cupel.records.evidence import Evidence
from cupel.records.finding import TIERS, Finding
from cupel.records.inspection import Inspection
from cupel.records.problem import Problem
from cupel.records.requirement import Assessed
from cupel.records.vulnerability import RUNGS, Ladder, Match, Step
from made_image import examined

SOURCES = Path(cupel.inspect.detect.__file__).parent
MODES = ("image", "emulated", "live", "documents")
PLACES = [(it, clause) for it in requirement_sets() for clause in it.clauses]
NAMES = [f"{it.id}: {clause.number}" for it, clause in PLACES]


def finding(detector: str, rule: str, tier: Any) -> Finding:
    evidence = Evidence("0" * 64, "made!etc/passwd:1", "made", detector, "")
    return Finding(
        f"{detector}-00000000", detector, rule, "access", "An account", "", "", "root", tier, "", (evidence,)
    )


def clause(**changes: Any) -> Clause:
    whole: dict[str, Any] = {
        "number": "1", "title": "made", "mode": "image", "findings": (), "settings": (), "reference": (),
        "examined": (), "unless": "", "rest": "the rest", "uncertain": False,
    }  # fmt: skip
    return Clause(**whole | changes)


def result(inspection: Inspection, one: Clause, weighed: Weighed | None = None) -> Assessed:
    made = RequirementSet("made", "Made", "", "", "", "", "", (one,))
    (assessed,) = assess(inspection, weighed, [made])
    return assessed


@pytest.fixture(scope="module")
def inspection(tmp_path_factory: pytest.TempPathFactory) -> Inspection:
    files = {
        "etc/passwd": "root:*:0:0:root:/root:/bin/sh\n",
        "etc/ssh/sshd_config": "# PermitRootLogin no\nPermitRootLogin yes\n",
    }
    return examined(tmp_path_factory.mktemp("made"), files)


# --- the data --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("it", "one"), PLACES, ids=NAMES)
def test_clause_names_what_exists(it: RequirementSet, one: Clause) -> None:
    detectors = {name for name, _ in DETECTORS}
    assert {check.detector for check in one.findings} <= detectors
    text = "\n".join(file.read_text("utf-8") for file in SOURCES.rglob("*") if file.suffix in (".py", ".toml"))
    for check in one.findings:
        assert check.tier in TIERS
        for rule in check.rules:
            assert re.search(rf"\b{rule.replace('-', '[-_ ]')}\b", text), f"no detector has the rule {rule}"
    assert set(one.examined) <= set(SEEN)
    assert set(one.reference) <= set(OUTSIDE)


@pytest.mark.parametrize(("it", "one"), PLACES, ids=NAMES)
def test_clause_says_what_stays_open_and_what_can_show_it(it: RequirementSet, one: Clause) -> None:
    modes = one.mode.split(", ")
    assert modes == [mode for mode in MODES if mode in modes]
    assert one.title.strip()
    assert one.rest.strip()
    checks = (*one.findings, *one.settings, *one.reference)
    assert bool(checks) <= ("image" in modes)
    assert not one.examined or checks, "a pass rests on what was looked for"


@pytest.mark.parametrize("it", requirement_sets(), ids=lambda it: it.id)
def test_set_names_edition_source_and_day(it: RequirementSet) -> None:
    assert it.edition
    assert it.source.startswith("http")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", it.checked)
    assert len({one.number for one in it.clauses}) == len(it.clauses)


def test_no_set_and_no_answer_speaks_of_compliance(inspection: Inspection) -> None:
    answer = QUESTION.ask({"equipment": (Equipment("one", Path("one"), "Made"),), "inspections": {"one": inspection}})
    said = repr(answer) + repr(requirement_sets())
    assert "complian" not in said.lower()
    assert "compatible with" in said


# --- the evaluation --------------------------------------------------------------------------------------------------


def test_fails_where_a_finding_is_shown_far_enough(inspection: Inspection) -> None:
    one = clause(
        findings=(FindingCheck("access/web_shells", ("empty-password",), "configured"),), examined=("accounts",)
    )
    for tier, rule, wanted in (
        ("reachable", "empty-password", "fail"),
        ("configured", "empty-password", "fail"),
        ("present", "empty-password", "not checkable"),
        ("configured", "second-uid-0", "pass"),
    ):
        seen = finding("access/web_shells", rule, tier)
        told = result(dataclasses.replace(inspection, findings=(seen,)), one)
        assert told.result == wanted
        assert told.findings == ((seen.id,) if wanted == "fail" else ())
        assert told.evidence == (seen.evidence if wanted == "fail" else ())


@pytest.mark.parametrize(
    "what",
    [
        "only its first 5,000 accounts were read",
        "access/made found more than 2,000 things; 7 were left out",
        "says more than 2,000 things; the rest was left out",
        "not read: 9 bytes, more than 8",
    ],
)
def test_nothing_passes_where_a_part_was_not_read(inspection: Inspection, what: str) -> None:
    one = clause(findings=(FindingCheck("access/web_shells", (), "present"),), examined=("accounts",))
    assert result(inspection, one).result == "pass"
    told = result(dataclasses.replace(inspection, problems=(Problem("made!etc/passwd", what),)), one)
    assert told.result == "not checkable"
    assert what in told.reason


def test_fails_by_a_setting_that_is_no_comment(inspection: Inspection) -> None:
    told = result(inspection, clause(settings=(SettingCheck("sshd_config", "permitrootlogin", ("yes",)),)))
    assert told.result == "fail"
    assert told.evidence[0].locator.endswith("sshd_config:2")
    told = result(inspection, clause(settings=(SettingCheck("sshd_config", "permitrootlogin", ("maybe",)),)))
    assert told.result == "not checkable"


def test_an_image_alone_does_not_pass_what_it_cannot_show(inspection: Inspection) -> None:
    assert result(inspection, clause()).result == "not checkable"
    told = result(inspection, clause(findings=(FindingCheck("access/web_shells", (), "present"),)))
    assert told.result == "not checkable"
    assert "the rest" in told.reason


def test_a_failure_says_what_would_lift_it(inspection: Inspection) -> None:
    one = clause(findings=(FindingCheck("access/web_shells", (), "present"),), unless="first use replaces it")
    seen = dataclasses.replace(inspection, findings=(finding("access/web_shells", "empty-password", "present"),))
    assert "if first use replaces it" in result(seen, one).reason
    assert "first use" not in result(inspection, one).reason


def test_passes_only_what_was_examined(inspection: Inspection) -> None:
    checks = (FindingCheck("access/web_shells", (), "present"),)
    assert result(inspection, clause(findings=checks, examined=("accounts",))).result == "pass"
    told = result(inspection, clause(findings=checks, examined=("accounts", "executables")))
    assert (told.result, "no executable was found" in told.reason) == ("not checkable", True)


def test_nothing_passes_where_a_detector_was_not_heard(inspection: Inspection) -> None:
    one = clause(findings=(FindingCheck("access/web_shells", (), "present"),), examined=("accounts",))
    problem = Problem("root", "access/web_shells could not conclude: ValueError made")
    told = result(dataclasses.replace(inspection, problems=(problem,)), one)
    assert (told.result, "access/web_shells could not look" in told.reason) == ("not checkable", True)
    one = clause(findings=(FindingCheck("access/no_such", (), "present"),), examined=("accounts",))
    assert result(inspection, one).result == "not checkable"


def test_nothing_passes_where_little_could_be_read_or_a_limit_was_met(inspection: Inspection) -> None:
    one = clause(findings=(FindingCheck("access/web_shells", (), "present"),), examined=("accounts",))
    coverage = dataclasses.replace(inspection.coverage, image={"opaque": 1 << 30})
    assert share_read(dataclasses.replace(inspection, coverage=coverage)) < 0.01
    for less in (
        dataclasses.replace(inspection, coverage=coverage),
        dataclasses.replace(inspection, complete=False),
        dataclasses.replace(inspection, examined=False),
    ):
        told = result(less, one)
        assert told.result == "not checkable"
        assert missing(less, ()) in told.reason


def test_reference_data_speaks_against_a_clause(inspection: Inspection) -> None:
    component = Component("made@1.0", "made", "Made", Versions("1.0"), "", (), (), (), (), ())
    held = dataclasses.replace(inspection, components=(component,))
    times = {"made@1.0": Times("", (SupportEnd("made", "1", "", "2020-01-01", "made"),))}
    steps = tuple(Step(rung, "yes", "made") for rung in RUNGS)
    match = Match("CVE-2000-0001", "made@1.0", steps, None, "", None, "2020-01-01", ())
    open_step = dataclasses.replace(match, steps=(*steps[:3], Step("not patched", "unknown", ""), *steps[4:]))
    one = clause(reference=("support has ended", "known to be exploited"))
    for matches, as_of, wanted in (
        ((match,), "", "fail"),
        ((), "2026-01-01", "fail"),
        ((open_step,), "2019-01-01", "not checkable"),
    ):
        weighed = Weighed(held, Ladder(matches, (), (), "factory", ""), times, as_of)
        assert result(held, one, weighed).result == wanted
    assert result(held, one).result == "not checkable"


def test_answer_has_a_table_for_each_set_and_a_row_for_each_clause(inspection: Inspection) -> None:
    seen = dataclasses.replace(inspection, findings=(finding("access/accounts", "empty-password", "configured"),))
    answer = QUESTION.ask({"equipment": (Equipment("one", Path("one"), "Made"),), "inspections": {"one": seen}})
    tables = {figure.title: figure for figure in answer.figures if figure.figure == "table"}
    assert [len(table.rows) for table in tables.values()] == [len(it.clauses) for it in requirement_sets()]
    row = next(row for row in next(iter(tables.values())).rows if row[0] == "4.2.3.4.2.1")
    assert row[2] == "fail"
    assert "access/accounts-00000000" in str(row[4])
    assert {row[2] for table in tables.values() for row in table.rows} <= {
        "pass", "fail", "not checkable from this input",
    }  # fmt: skip
