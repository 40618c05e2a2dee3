"""How functions are called on each processor: its name goes in; the registers of arguments and results come out."""

from typing import NamedTuple


class Convention(NamedTuple):
    """How functions of a processor are called (its ABI's procedure call standard)."""

    arguments: tuple[str, ...]
    """Registers of the first arguments; none: they stand on the stack."""
    result: str
    """Register of the result."""
    lost: tuple[str, ...]
    """Registers that a call changes."""
    stack: str
    """The stack pointer."""
    link: str
    """Register of the return address; empty where it stands on the stack."""
    local: tuple[str, ...] = ()
    """Registers in which a compiler hands the first arguments to functions that nothing outside calls."""


def _named(letter: str, first: int, last: int) -> tuple[str, ...]:
    return tuple(f"{letter}{number}" for number in range(first, last + 1))


CONVENTIONS = {
    "arm": Convention(_named("r", 0, 3), "r0", (*_named("r", 0, 3), "r12", "lr"), "sp", "lr"),
    "arm64": Convention(_named("x", 0, 7), "x0", (*_named("x", 0, 18), "x30"), "sp", "x30"),
    "mips": Convention(
        _named("$a", 0, 3), "$v0", ("$v0", "$v1", "$at", *_named("$a", 0, 3), *_named("$t", 0, 9), "$ra"), "$sp",
        "$ra",
    ),
    "powerpc": Convention(_named("r", 3, 10), "r3", ("r0", *_named("r", 3, 12), "ctr", "lr"), "r1", "lr"),
    "x86-64": Convention(
        ("di", "si", "dx", "cx", "r8", "r9"), "ax", ("ax", "cx", "dx", "si", "di", *_named("r", 8, 11)), "sp", "",
    ),
    "x86": Convention((), "ax", ("ax", "cx", "dx"), "sp", "", ("ax", "dx", "cx")),
}  # fmt: skip
"""Processors whose code is followed."""
