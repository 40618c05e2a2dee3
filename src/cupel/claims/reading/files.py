"""Finds the files to read: paths, folders and patterns go in; name and path of each file, or a problem, come out."""

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from cupel.records.problem import Problem

PATTERN = frozenset("*?[")


def files(paths: Sequence[Path]) -> Iterator[tuple[str, Path] | Problem]:
    """Yield each file once, in the order given; of a folder or pattern in the order of names. Below a folder, links and
    hidden files are left out.
    """
    seen: set[Path] = set()
    for given in paths:
        found = False
        for path in _of(given):
            found = True
            real = path.resolve()
            if real not in seen:
                seen.add(real)
                yield shown(path), path
        if not found:
            yield _missing(given)


def shown(path: Path) -> str:
    """Write a path so that any bytes in it can be printed."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _of(given: Path) -> Iterator[Path]:
    if given.is_dir():
        yield from _below(given)
    elif given.is_file():
        yield given
    elif PATTERN & set(str(given)) and not given.exists():
        for name in sorted(glob.glob(str(given), recursive=True)):  # noqa: PTH207 - Path.glob gives hidden files too
            yield from [Path(name)] if Path(name).is_file() else ()


def _below(folder: Path) -> Iterator[Path]:
    for above, folders, names in os.walk(folder):
        folders[:] = sorted(it for it in folders if not it.startswith("."))
        for name in sorted(names):
            path = Path(above, name)
            if not name.startswith(".") and not path.is_symlink() and path.is_file():
                yield path


def _missing(given: Path) -> Problem:
    if given.is_dir():
        return Problem(shown(given), "the folder holds no file that could be read; name one that holds documents")
    if given.exists():
        return Problem(shown(given), "it is neither a file nor a folder; save what it gives to a file, and name that")
    return Problem(shown(given), "there is no such file; check the path")
