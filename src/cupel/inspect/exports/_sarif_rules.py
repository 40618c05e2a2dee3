"""Rules of a SARIF run: what a detector says of itself goes in, a reporting descriptor comes out."""

from collections.abc import Mapping
from typing import Any

from cupel.records.bundle import DetectorDescription


def rule_of(name: str, described: Mapping[str, DetectorDescription]) -> dict[str, Any]:
    """Describe a rule, named by its detector and its own name."""
    detector = described.get(name.rpartition("/")[0])
    if detector is None:  # findings that another version made, whose detector this one lacks
        return {"id": name}
    text = "\n\n".join([
        detector.means, f"How it is checked: {detector.checked}", f"What would refute it: {detector.refutes}",
        "References:\n" + "\n".join(f"- {it}" for it in detector.references),
    ])  # fmt: skip
    rule = {
        "id": name,
        "shortDescription": {"text": f"{detector.title}: {name.rpartition('/')[2].replace('-', ' ')}"},
        "fullDescription": {"text": detector.means},
        "help": {"text": text},
        "defaultConfiguration": {"level": "note"},
    }
    if address := next((it for it in detector.references if it.startswith("https://") and " " not in it), ""):
        rule["helpUri"] = address
    return rule
