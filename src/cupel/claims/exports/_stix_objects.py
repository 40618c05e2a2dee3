"""Makes objects of STIX 2.1: a type, a key and properties go in; an object with its identifier and times comes out."""

import datetime
import hashlib
import json
import uuid
from collections.abc import Iterable
from typing import Any

Made = dict[str, Any]

CLASSES = {
    "person": "individual", "org": "organization", "outlet": "organization", "gov": "organization",
    "group": "class", "anon": "unknown",
}  # fmt: skip
"""Kind of entity -> identity_class. A document that is cited is nobody: it has no identity."""

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_OID, "cupel.claims")
"""Section 2.9 of STIX 2.1 keeps its own namespace for observables; other deterministic identifiers need another."""
UNDATED = "1970-01-01T00:00:00.000Z"
"""Time of what has no date: `created` must be there, and the clock would make every export another one."""
EDITION = "2026-11-01T00:00:00.000Z"
"""When cupel first published the properties below: `created` of its own identity and extension."""
PROPERTIES = """cupel's properties of a claim, all optional.
note: claim (identifier in the ledger), stance, stance_rule, kind, source_class, speaker (name), speaker_ref (identity),
via (names of those who relay it, from the speaker outwards), via_refs, medium, cue (words), quote_type, hedges (words),
spans (start and end of each part of the content, code points of the document's text), when_interval (ISO 8601-2),
when_basis, event, proposed_by, rule, parent_ref and duplicate_of_ref (notes), review_state, reviewer, reviewed_at,
admiralty_reliability and admiralty_credibility (set by the reviewer, never derived).
report and grouping: sha256 (of the raw file), file_name, published_interval (ISO 8601-2), published_basis.
identity: ledger_id, unnamed (true of people whom the document does not name; they are nobody elsewhere)."""


def identifier(kind: str, key: object) -> str:
    """Return the identifier of what `key` tells apart: the same everywhere and always."""
    return f"{kind}--{uuid.uuid5(NAMESPACE, kind + ':' + json.dumps(key, ensure_ascii=True))}"


def identifier_of_all(kind: str, objects: Iterable[Made]) -> str:
    """Return `identifier(kind, [*objects])` without holding them; a UUID of version 5 is made of a SHA-1 (RFC 9562)."""
    told = hashlib.sha1(NAMESPACE.bytes + f"{kind}:[".encode(), usedforsecurity=False)
    for number, it in enumerate(objects):
        told.update((", " if number else "").encode() + json.dumps(it, ensure_ascii=True).encode())
    told.update(b"]")
    return f"{kind}--{uuid.UUID(bytes=told.digest()[:16], version=5)}"


CUPEL = identifier("identity", "cupel")
EXTENSION = identifier("extension-definition", "cupel claims 1")


def stamp(day: datetime.date | None) -> str:
    """Write the first moment of a day, in UTC."""
    return f"{day.isoformat()}T00:00:00.000Z" if day else UNDATED


def made(kind: str, key: object, created: str, modified: str = "", **properties: Any) -> Made:
    """Make an object; properties that hold nothing are left out, as STIX allows no empty lists.

    `ours` are the properties that the extension defines.
    """
    ours = {name: value for name, value in properties.pop("ours", {}).items() if value not in ("", None, [], False)}
    result = {
        "type": kind, "spec_version": "2.1", "id": identifier(kind, key), "created_by_ref": CUPEL,
        "created": created, "modified": max(created, modified),
        **{name: value for name, value in properties.items() if value not in ("", None, [], False)},
    }  # fmt: skip
    if ours:
        result["extensions"] = {EXTENSION: {"extension_type": "property-extension", **ours}}
    return result


def own() -> list[Made]:
    """Make cupel's identity and the definition of its properties."""
    identity = made("identity", "cupel", EDITION, name="cupel", identity_class="system")
    definition = made(
        "extension-definition", "cupel claims 1", EDITION, name="cupel claims", version="1.0.0",
        description="Whose a claim is, in which stance and on whose word: never whether it is true.",
        schema=PROPERTIES, extension_types=["property-extension"],
    )  # fmt: skip
    return [identity, definition]
