"""Follows values through one function: its operations go in; calls with arguments, tests and stores come out.

A light data-flow: each block is gone through once, in an order in which most of what comes before it has been seen;
where ways meet, what differs is unknown; memory is followed on the stack only.

A value is a tuple: ("k", number) a constant; ("s", distance) a place on the stack; ("a", n) the function's argument;
("m", base, distance, bytes) what memory holds; ("p", value, number) a sum; ("x", value, number) a difference that is
zero where both are equal; ("q", parts) zero where every (value, number) of its parts is equal; ("r", n) the result of
call n; ("g", name) an import; ("t", what, positive) whether a test holds; ("b", ...) an unknown yes or no; ("u", ...)
unknown.
"""

from typing import Any

from cupel.inspect.code.arithmetic import difference, plus, signed
from cupel.inspect.code.convention import CONVENTIONS
from cupel.inspect.code.equality import Value, equality, zero
from cupel.inspect.code.flow import Call, Flow, Store, Test
from cupel.inspect.code.function import Function
from cupel.inspect.code.imports import Imports
from cupel.inspect.code.operation import Operation
from cupel.inspect.code.program import Program
from cupel.inspect.code.thunk import told_by

State = tuple[dict[Any, Any], dict[int, Value]]
"""Registers (flags among them) and what the stack holds."""
DEEPEST = 4
"""How many times a value may be what another value points to."""
MOST_ARGUMENTS = 6
"""Arguments on the stack that are looked at, where no register holds them."""
MOST_OF_THE_STACK = 512
"""Places on the stack that are followed."""
MOST_OF_A_LOOP = 2000
"""Operations of a loop that are looked at for what it changes."""
ARRAY, VARIABLE = 256, 16
"""Bytes on the stack that may change when an element of an array is written, or a variable is handed over."""


class Follower:
    """Follows the values of a program's functions."""

    def __init__(self, program: Program, imports: Imports) -> None:
        self._program = program
        self._imports = imports
        self._is = CONVENTIONS[program.machine]
        self._mask = 0xFFFFFFFFFFFFFFFF if program.wide else 0xFFFFFFFF
        self._thunks: dict[int, str] = {}
        self._word = program.word

    def follow(self, one: Function) -> Flow:
        """Go through a function once."""
        flow = Flow()
        states: dict[int, State] = {}
        done: set[int] = set()
        waiting = [len(block.after) for block in one.blocks]
        for number in one.order:
            block = one.blocks[number]
            state = self._met(number, [states[it] for it in block.before if it in states], one)
            if again := max((it for it in block.before if it not in done), default=0):
                self._loosen(one, number, again, state)
            states[number] = state
            done.add(number)
            self._block(one, number, state, flow)
            for it in block.before:  # what nobody asks for again is let go: a large function has many states
                waiting[it] -= 1
                if waiting[it] <= 0:
                    states.pop(it, None)
        return flow

    # --- states ---------------------------------------------------------------------------------------------------

    def _met(self, number: int, states: list[State], one: Function) -> State:
        if number == 0 or not states:
            registers: dict[Any, Any] = {name: ("a", at) for at, name in enumerate(self._is.arguments)}
            registers |= {name: ("a", MOST_ARGUMENTS + at) for at, name in enumerate(self._is.local)}
            registers[self._is.stack] = ("s", 0)
            if self._program.machine == "mips":
                registers["$t9"] = ("k", one.start)
            return registers, {}
        first, *others = states
        registers, stack = dict(first[0]), dict(first[1])
        for their, theirs in others:
            for name, value in first[0].items():
                if their.get(name) != value:
                    registers[name] = ("u", number, name)
            for place, value in first[1].items():
                if theirs.get(place) != value:
                    stack.pop(place, None)
        return registers, stack

    def _loosen(self, one: Function, begin: int, end: int, state: State) -> None:
        """Forget the constants and places that a loop counts up, where it begins."""
        start = one.blocks[begin].start
        operations = one.operations[start : min(one.blocks[max(begin, end)].end, start + MOST_OF_A_LOOP)]
        counted = {it.target for it in operations if it.kind == "add" and it.target == it.source}
        for name in sorted(counted):
            value = state[0].get(name)
            if value is not None and value[0] in ("k", "s") and name != self._is.stack:
                _forget(state, value, ARRAY)
                state[0][name] = ("u", begin, name)

    def _get(self, state: State, name: Any) -> Value:
        if name in ("$zero", "xzr", "wzr", "0"):
            return ("k", 0)
        if name == "$gp":
            return ("k", self._imports.gp)
        found = state[0].get(name)
        if found is None:
            state[0][name] = found = ("u", name)
        return found

    # --- one block ------------------------------------------------------------------------------------------------

    def _block(self, one: Function, number: int, state: State, flow: Flow) -> None:
        block = one.blocks[number]
        for it in one.operations[block.start : block.end]:
            kind = it.kind
            if kind in ("call", "call at"):
                self._call(number, it, state, flow)
            elif kind in ("branch", "jump", "leave", "return"):
                self._end(one, number, it, state, flow)
            elif kind == "store":
                self._store(number, it, state, flow)
            elif kind in ("compare", "also", "test"):
                state[0][it.target] = flags = self._compared(it, state)
                self._pair(flags, flow)
            else:
                self._step(it, state, number, flow)

    def _step(self, it: Operation, state: State, number: int, flow: Flow) -> None:
        registers, kind, target = state[0], it.kind, it.target
        if kind == "const":
            registers[target] = ("k", it.number & self._mask)
        elif kind == "move":
            registers[target] = self._get(state, it.source)
        elif kind == "load":
            registers[target] = self._loaded(it, state)
        elif kind == "add":
            registers[target] = self._plus(self._get(state, it.source), it.number)
        elif kind == "sum":
            left = self._get(state, it.source)
            right = self._get(state, it.other) if it.other else ("k", 0)
            if left[0] == "k":
                left, right = right, left
            registers[target] = self._plus(left, right[1] + it.number) if right[0] == "k" else ("u", it.address, target)
            if right[0] != "k":
                _forget(state, left if left[0] == "s" else right, ARRAY)
        elif kind == "xor":
            value = self._get(state, it.source)
            if value[0] == "k":
                registers[target] = ("k", value[1] ^ it.number)
            else:
                plain = value[0] in ("m", "a", "r", "u")
                registers[target] = ("x", value, it.number & self._mask) if plain else ("u", it.address, target)
        elif kind == "differ":
            left, right = self._get(state, it.source), self._get(state, it.other)
            registers[target] = difference(left, right, self._mask) or ("u", it.address, target)
        elif kind == "either":
            left, right = self._get(state, it.source), self._get(state, it.other)
            parts = (zero(left), zero(right))
            if parts[0] and parts[1] and left[0] in "xqp" and right[0] in "xqp":
                registers[target] = ("q", (*parts[0], *parts[1])[:16])
            elif left[0] == "k" and right[0] == "k":
                registers[target] = ("k", left[1] | right[1])
            else:
                registers[target] = ("u", it.address, target)
        elif kind == "insert":
            value = self._get(state, it.source or target)
            mask, bits = it.other
            if value[0] == "k":
                registers[target] = ("k", (value[1] & ~mask | bits | (value[1] & mask & bits)) & self._mask)
            else:
                registers[target] = ("u", it.address, target)
        elif kind == "and":
            value = self._get(state, it.source)
            narrow = value[0] == "s" or (value[0] == "m" and it.number in (0xFF, 0xFFFF, 0xFFFFFFFF))
            registers[target] = (
                ("k", value[1] & it.number) if value[0] == "k" else value if narrow else ("u", it.address, target)
            )
        elif kind == "set":
            found = self._truth(it, state)
            registers[target] = ("t", *found) if found else ("b", it.address, target)
            if found:
                self._test(number, it.address, found[0], -1, -1, flow)
        elif kind == "choose":
            registers[target] = ("u", it.address, target)
            found = (
                self._truth(Operation("set", it.address, None, "flags", 0, "eq"), state)
                if "flags" in registers
                else None
            )
            if found:
                self._test(number, it.address, found[0], -1, -1, flow)
        elif kind == "clobber":
            for name in it.other:
                registers[name] = ("u", it.address, name)
        elif kind in ("push", "pop"):
            self._push(it, state)

    def _push(self, it: Operation, state: State) -> None:
        stack = self._get(state, "sp")
        if it.kind == "pop":
            if it.target:
                held = state[1].get(stack[1]) if stack[0] == "s" else None
                state[0][it.target] = held or ("u", it.address, it.target)
            state[0]["sp"] = self._plus(stack, self._word)
            return
        state[0]["sp"] = stack = self._plus(stack, -self._word)
        if stack[0] == "s" and len(state[1]) < MOST_OF_THE_STACK:
            value = ("k", it.source) if isinstance(it.source, int) else self._get(state, it.source)
            state[1][stack[1]] = value if it.source is not None else ("u", it.address)

    def _plus(self, value: Value, number: int) -> Value:
        return plus(value, number, self._mask)

    # --- memory ---------------------------------------------------------------------------------------------------

    def _place(self, it: Operation, state: State) -> tuple[Value, int] | None:
        base = self._get(state, it.source) if it.source else ("k", 0)
        number = it.number
        if it.other[1]:
            index = self._get(state, it.other[1])
            if index[0] != "k":
                return None
            number += index[1]
        if base[0] == "p":
            return base[1], base[2] + number
        if base[0] == "s":
            return ("s", 0), signed(base[1] + number, self._mask)
        if base[0] == "k":
            return ("k", (base[1] + number) & self._mask), 0
        return base, number

    def _loaded(self, it: Operation, state: State) -> Value:
        place = self._place(it, state)
        if place is None:
            return ("u", it.address, it.target)
        base, number = place
        size = it.other[0] or self._word
        if base[0] == "s":
            held = state[1].get(number)
            if held is not None:
                return held
            if not self._is.arguments and self._word <= number <= self._word * MOST_ARGUMENTS and size == 4:
                return ("a", number // self._word - 1)
        if base[0] == "k" and (known := self._known(base[1], size)):
            return known
        if _depth(base) >= DEEPEST:
            return ("u", it.address, it.target)
        return ("m", base, number, size)

    def _known(self, address: int, size: int) -> Value | None:
        if size == self._word:
            if name := self._imports.slots.get(address):
                return ("g", name)
            if (fixed := self._imports.fixed.get(address)) is not None:
                return ("k", fixed)
        if self._program.constant_at(address):
            data = self._program.at(address, size)
            if len(data) == size:
                return ("k", int.from_bytes(data, "little" if self._program.order == "<" else "big"))
        return None

    def _store(self, number: int, it: Operation, state: State, flow: Flow) -> None:
        place = self._place(it, state)
        held = it.other[2]
        value: Value = ("k", held) if isinstance(held, int) else self._get(state, held) if held else ("u", it.address)
        if place is None:
            _forget(state, self._get(state, it.source), ARRAY)
            return
        base, distance = place
        if base[0] == "s" and (len(state[1]) < MOST_OF_THE_STACK or distance in state[1]):
            state[1][distance] = value
        if value[0] == "k":
            flow.stores.append(Store(number, place, value[1]))
        if it.source == self._is.stack and it.target:
            state[0][it.source] = self._plus(self._get(state, it.source), it.number)

    # --- calls ----------------------------------------------------------------------------------------------------

    def _call(self, number: int, it: Operation, state: State, flow: Flow) -> None:
        name, target = "", 0
        if it.kind == "call":
            target = it.number
        else:
            value = self._get(state, it.source) if it.source else ("u",)
            if value[0] == "g":
                name = value[1]
            elif value[0] == "k":
                target = value[1] & ~1 if self._program.machine == "arm" else value[1]
        if target:
            name = self._imports.stubs.get(target, "")
            if (register := self._thunk(target)) and not name:
                state[0][register] = ("k", it.address + 5)
                return
        if self._is.arguments:
            arguments = tuple(self._get(state, register) for register in self._is.arguments)
        else:
            stack = self._get(state, "sp")
            base = stack[1] if stack[0] == "s" else 1 << 60
            arguments = tuple(state[1].get(base + 4 * at, ("u", it.address, at)) for at in range(MOST_ARGUMENTS))
            arguments += tuple(self._get(state, register) for register in self._is.local)
        for value in arguments:
            _forget(state, value, VARIABLE)
        flow.calls.append(Call(number, it.address, name, 0 if name else target, arguments))
        for register in self._is.lost:
            state[0][register] = ("u", it.address, register)
        state[0][self._is.result] = ("r", len(flow.calls) - 1)

    def _thunk(self, target: int) -> str:
        if target not in self._thunks:
            self._thunks[target] = told_by(self._program, target)
        return self._thunks[target]

    # --- tests ----------------------------------------------------------------------------------------------------

    def _compared(self, it: Operation, state: State) -> Value:
        if it.source == "?bytes":
            state[0]["flags"] = None
            return ("cmp", ("u", it.address), ("u", it.address))
        if it.kind == "also":
            pair = isinstance(it.source, tuple)
            left = self._get(state, it.source[0] if pair else it.source)
            right = self._get(state, it.source[1]) if pair else ("k", it.number & self._mask)
            return ("also", state[0].get("flags"), it.other if isinstance(it.other, tuple) else ("", ""), left, right)
        left = self._get(state, it.source) if it.source else ("u", it.address)
        if it.kind == "test":
            return ("test",)
        right = self._get(state, it.other) if it.other else ("k", it.number & self._mask)
        return ("cmp", left, right)

    def _truth(self, it: Operation, state: State) -> tuple[Value, bool] | None:
        """Return (what is tested for being equal, whether the condition says it is)."""
        if it.other not in ("eq", "ne"):
            return None
        if isinstance(it.source, tuple):
            flags: Value | None = ("cmp", self._get(state, it.source[0]), self._get(state, it.source[1]))
        else:
            flags = state[0].get(it.source)
        found = equality(flags, self._mask)
        return (found[0], found[1] == (it.other == "eq")) if found else None

    def _pair(self, flags: Value, flow: Flow) -> None:
        if flags[0] == "cmp" and flags[1][0] == flags[2][0] == "m" and flags[1][3] == flags[2][3] == 1:
            flow.pairs.append((flags[1], flags[2]))

    def _test(self, block: int, address: int, what: Value, equal: int, other: int, flow: Flow) -> None:
        if what[0] == "any":
            for one in what[1]:
                self._test(block, address, one, equal, other, flow)
        else:
            flow.tests.append(Test(block, address, what, equal, other))

    def _end(self, one: Function, number: int, it: Operation, state: State, flow: Flow) -> None:
        after = one.blocks[number].after
        if it.kind == "branch":
            if isinstance(it.source, tuple):
                self._pair(("cmp", self._get(state, it.source[0]), self._get(state, it.source[1])), flow)
            found = self._truth(it, state)
            if found and len(after) == 2:
                equal, other = (after[1], after[0]) if found[1] else (after[0], after[1])
                self._test(number, it.address, found[0], equal, other, flow)
            if it.number == -1:
                flow.returned[number] = self._get(state, self._is.result)
            return
        if it.kind == "jump" and (len(after) == 0):
            self._call(number, Operation("call", it.address, None, None, it.number), state, flow)
        elif it.kind == "leave" and it.source and not after:
            value = self._get(state, it.source)
            if value[0] in "gk":
                self._call(number, Operation("call at", it.address, None, it.source), state, flow)
        if it.kind == "return" or not after:
            flow.returned[number] = self._get(state, self._is.result)


def _forget(state: State, place: Value, size: int) -> None:
    """Forget the constants on the stack from a place on: something unknown may be written there."""
    if place[0] == "s":
        for at in [at for at, held in state[1].items() if held[0] == "k" and place[1] <= at < place[1] + size]:
            del state[1][at]


def _depth(value: Value) -> int:
    depth = 0
    while value[0] in ("m", "p"):
        depth += value[0] == "m"
        value = value[1]
    return depth
