"""A graph of W3C PROV: elements and relations go in, each once; PROV-JSON comes out."""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from cupel.claims.exports._pieces import written
from cupel.records.boundary import from_json, to_json

Values = dict[str, Any]
HELD = 1 << 20
"""Bytes of the rows of one kind that are held in memory; more of them wait in a file without a name."""


class Graph:
    """Collects elements and relations of PROV-DM in the form of PROV-JSON (W3C member submission of 24 April 2013)."""

    def __init__(self) -> None:
        self._names: dict[str, set[str]] = {}
        self._rows: dict[str, IO[bytes]] = {}

    def element(self, kind: str, key: object, label: str, **attributes: Any) -> str:
        """Add an entity, agent or activity once, and return its name; attributes that hold nothing are left out.

        Attributes are cupel's own (`sourceClass` becomes `cupel:sourceClass`), but for `prov_type` and other `prov_`.
        """
        name = self.name(kind, key)
        if not self.holds(kind, key):
            held = {key: value for key, value in attributes.items() if value not in ("", None, [], ())}
            row = {"prov:label": label} if label else {}
            self._add(SECTIONS.get(kind, "entity"), name, row | {_attribute(it): _value(it, held[it]) for it in held})
        return name

    def name(self, kind: str, key: object) -> str:
        """Return the name of an element: the same everywhere and always."""
        return f"cupel:{kind}-{_digest(kind, key)}"

    def holds(self, kind: str, key: object) -> bool:
        """Return whether the element was added."""
        return self.name(kind, key) in self._names.get(SECTIONS.get(kind, "entity"), ())

    def relation(self, kind: str, first: str, second: str, typed: str = "") -> None:
        """Relate two elements, once; `typed` says which derivation: `prov:Quotation`, `prov:PrimarySource`."""
        one, two = ENDS[kind]
        row: Values = {one: first, two: second}
        if typed:
            row["prov:type"] = _qualified(typed)
        name = f"_:{_digest(kind, first, second, typed)}"
        if name not in self._names.get(kind, ()):
            self._add(kind, name, row)

    def pieces(self) -> Iterator[bytes]:
        """Serialise the graph; the same graph gives the same bytes."""
        prefix = {"cupel": "urn:cupel:claims:"}
        return written([("prefix", prefix), *((section, self._read(section)) for section in self._rows)])

    def _add(self, section: str, name: str, row: Values) -> None:
        """Put a row down: PROV-JSON lists by kind what a walk over claims meets mixed, so rows wait in a file."""
        if section not in self._rows:
            self._names[section] = set()
            self._rows[section] = tempfile.SpooledTemporaryFile(HELD)  # noqa: SIM115 - it is read and ends with the graph
        self._names[section].add(name)
        self._rows[section].write(to_json([name, row]) + b"\n")

    def _read(self, section: str) -> Iterator[tuple[str, Values]]:
        rows = self._rows[section]
        rows.seek(0)
        for line in rows:
            name, row = from_json(list[Any], line)
            yield name, row


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
