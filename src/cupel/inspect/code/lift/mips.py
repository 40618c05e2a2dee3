"""MIPS (o32): an instruction, as capstone writes it, goes in; operations come out."""

import re

from cupel.inspect.code.operation import Operation

PLACE = re.compile(r"(-?\w*)\((\$\w+)\)")
LOADS = {"lw": 4, "lb": 1, "lbu": 1, "lh": 2, "lhu": 2, "ld": 8, "lwu": 4}
STORES = {"sw": 4, "sb": 1, "sh": 2, "sd": 8}
ZERO = {"beqz": "eq", "bnez": "ne", "blez": "le", "bgtz": "gt", "bltz": "lt", "bgez": "ge"}


def lift(address: int, size: int, name: str, operands: str, big: bool) -> list[Operation]:  # noqa: ARG001 - as the other processors'; one branch an instruction
    """Return the operations of one instruction. What stands in a delay slot is moved by the caller."""
    parts = operands.split(", ")
    first = parts[0]
    plain = (
        name.removesuffix("l")
        if name in ("beql", "bnel", "beqzl", "bnezl", "blezl", "bgtzl", "bltzl", "bgezl")
        else name
    )
    if plain in ZERO:
        return [Operation("branch", address, None, (first, "$zero"), int(parts[1], 0), ZERO[plain])]
    if plain in ("beq", "bne"):
        return [Operation("branch", address, None, (first, parts[1]), int(parts[2], 0), plain[1:].replace("eq", "eq"))]
    if name in ("b", "j"):
        return [Operation("jump", address, None, None, int(operands, 0))]
    if name in ("jal", "bal", "bgezal"):
        return [Operation("call", address, None, None, int(parts[-1], 0))]
    if name == "jalr":
        return [Operation("call at", address, None, parts[-1])]
    if name == "jr":
        return [Operation("return", address)] if first == "$ra" else [Operation("leave", address, None, first)]
    if name.startswith("b") and parts[-1].startswith("0x"):
        return [Operation("branch", address, None, "?", int(parts[-1], 0), "??")]
    if name in LOADS or name in STORES or name in ("lwl", "lwr"):
        return _memory(address, name, operands, first, big)
    if name in ("swl", "swr", "nop", "sync", "ssnop", "break", "teq", "mtlo", "mthi"):
        return []
    second = parts[1] if len(parts) > 1 else ""
    if name == "lui":
        return [Operation("const", address, first, None, int(second, 0) << 16)]
    if name == "li":
        return [Operation("const", address, first, None, int(second, 0))]
    if name == "move":
        return [Operation("move", address, first, second)]
    third = parts[2] if len(parts) > 2 else ""
    number = int(third, 0) if third and third[0] in "-0123456789" else None
    if number is not None and name in ("addiu", "addi", "daddiu"):
        if second == "$zero":
            return [Operation("const", address, first, None, number)]
        return [Operation("add", address, first, second, number)]
    if number is not None and name == "ori":
        return [Operation("insert", address, first, second, 0, (0xFFFF, number))]
    if number is not None and name in ("xori", "andi"):
        return [Operation("xor" if name == "xori" else "and", address, first, second, number)]
    if name == "sltiu" and number == 1:
        return [Operation("set", address, first, (second, "$zero"), 0, "eq")]
    if name == "sltu" and second == "$zero":
        return [Operation("set", address, first, (third, "$zero"), 0, "ne")]
    if name in ("addu", "add", "daddu"):
        return [Operation("sum", address, first, second, 0, third)]
    if name in ("xor", "subu", "sub"):
        return [Operation("differ", address, first, second, 0, third)]
    if name == "or":
        if third == "$zero" or second == "$zero":
            return [Operation("move", address, first, second if third == "$zero" else third)]
        return [Operation("either", address, first, second, 0, third)]
    if name in ("movz", "movn"):
        return [Operation("choose", address, first, first, 0, second)]
    return [Operation("clobber", address, other=(first,))] if first.startswith("$") else []


def _memory(address: int, name: str, operands: str, first: str, big: bool) -> list[Operation]:
    found = PLACE.search(operands)
    if found is None:
        return [Operation("clobber", address, other=(first,))] if name[0] == "l" else []
    base, distance = found[2], int(found[1] or "0", 0)
    if name in ("lwl", "lwr"):
        # the pair reads one unaligned word: its lowest address stands in lwl where the first byte is the highest
        return [Operation("load", address, first, base, distance, (4, ""))] if (name == "lwl") == big else []
    if name in LOADS:
        return [Operation("load", address, first, base, distance, (LOADS[name], ""))]
    return [Operation("store", address, None, base, distance, (STORES[name], "", 0 if first == "$zero" else first))]
