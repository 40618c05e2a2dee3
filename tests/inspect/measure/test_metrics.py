"""Each metric gives the values of its golden cases, no more and no less; and each metric has a case."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from cupel.inspect.age import Times
from cupel.inspect.detect.image import Image
from cupel.inspect.examination import METRICS
from cupel.inspect.metric import Metric, Weighed, WeighedMetric
from cupel.inspect.questions.which_numbers_compare import QUESTION
from cupel.inspect.weighing import METRICS as WEIGHED
from cupel.records.advisory import SupportEnd
from cupel.records.component import Component, Copy, Versions
from cupel.records.equipment import Equipment
from cupel.records.evidence import Evidence
from cupel.records.figure import Table
from cupel.records.finding import Facet, Finding
from cupel.records.inspection import Coverage, Inspection
from cupel.records.measure import Measure
from cupel.records.vulnerability import RUNGS, Ladder, Match, Step
from made_image import examined, read_case

CASES = Path(__file__).parents[2] / "cases" / "metric"
BY_NAME: dict[str, Metric | WeighedMetric] = {it.name: it for it in (*METRICS, *WEIGHED)}
FILES = [(name, file) for name in BY_NAME for file in sorted((CASES / name).glob("*.toml"))]
EVIDENCE = Evidence("0" * 64, "made!etc/made", "made", "made", "")
EMPTY = Coverage(0, {}, 0, 0, {}, 0, 0)


def finding(it: dict[str, Any]) -> Finding:
    facets = tuple(Facet(name, answer, "made") for name, answer in it.get("facets", {}).items())
    return Finding(
        "made-00000000", it["detector"], it.get("rule", "made"), it.get("kind", "weakness"), "made", "made", "/made",
        it["subject"], it["tier"], "made", (EVIDENCE,), facets, it.get("facts", {}),
    )  # fmt: skip


def component(it: dict[str, Any]) -> Component:
    versions = Versions(it.get("version", ""))
    copies = tuple(Copy(f"{n:064x}", f"made!{n}", 1, versions, extent) for n, extent in enumerate(it.get("copies", ())))
    identifier = f"{it['product']}@{versions.exact}"
    return Component(identifier, it["product"], it["product"], versions, "", (), (), copies, (), ())


def match(it: dict[str, Any]) -> Match:
    steps = tuple(Step(rung, state, "made") for rung, state in zip(RUNGS, it["steps"], strict=True))
    return Match(it["cve"], it.get("component", "made@1"), steps, None, "", None, it.get("exploited_since", ""), ())


def made(case: dict[str, Any]) -> Inspection:
    return Inspection(
        "made", "", 0, "folder", "", True, EMPTY, (), (), (), (), (), tuple(map(component, case.get("component", ()))),
        examined=True, findings=tuple(map(finding, case.get("finding", ()))),
    )  # fmt: skip


def measured(name: str, case: dict[str, Any], folder: Path) -> tuple[Measure, ...]:
    metric = BY_NAME[name]
    if case.get("files"):
        return tuple(it for it in examined(folder, case["files"]).measures if it.metric == name)
    if isinstance(metric, WeighedMetric) and metric in WEIGHED:
        times = {
            component(it).id: Times(
                it.get("released", ""),
                tuple(
                    SupportEnd(it["product"], cycle, "", ends, "made") for cycle, ends in it.get("lines", {}).items()
                ),
            )
            for it in case.get("component", ())
        }
        ladder = Ladder(tuple(map(match, case.get("match", ()))), (), (), "factory", "")
        return tuple(metric.measure(Weighed(made(case), ladder, times, case.get("as_of", ""))))
    assert metric in METRICS
    return tuple(metric.measure(Image(made(case), (), {})))


@pytest.mark.parametrize(("name", "file"), FILES, ids=[f"{file.parent.name}-{file.stem}" for _, file in FILES])
def test_golden_case(name: str, file: Path, tmp_path: Path) -> None:
    case = read_case(file)
    wanted = [
        Measure(name, it["name"], it.get("value"), it.get("of"), it["unit"], it.get("stratum", ""), it.get("note", ""))
        for it in case["measure"]
    ]
    got = measured(name, case, tmp_path)
    assert sorted(map(dataclasses.astuple, got), key=repr) == sorted(map(dataclasses.astuple, wanted), key=repr)


@pytest.mark.parametrize("name", BY_NAME)
def test_every_metric_has_a_case_and_says_what_it_is(name: str) -> None:
    assert list((CASES / name).glob("*.toml"))
    metric = BY_NAME[name]
    for text in (metric.title, metric.formula, metric.unit, metric.limits, metric.reference):
        assert text.strip()


def test_every_folder_of_cases_has_its_metric() -> None:
    assert {it.name for it in CASES.iterdir() if it.is_dir()} == set(BY_NAME)


def test_names_are_unique() -> None:
    assert len(BY_NAME) == len(METRICS) + len(WEIGHED)


def test_the_answer_shows_each_value_with_its_denominator() -> None:
    measures = (
        Measure("hardening", "NX", 1, 4, "executables", "ARM, 32-bit little-endian"),
        Measure("hardening", "PIE", None, None, "executables", "ARM, 32-bit little-endian", "unknown of 4"),
    )
    records = {
        "equipment": (Equipment("one", Path("one")),), "inspections": {"one": made({})}, "measures": {"one": measures},
    }  # fmt: skip
    answer = QUESTION.ask(records)
    (table,) = answer.figures
    assert isinstance(table, Table)
    assert [row[1:5] for row in table.rows] == [("NX", 1, 4, "25%"), ("PIE", "none", "", "")]
    assert len(answer.not_examined) == len(BY_NAME)
