"""Asks which numbers of an image can be compared with those of another: each with its denominator and its bounds."""

from collections.abc import Sequence

from cupel.inspect.metric import Described
from cupel.records.answer import Answer
from cupel.records.equipment import Equipment
from cupel.records.evidence import Evidence
from cupel.records.figure import Cell, Figure, Heading, Table
from cupel.records.inspection import Inspection
from cupel.records.measure import Measure
from cupel.room import Records

MOST_ROWS = 60
"""Rows of one table; all of them stand in the JSON."""
NONE = "none"


class WhichNumbersCompare:
    """One table for each metric and item of equipment."""

    id = "inspect/which-numbers-compare"
    text = "Which numbers can be compared with those of other equipment?"
    description = "Every metric's values, each with its denominator, its unit and what bounds it."
    order = 10
    needs = ("equipment", "inspections", "measures")

    def ask(self, records: Records) -> Answer:
        """Answer for each item of equipment that was examined."""
        from cupel.inspect.examination import METRICS  # noqa: PLC0415 - what only unpacks loads no detector
        from cupel.inspect.weighing import METRICS as WEIGHED  # noqa: PLC0415 - as above

        metrics = (*METRICS, *WEIGHED)
        equipment: tuple[Equipment, ...] = records["equipment"]
        inspections: dict[str, Inspection] = records["inspections"]
        measures: dict[str, Sequence[Measure]] = records["measures"]
        figures: list[Figure] = []
        evidence: list[Evidence] = []
        for item in (it for it in equipment if it.id in measures):
            one = inspections[item.id]
            figures += [Heading(item.label)] if len(equipment) > 1 else []
            tables = [_table(metric, measures[item.id]) for metric in metrics]
            figures += [table for table in tables if table.rows]
            evidence.append(Evidence(one.sha256, one.name, f"{one.size:,} bytes", self.id, one.rule_version))
        count = sum(len(own) for own in measures.values())
        return Answer(
            self.id, self.text,
            f"{len(metrics)} metrics give {count:,} values; none is a score, and no sum over them has a meaning.",
            "medium", "Each value is counted; what could not be told stands in its note, and bounds it.",
            tuple(figures), tuple(evidence), tuple(f"{it.title}: {it.limits}" for it in metrics),
        )  # fmt: skip


def _table(metric: Described, measures: Sequence[Measure]) -> Table:
    own = [it for it in measures if it.metric == metric.name]
    rows: list[tuple[Cell, ...]] = [
        (
            it.stratum,
            it.name,
            NONE if it.value is None else it.value,
            "" if it.of is None else it.of,
            f"{it.value / it.of:.0%}" if it.value is not None and it.of else "",
            it.unit,
            it.note,
        )
        for it in own[:MOST_ROWS]
    ]
    note = metric.formula + (f" The first {MOST_ROWS} of {len(own)} rows." if len(own) > MOST_ROWS else "")
    return Table(metric.title, ("part", "what", "value", "of", "share", "unit", "note"), tuple(rows), note)


QUESTION = WhichNumbersCompare()
