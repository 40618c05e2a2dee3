"""One decision as it is weighed: what its two ways lead to, and what stands around it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cupel.inspect.code.decisions import Decision
from cupel.inspect.code.effects import Effect, Effects
from cupel.inspect.code.flow import Call, Flow
from cupel.inspect.code.function import Function
from cupel.inspect.code.program import Program

STRENGTH: dict[Effect, float] = {"command": 1.0, "write": 0.9, "account": 0.5, "control": 0.45}
"""How much an effect is of what a way in would want."""
NEARNESS = (1.0, 0.8, 0.55, 0.35)
"""What an effect counts that is so many calls within calls away."""
MOST_BLOCKS_OF_A_FLAG = 3
MOST_SHARING = 3
"""Decisions that may lead to the same end of a branch, for it to count as theirs."""
MOST_STRAIGHT = 12
CHECK_DEPTH = 2


@dataclass(slots=True)
class Surroundings:
    """The program around a decision."""

    program: Program
    functions: Sequence[Function]
    flows: Sequence[Flow]
    effects: Effects
    text: bytes
    """What the program holds as constants, end to end."""
    regions: dict[int, list[frozenset[int]]] = field(default_factory=dict)
    """Number of a function -> what each of its decisions rules where both are equal."""
    constants: dict[int, set[bytes]] = field(default_factory=dict)
    """Number of a function -> what it compares with."""
    _rounds: dict[tuple[int, int], int] = field(default_factory=dict)
    _shared: dict[int, dict[int, int]] = field(default_factory=dict)
    main: int = 0
    """Address of the function that the program begins with; 0 where it is not told."""
    words: frozenset[str] = frozenset()
    """Words that the image itself shows (`image_words.py`)."""
    written: frozenset[int] = frozenset()
    """Constants that the program writes to memory."""
    optarg: int = -1
    """Address of the variable in which getopt leaves the argument of an option; -1: it has none of its own."""

    def going_round(self, function: int, block: int) -> int:
        """Return how many tests of a function go round a block where both are equal, but not where they are not."""
        if (function, block) not in self._rounds:
            one = self.functions[function]
            before = {block}
            todo = [block]
            while todo:
                for it in one.blocks[todo.pop()].before:
                    if it not in before:
                        before.add(it)
                        todo.append(it)
            edges = [it for it in self.flows[function].tests if it.equal >= 0 and it.other >= 0 and it.block in before]
            self._rounds[function, block] = sum(it.equal not in before and it.other in before for it in edges)
        return self._rounds[function, block]

    def shared(self, function: int) -> dict[int, int]:
        """Return, for each block of a function, how many decisions lead to it without another one."""
        if function not in self._shared:
            counts: dict[int, int] = {}
            for edge in {test.equal for test in self.flows[function].tests if test.equal >= 0}:
                for block in straight(self.functions[function], edge):
                    counts[block] = counts.get(block, 0) + 1
            self._shared[function] = counts
        return self._shared[function]


class Case:
    """One decision in its surroundings; each property is worked out when it is first asked for."""

    def __init__(self, decision: Decision, around: Surroundings) -> None:
        self.decision = decision
        self.around = around

    @property
    def function(self) -> Function:
        """The function that decides."""
        return self.around.functions[self.decision.function]

    @property
    def flow(self) -> Flow:
        """What was seen in it."""
        return self.around.flows[self.decision.function]

    @cached_property
    def text(self) -> str:
        """The constant as text, empty where it is a number."""
        return self.decision.constant.decode("latin-1") if self.decision.is_text else ""

    @cached_property
    def equal(self) -> frozenset[int]:
        """Blocks that are reached only where both are equal."""
        return ruled(self.function, self.decision.block, self.decision.equal)

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """Calls that are made only where both are equal."""
        within = self.equal | self.straight
        return tuple(call for call in self.flow.calls if call.block in within)

    @cached_property
    def straight(self) -> frozenset[int]:
        """Blocks that equality leads to without another decision, though other ways may lead there too.

        Compilers let branches that end alike share their end. What most decisions of the function come to, or this one
        either way, is left out.
        """
        mine = straight(self.function, self.decision.equal) - straight(self.function, self.decision.other)
        shared = self.around.shared(self.decision.function)
        return frozenset(block for block in mine if shared.get(block, 0) <= MOST_SHARING)

    @cached_property
    def led(self) -> tuple[tuple[float, Effect, Call], ...]:
        """(weight, effect, call) of what only that way leads to, the weightiest first.

        An effect that another decision lies nearer to counts less; so does one behind most of a long function, for then
        the decision only refuses what it does not know; so does one that much of the program leads to.
        """
        found = []
        regions = self.around.regions.get(self.decision.function, [])
        blocks = len(self.function.blocks)
        refuses = 0.4 if len(self.equal) * 2 > blocks > 12 else 1.0
        for call in self.calls:
            nearer = len({region for region in regions if call.block in region and len(region) < len(self.equal)})
            for effect, depth in self.around.effects.of_call(self.around.program, call):
                if effect in STRENGTH:
                    common = self._common(effect, depth)
                    weight = STRENGTH[effect] * NEARNESS[min(depth, 3)] / (1 + 0.5 * nearer) * refuses * common
                    found.append((weight, effect, call))
        return tuple(sorted(found, key=lambda it: -it[0]))

    def _common(self, effect: Effect, depth: int) -> float:
        if depth == 0:
            return 1.0
        near = self.around.effects.near
        share = sum(effect in it for it in near) / max(1, len(near))
        return max(0.3, 1 - 1.5 * max(0.0, share - 0.1))

    @cached_property
    def missed(self) -> tuple[tuple[float, Call], ...]:
        """(weight, call) of the checks of a credential that only the other way meets, or whose success it joins."""
        found = []
        if self.decision.equal >= 0 and self.decision.other >= 0:
            mine = self.function.reached(self.decision.equal, self.decision.block)
            theirs = self.function.reached(self.decision.other, self.decision.block)
            for weight, call in self.checks:
                if call.block in theirs and call.block not in mine:
                    others = self.around.going_round(self.decision.function, call.block)
                    found.append((weight if others <= MOST_SHARING else weight * 0.3, call))
        return tuple(sorted(found, key=lambda it: -it[0]))

    @cached_property
    def checks(self) -> tuple[tuple[float, Call], ...]:
        """(weight, call) of every check of a credential in the function."""
        found = []
        for call in self.flow.calls:
            weight = 0.0
            for effect, depth in self.around.effects.of_call(self.around.program, call):
                if depth <= CHECK_DEPTH and effect in ("check", "weak check"):
                    weight = max(weight, (1.0 if effect == "check" else 0.35) * NEARNESS[depth])
            if weight:
                found.append((weight, call))
        return tuple(found)

    @property
    def beside_check(self) -> bool:
        """Whether the function itself checks a credential, or goes on as if: then the constant may be one."""
        return self.joined > 0 or any(weight >= 1.0 for weight, _ in self.checks)

    @cached_property
    def joined(self) -> float:
        """How sure it is that the way of equality goes on where a passed check does."""
        weight_of = {call.address: weight for weight, call in self.checks}
        best = 0.0
        for test in self.flow.tests:
            if test.what[0] != "r" or test.block == self.decision.block:
                continue
            weight = weight_of.get(self.flow.calls[test.what[1]].address, 0.0)
            if weight and self.decision.equal >= 0 and self.decision.equal in (test.equal, test.other):
                best = max(best, weight)
        return best

    @cached_property
    def keeps(self) -> float:
        """How much of an answer or a flag the way of equality is: a constant stored or returned, and little else."""
        if self.decision.equal < 0:
            return 0.5
        if not self.equal or len(self.equal) > MOST_BLOCKS_OF_A_FLAG:
            return 0.0
        stored = any(store.block in self.equal and store.number < 0x100 for store in self.flow.stores)
        returned = any(value[0] == "k" and block in self.equal for block, value in self.flow.returned.items())
        return 1.0 if stored or returned else 0.0

    @cached_property
    def as_checked(self) -> float:
        """How sure it is that equality writes the same place as a passed check of a credential does."""
        places = {store.place for store in self.flow.stores if store.block in self.equal and 0 < store.number < 0x100}
        best = 0.0
        weight_of = {call.address: weight for weight, call in self.checks}
        for test in self.flow.tests if places else ():
            weight = weight_of.get(self.flow.calls[test.what[1]].address, 0.0) if test.what[0] == "r" else 0.0
            if weight > best and test.block != self.decision.block:
                blocks = ruled(self.function, test.block, test.equal) | ruled(self.function, test.block, test.other)
                apart = blocks - self.equal
                if any(store.block in apart and store.place in places and store.number for store in self.flow.stores):
                    best = weight
        return best

    @cached_property
    def family(self) -> int:
        """How many constants the function compares with."""
        return len(self.around.constants.get(self.decision.function, ()))

    @cached_property
    def input(self) -> float:
        """How near the function is to where the program takes what comes from outside."""
        near, number = self.around.effects, self.decision.function
        if "input" in near.near[number]:
            return 1.0
        callers = near.callers.get(number, set())
        if any("input" in near.near[it] for it in callers):
            return 0.8
        return 0.5 if any("input" in near.near[it] for one in callers for it in near.callers.get(one, ())) else 0.0

    @cached_property
    def of_command_line(self) -> bool:
        """Whether what is compared is a word of the command line."""
        root = self.decision.value
        while root[0] in ("m", "p"):
            if root[:2] == ("m", ("g", "optarg")) or (root[0] == "m" and root[1] == ("k", self.around.optarg)):
                return True
            root = root[1]
        return self.function.start == self.around.main and root == ("a", 1)


def straight(one: Function, block: int) -> frozenset[int]:
    """Return the blocks from `block` on up to the first one that more than one may follow."""
    found: set[int] = set()
    while 0 <= block < len(one.blocks) and block not in found and len(found) < MOST_STRAIGHT:
        found.add(block)
        after = one.blocks[block].after
        block = after[0] if len(after) == 1 else -1
    return frozenset(found)


def ruled(one: Function, block: int, edge: int) -> frozenset[int]:
    """Return the blocks to which every way leads over the edge from `block` to `edge`."""
    if edge < 0 or edge >= len(one.blocks) or edge == block:
        return frozenset()
    found = one.ruled(edge)
    return found if all(it == block or it in found for it in one.blocks[edge].before) else frozenset()
