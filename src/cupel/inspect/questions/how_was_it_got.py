"""Asks how each image was got, and what that permits to be said of its maker."""

from cupel.records.acquisition import grade, subject
from cupel.records.answer import Answer
from cupel.records.equipment import Equipment
from cupel.records.evidence import Evidence
from cupel.records.figure import Table
from cupel.records.inspection import Inspection
from cupel.room import Records


class HowWasItGot:
    """Grades each acquisition, and names what statements may be about."""

    id = "inspect/how-was-it-got"
    text = "How was each image got, and what may be said of its maker because of it?"
    description = "The stated acquisition of each image, its grade, and the subject that every statement must have."
    order = 7
    needs = ("equipment", "inspections")

    def ask(self, records: Records) -> Answer:
        """Answer for each item of equipment."""
        equipment: tuple[Equipment, ...] = records["equipment"]
        found: dict[str, Inspection] = records["inspections"]
        graded = [(item, *grade(item.acquisition, found[item.id].sha256)) for item in equipment]
        verified = sum(of_grade == "vendor-verified" for _, of_grade, _ in graded)
        rows = tuple(
            (
                item.label,
                of_grade,
                why,
                item.acquisition.source or "not stated",
                item.acquisition.obtained_on or "not stated",
            )
            for item, of_grade, why in graded
        )
        says = tuple((item.label, subject(of_grade, found[item.id].sha256, item.label)) for item, of_grade, _ in graded)
        missing = tuple(
            f"{item.label}: {name} was not stated."
            for item in equipment
            for name, value in (
                ("who commissioned and paid for the work", item.acquisition.commissioned_by),
                ("on what legal basis it was got and examined", item.acquisition.legal_basis),
            )
            if not value
        )
        return Answer(
            self.id, self.text,
            _headline(verified, len(equipment)),
            "high",
            "The grade follows by a fixed rule from the stated facts and the SHA-256; the facts are the submitter's.",
            (
                Table("Acquisition", ("equipment", "grade", "why", "source", "got on"), rows),
                Table("What statements here are about", ("equipment", "subject of every statement"), says),
            ),
            tuple(
                Evidence(found[item.id].sha256, found[item.id].name, why, self.id, found[item.id].rule_version)
                for item, _, why in graded
            ),
            missing,
        )  # fmt: skip


def _headline(verified: int, count: int) -> str:
    if verified == count:
        return "Every input is proved to be what its maker released."
    rest = "each is a file under a label" if verified == 0 else "the others are files under a label"
    some = "No input is" if verified == 0 else f"{verified} of {count} inputs are"
    return f"{some} proved to be what the maker released; {rest}, and every statement says so."


QUESTION = HowWasItGot()
