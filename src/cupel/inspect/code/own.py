"""Finds the functions by which a program itself compares texts: functions and flows go in; how each is to be read comes
out.
"""

from collections.abc import Sequence

from cupel.inspect.code.decisions import COMPARERS, Comparer
from cupel.inspect.code.equality import Value
from cupel.inspect.code.flow import Call, Flow
from cupel.inspect.code.function import Function

MOST_BLOCKS = 40
"""Blocks of a function that only compares."""
LEVELS = 2
"""Functions within functions that only hand on what they are given."""


def own_comparers(found: Sequence[Function], flows: Sequence[Flow]) -> dict[int, Comparer]:
    """Return, by address, the functions that compare what two of their arguments point to.

    1. One that hands two of its arguments to a function that compares, or compares their bytes one by one.
    2. Where it returns a comparison's own result, zero means equal; where it returns yes or no, not zero does.
    """
    own: dict[int, Comparer] = {}
    for _ in range(LEVELS):
        for one, flow in zip(found, flows, strict=True):
            if one.start not in own and len(one.blocks) <= MOST_BLOCKS and (comparer := _comparer(flow, own)):
                own[one.start] = comparer
    return own


def comparer_of(call: Call, own: dict[int, Comparer]) -> Comparer | None:
    """Return how a call compares, if it does."""
    return COMPARERS.get(call.name) if call.name else own.get(call.target)


def _comparer(flow: Flow, own: dict[int, Comparer]) -> Comparer | None:
    for number, call in enumerate(flow.calls):  # 1
        inner = comparer_of(call, own)
        if inner is None or inner.value == inner.with_ or max(inner.value, inner.with_) >= len(call.arguments):
            continue
        pair = (_argument(call.arguments[inner.value]), _argument(call.arguments[inner.with_]))
        if pair[0] >= 0 and pair[1] >= 0 and pair[0] != pair[1]:
            length = _argument(call.arguments[inner.length]) if 0 <= inner.length < len(call.arguments) else -1
            return Comparer(*pair, length, _zero(flow, number, inner))
    for left, right in flow.pairs:
        pair = (_argument(left), _argument(right))
        if pair[0] >= 0 and pair[1] >= 0 and pair[0] != pair[1]:
            return Comparer(*pair, -1, _zero(flow, -1, None))
    return None


def _zero(flow: Flow, number: int, inner: Comparer | None) -> bool:  # 2
    values = set(flow.returned.values())
    for value in values:
        if inner and value == ("r", number):
            return inner.zero
        if inner and value[0] == "t" and value[1] == ("r", number):
            return bool(value[2] != inner.zero)
        if value[0] in ("b", "t"):
            return False
    constants = {value[1] for value in values if value[0] == "k"}
    return constants != {0, 1}


def _argument(value: Value) -> int:
    """Return the number of the argument that a value is, or is read from; -1 where it is none."""
    while value[0] in ("m", "p"):
        value = value[1]
    return int(value[1]) if value[0] == "a" else -1
