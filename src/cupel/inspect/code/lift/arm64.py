"""AArch64: an instruction, as capstone writes it, goes in; operations come out."""

import re

from cupel.inspect.code.operation import Operation
from cupel.inspect.code.registers import arm64 as register

PLACE = re.compile(r"\[(\w+)(?:, (?:#(-?\w+)|(\w+)(?:, \w+(?: #\w+)?)?))?\](!)?(?:, #(-?\w+))?")
SIZES = {"ldrb": 1, "ldrsb": 1, "ldurb": 1, "ldrh": 2, "ldrsh": 2, "ldurh": 2, "ldrsw": 4, "ldursw": 4,
         "strb": 1, "sturb": 1, "strh": 2, "sturh": 2}  # fmt: skip


def lift(address: int, size: int, name: str, operands: str) -> list[Operation]:  # noqa: ARG001 - as the other processors'; one branch an instruction
    """Return the operations of one instruction."""
    parts = operands.split(", ")
    first = register(parts[0])
    if name == "bl":
        return [Operation("call", address, None, None, int(operands[1:], 0))]
    if name == "b":
        return [Operation("jump", address, None, None, int(operands[1:], 0))]
    if name.startswith("b."):
        return [Operation("branch", address, None, "flags", int(operands[1:], 0), _condition(name[2:]))]
    if name in ("cbz", "cbnz"):
        to = int(parts[1][1:], 0)
        return [Operation("branch", address, None, (first, "xzr"), to, "eq" if name == "cbz" else "ne")]
    if name in ("tbz", "tbnz"):
        return [Operation("branch", address, None, "?", int(parts[2][1:], 0), "??")]
    if name.startswith("ret"):
        return [Operation("return", address)]
    if name.startswith("blr"):
        return [Operation("call at", address, None, first)]
    if name.startswith("br"):
        return [Operation("leave", address, None, first)]
    if name.startswith(("ld", "st")):
        return _memory(address, name, operands, parts)
    second = register(parts[1]) if len(parts) > 1 else ""
    number = _number(parts[1]) if len(parts) > 1 else None
    if name in ("adrp", "adr") or (name in ("mov", "movz", "movn") and number is not None):
        value = number or 0
        if len(parts) > 2:
            value <<= int(parts[2].rpartition("#")[2], 0)
        return [Operation("const", address, first, None, ~value if name == "movn" else value)]
    if name == "movk":
        shift = int(parts[2].rpartition("#")[2], 0) if len(parts) > 2 else 0
        return [Operation("insert", address, first, None, 0, (0xFFFF << shift, (number or 0) << shift))]
    if name in ("mov", "sxtw", "uxtw", "uxtb", "uxth", "sxtb", "sxth"):
        return [Operation("move", address, first, second)]
    third = register(parts[2]) if len(parts) > 2 else ""
    amount = _number(parts[2]) if len(parts) > 2 else None
    if amount is not None and len(parts) > 3 and parts[3].startswith("lsl"):
        amount <<= int(parts[3].rpartition("#")[2], 0)
    if name in ("cmp", "cmn", "tst"):
        kind = "test" if name == "tst" else "compare"
        if number is not None:
            if len(parts) > 2:
                number <<= int(parts[2].rpartition("#")[2], 0)
            return [Operation(kind, address, "flags", first, -number if name == "cmn" else number)]  # type: ignore[arg-type]  # two of Kind
        return [Operation(kind, address, "flags", first, 0, second if len(parts) == 2 else "?")]  # type: ignore[arg-type]  # as above
    if name in ("ccmp", "ccmn"):
        flags_else = int(parts[2][1:], 0)
        condition = (_condition(parts[3]), "eq" if flags_else & 4 else "ne")
        if number is not None:
            return [Operation("also", address, "flags", first, -number if name == "ccmn" else number, condition)]
        return [Operation("also", address, "flags", (first, second), 0, condition)]
    if name in ("cset", "csetm"):
        return [Operation("set", address, first, "flags", 0, _condition(parts[1]))]
    if name.startswith("cs") and len(parts) == 4:
        return [Operation("choose", address, first, second, 0, third)]
    flags = [Operation("compare", address, "flags", first, 0)] if name in ("adds", "subs", "ands") else []
    if amount is not None and name in ("add", "adds", "sub", "subs"):
        return [Operation("add", address, first, second, amount if name[0] == "a" else -amount), *flags]
    if amount is not None and name in ("eor", "and", "ands"):
        return [Operation("xor" if name == "eor" else "and", address, first, second, amount), *flags]
    if len(parts) == 3 and name in ("add", "eor", "sub", "subs", "orr", "adds"):
        kind = {"add": "sum", "adds": "sum", "orr": "either"}.get(name, "differ")
        return [Operation(kind, address, first, second, 0, third), *flags]  # type: ignore[arg-type]  # three of Kind
    if name in ("nop", "bti", "hint", "paciasp", "autiasp"):
        return []
    return [Operation("clobber", address, other=(first,)), *flags]


def _condition(name: str) -> str:
    return {"cs": "hs", "cc": "lo"}.get(name, name)


def _number(text: str) -> int | None:
    return int(text[1:], 0) if text.startswith("#") and "." not in text else None


def _memory(address: int, name: str, operands: str, parts: list[str]) -> list[Operation]:
    found = PLACE.search(operands)
    if found is None:
        return [Operation("clobber", address, other=(register(parts[0]),))] if name[0] == "l" else []
    base, index = found[1], register(found[3] or "")
    distance = int(found[2] or "0", 0)
    registers = [part for part in operands.split("[", maxsplit=1)[0].split(", ") if part]
    after = int(found[5], 0) if found[5] else 0
    before = distance if found[4] else 0
    operations: list[Operation] = []
    if before:
        operations.append(Operation("add", address, base, base, before))
        distance = 0
    width = SIZES.get(name, 8 if registers[0][0] == "x" else 4)
    for at, text in enumerate(registers):
        place = distance + at * width
        if name[0] == "l":
            operations.append(Operation("load", address, register(text), base, place, (width, index)))
        else:
            value: str | int = 0 if text in ("xzr", "wzr") else register(text)
            operations.append(Operation("store", address, None, base, place, (width, index, value)))
    if after:
        operations.append(Operation("add", address, base, base, after))
    return operations
