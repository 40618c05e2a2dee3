"""Where records meet bytes: JSON goes in, validated by pydantic, and out; schemas are made from the records."""

import dataclasses
import json
from functools import cache
from typing import Any, TypeVar, cast

Record = TypeVar("Record")


@cache
def _adapter(record_type: Any) -> Any:
    from pydantic import TypeAdapter  # noqa: PLC0415 - 50 ms that a run without JSON need not pay

    return TypeAdapter(record_type)


@cache
def _names(record_type: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(record_type))


def plain(value: Any) -> Any:
    """Turn records into dictionaries and lists, all the way down, in the order of their fields."""
    if dataclasses.is_dataclass(value):
        return {name: plain(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def to_json(record: Any, indent: int | None = None) -> bytes:
    """Serialise a record as UTF-8 JSON: the same record gives the same bytes."""
    separators = (",", ":") if indent is None else None
    return json.dumps(plain(record), ensure_ascii=False, indent=indent, separators=separators).encode()


def from_json(record_type: type[Record], data: bytes) -> Record:
    """Read and validate a record. Raises ValueError (pydantic's) that names the field."""
    found: Record = _adapter(cast(Any, record_type)).validate_json(data)
    return found


def from_plain(record_type: type[Record], value: Any) -> Record:
    """Validate a record given as dictionaries and lists. Raises ValueError (pydantic's) that names the field."""
    found: Record = _adapter(cast(Any, record_type)).validate_python(value)
    return found


def schema(record_type: type) -> dict[str, Any]:
    """Return the JSON Schema of a record."""
    found: dict[str, Any] = _adapter(record_type).json_schema()
    return found
