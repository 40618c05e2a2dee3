"""Reads where a program compares input with a constant and acts on it: code goes in; ranked signs come out."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.code.convention import CONVENTIONS
from cupel.inspect.code.decisions import Decision, decisions
from cupel.inspect.code.effects import effects
from cupel.inspect.code.function import functions
from cupel.inspect.code.imports import Imports
from cupel.inspect.code.listing import listing
from cupel.inspect.code.own import own_comparers
from cupel.inspect.code.program import CannotTell, Program
from cupel.inspect.code.values import Follower
from cupel.inspect.detect.code._case import Case, Surroundings, ruled
from cupel.inspect.detect.code._features import steering, strongest, weigh
from cupel.inspect.detect.code._vocabulary import expected
from cupel.inspect.detect.quoting import fingerprint, quoted, visible
from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.problem import Problem

WANTED = frozenset({
    "bind", "accept", "accept4", "listen", "recvfrom", "recv", "recvmsg", "crypt", "crypt_r", "getspnam",
    "getspnam_r", "pam_start", "pam_authenticate", "getpass", "FCGI_Accept",
})  # fmt: skip
"""Imports of a program that takes connections or datagrams, or checks logins."""
MOST_CANDIDATES = 10
MOST_INSTRUCTIONS = 4_000_000
"""Instructions of one program: their operations take about 600 MB."""
MOST_DECISIONS = 400
"""Comparisons of one function that are weighed: one with more is a table of words."""
LEAST_SCORE = 4.0
MOST_TEXT = 4 << 20
RULE = "detect/compared-constants"
MOST_FEATURES = 8
MOST_SHOWN = 60
"""Letters of a constant that are told."""


@dataclass(frozen=True, slots=True)
class ComparedConstant(Sign):
    """One comparison of a program, ranked among its others."""

    rank: int
    """From 1."""
    address: int
    """Where it compares."""
    constant: str
    """The constant as text, its fingerprint where it may be a credential; the bytes of a number in hexadecimal."""
    by: str
    """Function that compares; empty where the code itself does."""
    is_text: bool
    """Whether the constant is a text."""
    leads: tuple[str, ...]
    """What is called only where both are equal: names of imports, with the address of the call."""
    misses: tuple[str, ...]
    """Checks of a credential that only the other way meets."""
    beside_check: bool
    """Whether a credential is checked in the same function: then the constant may be one, and is not quoted."""
    score: float
    """Sum of what the features add."""
    features: tuple[tuple[str, float], ...]
    """(feature, what it added)."""


class ComparedConstants:
    """The reader's facts and its reading."""

    name = "compared_constants"
    title = "constants compared with input"
    description = (
        "Decodes the whole program, follows constants, arguments and results through each function, and ranks the "
        "comparisons with a constant by what only equality leads to and by what else the program compares with."
    )
    reference = "S. L. Thomas, T. Chothia, F. D. Garcia: Stringer, ESORICS 2017"
    most_instructions = MOST_INSTRUCTIONS
    """Instructions that it decodes of one program at most."""

    def wants(self, file: Visited) -> bool:
        """Want programs that listen on a network or check logins, by their imports; no objects and kernel modules."""
        if not file.type.startswith(("ELF executable", "ELF shared object", "ELF position")):
            return False
        elf = elf_of(file)
        if elf is None or WANTED.isdisjoint(elf.imported):
            return False
        return not elf.soname or bool(elf.interpreter)

    def read(self, program: Program, file: Visited, instructions: int) -> Iterator[Sign | Problem]:
        """Yield the candidates, at most MOST_CANDIDATES."""
        if program.machine not in CONVENTIONS or (program.wide and program.machine == "mips"):
            yield Problem("", "not disassembled: the processor is none of those whose code is read")
            return
        try:
            words = file.shared.get("image words", frozenset())
            around, found, problem = surroundings(program, instructions, words)
        except CannotTell as error:
            yield Problem("", f"not disassembled: {error}")
            return
        if problem:
            yield Problem("", problem)
        for rank, (score, case) in enumerate(candidates(around, found), 1):
            yield _sign(file, rank, score, case)


def surroundings(
    program: Program, instructions: int, words: object = frozenset()
) -> tuple[Surroundings, list[Decision], str]:
    """Read a whole program; return what is known of it, its decisions, and what could not be read. `words`: those that
    the image shows."""
    listed = listing(program, instructions)
    program.decoded += listed.instructions
    imports = Imports(program)
    parts = functions(program, imports, listed)
    follower = Follower(program, imports)
    flows = [follower.follow(one) for one in parts]
    around = Surroundings(program, parts, flows, effects(program, parts, flows), _text(program))
    around.words = words if isinstance(words, frozenset) else frozenset()
    around.written = frozenset(store.number for flow in flows for store in flow.stores)
    found: list[Decision] = []
    own = own_comparers(parts, flows)
    for number, (one, flow) in enumerate(zip(parts, flows, strict=True)):
        mine = list(itertools.islice(decisions(program, number, one, flow, own), MOST_DECISIONS))
        found += mine
        around.constants[number] = {it.constant for it in mine}
        around.regions[number] = [ruled(one, it.block, it.equal) for it in mine]
        for call in flow.calls:
            if call.name == "__libc_start_main" and call.arguments and call.arguments[0][0] == "k":
                around.main = call.arguments[0][1] & ~1
    variable = program.symbol("optarg")
    if variable is not None and variable.address:
        around.optarg = variable.address
    problem = ""
    if listed.instructions >= instructions:
        problem = f"disassembled in part: {listed.instructions:,} instructions were allotted (limit instructions)"
    return around, found, problem


def candidates(around: Surroundings, found: list[Decision], least: float = LEAST_SCORE) -> list[tuple[float, Case]]:
    """Rank the decisions that steer anything; return the first MOST_CANDIDATES of those that score enough."""
    cases = [Case(it, around) for it in found]
    scored = [(weigh(case)[0], case) for case in cases if steering(case)]
    return [it for it in strongest(scored) if it[0] >= least][:MOST_CANDIDATES]


def _text(program: Program) -> bytes:
    left, parts = MOST_TEXT, []
    for segment in program.segments:
        if not segment.writable and left > 0:
            parts.append(program.content.read(segment.offset, min(segment.size, left)))
            left -= len(parts[-1])
    return b"".join(parts)


def _sign(file: Visited, rank: int, score: float, case: Case) -> ComparedConstant:
    it = case.decision
    beside = case.beside_check and not (case.text.startswith("/") or expected(case.text))
    offset = case.around.program.offset_of(it.place) or 0
    size = len(it.constant) if it.by else 4
    secrets = ((0, size),) if beside else ()
    leads = tuple(dict.fromkeys(_named(call.name, call.target, call.address) for weight, _, call in case.led))
    text = visible(it.constant)[:MOST_SHOWN] if it.is_text else it.constant.hex(" ")
    text = fingerprint(it.constant) if beside else text
    misses = tuple(dict.fromkeys(_named(call.name, call.target, call.address) for _, call in case.missed))
    return ComparedConstant(
        quoted(file, offset, size, RULE, secrets), rank, it.address, text, it.by, it.is_text, leads[:4], misses[:3],
        beside, score, weigh(case)[1][:MOST_FEATURES],
    )  # fmt: skip


def _named(name: str, target: int, address: int) -> str:
    return f"{name or f'the function at 0x{target:x}'} (called at 0x{address:x})"


READER = ComparedConstants()
