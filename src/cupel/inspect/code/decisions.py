"""Finds where a program compares something with a constant and acts on it: functions and flows go in; decisions come
out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cupel.inspect.code.equality import Value
from cupel.inspect.code.flow import Call, Flow, Test
from cupel.inspect.code.function import Function
from cupel.inspect.code.program import Program

MOST_TEXT = 128
"""Bytes of a constant that are looked at."""
LEAST_NUMBER = 0x100
FIRST_ADDRESS = 0x10000
VARIABLES = 1 << 20
"""Bytes behind a segment that may hold variables of which the file has no byte."""


@dataclass(frozen=True, slots=True)
class Comparer:
    """A library function that compares texts or bytes."""

    value: int
    """Number of an argument that is compared."""
    with_: int
    """Number of the other."""
    length: int = -1
    """Number of the argument that says how many bytes; -1: none does."""
    zero: bool = True
    """Whether the result zero means equal, or found."""


_TWO, _BOUND = Comparer(0, 1), Comparer(0, 1, 2)
COMPARERS: Mapping[str, Comparer] = {
    **dict.fromkeys(("strcmp", "strcasecmp", "stricmp", "strcoll", "g_strcmp0", "g_ascii_strcasecmp"), _TWO),
    **dict.fromkeys(("strncmp", "memcmp", "bcmp", "strncasecmp", "strnicmp"), _BOUND),
    **dict.fromkeys(("CRYPTO_memcmp", "timingsafe_bcmp", "g_ascii_strncasecmp", "__memcmp_chk"), _BOUND),
    **dict.fromkeys(("strstr", "strcasestr", "g_str_equal", "g_str_has_prefix"), Comparer(0, 1, -1, False)),
    **dict.fromkeys(("getenv", "secure_getenv"), Comparer(0, 0, -1, False)),
    "fnmatch": Comparer(1, 0),
    "memmem": Comparer(0, 2, 3, False),
}  # fmt: skip
"""What is known by name (ISO C, POSIX, BSD, GLib); getenv compares with the names that the environment has."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One comparison with a constant that decides where the program goes on."""

    function: int
    """Number of the function."""
    block: int
    """Block in it that ends with the decision."""
    address: int
    """Where the comparison is: the call, or the first instruction that compares."""
    constant: bytes
    """What is compared with, as it would stand in memory."""
    number: int
    """The same as a number where it is no text; 0 where it is."""
    place: int
    """Address of the constant; of one that is part of an instruction, of that."""
    by: str
    """Name of the function that compares; empty where the code itself does."""
    value: Value
    """What is compared."""
    equal: int
    """Block that follows where both are equal; -1: the result is kept."""
    other: int
    """Block that follows where they are not."""

    @property
    def is_text(self) -> bool:
        """Whether the constant is a text."""
        return not self.number


def decisions(
    program: Program, number: int, one: Function, flow: Flow, own: Mapping[int, Comparer] = MappingProxyType({})
) -> Iterator[Decision]:
    """Yield the decisions of one function; `own` are the program's functions that compare, by address."""
    inline: dict[int, Test] = {}
    for test in flow.tests:
        if test.what[0] == "r":
            call = flow.calls[test.what[1]]
            comparer = COMPARERS.get(call.name) if call.name else own.get(call.target)
            if comparer is not None:
                yield from _called(program, number, call, test, comparer)
        elif test.equal >= 0:
            inline.setdefault(test.block, test)
    yield from _inlined(program, number, one, inline)


def _called(program: Program, number: int, call: Call, test: Test, comparer: Comparer) -> Iterator[Decision]:
    if max(comparer.value, comparer.with_, comparer.length) >= len(call.arguments):
        return
    value, constant = call.arguments[comparer.value], call.arguments[comparer.with_]
    length = call.arguments[comparer.length] if comparer.length >= 0 else ("k", MOST_TEXT)
    text = text_at(program, constant, length, call.name)
    if text is None:
        value, constant = constant, value
        text = text_at(program, constant, length, call.name)
    elif value is not constant and text_at(program, value, length, call.name) is not None:
        return
    if not text or (len(text) > 1 and len(set(text)) == 1):
        return
    equal, other = (test.equal, test.other) if comparer.zero else (test.other, test.equal)
    as_number = 0 if printable(text) else int.from_bytes(text[:8], "big")
    yield Decision(
        number,
        test.block,
        call.address,
        text,
        as_number,
        constant[1],
        call.name or f"the function at 0x{call.target:x}",
        value,
        equal,
        other,
    )


def text_at(program: Program, value: Value, length: Value, name: str) -> bytes | None:
    """Return the constant bytes that a value points to: up to their end mark, and no more than are compared."""
    if value[0] != "k" or value[1] < LEAST_NUMBER or not program.constant_at(value[1]):
        return None
    most = min(length[1], MOST_TEXT) if length[0] == "k" and length[1] > 0 else MOST_TEXT
    data = program.at(value[1], most)
    return data if name.endswith(("memcmp", "bcmp", "memmem")) and length[0] == "k" else data.partition(b"\0")[0]


def printable(text: bytes) -> bool:
    """Tell whether bytes are a text, an end mark left out."""
    return all(32 <= it < 127 or it in b"\t\r\n" for it in text.rstrip(b"\0")) and bool(text.rstrip(b"\0"))


def _inlined(program: Program, number: int, one: Function, tests: dict[int, Test]) -> Iterator[Decision]:
    """Join comparisons that follow each other and read the same memory."""
    followed = {
        test.equal
        for test in tests.values()
        if test.equal in tests and _same(test, tests[test.equal]) and test.equal != test.block
    }
    for block, test in tests.items():
        if block in followed:
            continue
        chain = [test]
        while (following := tests.get(chain[-1].equal)) and _same(chain[0], following) and len(chain) < MOST_TEXT:
            if following in chain:
                break
            chain.append(following)
        parts = [part for it in chain for part in it.what[1]]
        found = _constant(program, parts)
        if found:
            constant, as_number = found
            last = chain[-1]
            address = one.operations[one.blocks[test.block].end - 1].address
            yield Decision(
                number, last.block, address, constant, as_number, address, "", parts[0][0], last.equal, last.other
            )


def _same(left: Test, right: Test) -> bool:
    """Tell whether two tests look at different bytes of the same memory."""
    mine, theirs = left.what[1][0][0], right.what[1][0][0]
    if mine[0] != "m" or theirs[0] != "m" or mine[1] != theirs[1]:
        return False
    return bool(mine[2] != theirs[2])


def _constant(program: Program, parts: list[tuple[Value, int]]) -> tuple[bytes, int] | None:
    """Put the constants of a chain together; None where they are no text of some length and no uncommon number."""
    order: str = "little" if program.order == "<" else "big"
    data: dict[int, int] = {}
    for value, constant in parts:
        if value[0] != "m":
            continue
        size = value[3]
        for at, byte in enumerate((constant & (1 << 8 * size) - 1).to_bytes(size, order)):
            data.setdefault(value[2] + at, byte)
    if data:
        first, last = min(data), max(data)
        if last - first < 2 * len(data) + 8:
            text = bytes(data.get(at, 0) for at in range(first, last + 1))
            bare = text.rstrip(b"\0")
            if len(data) == last - first + 1 and len(bare) >= 2 and printable(bare):
                return bare, 0
    value, constant = max(parts, key=lambda part: part[1] & 0xFFFFFFFF)
    size = value[3] if value[0] == "m" else program.word
    constant &= (1 << 8 * min(size, 8)) - 1
    if value[0] in "mar" and uncommon(constant, size) and not _is_address(program, constant):
        return constant.to_bytes(max(1, min(size, 8)), order), constant  # type: ignore[arg-type]  # as above
    return None


def _is_address(program: Program, number: int) -> bool:
    """Tell whether a number is an address in the program, a variable's or a function's."""
    return number >= FIRST_ADDRESS and any(
        it.address <= number < it.address + it.size + VARIABLES for it in program.segments
    )


def uncommon(number: int, size: int) -> bool:
    """Tell a number that is no count, flag, mask, error or round value."""
    bits = 8 * min(size, 8)
    if bits >= 32 and number >> 32 == 0:
        bits = 32
    if number < LEAST_NUMBER or number > (1 << bits) - 0x1000 or bits < 16:
        return False
    ones = number.bit_count()
    low = number & -number
    mask = (number // low + 1) & (number // low) == 0
    return 4 <= ones <= bits - 4 and not mask and not (bits == 32 and number < 0x10000) and number % 1000 != 0
