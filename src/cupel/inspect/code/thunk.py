"""Knows the helpers that tell x86 code where it is: an address goes in; the register that they fill comes out."""

from cupel.inspect.code.program import Program

REGISTERS = {0x04: "ax", 0x0C: "cx", 0x14: "dx", 0x1C: "bx", 0x34: "si", 0x3C: "di", 0x2C: "bp"}
"""Second byte of `mov register, [esp]` -> the register."""


def told_by(program: Program, address: int) -> str:
    """Name the register into which the function at `address` puts its return address, and does no more: `mov register,
    [esp]; ret`, for position-independent code of 32 bits; empty of any other."""
    if program.machine != "x86":
        return ""
    code = program.at(address, 4)
    is_one = len(code) == 4 and code[0] == 0x8B and code[2:] == b"\x24\xc3"
    return REGISTERS.get(code[1], "") if is_one else ""
