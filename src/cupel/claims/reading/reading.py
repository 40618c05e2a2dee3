"""Reads documents in a confined child: files, folders or patterns go in; documents and problems come out."""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cupel.claims.reading.cues import cues, tails
from cupel.claims.reading.document import read_document
from cupel.claims.reading.files import files
from cupel.confinement import Guard, Progress, run_confined
from cupel.documents.format import document_formats
from cupel.records.boundary import from_json, to_json
from cupel.records.claim import Document
from cupel.records.problem import Problem

MOST_DOCUMENTS = 10_000
MOST_BYTES = 128 << 20
"""Bytes of one document."""
MOST_LETTERS = 256 << 20
"""Signs of the texts of all documents together."""
ADDRESS_SPACE = 4 << 30
WATCHDOG = 300
"""Seconds without a document after which the one at hand is given up."""
RESTARTS = 50
Take = Callable[[Document], None]
"""Takes one document; its text may be let go of afterwards."""


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one file."""

    number: int
    """Its place in the list of files."""
    document: Document | None
    problems: tuple[Problem, ...]


def read_documents(
    paths: Sequence[Path], on_progress: Progress | None = None
) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Read documents, in the order given; below a folder in the order of names. Texts of at most MOST_LETTERS signs are
    held; `stream_documents` holds one.
    """
    found: list[Document] = []
    problems = stream_documents(paths, found.append, on_progress)
    return tuple(found), problems


def stream_documents(paths: Sequence[Path], take: Take, on_progress: Progress | None = None) -> tuple[Problem, ...]:
    """Give each document to `take` as soon as it is read; return what could not be read, was guessed or cut.

    It must be called before this process starts a thread: documents are foreign files, and are read in a child that has
    no network and bounded memory. A document that ends the child is left out and named; those before it are not read
    again. The same bytes under two names are one document.
    """
    listed, problems = _listed(paths)
    document_formats(), cues(), tails()  # loaded before the fork
    received = _Received(take)
    outcome = run_confined(
        lambda guard: _read(listed, received.next, guard),
        threads=1,
        address_space=ADDRESS_SPACE,
        watchdog=WATCHDOG,
        restarts=RESTARTS,
        on_progress=on_progress,
        on_piece=lambda data: received.piece(from_json(Read, data)),
    )
    ended = [_ended(place, reason) for place, reason in outcome.ended]
    return (*problems, *received.problems, *ended)


class _Received:
    """The parent's side: documents so far."""

    def __init__(self, take: Take) -> None:
        self.next = 0
        self.problems: list[Problem] = []
        self._take = take
        self._names: dict[str, str] = {}
        self._ids: set[str] = set()
        self._letters = 0
        self._is_full = False

    def piece(self, read: Read) -> None:
        self.next = read.number + 1
        self.problems += read.problems
        found = read.document
        if found is None or self._is_full:
            return
        if found.sha256 in self._names:
            first = self._names[found.sha256]
            self.problems.append(Problem(found.name, f"it has the same bytes as {first}; it was read once"))
            return
        self._letters += len(found.text)
        if self._letters > MOST_LETTERS:
            self._is_full = True
            more = (
                f"left out with all after it: together they have more than {MOST_LETTERS:,} signs; read them in parts"
            )
            self.problems.append(Problem(found.name, more))
            return
        if found.id in self._ids:  # two documents share eight digits: one in a hundred runs over ten thousand has such
            found = dataclasses.replace(found, id=f"D{found.sha256[:16]}")
        self._names[found.sha256] = found.name
        self._ids.add(found.id)
        self._take(found)


def _listed(paths: Sequence[Path]) -> tuple[list[tuple[str, Path]], list[Problem]]:
    listed: list[tuple[str, Path]] = []
    problems: list[Problem] = []
    for it in files(paths):
        if isinstance(it, Problem):
            problems.append(it)
        elif len(listed) < MOST_DOCUMENTS:
            listed.append(it)
        else:
            more = f"left out with all after it: more than {MOST_DOCUMENTS:,} documents; read them in parts"
            problems.append(Problem(it[0], more))
            break
    return listed, problems


def _read(listed: Sequence[tuple[str, Path]], begin: int, guard: Guard) -> bytes:
    for number, (name, path) in enumerate(listed[begin:], begin):
        if not guard.enter(name):
            continue  # it ended an earlier child, and is named by the parent
        guard.progress("reading documents", number, len(listed))
        guard.hand_over(to_json(_one(number, name, path)))
        guard.leave()
    return b"done"


def _one(number: int, name: str, path: Path) -> Read:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        return Read(number, None, (Problem(name, f"it was not read: {error.strerror}; check its path and rights"),))
    if len(data) > MOST_BYTES:
        large = f"it was not read: it is larger than {MOST_BYTES >> 20} MB; split it"
        return Read(number, None, (Problem(name, large),))
    document, problems = read_document(name, data)
    return Read(number, document, problems)


def _ended(place: str, reason: str) -> Problem:
    if not place:
        return Problem("documents", f"not all were read: {reason}; read them in parts, to find which one it is")
    return Problem(place, f"it was not read: {reason}; leave it out, or save its text as UTF-8")
