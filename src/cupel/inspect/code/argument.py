"""Tells whether a function uses one of its arguments before it calls another: code goes in, yes or no comes out.

Abstract interpretation over the function's flow graph: what may hold the argument is followed through copies and
through its places on the stack. Whatever else is done with it (compared, computed with, stored elsewhere, passed on) is
a use. Where ways through the function meet, a register may hold what it holds on any of them. An instruction that is
not known counts as using all its operands, so that what is said to be unused is so. `values.py` cannot tell that: the
operations that it follows leave out what a rare instruction reads.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cupel.inspect.code.convention import CONVENTIONS
from cupel.inspect.code.decoder import decoder
from cupel.inspect.code.imports import Imports
from cupel.inspect.code.program import PLTGOT, CannotTell, Program
from cupel.inspect.code.registers import register_name
from cupel.inspect.code.syntax import SYNTAXES, Syntax
from cupel.inspect.code.thunk import told_by

MOST_BYTES = 2048
"""Of one function."""
MOST_STEPS = 4000
MOST_SLOTS = 256
"""Places on the stack that are followed."""
MOST_STACKED = 8
"""Arguments on the stack that a function of unknown kind may take."""
ARM_RETURNS = frozenset({"pop", "pop.w", "ldm", "ldm.w", "ldmdb", "ldmib", "ldmda"})
NOT_FOLLOWED = re.compile(
    r"(\.byte$|tb[bh]$|bl(?!e|t|s|o|x$|$)|blx\w|bal\w|b\w+l$|loop|j[er]?cxz|cmov|cmpxchg|syscall|svc|int$)"
)
"""What jumps, calls or depends on a condition in a way that is not followed here."""
BOUND, RETURN = "argument", "return"
IGNORED = ("nop", "endbr", "bti", "paci", "auti", "hint", "it", "ssnop", "ehb", "xpaclri")
THUNK = "\0"
"""Stands for a helper that only tells the address of the code: calling it leaves arguments alone."""
Held = str | int | tuple[str, str] | None
"""BOUND, RETURN, a distance on the stack, ("function", name), or nothing known."""


@dataclass(slots=True)
class State:
    """What is known at one place."""

    registers: dict[str, Held] = field(default_factory=dict)
    slots: dict[int, Held] = field(default_factory=dict)

    def copy(self) -> "State":
        """Return it apart."""
        return State(dict(self.registers), dict(self.slots))

    def joined(self, other: "State") -> "State":
        """Return what is known where both ways meet."""
        return State(_joined(self.registers, other.registers), _joined(self.slots, other.slots))


def _joined(one: Mapping[Any, Held], two: Mapping[Any, Held]) -> dict[Any, Held]:
    found: dict[Any, Held] = {}
    for key in one.keys() | two.keys():
        values = one.get(key), two.get(key)
        found[key] = values[0] if values[0] == values[1] else BOUND if BOUND in values else None
    return found


class Used(Exception):
    """The argument is used."""


class Following:
    """Follows one argument through one function. `arity` tells how many arguments a function takes, by its name; None
    where that is unknown."""

    def __init__(self, program: Program, imports: Imports, arity: Callable[[str], int | None]) -> None:
        if program.machine not in SYNTAXES or (program.wide and program.machine == "mips"):
            raise CannotTell("the processor is none of those whose code is read")
        self._program = program
        self._imports = imports
        self._arity = arity
        self._kind: Syntax = SYNTAXES[program.machine]
        self._is = CONVENTIONS[program.machine]
        self._home = len(self._is.arguments) * program.word if program.machine == "mips" else 0
        """Distance of the first argument on the stack from the stack pointer, when a function is called: O32 leaves
        room for those in registers."""
        self._first = self._home + (0 if self._is.link else program.word)
        """The same, when it begins."""
        self.called: dict[int, str] = {}
        """Address of each call that was met -> name of the function whose arity is known."""
        self.text: list[str] = []
        """The instructions of the function that were reached, in their order."""

    def unused(self, address: int, size: int, index: int, thumb: bool) -> bool:
        """Tell whether no way through the function uses argument `index` (from 0). Raises CannotTell where the code
        cannot be followed."""
        code = self._program.at(address, min(size, MOST_BYTES))
        listing = list(decoder(self._program, thumb).disasm_lite(code, address))
        self._program.decoded += len(listing)
        self._code = {place: (operation, operands, length) for place, length, operation, operands in listing}
        self._range = range(address, address + size)
        start, arguments = State({self._is.stack: 0}), self._is.arguments
        if self._is.link:
            start.registers[self._is.link] = RETURN
        if index < len(arguments):
            start.registers[arguments[index]] = BOUND
        else:
            start.slots[self._first + (index - len(arguments)) * self._program.word] = BOUND
        seen, todo, steps = {address: start}, [address], 0
        try:
            while todo:
                place = todo.pop()
                steps += 1
                if steps > MOST_STEPS or place not in self._code or len(seen[place].slots) > MOST_SLOTS:
                    raise CannotTell("the code leads out of the function, or in too many circles")
                after = seen[place].copy()
                for following in self._step(place, after):
                    known = seen.get(following)
                    joined = after if known is None else known.joined(after)
                    if known is None or (joined.registers, joined.slots) != (known.registers, known.slots):
                        seen[following] = joined.copy()
                        todo.append(following)
        except Used:
            return False
        self.text = [" ".join(self._code[it][:2]).strip() for it in sorted(seen)]
        return True

    # --- one instruction: what follows it ------------------------------------------------------------------------

    def _step(self, place: int, state: State) -> list[int]:
        kind = self._kind
        operation, operands, length = self._code[place]
        operation = operation.removeprefix("bnd ").removeprefix("notrack ").removeprefix("repz ")
        after = place + length
        if self._returns(operation, operands, state):
            self._delayed(after, state)
            return []
        if operation in kind.calls:
            target = self._target(operation, operands, state, place)
            after += self._delayed(after, state)
            self._call(target, state, place, tail=False)
            return [after]
        if operation in kind.jumps:
            where = self._address(operands)
            if where is not None and where in self._range and where != self._range.start:
                self._delayed(after, state)
                return [where]
            target = self._target(operation, operands, state, place)
            self._delayed(after, state)
            if target is None:
                raise CannotTell("a jump leads where it cannot be followed")
            self._call(target, state, place, tail=True)
            return []
        if kind.branches.match(operation):
            self._use(operands, state)
            where = self._address(operands.rsplit(", ", 1)[-1])
            after += self._delayed(after, state)
            if where is None or where not in self._range:
                raise CannotTell("a branch leads out of the function")
            return [where, after]
        self._plain(operation, operands, state)
        return [after]

    def _delayed(self, place: int, state: State) -> int:
        if not self._kind.delayed or place not in self._code:
            return 0
        operation, operands, length = self._code[place]
        self._plain(operation, operands, state)
        return int(length)

    def _returns(self, operation: str, operands: str, state: State) -> bool:
        if operation.startswith(("ret", "retn")):
            return True
        if self._program.machine == "arm" and operands.endswith("pc}") and operation in ARM_RETURNS:
            return True
        return operation in self._kind.jumps and self._value(operands, state) == RETURN

    @staticmethod
    def _address(operands: str) -> int | None:
        try:
            return int(operands.strip().lstrip("#"), 0)
        except ValueError:
            return None

    def _target(self, operation: str, operands: str, state: State, place: int) -> str | None:
        """Name what is called; empty where it is not known by name, None where it is nothing that can be told."""
        where = self._address(operands)
        if where is not None:
            return THUNK if told_by(self._program, where) else self._imports.named.get(where, "")
        if "[" in operands:
            address = self._kind.memory.search(operands)
            name = self._cell(address, place + self._code[place][2]) if address else ""
            return name or ("" if operation in self._kind.calls else None)
        value = self._value(operands.rsplit(", ", 1)[-1], state)
        if isinstance(value, tuple):
            return value[1]
        return "" if operation in self._kind.calls else None

    def _cell(self, address: re.Match[str], following: int = 0) -> str:
        """Name the function whose address is in a cell; `following` is the address of the next instruction."""
        base, distance = address["base"], _number(address["distance"])
        if self._kind.delayed:
            return self._imports.cells.get(self._imports.gp + distance, "") if base == "$gp" else ""
        start = following if base == "rip" else self._program.dynamic.get(PLTGOT, 0)
        return self._imports.slots.get(start + distance, "")

    def _call(self, name: str | None, state: State, place: int, *, tail: bool) -> None:
        arity = self._arity(name) if name else None
        if name == THUNK:
            return
        arguments, word = self._is.arguments, self._program.word
        given = [state.registers.get(it) for it in (arguments if arity is None else arguments[:arity])]
        if BOUND in given or any(isinstance(it, int) and state.slots.get(it) == BOUND for it in given):
            raise Used
        stacked = MOST_STACKED if arity is None else max(arity - len(arguments), 0)
        sp = state.registers.get(self._is.stack)
        if not isinstance(sp, int):
            raise CannotTell("the stack cannot be followed")
        first = sp + (self._first if tail else self._home)
        if any(state.slots.get(first + it * word) == BOUND for it in range(stacked)) and (
            arity is not None or not arguments
        ):
            raise Used
        if arity is not None and name:
            self.called[place] = name
        for register in self._is.lost:
            state.registers.pop(register, None)

    # --- what an instruction that does not jump does -------------------------------------------------------------

    def _plain(self, operation: str, operands: str, state: State) -> None:
        kind = self._kind
        if operation.startswith(IGNORED):
            return
        if NOT_FOLLOWED.match(operation):
            raise CannotTell(f"{operation} is not followed")
        if operation.startswith(("push", "pop")):
            if self._program.machine == "arm" and operation.removesuffix(".w") not in ("push", "pop"):
                if operands.endswith("pc}"):
                    return  # a return under a condition: what follows is the other way
                raise CannotTell(f"{operation} is not followed")
            self._push_or_pop(operation, operands, state)
            return
        if operation == "leave":
            base = state.registers.get("bp")
            state.registers["sp"] = base + self._program.word if isinstance(base, int) else None
            state.registers["bp"] = state.slots.get(base) if isinstance(base, int) else None
            return
        address = kind.memory.search(operands)
        parts = operands.split(", ")
        if self._program.machine == "arm" and parts[0] == "pc":
            raise CannotTell("a jump leads where it cannot be followed")
        if (
            address
            and (operation in kind.loads or operation in kind.stores)
            and self._moved(operation, operands, state)
        ):
            return
        if operation in kind.moves and len(parts) == 2 and not address and "#" not in parts[1]:
            self._set(parts[0], self._value(parts[1], state), state)
            return
        if operation in ("or", "addu") and parts[-1:] == ["$zero"]:
            self._set(parts[0], self._value(parts[1], state), state)
            return
        if self._on_stack(operation, parts, state):
            return
        if operation in ("xor", "eor") and len(set(parts[-2:])) == 1:
            self._set(parts[0], None, state)
            return
        written = operation in kind.writes and (len(parts) > 2 or self._pure(operation))
        self._use(operands if not written else ", ".join(parts[1:]), state)
        self._set(parts[0].rstrip("!"), None, state)

    def _pure(self, operation: str) -> bool:
        """Tell whether an operation with two operands only writes the first: of ARM, `add r0, r1` reads both."""
        return self._program.machine != "arm" or operation.startswith(("mov", "mvn", "ldr", "adr", "uxt", "sxt"))

    def _on_stack(self, operation: str, parts: list[str], state: State) -> bool:
        """Follow what is added to or taken from an address on the stack: the address of the argument is a use of it."""
        name = operation.rstrip("sw.") if self._program.machine == "arm" else operation
        if name == "lea":
            place = self._place(parts[-1], state)
        elif name in ("add", "sub", "addiu") and len(parts) > 1:
            value, number = self._value(parts[-2], state), self._address(parts[-1])
            if not isinstance(value, int) or number is None:
                return False
            place = value - number if name == "sub" else value + number
        else:
            return False
        if place is None:
            return False
        if state.slots.get(place) == BOUND and self._register(parts[0]) != self._is.stack:
            raise Used
        self._set(parts[0], place, state)
        return True

    def _moved(self, operation: str, operands: str, state: State) -> bool:
        """Load from, or store to, the stack; False where the address is none on the stack."""
        kind = self._kind
        address = kind.memory.search(operands)
        if address is None:
            return False
        outside = operands[: address.start()] + operands[address.end() :]
        names = [register_name(self._program.machine, it) for it in kind.register.findall(outside)]
        storing = operation in kind.stores and (operation not in kind.loads or operands.index("[") < operands.find(","))
        base_name = register_name(self._program.machine, address["base"])
        base, distance = state.registers.get(base_name), _number(address["distance"])
        if base == BOUND:
            raise Used
        if not isinstance(base, int):
            if storing:
                return False
            name = self._cell(address) if kind.delayed else ""
            for it in names:
                state.registers[it] = ("function", name) if name else None
            return True
        after = address["after"] or ""
        if after.startswith(", "):
            state.registers[base_name], distance = base + _number(after[3:]), 0
        elif after == "!":
            state.registers[base_name] = base + distance
        width = 4 if self._program.machine == "arm64" and are_halves(outside) else self._program.word
        if storing and not names:
            state.slots[base + distance] = None
        for at, it in enumerate(names):
            if storing:
                state.slots[base + distance + at * width] = state.registers.get(it)
            else:
                state.registers[it] = state.slots.get(base + distance + at * width)
        return True

    def _push_or_pop(self, operation: str, operands: str, state: State) -> None:
        names = [register_name(self._program.machine, it) for it in _listed(operands, self._kind)]
        place = self._place(operands, state)
        sp = state.registers.get(self._is.stack)
        if not isinstance(sp, int):
            raise CannotTell("the stack cannot be followed")
        count, word = max(len(names), 1), self._program.word
        if operation.startswith("push"):
            sp -= count * word
            for at, it in enumerate(names or [""]):
                state.slots[sp + at * word] = state.registers.get(it) if place is None else state.slots.get(place)
        else:
            for at, it in enumerate(names):
                state.registers[it] = state.slots.get(sp + at * word)
            sp += count * word
        state.registers[self._is.stack] = sp

    def _register(self, part: str) -> str:
        found = self._kind.register.fullmatch(part.strip())
        return register_name(self._program.machine, found[1]) if found else ""

    def _value(self, part: str, state: State) -> Held:
        return state.registers.get(self._register(part))

    def _set(self, part: str, value: Held, state: State) -> None:
        if name := self._register(part):
            state.registers[name] = value

    def _use(self, operands: str, state: State) -> None:
        names = (register_name(self._program.machine, it) for it in self._kind.register.findall(operands))
        if any(state.registers.get(it) == BOUND for it in names):
            raise Used
        place = self._place(operands, state)  # an operation of x86 on what lies on the stack
        if place is not None and state.slots.get(place) == BOUND:
            raise Used

    def _place(self, operands: str, state: State) -> int | None:
        """Return the place on the stack that an operand names; None where it names none."""
        address = self._kind.memory.search(operands)
        base = state.registers.get(register_name(self._program.machine, address["base"])) if address else None
        return base + _number(address["distance"]) if address and isinstance(base, int) else None


def are_halves(text: str) -> bool:
    """Tell whether the registers are halves, of 32 bits."""
    return text.lstrip().startswith("w")


def _listed(operands: str, kind: Syntax) -> list[str]:
    return kind.register.findall(operands) if "[" not in operands else []


def _number(text: str | None) -> int:
    return int(text.replace(" ", ""), 0) if text else 0
