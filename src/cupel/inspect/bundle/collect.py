"""Gets bytes out of an image again: places go in, what stands there comes out; walked in a confined child."""

import contextlib
import dataclasses
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cupel.confinement import Guard, Progress, run_confined
from cupel.inspect.database import scanner
from cupel.inspect.inspection import MOST_THREADS, opened, walked
from cupel.inspect.scan import Hit
from cupel.inspect.unpack.content import Content, FileContent
from cupel.inspect.unpack.limits import Budget, Limits
from cupel.inspect.unpack.walk import Walk
from cupel.records.boundary import from_json, to_json
from cupel.records.inspection import Occurrence

MOST_BYTES = 4096
"""Bytes of one piece of evidence."""


@dataclass(frozen=True, slots=True)
class Place:
    """Bytes that are wanted, or a file that must be there."""

    artefact: str
    """SHA-256 of the file."""
    size: int
    """Bytes of the file."""
    file: str
    """Its locator."""
    entry: Occurrence | None = None
    """How its container lists it; None of the image itself."""
    offset: int | None = None
    """First byte that is wanted; None where the file only must be there."""
    length: int = 0
    """How many are wanted."""


@dataclass(frozen=True, slots=True)
class Given:
    """What stands at a place."""

    there: bool = False
    """Whether a file with this hash lies at this locator, or a name without bytes."""
    listed: bool = False
    """Whether its container lists it with the same kind, mode, owner and target; of the image itself, always."""
    data: bytes | None = None
    """Its bytes at the place; None where no file with this hash was met, or none were wanted."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What one walk brought."""

    sha256: str
    """SHA-256 of the image, or of a folder's listing; empty where the walk came to no end."""
    complete: bool
    """False where a limit or a crash ended part of the walk."""
    given: tuple[Given, ...]
    """One for each place."""


class _Collector:
    """The walk's Examiner: it reads what is wanted of files whose hash is wanted, and nothing else."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._by_hash: dict[str, list[int]] = defaultdict(list)
        for number, place in enumerate(places):
            self._by_hash[place.artefact].append(number)
        self.data: dict[int, bytes] = {}
        self.there: set[int] = set()
        self.listed: set[int] = set()

    def visit(self, path: str, sha256: str, kind: str, content: Content, hits: list[Hit]) -> None:  # noqa: ARG002 - the Examiner's
        for number in self._by_hash.get(sha256, ()):
            # of a run of bytes between containers the walk names the hash of what holds it: its size tells
            if content.size == self._places[number].size:
                self.read(number, content)

    def take(self, locator: str, sha256: str, found: object) -> None:  # noqa: ARG002 - the Examiner's
        self.there.update(it for it in self._by_hash.get(sha256, ()) if self._places[it].file == locator)

    def read(self, number: int, content: Content) -> None:
        place = self._places[number]
        if place.offset is not None:
            self.data[number] = content.read(place.offset, min(place.length, MOST_BYTES))

    def image(self, content: FileContent | None, sha256: str, name: str) -> None:
        """Read what is wanted of the image itself, which the walk does not visit as a file."""
        for number in self._by_hash.get(sha256, ()):
            if self._places[number].file == name:
                self.there.add(number)
                self.listed.add(number)
                if content is not None:
                    self.read(number, content)

    def names(self, walk: Walk) -> None:
        """Compare how containers list what is wanted; of a name without bytes that is all there is."""
        by_locator: dict[str, list[int]] = defaultdict(list)
        for number, place in enumerate(self._places):
            by_locator[place.file].append(number)
        locators = {it.number: it.locator for it in walk.containers}
        for seen in walk.occurrences:
            for number in by_locator.get(f"{locators[seen.container]}!{seen.path}", ()):
                entry = self._places[number].entry
                if entry is not None and dataclasses.replace(entry, container=seen.container) == seen:
                    self.listed.add(number)
                    if not entry.sha256:
                        self.there.add(number)


def collect(
    path: Path, name: str, places: Sequence[Place], limits: Limits | None = None, on_progress: Progress | None = None
) -> Collected:
    """Walk the image at `path`, called `name` in the places' locators, and read what stands at each place.

    It must be called before this process starts a thread. Raises InputError where `path` cannot be read.
    """
    limits = limits or Limits()
    scanner(signatures=True)  # compiled before the fork, so that a child that starts again need not
    with contextlib.ExitStack() as stack:
        image = None if path.is_dir() else FileContent(stack.enter_context(opened(path)))

        def work(guard: Guard) -> bytes:
            collector = _Collector(places)
            walk = Walk(Budget(limits), guard, None, collector)
            sha256, _, _ = walked(walk, path, name, image)
            walk.close()
            collector.image(image, sha256, name)
            collector.names(walk)
            given = tuple(
                Given(it in collector.there, it in collector.listed, collector.data.get(it))
                for it in range(len(places))
            )
            return to_json(Collected(sha256, walk.complete, given))

        outcome = run_confined(
            work,
            threads=min(MOST_THREADS, len(os.sched_getaffinity(0))),
            address_space=limits.address_space,
            watchdog=limits.watchdog,
            restarts=limits.restarts,
            on_progress=on_progress,
        )
    found = from_json(Collected, outcome.result) if outcome.result else Collected("", False, ())
    if len(found.given) != len(places):
        return Collected(found.sha256, False, (Given(),) * len(places))
    return Collected(found.sha256, found.complete and not outcome.ended, found.given)
