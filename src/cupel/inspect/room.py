"""The room's entry: equipment goes in, an inspection of each comes out; unchanged ones come from the ledger."""

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
    needs = ("equipment",)
    gives = ("inspections",)
    questions = "cupel.inspect.questions"

    def rule_version(self) -> str:
        """Return the version of its rules."""
        from cupel.inspect.inspection import rule_version  # noqa: PLC0415 - loads the readers

        return rule_version()

    def run(self, records: Records, ledger: "Ledger", on_progress: Progress | None) -> dict[str, Any]:
        """Inspect each equipment whose bytes the ledger has no result for under these rules."""
        from cupel.inspect.inspection import inspect  # noqa: PLC0415 - loads the readers

        version = self.rule_version()
        inspections: dict[str, Inspection] = {}
        for equipment in records["equipment"]:
            sha256 = records["hashes"][equipment.id][0]
            kept = ledger.result(self.name, sha256, version, equipment.file.name)
            if kept is not None:
                inspections[equipment.id] = from_json(Inspection, kept)
                continue
            found = inspect(equipment.file, on_progress=on_progress)
            if found.complete:
                ledger.keep_result(self.name, sha256, version, to_json(found), equipment.file.name)
            inspections[equipment.id] = found
        return {"inspections": inspections}


ROOM = InspectRoom()
