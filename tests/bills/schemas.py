"""What the official schemas and independent readers say of a document: bytes go in, complaints come out."""

import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
from csaf_lib.verification.verifier import Verifier
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from referencing import Registry, Resource
from spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser import JsonLikeDictParser
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
from vexipy import Document

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
    """The official schema, and the checks of csaf-lib: those of the profile VEX, and of types."""
    document = json.loads(data)
    # 2.3 counts the colons of a CPE name without regard to quoted ones; the schema's own pattern does it right
    failures = [f"{it}" for it in Verifier(document).run_all().failures if it.test_id != "2.3"]
    return [error.message for error in _csaf().iter_errors(document)] + failures


def openvex(data: bytes) -> list[str]:
    """The rules of the specification's tables (no package has its schema), and the reader of vexipy."""
    document = json.loads(data)
    read = Document.model_validate_json(data)
    found = [
        f"{key} is missing" for key in ("@context", "@id", "author", "timestamp", "version") if not document.get(key)
    ]
    if not document["statements"] or len(read.statements) != len(document["statements"]):
        found.append("there are no statements")
    for it in document["statements"]:
        if not it["vulnerability"]["name"] or not it["products"]:
            found.append("a statement lacks its vulnerability or its product")
        if (it["status"] == "not_affected") != ("justification" in it):
            found.append("a justification stands where none may, or is missing")
        if (it["status"] == "affected") != ("action_statement" in it):
            found.append("an action statement stands where none need be, or is missing")
        names = [it["@id"] for product in it["products"] for it in (product, *product.get("subcomponents", ()))]
        found += [f"{name} is no IRI" for name in names if not re.fullmatch(r"[a-z]+:[!-~]+", name)]
    texts = [json.dumps(it, sort_keys=True) for it in document["statements"]]
    return found + (["a statement stands there twice"] if len(set(texts)) != len(texts) else [])


COMPLAINTS = {"cyclonedx": cyclonedx, "spdx": spdx, "csaf": csaf, "openvex": openvex}


@cache
def _cyclonedx() -> JsonStrictValidator:
    return JsonStrictValidator(SchemaVersion.V1_6)


@cache
def _spdx() -> Any:
    return jsonschema.Draft7Validator(json.loads((SCHEMAS / "spdx-2.3.schema.json").read_text("utf-8")))


@cache
def _csaf() -> Any:
    folder = files("csaf_lib.verification") / "schemas"
    loaded = {name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in
              ("csaf_2_0", "cvss_v2_0", "cvss_v3_0", "cvss_v3_1")}  # fmt: skip
    registry = Registry().with_resources(
        (f"https://www.first.org/cvss/{name.replace('_v', '-v').replace('_0', '.0').replace('_1', '.1')}.json",
         Resource.from_contents(it)) for name, it in loaded.items() if name != "csaf_2_0"
    )  # fmt: skip
    return jsonschema.Draft202012Validator(loaded["csaf_2_0"], registry=registry)
