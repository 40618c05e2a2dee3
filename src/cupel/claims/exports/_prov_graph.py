"""A graph of W3C PROV: elements and relations go in, each once; PROV-JSON comes out."""

import hashlib
import json
from typing import Any

from cupel.records.boundary import to_json

Values = dict[str, Any]


class Graph:
    """Collects elements and relations of PROV-DM in the form of PROV-JSON (W3C member submission of 24 April 2013)."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, Values]] = {}

    def element(self, kind: str, key: object, label: str, **attributes: Any) -> str:
        """Add an entity, agent or activity once, and return its name; attributes that hold nothing are left out.

        Attributes are cupel's own (`sourceClass` becomes `cupel:sourceClass`), but for `prov_type` and other `prov_`.
        """
        name = self.name(kind, key)
        listed = self._found.setdefault(SECTIONS.get(kind, "entity"), {})
        if name not in listed:
            held = {key: value for key, value in attributes.items() if value not in ("", None, [], ())}
            listed[name] = {"prov:label": label} if label else {}
            listed[name] |= {_attribute(key): _value(key, value) for key, value in held.items()}
        return name

    def name(self, kind: str, key: object) -> str:
        """Return the name of an element: the same everywhere and always."""
        return f"cupel:{kind}-{_digest(kind, key)}"

    def holds(self, kind: str, key: object) -> bool:
        """Return whether the element was added."""
        return self.name(kind, key) in self._found.get(SECTIONS.get(kind, "entity"), ())

    def relation(self, kind: str, first: str, second: str, typed: str = "") -> None:
        """Relate two elements, once; `typed` says which derivation: `prov:Quotation`, `prov:PrimarySource`."""
        one, two = ENDS[kind]
        row: Values = {one: first, two: second}
        if typed:
            row["prov:type"] = _qualified(typed)
        self._found.setdefault(kind, {})[f"_:{_digest(kind, first, second, typed)}"] = row

    def write(self) -> bytes:
        """Serialise the graph; the same graph gives the same bytes."""
        prefix = {"cupel": "urn:cupel:claims:"}
        return to_json({"prefix": prefix, **self._found}, indent=1) + b"\n"


SECTIONS = {"agent": "agent", "reviewer": "agent", "software": "agent", "reading": "activity", "review": "activity"}
"""Elements that are no entities."""
ENDS = {
    "wasAttributedTo": ("prov:entity", "prov:agent"),
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity"),
    "specializationOf": ("prov:specificEntity", "prov:generalEntity"),
    "alternateOf": ("prov:alternate1", "prov:alternate2"),
    "wasAssociatedWith": ("prov:activity", "prov:agent"),
    "wasGeneratedBy": ("prov:entity", "prov:activity"),
    "used": ("prov:activity", "prov:entity"),
}
"""Relation -> names of its two ends in PROV-JSON."""


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:20]


def _attribute(key: str) -> str:
    return key.replace("prov_", "prov:", 1) if key.startswith("prov_") else f"cupel:{key}"


def _value(key: str, value: Any) -> Any:
    return _qualified(value) if key == "prov_type" else list(value) if isinstance(value, tuple) else value


def _qualified(name: str) -> Values:
    return {"$": name, "type": "xsd:QName"}
