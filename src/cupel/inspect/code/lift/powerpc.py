"""PowerPC (32-bit): an instruction, as capstone writes it, goes in; operations come out."""

import re

from cupel.inspect.code.operation import Operation

PLACE = re.compile(r"(-?\w+)\((\w+)\)")
LOADS = {"lwz": 4, "lbz": 1, "lhz": 2, "lha": 2, "lwzu": 4, "lbzu": 1, "lhzu": 2}
STORES = {"stw": 4, "stb": 1, "sth": 2, "stwu": 4, "stbu": 1, "sthu": 2}
INDEXED = {"lwzx": 4, "lbzx": 1, "lhzx": 2, "lwbrx": 4, "lhbrx": 2}
CONDITIONS = {"beq": "eq", "bne": "ne", "blt": "lt", "bge": "ge", "bgt": "gt", "ble": "le"}


def lift(address: int, size: int, name: str, operands: str) -> list[Operation]:  # noqa: ARG001 - as the other processors'; one branch an instruction
    """Return the operations of one instruction."""
    parts = operands.split(", ")
    first = parts[0]
    name = name.rstrip("+-")
    if name == "bl":
        return [Operation("call", address, None, None, int(operands, 0))]
    if name == "b":
        return [Operation("jump", address, None, None, int(operands, 0))]
    if name in ("bcl", "bdnzl"):  # 20, 31, the next one: it asks where it is, and capstone writes it as another
        return [Operation("const", address, "lr", None, address + 4)]
    if name in ("blr", "bctr"):
        return [Operation("return", address) if name == "blr" else Operation("leave", address, None, "ctr")]
    if name in ("bctrl", "blrl"):
        return [Operation("call at", address, None, "ctr" if name == "bctrl" else "lr")]
    if name in CONDITIONS:
        flags = first if first.startswith("cr") else "cr0"
        return [Operation("branch", address, None, flags, int(parts[-1], 0), CONDITIONS[name])]
    if name.startswith("b") and name.endswith("lr"):
        return [
            Operation(
                "branch", address, None, first if first.startswith("cr") else "cr0", -1, CONDITIONS.get(name[:-2], "??")
            )
        ]
    if name.startswith("b") and parts[-1].startswith("0x"):
        return [Operation("branch", address, None, "?", int(parts[-1], 0), "??")]
    if name in LOADS or name in STORES:
        return _memory(address, name, operands, first)
    if name in INDEXED:
        return [Operation("load", address, first, parts[1], 0, (INDEXED[name], parts[2]))]
    if name in ("mflr", "mtctr"):
        return [Operation("move", address, *((first, "lr") if name == "mflr" else ("ctr", first)))]
    if name.startswith(("cmp",)):
        flags, rest = (parts[0], parts[1:]) if first.startswith("cr") else ("cr0", parts)
        if len(rest) == 2 and name in ("cmpwi", "cmplwi"):
            return [Operation("compare", address, flags, rest[0], int(rest[1], 0))]
        return [Operation("compare", address, flags, rest[0], 0, rest[-1])]
    if name.startswith(("st", "mt", "nop", "sync", "isync", "cr", "tw")):
        return []
    second = parts[1] if len(parts) > 1 else ""
    third = parts[2] if len(parts) > 2 else ""
    number = int(third, 0) if third and third[0] in "-0123456789" else None
    dot = [Operation("compare", address, "cr0", first, 0)] if name.endswith(".") else []
    name = name.rstrip(".")
    if name in ("lis", "li"):
        return [Operation("const", address, first, None, int(second, 0) << (16 if name == "lis" else 0))]
    if name == "mr":
        return [Operation("move", address, first, second), *dot]
    if number is not None and name in ("addi", "addic", "addis", "subi"):
        amount = number << 16 if name == "addis" else -number if name == "subi" else number
        return [Operation("add", address, first, second, amount), *dot]
    if number is not None and name in ("ori", "oris"):
        shift = 16 if name == "oris" else 0
        return [Operation("insert", address, first, second, 0, (0xFFFF << shift, number << shift))]
    if number is not None and name in ("xori", "xoris", "andi"):
        if name == "andi":
            return [Operation("and", address, first, second, number), *dot]
        return [Operation("xor", address, first, second, number << (16 if name == "xoris" else 0))]
    if name == "clrlwi":
        return [Operation("move", address, first, second), *dot]
    if name == "cntlzw":
        return [Operation("set", address, first, (second, "0"), 0, "eq"), *dot]
    if name in ("add", "xor", "subf", "or"):
        kind = {"add": "sum", "or": "either"}.get(name, "differ")
        return [Operation(kind, address, first, second, 0, third), *dot]  # type: ignore[arg-type]  # three of Kind
    if name in ("srwi", "rlwinm") and first == second and number == 5:
        return []  # what follows cntlzw: its sixth bit tells zero
    return [Operation("clobber", address, other=(first,)), *dot]


def _memory(address: int, name: str, operands: str, first: str) -> list[Operation]:
    found = PLACE.search(operands)
    if found is None:
        return [Operation("clobber", address, other=(first,))] if name[0] == "l" else []
    base, distance = found[2], int(found[1], 0)
    moved = [Operation("add", address, base, base, distance)] if name.endswith("u") else []
    if moved and name not in STORES:
        distance = 0
    if name in LOADS:
        return [*moved, Operation("load", address, first, base, distance, (LOADS[name], ""))]
    return [Operation("store", address, None, base, distance, (STORES[name], "", first)), *moved]
