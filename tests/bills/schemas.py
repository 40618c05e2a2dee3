"""What the official schemas and independent readers say of a document: bytes go in, complaints come out."""

import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from referencing import Registry, Resource
from spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser import JsonLikeDictParser
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

SCHEMAS = Path(__file__).parents[1] / "schemas"


def cyclonedx(data: bytes) -> list[str]:
    """The official schema, and the reader of cyclonedx-python-lib."""
    found = _cyclonedx().validate_str(data.decode())
    if found is None:
        Bom.from_json(json.loads(data))
    return [str(found)] if found else []


def spdx(data: bytes) -> list[str]:
    """The official schema, and the reader and the checks of the SPDX project's own tools."""
    document = json.loads(data)
    found = [error.message for error in _spdx().iter_errors(document)]
    read = JsonLikeDictParser().parse(document)
    return found + [message.validation_message for message in validate_full_spdx_document(read)]


def csaf(data: bytes) -> list[str]:
    """The official schema."""
    return [error.message for error in _csaf().iter_errors(json.loads(data))]


def openvex(data: bytes) -> list[str]:
    """The rules of the specification's tables, one by one: no package that the tests may use has its schema."""
    document = json.loads(data)
    found = _keys("the document", document, OPENVEX_DOCUMENT, OPENVEX_DOCUMENT[:5])
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", document.get("timestamp", "")):
        found.append("the time stamp is none")
    if not document.get("statements"):
        found.append("there are no statements")
    for it in document["statements"]:
        found += _keys("a statement", it, OPENVEX_STATEMENT, OPENVEX_STATEMENT[:3])
        found += _keys("a vulnerability", it["vulnerability"], ("name", "@id", "description", "aliases"), ("name",))
        if it["status"] not in ("affected", "not_affected", "fixed", "under_investigation"):
            found.append(f"{it['status']} is no status")
        if (it["status"] == "not_affected") != (it.get("justification") in OPENVEX_JUSTIFICATIONS):
            found.append("a justification stands where none may, or is missing")
        if (it["status"] == "affected") != ("action_statement" in it):
            found.append("an action statement stands where none need be, or is missing")
        for product in it["products"]:
            for part in (product, *product["subcomponents"]):
                allowed = ("@id", "identifiers", "hashes", *(("subcomponents",) if part is product else ()))
                found += _keys("a component", part, allowed, ("@id",))
                found += _keys("identifiers", part.get("identifiers", {}), ("purl",), ())
                found += _keys("hashes", part.get("hashes", {}), ("sha-256",), ())
                if not re.fullmatch(r"[a-z]+:[!-~]+", part["@id"]):
                    found.append(f"{part['@id']} is no IRI")
    texts = [json.dumps(it, sort_keys=True) for it in document["statements"]]
    return found + (["a statement stands there twice"] if len(set(texts)) != len(texts) else [])


OPENVEX_DOCUMENT = (
    "@context", "@id", "author", "timestamp", "version", "statements", "role", "last_updated", "tooling",
)  # fmt: skip
OPENVEX_STATEMENT = (
    "vulnerability", "status", "products", "@id", "version", "timestamp", "last_updated", "supplier", "status_notes",
    "justification", "impact_statement", "action_statement", "action_statement_timestamp",
)  # fmt: skip
OPENVEX_JUSTIFICATIONS = (
    "component_not_present", "vulnerable_code_not_present", "vulnerable_code_not_in_execute_path",
    "vulnerable_code_cannot_be_controlled_by_adversary", "inline_mitigations_already_exist",
)  # fmt: skip


def _keys(what: str, value: dict[str, Any], allowed: tuple[str, ...], required: tuple[str, ...]) -> list[str]:
    found = [f"{what} has {key!r}, which is none of its fields" for key in value if key not in allowed]
    return found + [f"{what} lacks {key!r}" for key in required if not value.get(key)]


COMPLAINTS = {"cyclonedx": cyclonedx, "spdx": spdx, "csaf": csaf, "openvex": openvex}


@cache
def _cyclonedx() -> JsonStrictValidator:
    return JsonStrictValidator(SchemaVersion.V1_6)


@cache
def _spdx() -> Any:
    return jsonschema.Draft7Validator(json.loads((SCHEMAS / "spdx-2.3.schema.json").read_text("utf-8")))


@cache
def _csaf() -> Any:
    folder = files("csaf.csaf.v20") / "schema"
    registry = Registry().with_resources(
        (f"https://www.first.org/cvss/{name}.json", Resource.from_contents(it))
        for name in ("cvss-v2.0", "cvss-v3.0", "cvss-v3.1")
        for it in [json.loads((folder / "referenced" / f"{name}.json").read_text("utf-8"))]
    )
    return jsonschema.Draft202012Validator(json.loads((folder / "csaf.json").read_text("utf-8")), registry=registry)
