"""The inspection of one image or folder, on one page: a path goes in, an Inspection comes out."""

import contextlib
import dataclasses
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cupel import plugins
from cupel.confinement import Guard, Outcome, Progress, run_confined
from cupel.content_hash import listing_hash, name_of
from cupel.errors import InputError
from cupel.inspect.coverage import coverage_of
from cupel.inspect.database import scanner
from cupel.inspect.extraction import Extraction
from cupel.inspect.left_behind import left_behind
from cupel.inspect.reachable.called import with_calls
from cupel.inspect.unpack.content import BytesContent, FileContent
from cupel.inspect.unpack.folder import FolderVolume
from cupel.inspect.unpack.limits import Budget, Limits
from cupel.inspect.unpack.walk import Walk
from cupel.records.boundary import from_json, to_json
from cupel.records.build import Build
from cupel.records.inspection import Coverage, Inspection
from cupel.records.problem import Problem

if TYPE_CHECKING:
    from cupel.inspect.examination import Examination

MOST_THREADS = 4


def rule_version() -> str:
    """Return the version of all that decides an inspection's result."""
    return plugins.version_of("cupel.inspect", "cupel.records.inspection", "cupel.confinement")


def inspect(
    path: Path,
    limits: Limits | None = None,
    extract: Path | None = None,
    on_progress: Progress | None = None,
    threads: int | None = None,
    meanwhile: Callable[[], object] | None = None,
    on_notice: Callable[[str], object] | None = None,
    examine: bool = True,
    deep: bool = False,
) -> Inspection:
    """Inspect an image file or a folder. It must be called before this process starts a thread.

    1. Open the input here: the child opens nothing but temporary files (and what a given folder holds).
    2. Walk it in a confined child: find, open, visit, go on into what was found (`unpack/walk.py`); each file is
       examined during its visit, and what the files say is put together at the end (`examination.py`).
       With `deep` the executables that listen or check logins are then disassembled (`detect/second_pass.py`).
    3. Read what the child says as foreign input: validated, never trusted.
    4. Add what ended a child on the way.

    Without `examine` no component is looked for: the bytes are unpacked, hashed and typed only.
    `meanwhile` is called here while the child works; `on_notice` hears what a person must know of this run, which
    is no fact about the input. Raises InputError where `path` cannot be read or `extract` cannot be used.
    """
    limits = limits or Limits()
    version, name = rule_version(), name_of(path)
    extraction = Extraction(extract) if extract else None
    scanner(signatures=examine)  # compiled before the fork, so that a child that starts again need not
    if examine:
        _examination(version)  # loads the sources, for the same reason
    with contextlib.ExitStack() as stack:
        image = None
        if not path.is_dir():  # 1
            image = FileContent(stack.enter_context(opened(path)))

        def work(guard: Guard) -> bytes:  # 2
            found = _walk(path, name, image, guard, limits, extraction, version, examine, deep)
            if not found.complete and guard.threads > 1:
                # which file met a limit depends on which thread was faster: one thread alone ends the same every time
                guard.threads = 1
                found = _walk(path, name, image, guard, limits, extraction, version, examine, deep)
            return to_json(found)

        outcome = run_confined(
            work,
            # names that an image uses twice are told apart by their order, which several threads would not keep
            threads=1 if extraction else threads or min(MOST_THREADS, len(os.sched_getaffinity(0))),
            address_space=limits.address_space,
            watchdog=limits.watchdog,
            restarts=limits.restarts,
            on_progress=on_progress,
            meanwhile=meanwhile,
        )
        if on_notice and outcome.network != "none":
            on_notice(f"the reader of {name} could not be cut off from the network ({outcome.network}).")
        found = from_json(Inspection, outcome.result) if outcome.result else _nothing(name, image, version)  # 3
    return _add_ended(found, outcome)  # 4


def _walk(
    path: Path,
    name: str,
    image: FileContent | None,
    guard: Guard,
    limits: Limits,
    extraction: Extraction | None,
    version: str,
    examine: bool,
    deep: bool,
) -> Inspection:
    if extraction:
        extraction.clear()  # what an earlier child wrote
    examination = _examination(version, deep) if examine else None
    walk = Walk(Budget(limits), guard, extraction.take if extraction else None, examination)
    sha256, kind, size = walked(walk, path, name, image)
    walk.close()
    left = left_behind(walk.containers, walk.occurrences, walk.artefacts) if examination else ()
    if examination and left:
        examination.set_aside(left)
    components, build = examination.conclude() if examination else ((), Build())
    if extraction:
        extraction.finish()
    found = Inspection(
        name, sha256, size, kind, version, walk.complete, coverage_of(walk, size),
        tuple(walk.regions), tuple(walk.containers), tuple(walk.occurrences), tuple(walk.artefacts.values()),
        (*walk.problems, *(examination.problems if examination else ())), components, build, examine,
        left_behind=left,
    )  # fmt: skip
    if examination is None:
        return found
    found = with_calls(found)
    if deep:
        from cupel.inspect.detect.second_pass import SecondPass  # noqa: PLC0415 - loaded with the examination

        second = SecondPass(examination.image(found), limits.instructions, guard)
        again = Walk(Budget(limits), guard, None, second)
        walked(again, path, name, image)
        again.close()
        return examination.find(found, second)
    return examination.find(found)


def walked(walk: Walk, path: Path, name: str, image: FileContent | None) -> tuple[str, str, int]:
    """Walk an opened image, or the folder at `path`; return its SHA-256, its type and its bytes."""
    if image is not None:
        return *walk.image(image, name), image.size
    walk.folder(FolderVolume(BytesContent(b""), walk.budget, root=path), name)
    names = [seen for seen in walk.occurrences if seen.container == 0]
    sha256 = listing_hash((n.path, n.kind, n.mode, n.size, n.sha256, n.target) for n in names)
    return sha256, "folder", sum(name.size for name in names if name.kind == "file")


def _examination(version: str, deep: bool = False) -> "Examination":
    from cupel.inspect.examination import Examination  # noqa: PLC0415 - 100 ms that only unpacking need not pay

    return Examination(version, deep)


def opened(path: Path) -> BinaryIO:
    """Open an image. Raises InputError where it cannot be read."""
    try:
        if not path.is_file() and path.exists():
            raise InputError(f"{path} is neither a file nor a folder.", "Copy the device's bytes into a file first.")
        return path.open("rb")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", "Check the path and its permissions.") from error


def _nothing(name: str, image: FileContent | None, version: str) -> Inspection:
    size = image.size if image else 0
    coverage = Coverage(size, {"unknown": size}, 0, 0, {}, 0, 0)
    return Inspection(name, "", size, "not inspected", version, False, coverage, (), (), (), (), ())


def _add_ended(found: Inspection, outcome: Outcome) -> Inspection:
    if not outcome.ended:
        return found
    problems = tuple(Problem(place or found.name, f"left out: {reason}") for place, reason in outcome.ended)
    return dataclasses.replace(found, complete=False, problems=problems + found.problems)
