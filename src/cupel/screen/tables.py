"""Strict reading of TOML: a table and a record's class go in, the record or an error that names the key comes out."""

import dataclasses
import datetime
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, TypeVar, cast

from cupel.errors import InputError

Record = TypeVar("Record")
DAYS = frozenset({"since", "until", "on", "after", "before", "review_after", "retrieved", "signed_on"})
"""Keys of records of law whose value is a day."""


def record_of(record: type[Record], table: Any, file: str, place: str = "") -> Record:
    """Make a record of a table; a key that is absent takes the field's default.

    `place` is the key path of the table in the file. Raises InputError, which names file and key and says what to do,
    for a key that is unknown or absent, a value of another kind, a word that is not among those allowed, and a day that
    is none.
    """
    if not isinstance(table, Mapping):
        raise _error(file, place, f"is {_shown(table)}, and a table is wanted", "Write it as a table.")
    fields = {field.name: field for field in dataclasses.fields(cast(Any, record))}
    hints = _hints(cast(Any, record))
    for key in table:
        if key not in fields:
            raise _error(file, _join(place, key), "is no key that is known", f"Known are {', '.join(fields)}.")
    given: dict[str, Any] = {}
    for name, field in fields.items():
        if name in table:
            given[name] = _value(hints[name], table[name], file, _join(place, name), name in DAYS)
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise _error(file, _join(place, name), "is missing", "Add it; records/law.py says what it means.")
    return record(**given)


@cache
def _hints(record: Any) -> dict[str, Any]:
    return typing.get_type_hints(record)


def _value(hint: Any, value: Any, file: str, place: str, is_day: bool) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _value(next(it for it in arguments if it is not type(None)), value, file, place, is_day)
    if origin is tuple:
        if not isinstance(value, list):
            raise _error(file, place, f"is {_shown(value)}, and a list is wanted", "Write it in brackets.")
        return tuple(_value(arguments[0], it, file, f"{place}[{number}]", is_day) for number, it in enumerate(value))
    if origin is Literal:
        if value not in arguments:
            raise _error(file, place, f"is {_shown(value)}", f"Write one of: {', '.join(map(str, arguments))}.")
        return value
    if dataclasses.is_dataclass(hint):
        return record_of(cast(type, hint), value, file, place)
    if hint is str and is_day:
        return _day(value, file, place)
    if hint is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if hint is not float and type(value) is hint:
        return value
    raise _error(file, place, f"is {_shown(value)}, and {hint.__name__} is wanted", "Write a value of that kind.")


def _day(value: Any, file: str, place: str) -> str:
    text = value.isoformat() if type(value) is datetime.date else value
    try:
        if text and datetime.date.fromisoformat(text).isoformat() != text:
            raise ValueError
    except (ValueError, TypeError):
        raise _error(file, place, f"is {_shown(value)}, which is no day", "Write days as 2019-08-13.") from None
    return str(text)


def _join(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _shown(value: Any) -> str:
    return repr(value)[:60]


def _error(file: str, place: str, what: str, advice: str) -> InputError:
    return InputError(f"{file}: {place or 'the file'} {what}.", advice)
