"""Operation: one step of a program, written alike for every processor, as far as it moves, compares or branches."""

from typing import Any, Literal, NamedTuple

Kind = Literal[
    "const", "move", "add", "sum", "xor", "differ", "either", "and", "insert", "load", "store", "clobber", "compare",
    "also", "test", "branch", "jump", "leave", "call", "call at", "return", "set", "choose", "push", "pop",
]  # fmt: skip
"""const: target = number; move: target = source; add: target = source + number; sum: target = source + other; xor:
target = source ^ number, of which only zero or not matters; differ: the same with another register; either: target =
source | other; and: target = source & number; insert: other = (mask, bits) laid over target; load, store: memory at
source + number, other = (bytes, index register or value stored); clobber: every register of other is unknown; compare:
flags named target hold source against number or other; also: the same, but only where the condition in number held,
else as another condition says; test: flags hold source & other; branch: to number if condition other holds of the flags
named source (or of the two registers in source); jump: to number; leave: to where source says; call: number; call at:
what source holds; set: target = whether condition other holds; choose: target = source or other, by a condition; push
and pop: x86's, of a register or number."""


class Operation(NamedTuple):
    """One step."""

    kind: Kind
    """What it does."""
    address: int
    """Where its instruction begins in memory."""
    target: Any = None
    """Register, or flags, that it sets."""
    source: Any = None
    """Register that it reads."""
    number: int = 0
    """Constant, distance or address in it."""
    other: Any = None
    """What else the kind needs."""


INVERSE = {
    "eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt", "lo": "hs", "hs": "lo", "hi": "ls",
    "ls": "hi",
}  # fmt: skip
"""Conditions and their contraries; those that have no name here decide nothing that is looked at (`??`)."""


def inverse(condition: str) -> str:
    """Return the contrary condition."""
    return INVERSE.get(condition, "??")
