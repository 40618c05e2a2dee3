"""The second pass: executables that readers of code wanted at their first visit are disassembled; their signs come out.

Without it nothing is disassembled, but what would be is counted.
"""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cupel import plugins
from cupel.confinement import Guard
from cupel.errors import CupelError
from cupel.inspect.code.listing import areas, is_thumb
from cupel.inspect.code.program import Program
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.image_words import MOST_WORDS, words_of
from cupel.inspect.detect.reader import Reader
from cupel.inspect.identify.elf import Elf, elf_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.scan import Hit
from cupel.inspect.sign import Sign
from cupel.inspect.unpack.content import Content
from cupel.records.evidence import Evidence
from cupel.records.problem import Problem

READERS: tuple[Reader, ...] = plugins.load("cupel.inspect.detect.code", "READER", Reader)
LISTENING = frozenset({"bind", "listen", "accept", "accept4", "recvfrom"})
CHECKING = frozenset(
    {"crypt", "crypt_r", "getspnam", "getspnam_r", "getpass", "pam_authenticate", "pam_start", "initgroups"}
)
BYTES_EACH = {"x86": 3, "x86-64": 3}
"""Bytes of code that are reckoned for one instruction: x86 has about 4, Thumb 2 or more, the others 4."""
MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Chosen(Sign):
    """An executable that readers of code want."""

    readers: tuple[str, ...]
    """Their names."""
    listens: bool
    """Whether it imports what a program needs to take connections or datagrams."""
    checks_logins: bool
    """Whether it imports what checks an account's password."""
    instructions: int
    """Instructions that its code is reckoned to have; 0 where no second pass follows."""

    @property
    def to_disassemble(self) -> bool:
        """Whether one of them disassembles: some only search."""
        return any(reader.most_instructions and reader.name in self.readers for reader in READERS)


class Choice:
    """Asks every reader, at the first visit, whether it wants an executable.

    How many instructions its code has is reckoned where a second pass will spend a budget on them (`deep`): that takes
    most of this visit's time.
    """

    def __init__(self, deep: bool) -> None:
        self._deep = deep

    def wants(self, file: Visited) -> bool:
        """Want what is an ELF file."""
        return file.type.startswith("ELF ")

    def examine(self, file: Visited) -> Iterator[Chosen]:
        """Yield who wants the file, if anyone does."""
        readers = tuple(reader.name for reader in READERS if reader.wants(file))
        elf = elf_of(file) if readers else None
        if elf is not None:
            imports = elf.imported
            # what is only searched uses no budget
            decoded = self._deep and any(reader.most_instructions for reader in READERS if reader.name in readers)
            instructions = _instructions(Program(file.content), elf) if decoded else 0
            nothing = Evidence(file.sha256, "", "", "detect/second-pass", "")
            yield Chosen(nothing, readers, bool(imports & LISTENING), bool(imports & CHECKING), instructions)


def _instructions(program: Program, elf: Elf) -> int:
    found = 2  # one more than there are tells that nothing was left
    for _, size, offset in areas(program, elf):
        thumb = program.machine == "arm" and is_thumb(program, offset, size)
        found += size // (2 if thumb else BYTES_EACH.get(program.machine, 4))
    return found


@dataclass(frozen=True, slots=True)
class Allotment:
    """What one executable may use of the budget."""

    sha256: str
    """The executable."""
    readers: tuple[str, ...]
    """Who reads it."""
    instructions: int
    """Instructions with operands that each of them may decode, as far as it wants."""
    charged: int
    """Instructions that all of them together are charged for."""


class SecondPass:
    """The examiner of the second walk. Which thread is faster makes no difference: shares are fixed beforehand.

    1. Put what was chosen in order: what runs at boot and listens, what listens, what checks logins, the others; the
       smaller ones first in each.
    2. Allot to each what it needs, as long as the budget lasts.
    3. During the walk, let the readers read what was allotted something, each content once.
    4. What was not reached is a Problem.
    """

    def __init__(self, image: Image, instructions: int, guard: Guard) -> None:
        self.decoded = 0
        """Instructions that were decoded with their operands."""
        self._image = image
        self._limit = instructions
        self._guard = guard
        words, self._wordless = words_of(image)
        self._shared: dict[str, object] = {"image words": words}
        self._lock = threading.Lock()
        self._found: dict[str, tuple[Sign | Problem, ...]] = {}
        self.disassembled = 0
        """Executables of which instructions were decoded."""
        self.chosen = in_order(image)
        self._allotted = {it.sha256: it for it in allot(self.chosen, instructions)}
        self._expected = sum(it.charged for it in self._allotted.values())

    def visit(self, path: str, sha256: str, kind: str, content: Content, hits: list[Hit]) -> None:  # noqa: ARG002 - the protocol's
        """Let the readers read an executable that was allotted something."""
        share = self._allotted.get(sha256)
        with self._lock:
            if share is None or sha256 in self._found:
                return
            self._found[sha256] = ()
        program, file = Program(content), Visited(path, sha256, kind, content, (), shared=dict(self._shared))
        facts: list[Sign | Problem] = []
        for reader in READERS:
            if reader.name not in share.readers:
                continue
            try:
                for fact in reader.read(program, file, min(share.instructions, reader.most_instructions)):
                    facts.append(fact)
                    self._guard.progress("disassembling", self.decoded + program.decoded, self._expected)
            except CupelError:
                raise  # the machine's trouble is no fact about the input
            except Exception as error:  # noqa: BLE001 - hostile bytes: whatever a reader raises is a fact about them
                facts.append(Problem("", f"cannot be read for {reader.title}: {type(error).__name__} {error}"))
        with self._lock:
            self._found[sha256] = tuple(facts)
            self.decoded += program.decoded
            self.disassembled += program.decoded > 0
        self._guard.progress("disassembling", self.decoded, self._expected)

    def take(self, locator: str, sha256: str, found: object) -> None:
        """Hear nothing: the first walk knows every place."""

    def facts(self) -> Iterator[tuple[str, Sign | Problem]]:
        """Yield what was found, each with the first place of its file, in the order of priority."""
        left_out = [it for it in self.chosen if it.to_disassemble and not self._allotted[it.evidence.artefact].charged]
        for it in self.chosen:
            for fact in self._found.get(it.evidence.artefact, ()):
                yield self._place(it), fact
        for it in left_out[:MOST_PROBLEMS]:
            what = f"not disassembled: limit instructions ({self._limit:,}) met by what comes before it"
            yield self._place(it), Problem("", what)
        if len(left_out) > MOST_PROBLEMS:
            more = f"{len(left_out) - MOST_PROBLEMS:,} more executables not disassembled"
            yield self._image.inspection.name, Problem("", more)
        if self._wordless:
            most = f"the first {MOST_WORDS:,} words of pages and scripts"
            text = f"constants were held against {most} only: {self._wordless:,} files left out"
            yield self._image.inspection.name, Problem("", text)

    def _place(self, it: Chosen) -> str:
        return self._image.places(it.evidence.artefact)[0]


def in_order(image: Image) -> list[Chosen]:
    """Return what was chosen in the image, each content once, in the order of priority."""
    distinct = {it.evidence.artefact: it for it in image.signs(Chosen)}
    return sorted(distinct.values(), key=lambda it: (_priority(image, it), it.instructions, it.evidence.artefact))


def _priority(image: Image, it: Chosen) -> int:
    runs = [run.state for place in image.places(it.evidence.artefact) for run in image.runs(place)]
    if it.listens:
        return 0 if "yes" in runs else 1
    return 2 if it.checks_logins else 3


def allot(chosen: Iterable[Chosen], instructions: int) -> Iterator[Allotment]:
    """Give each executable what it needs until the budget is spent; a reader that decodes less is charged less."""
    most = {reader.name: reader.most_instructions for reader in READERS}
    for it in chosen:
        limits = [most[name] for name in it.readers if most[name]]
        share = min(it.instructions, max(limits, default=0))
        if sum(min(share, limit) for limit in limits) > instructions:
            share = min(share, instructions // len(limits))
        charged = sum(min(share, limit) for limit in limits)
        instructions -= charged
        readers = tuple(name for name in it.readers if charged or not most[name])  # those that only search go on
        yield Allotment(it.evidence.artefact, readers, share, charged)
