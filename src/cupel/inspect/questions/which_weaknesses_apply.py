"""Asks which known vulnerabilities really apply, with the count at every rung of the ladder."""

from cupel.inspect import describe_ladder as describe
from cupel.inspect.describe import filled, named
from cupel.records.answer import Answer, Confidence
from cupel.records.equipment import Equipment
from cupel.records.evidence import Evidence
from cupel.records.figure import Figure, Heading, Table
from cupel.records.inspection import Inspection
from cupel.records.vulnerability import Ladder
from cupel.room import Records

MOST_EVIDENCE = 200
NOTE = "A match that cannot be settled is neither a weakness nor its absence; the step says what would settle it."


class WhichWeaknessesApply:
    """The ladder of each item of equipment."""

    id = "inspect/which-weaknesses-apply"
    text = "Which known weaknesses really apply?"
    description = "Known vulnerabilities by rung: named, version affected, built in, not patched, reachable, exploited."
    order = 5
    needs = ("equipment", "inspections", "ladders")

    def ask(self, records: Records) -> Answer:
        """Answer for each item of equipment."""
        equipment: tuple[Equipment, ...] = records["equipment"]
        found: dict[str, Inspection] = records["inspections"]
        ladders: dict[str, Ladder] = records["ladders"]
        figures: list[Figure] = []
        for item in equipment:
            figures += [Heading(item.label)] if len(equipment) > 1 else []
            figures += _figures(found[item.id], ladders[item.id])
        settled, matches = _settled(list(ladders.values()))
        level: Confidence = "medium" if matches and settled / matches >= 0.5 else "low"
        return Answer(
            self.id, self.text,
            " ".join(f"{named(item, found[item.id])}: {describe.sentence(ladders[item.id])}" for item in equipment),
            level,
            f"Of {matches:,} matches, {settled:,} are settled by version, build or patch (medium from half of them; "
            "never high, as reference data is never complete).",
            tuple(figures),
            tuple(it for item in equipment for it in _evidence(found[item.id], ladders[item.id], self.id)),
            tuple(line for item in equipment for line in _not_examined(item, ladders[item.id])),
        )  # fmt: skip


def _figures(inspection: Inspection, ladder: Ladder) -> list[Figure]:
    known = {it.id: it for it in inspection.components}
    tables: list[Table] = [describe.matches(ladder, known), describe.feeds(ladder)]
    return [describe.funnel(ladder), *(filled(table) for table in tables if table.rows)]


def _settled(ladders: list[Ladder]) -> tuple[int, int]:
    """Count the matches that are ruled out, or hold up to `not patched`; and all."""
    all_of = [match for ladder in ladders for match in ladder.matches]
    return sum(it.ruled_out is not None or describe.settle(it)[0] >= 4 for it in all_of), len(all_of)


def _evidence(inspection: Inspection, ladder: Ladder, rule: str) -> list[Evidence]:
    """Point at the image, and at what the rungs of each match that is left rest on."""
    image = Evidence(inspection.sha256, inspection.name, f"{inspection.size:,} bytes", rule, ladder.rule_version)
    left = [it for it in ladder.matches if it.ruled_out is None]
    return [image, *dict.fromkeys(one for it in left for step in it.steps for one in step.evidence)][:MOST_EVIDENCE]


def _not_examined(item: Equipment, ladder: Ladder) -> list[str]:
    dated = ", ".join(f"{it.name} of {it.dated or 'no stated date'}" for it in ladder.feeds)
    lines = [f"{item.label}: vulnerabilities that are not in {dated or 'any reference data'} do not show. {NOTE}"]
    if ladder.unasked:
        lines.append(
            f"{item.label}: the reference data knows nothing of {len(ladder.unasked):,} components, by their names; "
            "that is not a clean result."
        )
    return [*lines, *(f"{item.label}: {problem.locator}: {problem.what}" for problem in ladder.problems)]


QUESTION = WhichWeaknessesApply()
