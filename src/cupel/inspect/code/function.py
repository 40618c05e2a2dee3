"""Parts a listing into functions and blocks: operations go in; what leads where, and what rules what, comes out."""

import bisect
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

from cupel.inspect.code.imports import Imports
from cupel.inspect.code.listing import Listing
from cupel.inspect.code.operation import Operation
from cupel.inspect.code.program import Program

ENDS = frozenset({"jump", "leave", "return"})
"""After these the next operation is reached only from elsewhere."""
NO_RETURN = frozenset({
    "exit", "_exit", "_Exit", "abort", "__assert_fail", "__stack_chk_fail", "pthread_exit", "longjmp", "siglongjmp",
    "__longjmp_chk", "err", "errx", "verr", "verrx", "__fortify_fail", "__chk_fail", "quick_exit",
})  # fmt: skip
"""Functions that do not come back."""
LOOK_BACK = 40
"""Operations before a call among which MIPS loads the address that it calls."""
ROUNDS = 2
"""How often functions that end in one that does not come back are looked for."""
MOST_OPERATIONS = 40_000
"""Operations of one function: of a longer one only so many are read."""
MOST_POINTERS = 8 << 20
"""Bytes of data that are searched for addresses of functions."""


@dataclass(slots=True)
class Block:
    """Operations that are done one after the other."""

    start: int
    """Number of the first, in its function."""
    end: int
    """Number behind the last."""
    after: list[int] = field(default_factory=list)
    """Blocks that may follow; of a branch the one where its condition does not hold first, then the other."""
    before: list[int] = field(default_factory=list)
    """Blocks that it may follow."""


@dataclass(slots=True)
class Function:
    """One function."""

    start: int
    """Address of its first operation."""
    operations: list[Operation]
    """All of them."""
    blocks: list[Block] = field(default_factory=list)
    """Its blocks, in the order of memory."""
    ruler: list[int] = field(default_factory=list)
    """Of each block, the nearest that every way to it goes through (its immediate dominator); -1: none."""

    order: list[int] = field(default_factory=list)
    """Blocks that can be reached, each behind those it depends on where that can be."""
    comes_back: bool = True
    """Whether it ever returns."""

    def ruled(self, block: int) -> frozenset[int]:
        """Return the blocks that every way to goes through `block`, itself included."""
        found = {block}
        for number in self.order:
            if self.ruler[number] in found:
                found.add(number)
        return frozenset(found)

    def reached(self, block: int, without: int) -> frozenset[int]:
        """Return the blocks that can be reached from `block` without going through `without`."""
        found, todo = {block}, [block]
        while todo:
            for number in self.blocks[todo.pop()].after:
                if number >= 0 and number not in found and number != without:
                    found.add(number)
                    todo.append(number)
        return frozenset(found)


def functions(program: Program, imports: Imports, listed: Listing) -> list[Function]:
    """Part a listing into functions: each begins where something calls or points to, or behind another's end."""
    operations = listed.operations
    if not operations:
        return []
    sure = {it.number for it in operations if it.kind == "call"} | _pointed(program, imports, operations)
    targets = {it.number for it in operations if it.kind in ("branch", "jump")}
    starts: list[int] = []
    ended, leaves, last = True, False, -1
    for number, it in enumerate(operations):
        if it.address != last:
            if it.address in sure or (ended and it.address not in targets and not leaves):
                if it.address in sure:
                    leaves = False
                starts.append(number)
            ended = False
        last = it.address
        if it.kind in ENDS:
            ended = True
            leaves = leaves or (it.kind == "leave" and it.source != "$t9")
    found = [
        Function(operations[begin].address, operations[begin : min(end, begin + MOST_OPERATIONS)])
        for begin, end in zip(starts, [*starts[1:], len(operations)], strict=True)
    ]
    stopping = {address for address, name in imports.stubs.items() if name in NO_RETURN}
    slots = {address for address, name in imports.slots.items() if name in NO_RETURN}
    parted: dict[int, int] = {}
    for _ in range(ROUNDS + 1):
        before = len(stopping)
        for one in found:
            stops = _stops(one, stopping, slots, imports.gp)
            if parted.get(one.start) != len(stops):
                _part(one, stops)
                parted[one.start] = len(stops)
                if not one.comes_back:
                    stopping.add(one.start)
        if len(stopping) == before:
            break
    return found


def _stops(one: Function, stopping: set[int], slots: set[int], gp: int) -> set[int]:
    """Return the numbers of the operations that call what does not come back."""
    found = set()
    for number, it in enumerate(one.operations):
        if it.kind == "call" and it.number in stopping:
            found.add(number)
        elif it.kind == "call at" and it.source == "$t9" and slots:
            for back in reversed(one.operations[max(0, number - LOOK_BACK) : number]):
                if back.target == "$t9":
                    if back.kind == "load" and back.source == "$gp" and gp + back.number in slots:
                        found.add(number)
                    break
    return found


def _pointed(program: Program, imports: Imports, operations: list[Operation]) -> set[int]:
    """Return the addresses of code that data hold: tables of handlers, what the loader calls."""
    first, last = operations[0].address, operations[-1].address
    mask = ~1 if program.machine == "arm" else ~0
    found = {value & mask for value in imports.fixed.values() if first <= value & mask <= last}
    if program.wide or program.position_independent:
        return found  # there the loader is told of every address; any small number would look like one
    for segment in program.segments:
        if not segment.code:
            data = program.content.read(segment.offset, min(segment.size, MOST_POINTERS))
            words = struct.unpack(f"{program.order}{len(data) // 4}I", data[: len(data) // 4 * 4])
            found.update(word & mask for word in words if first <= word & mask <= last)
    return found


def _part(one: Function, stops: set[int]) -> None:
    operations = one.operations
    at: dict[int, int] = {}
    for number, it in enumerate(operations):
        at.setdefault(it.address, number)
    first, last = operations[0].address, operations[-1].address
    leaders = {0}
    for number, it in enumerate(operations):
        if number in stops:
            leaders.add(number + 1)
        if it.kind in ("branch", "jump", "leave", "return"):
            leaders.add(number + 1)
            if it.kind in ("branch", "jump") and it.number in at:
                leaders.add(at[it.number])
    ordered = sorted(number for number in leaders if number < len(operations))
    blocks = [Block(begin, end) for begin, end in zip(ordered, [*ordered[1:], len(operations)], strict=True)]
    where = {block.start: number for number, block in enumerate(blocks)}
    for number, block in enumerate(blocks):
        it = operations[block.end - 1]
        if it.kind not in ENDS and block.end - 1 not in stops and number + 1 < len(blocks):
            block.after.append(number + 1)
        if it.kind in ("branch", "jump") and first <= it.number <= last and it.number in at:
            block.after.append(where[at[it.number]])
        elif it.kind == "branch":
            block.after.append(-1)  # out of the function
    leaving = [number for number, block in enumerate(blocks) if operations[block.end - 1].kind == "leave"]
    led = {follower for block in blocks for follower in block.after}
    for number in range(1, len(blocks)):
        if leaving and number not in led:
            blocks[leaving[max(0, bisect.bisect_left(leaving, number) - 1)]].after.append(number)
    one.blocks = blocks
    for number, block in enumerate(blocks):
        for follower in block.after:
            if follower >= 0:
                blocks[follower].before.append(number)
    _rule(one)
    ends = (one.blocks[number] for number in one.order)
    one.comes_back = any(
        operations[block.end - 1].kind == "return"
        or (not block.after and block.end - 1 not in stops)
        or -1 in block.after
        for block in ends
    )


def _rule(one: Function) -> None:
    """Find the immediate dominators (Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm, 2001)."""
    blocks = one.blocks
    order = _postorder(blocks)
    place = {number: at for at, number in enumerate(order)}
    ruler = [-1] * len(blocks)
    ruler[0] = 0
    changed, rounds = True, 0
    while changed and rounds < 20:
        changed, rounds = False, rounds + 1
        for number in reversed(order):
            if number == 0:
                continue
            new = -1
            for before in blocks[number].before:
                if ruler[before] >= 0 and before in place:
                    new = before if new < 0 else _meet(before, new, ruler, place)
            if new >= 0 and ruler[number] != new:
                ruler[number], changed = new, True
    ruler[0] = -1
    one.ruler = ruler
    one.order = list(reversed(order))


def _meet(left: int, right: int, ruler: list[int], place: dict[int, int]) -> int:
    while left != right:
        while place[left] < place[right]:
            left = ruler[left]
        while place[right] < place[left]:
            right = ruler[right]
    return left


def _postorder(blocks: list[Block]) -> list[int]:
    order: list[int] = []
    seen = {0}
    stack: list[tuple[int, Iterable[int]]] = [(0, iter(blocks[0].after))]
    while stack:
        number, rest = stack[-1]
        for follower in rest:
            if follower >= 0 and follower not in seen:
                seen.add(follower)
                stack.append((follower, iter(blocks[follower].after)))
                break
        else:
            order.append(number)
            stack.pop()
    return order
