"""ARM and Thumb: an instruction, as capstone writes it, goes in; operations and its condition come out."""

import re
from collections.abc import Callable

from cupel.inspect.code.operation import Kind, Operation
from cupel.inspect.code.registers import ARM

CONDITIONS = {
    "eq": "eq", "ne": "ne", "hs": "hs", "cs": "hs", "lo": "lo", "cc": "lo", "hi": "hi", "ls": "ls", "ge": "ge",
    "lt": "lt", "gt": "gt", "le": "le", "mi": "lt", "pl": "ge", "vs": "??", "vc": "??",
}  # fmt: skip
NAMES = frozenset({
    "mov", "movs", "movw", "movt", "mvn", "mvns", "add", "adds", "addw", "sub", "subs", "subw", "rsb", "rsbs", "cmp",
    "cmn", "tst", "teq", "eor", "eors", "orr", "orrs", "and", "ands", "bic", "ldr", "ldrb", "ldrh", "ldrsb", "ldrsh",
    "ldrd", "ldm", "pop", "push", "str", "strb", "strh", "strd", "stm", "stmdb", "ldmib", "bx", "lsl", "lsls", "lsr",
    "lsrs", "asr", "asrs", "clz", "uxtb", "uxth", "sxtb", "sxth", "rev", "mul", "nop", "ubfx", "sbfx",
})  # fmt: skip
PLACE = re.compile(r"\[(\w+)(?:, (?:#(-?\w+)|(-?\w+)(?:, \w+ #\w+)?))?\](!)?(?:, #(-?\w+))?")
SIZES = {"ldrb": 1, "ldrsb": 1, "ldrh": 2, "ldrsh": 2, "strb": 1, "strh": 2}
Literal = Callable[[int], int | None]
"""Reads the number that stands at an address between the code."""


def parted(name: str) -> tuple[str, str]:
    """Part a mnemonic into the bare one and its condition, empty where it is always done."""
    bare = name.removesuffix(".w").removesuffix(".n")
    if bare in NAMES or bare in ("b", "bl", "blx"):
        return bare, ""
    for stem in ("blx", "bl", "b"):
        rest = bare.removeprefix(stem)
        if bare.startswith(stem) and rest in CONDITIONS and (stem != "bl" or len(bare) == 4):
            return stem, CONDITIONS[rest]
    if bare[-2:] in CONDITIONS and bare[:-2] in NAMES:
        return bare[:-2], CONDITIONS[bare[-2:]]
    return bare, ""


def lift(address: int, bare: str, condition: str, operands: str, thumb: bool, literal: Literal) -> list[Operation]:
    """Return the operations of one instruction whose condition holds; `b` keeps its condition."""
    parts = operands.split(", ")
    first = ARM.get(parts[0], parts[0])
    if bare in ("b", "bl", "blx") and operands.startswith("#"):
        to = int(operands[1:], 0)
        if bare != "b":
            return [Operation("call", address, None, None, to)]
        if condition:
            return [Operation("branch", address, None, "flags", to, condition)]
        return [Operation("jump", address, None, None, to)]
    if bare in ("cbz", "cbnz"):
        to = int(parts[1][1:], 0)
        return [Operation("branch", address, None, (first, "0"), to, "eq" if bare == "cbz" else "ne")]
    if bare == "blx":
        return [Operation("call at", address, None, first)]
    if bare == "bx":
        return [Operation("return", address) if first == "lr" else Operation("leave", address, None, first)]
    if bare in ("pop", "ldm", "ldmib") and "{" in operands:
        names = [ARM.get(name, name) for name in operands.partition("{")[2].rstrip("}").split(", ")]
        found = [Operation("clobber", address, other=tuple(name for name in names if name not in ("pc", "sp")))]
        return [*found, Operation("return", address)] if "pc" in names else found
    if bare == "push":
        return [Operation("add", address, "sp", "sp", -4 * (operands.count(",") + 1))]
    if bare in ("tbb", "tbh"):
        return [Operation("leave", address, None, "?")]
    if bare.startswith(("ldr", "str")):
        return _memory(address, bare, operands, thumb, literal)
    if bare.startswith(("stm", "v", "nop", "it", "dmb", "pld", "udf", "bkpt")):
        return []
    second = ARM.get(parts[1], parts[1]) if len(parts) > 1 else ""
    number = _number(second)
    third = ARM.get(parts[2], parts[2]) if len(parts) > 2 else ""
    amount = _number(third)
    flags = [Operation("compare", address, "flags", first, 0)] if bare.endswith("s") and bare != "lsls" else []
    name = bare.removesuffix("s") if bare not in ("bls",) else bare
    if name in ("mov", "movw", "mvn") and number is not None:
        return [Operation("const", address, first, None, ~number & 0xFFFFFFFF if name == "mvn" else number), *flags]
    if name == "movt":
        return [Operation("insert", address, first, None, 0, (0xFFFF0000, (number or 0) << 16))]
    if first == "pc":
        return [Operation("leave", address, None, "?" if name != "mov" else second)]
    if name in ("mov", "uxtb", "uxth", "sxtb", "sxth") and len(parts) == 2:
        return [Operation("move", address, first, second), *flags]
    if bare in ("cmp", "cmn", "teq", "tst"):
        kind: Kind = "test" if bare == "tst" else "compare"
        if number is not None:
            return [Operation(kind, address, "flags", first, -number if bare == "cmn" else number)]
        return [Operation(kind, address, "flags", first, 0, second if len(parts) == 2 else "?")]
    if len(parts) == 2 and name in ("add", "sub", "eor", "orr", "and"):
        second, third, number, amount = first, second, None, number
    if second == "pc" or third == "pc":  # a distance from where the code is
        here = address + 4 if thumb else address + 8
        if amount is not None:
            return [Operation("const", address, first, None, (here & ~3) + (amount if name == "add" else -amount))]
        return [Operation("add", address, first, third if second == "pc" else second, here)]
    if amount is not None and name in ("add", "addw", "sub", "subw"):
        return [Operation("add", address, first, second, amount if name[0] == "a" else -amount), *flags]
    if amount is not None and name in ("eor", "and"):
        return [Operation("xor" if name == "eor" else "and", address, first, second, amount), *flags]
    if amount is not None and name == "rsb":
        return [Operation("xor", address, first, second, amount), *flags]
    if third and len(parts) < 4 and name in ("add", "eor", "sub", "orr"):
        kind = "sum" if name == "add" else "either" if name == "orr" else "differ"
        return [Operation(kind, address, first, second, 0, third), *flags]
    if name == "clz":
        return [Operation("set", address, first, (second, "0"), 0, "eq")]
    if name == "lsr" and first == second and amount == 5:
        return []  # what follows clz: its sixth bit tells zero
    return [Operation("clobber", address, other=(first,)), *flags]


def _number(text: str) -> int | None:
    try:
        return int(text[1:], 0) if text.startswith("#") else None
    except ValueError:
        return None


def _memory(address: int, bare: str, operands: str, thumb: bool, literal: Literal) -> list[Operation]:
    registers = [ARM.get(part, part) for part in operands.partition("[")[0].split(", ") if part]
    found = PLACE.search(operands)
    if found is None or not registers:
        return [Operation("clobber", address, other=tuple(registers))] if bare[0] == "l" else []
    base, distance = ARM.get(found[1], found[1]), int(found[2] or "0", 0)
    index = ARM.get(found[3] or "", found[3] or "")
    if base == "pc" and not index:
        value = literal((address & ~3) + (4 if thumb else 8) + distance)
        if bare == "ldr" and registers[0] == "pc":
            return [Operation("leave", address, None, "?")]
        if bare == "ldr" and value is not None:
            return [Operation("const", address, registers[0], None, value)]
        return [Operation("clobber", address, other=tuple(registers))]
    if registers[0] == "pc":
        return [Operation("leave" if index or base != "sp" else "return", address, None, "?")]
    operations: list[Operation] = []
    if found[4]:
        operations.append(Operation("add", address, base, base, distance))
        distance = 0
    width = SIZES.get(bare, 4)
    for at, name in enumerate(registers):
        if bare[0] == "l":
            operations.append(Operation("load", address, name, base, distance + 4 * at, (width, index)))
        else:
            operations.append(Operation("store", address, None, base, distance + 4 * at, (width, index, name)))
    if found[5]:
        operations.append(Operation("add", address, base, base, int(found[5], 0)))
    return operations
