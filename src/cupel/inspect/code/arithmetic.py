"""Adds and subtracts values of `values.py`: values go in, one comes out."""

from cupel.inspect.code.equality import Value


def signed(number: int, mask: int) -> int:
    """Read a number of the width of `mask` as one with a sign."""
    number &= mask
    return number - mask - 1 if number > mask >> 1 else number


def plus(value: Value, number: int, mask: int) -> Value:
    """Return the sum of a value and a number, in registers of the width of `mask`."""
    if number == 0:
        return value
    if value[0] == "k":
        return ("k", (value[1] + number) & mask)
    if value[0] == "s":
        return ("s", signed(value[1] + number, mask))
    if value[0] == "p":
        return ("p", value[1], signed(value[2] + number, mask))
    return ("p", value, signed(number, mask))


def difference(left: Value, right: Value, mask: int) -> Value | None:
    """Return what is zero where both are equal; None where that is not told."""
    if left[0] == "k" and right[0] == "k":
        return ("k", (left[1] - right[1]) & mask if left[1] != right[1] else 0)
    if left[0] == "k":
        left, right = right, left
    return ("x", left, right[1]) if right[0] == "k" and left[0] in ("m", "a", "r", "u") else None
