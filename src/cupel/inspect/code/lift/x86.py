"""x86 and x86-64: an instruction, as capstone writes it, goes in; operations come out."""

import re

from cupel.inspect.code.operation import Operation
from cupel.inspect.code.registers import X86

CONDITIONS = {
    "e": "eq", "z": "eq", "ne": "ne", "nz": "ne", "l": "lt", "ge": "ge", "g": "gt", "le": "le", "b": "lo", "c": "lo",
    "ae": "hs", "nc": "hs", "a": "hi", "be": "ls",
}  # fmt: skip
SIZES = {"byte": 1, "word": 2, "dword": 4, "qword": 8}
PLAIN = re.compile(r"(?:(\w+) ptr )?(?:\w\w:)?\[(.+)\]")
Place = tuple[str, int, str, int]
"""base register, distance, index register, bytes."""


def memory(text: str, after: int) -> Place | None:
    """Read an operand in memory; `after` is the address behind the instruction, from which `rip` counts."""
    found = PLAIN.fullmatch(text)
    if found is None:
        return None
    base = index = ""
    number = 0
    for sign, part in re.findall(r"([+-]?) ?([^ +-]+)", found[2]):
        if part[0].isdigit():
            number += -int(part, 0) if sign == "-" else int(part, 0)
        elif part == "rip":
            number += after
        elif "*" in part:
            index = X86.get(part.partition("*")[0], "?")
        elif not base:
            base = X86.get(part, "?")
        else:
            index = X86.get(part, "?")
    return base, number, index, SIZES.get(found[1], 0)


def lift(address: int, size: int, name: str, operands: str) -> list[Operation]:
    """Return the operations of one instruction."""
    if name.startswith("j"):
        if not operands.startswith("0x"):
            if name != "jmp":
                return []
            place = memory(operands, address + size)
            if place:
                load = Operation("load", address, "?jump", place[0], place[1], (8, place[2]))
                return [load, Operation("leave", address, None, "?jump")]
            return [Operation("leave", address, None, X86.get(operands))]
        to = int(operands, 0)
        if name == "jmp":
            return [Operation("jump", address, None, None, to)]
        return [Operation("branch", address, None, "flags", to, CONDITIONS.get(name[1:], "??"))]
    if name.endswith("call"):
        if operands.startswith("0x"):
            return [Operation("call", address, None, None, int(operands, 0))]
        place = memory(operands, address + size)
        if place:
            load = Operation("load", address, "?call", place[0], place[1], (8, place[2]))
            return [load, Operation("call at", address, None, "?call")]
        return [Operation("call at", address, None, X86.get(operands))]
    if "ret" in name:
        return [Operation("return", address)]
    parts = operands.split(", ")
    first = X86.get(parts[0])
    if name in ("push", "pop"):
        value = first or (int(parts[0], 0) if parts[0][:1].isdigit() else None)
        return [Operation("push" if name == "push" else "pop", address, first, value)]
    if name.startswith(("repe cmpsb", "repz cmpsb")):
        return [Operation("compare", address, "flags", "?bytes")]
    if name.startswith("set") and first:
        return [Operation("set", address, first, "flags", 0, CONDITIONS.get(name[3:], "??"))]
    if len(parts) < 2:
        return [Operation("clobber", address, other=(first,))] if first else []
    second = X86.get(parts[1])
    number = int(parts[1], 0) if parts[1][0].isdigit() or parts[1][0] == "-" else None
    place = memory(parts[1], address + size)
    target = memory(parts[0], address + size)
    if name == "lea" and place and first:
        if place == (first, 0, "", place[3]) or (place[:2] == (first, 0) and place[2] in ("", "?")):
            return []  # fills up to where a loop begins
        if place[2]:
            return [Operation("sum", address, first, place[0] or place[2], place[1], place[2] if place[0] else None)]
        if not place[0]:
            return [Operation("const", address, first, None, place[1])]
        return [Operation("add", address, first, place[0], place[1])]
    if name.startswith("mov"):
        return _move(address, name, first, second, number, place, target, parts)
    if name in ("cmp", "test"):
        return _compare(address, name, first, second, number, place, target)
    if name.startswith("cmov") and first:
        return [Operation("choose", address, first, first, 0, second)]
    if name == "xor" and first and first == second:
        return [Operation("const", address, first, None, 0)]
    if first and name in ("add", "sub", "xor", "or", "and"):
        return _calculate(address, name, first, second, number, place)
    return [Operation("clobber", address, other=(first,))] if first else []


def _move(
    address: int, name: str, first: str | None, second: str | None, number: int | None, place: Place | None,
    target: Place | None, parts: list[str],
) -> list[Operation]:  # fmt: skip
    if target:
        value: str | int | None = second if second else number
        return [Operation("store", address, None, target[0], target[1], (target[3], target[2], value))]
    if not first:
        return []
    if place:
        return [Operation("load", address, first, place[0], place[1], (place[3] or 4, place[2]))]
    if number is not None:
        return [Operation("const", address, first, None, number)]
    if second and not (name == "mov" and _narrow(parts[0])):
        return [Operation("move", address, first, second)]
    return [Operation("clobber", address, other=(first,))]


def _narrow(name: str) -> bool:
    return len(name) == 2 and name[1] in "hl"


def _compare(
    address: int, name: str, first: str | None, second: str | None, number: int | None, place: Place | None,
    target: Place | None,
) -> list[Operation]:  # fmt: skip
    found: list[Operation] = []
    source, against = first, second
    if target:
        found.append(Operation("load", address, "?left", target[0], target[1], (target[3], target[2])))
        source = "?left"
    if place:
        found.append(Operation("load", address, "?right", place[0], place[1], (place[3], place[2])))
        against = "?right"
    if name == "test":
        if first and first == second:
            return [Operation("compare", address, "flags", first, 0)]
        return [*found, Operation("test", address, "flags", source, number or 0, against)]
    return [*found, Operation("compare", address, "flags", source, number or 0, against)]


def _calculate(
    address: int, name: str, first: str, second: str | None, number: int | None, place: Place | None
) -> list[Operation]:
    found: list[Operation] = []
    if place:
        found.append(Operation("load", address, "?right", place[0], place[1], (place[3], place[2])))
        second = "?right"
    flags = Operation("compare", address, "flags", first, 0)
    if number is not None:
        if name == "sub":
            return [
                Operation("compare", address, "flags", first, number),
                Operation("add", address, first, first, -number),
            ]
        kind = {"add": "add", "xor": "xor", "and": "and"}.get(name)
        if kind:
            return [Operation(kind, address, first, first, number), flags]  # type: ignore[arg-type]  # three of Kind
        return [Operation("clobber", address, other=(first, "flags"))]
    pair = {"add": "sum", "xor": "differ", "sub": "differ", "or": "either"}.get(name)
    if pair and second:
        return [Operation(pair, address, first, first, 0, second), flags]  # type: ignore[arg-type]  # as above
    return [Operation("clobber", address, other=(first, "flags"))]
