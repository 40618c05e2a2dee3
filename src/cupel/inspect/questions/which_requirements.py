"""Asks which published requirements an image speaks to: per clause pass, fail or not checkable, with what says so."""

from collections import Counter
from collections.abc import Sequence

from cupel.inspect.describe import named
from cupel.inspect.metric import Weighed
from cupel.inspect.requirements.catalogue import RequirementSet, requirement_sets
from cupel.records.answer import Answer
from cupel.records.equipment import Equipment
from cupel.records.evidence import Evidence
from cupel.records.figure import Cell, Figure, Heading, Table
from cupel.records.inspection import Inspection
from cupel.records.requirement import Assessed, Result
from cupel.room import Records

MOST_EVIDENCE = 200
ORDER: tuple[Result, ...] = ("fail", "pass", "not checkable")
IN_WORDS: dict[Result, str] = {"pass": "pass", "fail": "fail", "not checkable": "not checkable from this input"}
MEANING = (
    "Pass: what an image can show of the clause was examined and nothing found speaks against it; the image is "
    "compatible with the clause as far as that goes. It is no certificate, and no statement on the clause as a whole."
)


class WhichRequirements:
    """Each item of equipment against each set of requirements that cupel ships."""

    id = "inspect/which-requirements"
    text = "Which published requirements can this image speak to?"
    description = "Clauses of 3GPP, NCSC, ETSI and EU requirements: pass, fail, or not checkable from this input."
    order = 9
    needs = ("equipment", "inspections")

    def ask(self, records: Records) -> Answer:
        """Answer for each item of equipment that was examined."""
        from cupel.inspect.requirements.assess import assess  # noqa: PLC0415 - what only unpacks loads no detector

        equipment: tuple[Equipment, ...] = records["equipment"]
        inspections: dict[str, Inspection] = records["inspections"]
        figures: list[Figure] = []
        headlines, evidence, bounds = list[str](), list[Evidence](), [MEANING]
        for item in equipment:
            one = inspections[item.id]
            if not one.examined:
                bounds.append(f"{item.label}: it was only unpacked, so that nothing was looked for in it.")
                continue
            assessed = assess(one, _weighed(item, one, records))
            figures += [Heading(item.label)] if len(equipment) > 1 else []
            figures += [_table(it, assessed) for it in requirement_sets()]
            headlines.append(f"{named(item, one)}: {_sentence(assessed)}")
            evidence += [Evidence(one.sha256, one.name, f"{one.size:,} bytes", self.id, one.rule_version)]
            evidence += [it for each in assessed for it in each.evidence]
        uncertain = sum(clause.uncertain for it in requirement_sets() for clause in it.clauses)
        total = sum(len(it.clauses) for it in requirement_sets())
        return Answer(
            self.id, self.text, " ".join(headlines) or "No equipment was examined.", "low",
            f"An image shows a small part of most clauses; {uncertain} of {total} were not checked at their source.",
            tuple(figures), tuple(dict.fromkeys(evidence))[:MOST_EVIDENCE],
            tuple(bounds) + tuple(f"{it.title}, {it.edition}: {it.note}" for it in requirement_sets()),
        )  # fmt: skip


def _weighed(item: Equipment, inspection: Inspection, records: Records) -> Weighed | None:
    ladders, times = records.get("ladders", {}), records.get("times", {})
    if item.id not in ladders:
        return None
    return Weighed(inspection, ladders[item.id], times.get(item.id, {}), records.get("as_of", ""))


def _sentence(assessed: Sequence[Assessed]) -> str:
    parts = []
    for it in requirement_sets():
        count = Counter(each.result for each in assessed if each.requirements == it.id)
        told = ", ".join(f"{count[result]} {words}" for result, words in IN_WORDS.items() if count[result])
        parts.append(f"{it.title.partition(',')[0]} ({it.edition.partition(',')[0]}): {told}")
    return "; ".join(parts) + "."


def _table(it: RequirementSet, assessed: Sequence[Assessed]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            each.clause + (" (uncertain)" if each.uncertain else ""),
            each.title,
            IN_WORDS[each.result],
            each.reason,
            ", ".join(each.findings[:3]) + (f" and {len(each.findings) - 3} more" if len(each.findings) > 3 else ""),
        )
        for each in sorted(assessed, key=lambda each: ORDER.index(each.result))
        if each.requirements == it.id
    ]
    note = f"Failures first. {it.publisher}; {it.edition}; {it.source}, checked {it.checked}. Titles are cupel's words."
    return Table(
        f"{it.title} ({it.edition})", ("clause", "what it asks for", "result", "why", "findings"), tuple(rows), note
    )


QUESTION = WhichRequirements()
