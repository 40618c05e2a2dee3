"""Tells what a comparison of values says: flags, as a value, go in; what is equal comes out."""

from typing import Any

Value = tuple[Any, ...]
"""What `values.py` says of a register or a place in memory."""


def zero(value: Value, number: int = 0) -> tuple[tuple[Value, int], ...]:
    """Return the (value, number) that are all equal where `value` is `number`; none where that is not told."""
    kind = value[0]
    if kind == "q":
        return tuple(value[1]) if number == 0 else ()
    if kind == "x":
        return ((value[1], value[2] ^ number if number else value[2]),) if number == 0 else ()
    if kind == "p":
        return ((value[1], number - value[2]),)
    return ((value, number),) if kind in "mar" else ()


def equality(flags: Value | None, mask: int) -> tuple[Value, bool] | None:
    """Return (what is tested, whether the flags for equal mean that it is equal)."""
    if flags is None:
        return None
    if flags[0] == "also":
        first = equality(flags[1], mask)
        second = equality(("cmp", flags[3], flags[4]), mask)
        condition, otherwise = flags[2]
        if not second:
            return None
        if first and condition == "eq" and otherwise == "ne" and first[1] and first[0][0] == second[0][0] == "q":
            return ("q", (*first[0][1], *second[0][1])[:16]), True
        if first and condition == "ne" and otherwise == "eq" and first[1] and second[1]:
            return ("any", (first[0], second[0])), True
        return second
    if flags[0] != "cmp":
        return None
    left, right = flags[1], flags[2]
    if left[0] == "k":
        left, right = right, left
    if right[0] != "k":
        return None
    number = right[1]
    if left[0] == "t":
        if number == 0:
            return left[1], not left[2]
        return (left[1], left[2]) if number == 1 else None
    if left[0] == "r":
        return (("r", left[1]), True) if number == 0 else (("q", ((left, number),)), True)
    parts = zero(left, number)
    if len(parts) == 1 and parts[0][0][0] == "r" and parts[0][1] & mask == 0:
        return ("r", parts[0][0][1]), True
    return (("q", parts), True) if parts else None
