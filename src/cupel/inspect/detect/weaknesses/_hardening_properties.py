"""The protections that are asked about: signs of executables go in; who has which, by architecture, comes out."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cupel.inspect.detect.weaknesses._hardened import Hardened
from cupel.records.finding import State

LEAST = 50
"""One executable in so many is the least that an architecture must have to be the system's."""


@dataclass(frozen=True, slots=True)
class Property:
    """One protection."""

    name: str
    """One word."""
    rule: str
    """The detector's rule."""
    answer: Callable[[Hardened], State]
    """Whether an executable has it."""
    lack: str
    """What is said of executables that do not."""
    meaning: str
    """What that means, in a sentence."""

    def facts(self, signs: Sequence[Hardened]) -> dict[str, str | int | bool]:
        """Count the answers of executables and libraries, for tables."""
        table = Counter(f"{it.role}_{it.relro if self.name == 'RELRO' else self.answer(it)}" for it in signs)
        return dict(sorted(table.items()))


def counts(what: Property, signs: Sequence[Hardened]) -> dict[str, tuple[int, int]]:
    """Return architecture -> (executables that lack it, executables of which it is known)."""
    answers = Counter((it.architecture, what.answer(it)) for it in signs if it.role == "executable")
    return {
        name: (answers[name, "no"], answers[name, "no"] + answers[name, "yes"])
        for name in sorted({name for name, _ in answers})
    }


def of_the_system(signs: Sequence[Hardened]) -> tuple[Hardened, ...]:
    """Leave out what is for another processor than nearly all executables: what an analyst, or a build, left behind."""
    number = Counter(it.architecture for it in signs)
    return tuple(it for it in signs if number[it.architecture] * LEAST >= len(signs))


def in_words(sign: Hardened) -> str:
    """Say in a line what an executable has."""
    answers = (f"{it.name} {it.answer(sign)}" for it in PROPERTIES[1:])
    return f"RELRO {sign.relro}, {', '.join(answers)}"


def _relro(sign: Hardened) -> State:
    if sign.static and sign.relro == "none":
        return "unknown"  # it binds nothing when it is loaded: there may be no table to protect
    return "yes" if sign.relro == "full" else "no"


PROPERTIES = (
    Property(
        "RELRO", "not-full-relro", _relro, "do not make all of their address tables read-only (full RELRO)",
        "Such a table can be overwritten while the program runs, which turns a write out of bounds into a jump.",
    ),
    Property(
        "NX", "executable-stack", lambda it: it.nx, "let their stack be executed (no NX mark)",
        "Where the kernel and the processor allow it, data on the stack can then run as code.",
    ),
    Property(
        "PIE", "not-position-independent", lambda it: it.pie, "are loaded at a fixed address (no PIE)",
        "Their code then lies at the same addresses in every device, also where the kernel randomises addresses.",
    ),
    Property(
        "canary", "no-stack-canary", lambda it: it.canary, "check no canary on their stack",
        "An overrun of an array on the stack then goes unnoticed; programs without such arrays need no canary.",
    ),
    Property(
        "FORTIFY", "not-fortified", lambda it: it.fortify,
        "import none of the C library's size-checked functions (no FORTIFY)",
        "With them a call whose size the compiler knows is checked when it runs; uClibc offers none."
    ),
)  # fmt: skip
"""In the order in which they are told."""
