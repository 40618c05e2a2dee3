"""Writes JSON piece by piece: members of an object go in; the bytes that the whole would give come out."""

from collections.abc import Iterable, Iterator
from typing import Any

from cupel.records.boundary import to_json


def written(members: Iterable[tuple[str, Any]]) -> Iterator[bytes]:
    """Write an object with an indent of one; of members that are iterators, each value is made when it is written.

    An iterator of pairs of a name and a value becomes an object, any other an array.
    """
    yield b"{"
    comma = b""
    for name, value in members:
        yield comma + b"\n " + to_json(name) + b": "
        yield from _listed(value) if isinstance(value, Iterator) else (_indented(value, 1),)
        comma = b","
    yield b"\n}\n"


def _listed(values: Iterator[Any]) -> Iterator[bytes]:
    """Write an array, or an object of pairs; the first value tells which."""
    comma, begin, end = b"", b"[", b"]"
    for value in values:
        if isinstance(value, tuple):
            name, held = value
            begin, end, told = b"{", b"}", to_json(name) + b": " + (held if type(held) is bytes else _indented(held, 2))
        else:
            told = _indented(value, 2)
        yield (comma or begin) + b"\n  " + told
        comma = b","
    yield b"\n " + end if comma else begin + end


def _indented(value: Any, depth: int) -> bytes:
    return to_json(value, indent=1).replace(b"\n", b"\n" + b" " * depth)
