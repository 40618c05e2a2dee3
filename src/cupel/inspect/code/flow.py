"""What is seen in one function when its values are followed: calls, tests and constants that are stored."""

from dataclasses import dataclass, field
from typing import NamedTuple

from cupel.inspect.code.equality import Value


class Call(NamedTuple):
    """One call."""

    block: int
    """Block that it stands in."""
    address: int
    """Where."""
    name: str
    """Import that is called; empty where it is a function of the program, or not known."""
    target: int
    """Address of the function that is called; 0 where it is not known."""
    arguments: tuple[Value, ...]
    """What it is given."""


class Test(NamedTuple):
    """A branch, or a value, that depends on whether something is equal."""

    block: int
    """Block that it ends."""
    address: int
    """Where."""
    what: Value
    """("q", parts), or ("r", number of the call)."""
    equal: int
    """Block that follows where it is equal; -1 where that is out of the function or no branch is made."""
    other: int
    """Block that follows where it is not."""


class Store(NamedTuple):
    """A constant that is written to memory other than the stack."""

    block: int
    """Block that does it."""
    place: Value
    """(base, distance)."""
    number: int
    """The constant."""


@dataclass(slots=True)
class Flow:
    """What was seen in one function."""

    calls: list[Call] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)
    stores: list[Store] = field(default_factory=list)
    pairs: list[tuple[Value, Value]] = field(default_factory=list)
    """Bytes in memory that were compared with each other."""
    returned: dict[int, Value] = field(default_factory=dict)
    """Block that returns -> what it returns."""
