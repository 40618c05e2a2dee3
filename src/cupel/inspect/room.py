"""The room's entry: equipment goes in; inspections, ladders and bills come out; unchanged ones from the ledger."""

from typing import TYPE_CHECKING, Any

from cupel.records.boundary import from_json, to_json
from cupel.records.inspection import Inspection
from cupel.room import Progress, Records

if TYPE_CHECKING:
    from cupel.ledger.ledger import Ledger


class InspectRoom:
    """What is in this equipment, and how much of it could be read?"""

    name = "inspect"
    title = "What is in the equipment"
    order = 1
    needs = ("equipment",)
    gives = (
        "inspections", "ladders", "times", "bills", "measures", "replies", "suppressions", "documents", "unmatched",
    )  # fmt: skip
    questions = "cupel.inspect.questions"

    def rule_version(self) -> str:
        """Return the version of its rules."""
        from cupel.inspect.inspection import rule_version  # noqa: PLC0415 - loads the readers

        return rule_version()

    def outside(self) -> str:
        """Name the state of the reference data: another state may give another ladder."""
        from cupel.reference.reference import Reference  # noqa: PLC0415 - only an assessment needs it

        with Reference.open() as reference:
            return repr(reference.feeds())

    def run(self, records: Records, ledger: "Ledger", on_progress: Progress | None) -> dict[str, Any]:
        """Inspect each equipment whose bytes the ledger has no result for under these rules, and weigh all of it."""
        from cupel.inspect.inspection import inspect  # noqa: PLC0415 - loads the readers
        from cupel.inspect.weighing import weigh  # noqa: PLC0415 - as above

        version = self.rule_version()
        inspections: dict[str, Inspection] = {}
        for equipment in records["equipment"]:
            sha256 = records["hashes"][equipment.id][0]
            about = f"{equipment.file.name} deep" if equipment.deep else equipment.file.name
            kept = ledger.result(self.name, sha256, version, about)
            if kept is not None:
                inspections[equipment.id] = from_json(Inspection, kept)
                continue
            found = inspect(equipment.file, on_progress=on_progress, deep=equipment.deep)
            if found.complete:
                ledger.keep_result(self.name, sha256, version, to_json(found), about)
            inspections[equipment.id] = found
        return {"inspections": inspections} | weigh(records["equipment"], inspections, records.get("as_of", ""))


ROOM = InspectRoom()
