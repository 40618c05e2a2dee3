"""The files that SARIF results point at: ways from the image go in, nested artifacts with their hashes come out."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from cupel.records.bundle import Step
from cupel.records.inspection import Inspection


class Artifacts:
    """The run's `artifacts`; one that lies in another names it by `parentIndex`."""

    def __init__(self, inspection: Inspection) -> None:
        self._types = {it.sha256: it.type for it in inspection.artefacts} | {inspection.sha256: inspection.type}
        self._known: dict[tuple[str, ...], int] = {}
        self.listed: list[dict[str, Any]] = []

    def location(self, chain: Sequence[Step]) -> dict[str, Any]:
        """Return the `artifactLocation` of the last file of a way, whose files are listed where they are not yet."""
        key: tuple[str, ...] = ()
        parent, within = -1, list[str]()
        for step in chain:
            if step.kind not in ("image", "folder", "file"):
                within.append(f"{step.name or step.kind}@0x{step.offset:x}")
                key = (*key, within[-1])
                continue
            key = (*key, step.name)
            if key not in self._known:
                self._known[key] = len(self.listed)
                self.listed.append(self._artifact(step, parent, within))
            parent, within = self._known[key], []
        return {"uri": self.listed[parent]["location"]["uri"], "index": parent}

    def _artifact(self, step: Step, parent: int, within: Sequence[str]) -> dict[str, Any]:
        name = quote(step.name.encode("utf-8", "backslashreplace").lstrip(b"/"))
        found: dict[str, Any] = {"location": {"uri": name if parent < 0 else f"/{name}"}, "length": step.size}
        if step.sha256 and step.kind != "folder":
            found["hashes"] = {"sha-256": step.sha256}
        if parent >= 0:
            found["parentIndex"] = parent
        properties = {"type": self._types.get(step.sha256, "")} | ({"openedAs": list(within)} if within else {})
        return found | {"properties": properties}
