"""Shows one file of an image: its hash, path or locator goes in; where it lies, how it is listed and bytes come out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cupel.confinement import Progress
from cupel.errors import InputError
from cupel.inspect.bundle.collect import MOST_BYTES, Place, collect
from cupel.inspect.detect.quoting import fingerprint
from cupel.inspect.detect.secrets_in_text import joined, spans
from cupel.inspect.inspection import inspect
from cupel.inspect.unpack.limits import Limits
from cupel.records.inspection import Inspection, Occurrence

MOST_LISTED = 20
"""Names of one file that are told."""
FEWEST_DIGITS = 8
"""Hex digits from which on a word is taken for the beginning of a hash."""
_HASH = re.compile(rf"[0-9a-f]{{{FEWEST_DIGITS},64}}")
_A_LINE = 16


@dataclass(frozen=True, slots=True)
class Shown:
    """One file of an image."""

    image: str
    """SHA-256 of the image, or of a folder's listing."""
    sha256: str
    """SHA-256 of the file; empty of a name without bytes."""
    size: int
    """Bytes of the file."""
    type: str
    """What it is, from its content."""
    names: tuple[tuple[str, Occurrence], ...]
    """(locator, how its container lists it) of every name that it has, in the order of the image."""
    offset: int = 0
    """First byte of `data` in the file."""
    data: bytes = b""
    """The bytes that were asked for."""


def show(
    path: Path, what: str, span: tuple[int, int] | None = None, limits: Limits | None = None,
    on_progress: Progress | None = None,
) -> Shown:  # fmt: skip
    """Find the file `what` in the image at `path`, and read `span` (offset, bytes; at most 4,096) of it.

    1. Unpack the image; nothing is looked for but the file.
    2. Take `what` for the beginning of a SHA-256, else for a path as its container stores it, or a locator.
    3. Walk the image again, and read the bytes there.

    It must be called before this process starts a thread. Raises InputError where no file or several fit, or the bytes
    do not lie in it.
    """
    found = inspect(path, limits, on_progress=on_progress, examine=False)  # 1
    locators = {it.number: it.locator for it in found.containers}
    sha256, names = _chosen(found, what, locators)  # 2
    artefact = next((it for it in found.artefacts if it.sha256 == sha256), None)
    size = found.size if sha256 == found.sha256 else artefact.size if artefact else 0
    kind = found.type if sha256 == found.sha256 else artefact.type if artefact else "a name without bytes"
    told = tuple((f"{locators[it.container]}!{it.path}", it) for it in names)
    if span is None:
        return Shown(found.sha256, sha256, size, kind, told)
    offset, length = span
    if not 0 < length <= MOST_BYTES or not 0 <= offset <= size - length:
        raise InputError(
            f"{length:,} bytes from byte {offset:,} on do not lie in this file of {size:,} bytes.",
            f"Ask for 1 to {MOST_BYTES:,} bytes of it.",
        )
    locator, entry = told[0] if told else (found.name, None)
    place = Place(sha256, size, locator, entry, offset, length)
    (given,) = collect(path, found.name, (place,), limits, on_progress).given  # 3
    if given.data is None:
        raise InputError("The bytes could not be read again.", "See what `cupel inspect` says of the image's problems.")
    return Shown(found.sha256, sha256, size, kind, told, offset, given.data)


def _chosen(found: Inspection, what: str, locators: dict[int, str]) -> tuple[str, list[Occurrence]]:
    hashes = {it.sha256 for it in found.artefacts} | {found.sha256}
    fits = {it for it in hashes if it.startswith(what.lower())} if _HASH.fullmatch(what.lower()) else set()
    if not fits and what == found.name:
        fits = {found.sha256}
    if not fits:
        bare = what.lstrip("/")
        names = [
            it for it in found.occurrences
            if it.path.lstrip("/") == bare or f"{locators[it.container]}!{it.path}" == what
        ]  # fmt: skip
        fits = {it.sha256 for it in names}
        if fits == {""}:
            return "", names[:MOST_LISTED]
    if len(fits) != 1:
        raise InputError(
            f"{'No file' if not fits else f'{len(fits)} files'} of {found.name} {'is' if not fits else 'are'} {what}.",
            "Name it by its SHA-256 (eight digits or more), its path as stored, or its locator; "
            "`cupel inspect IMAGE --unpack-only --json` lists them.",
        )
    (sha256,) = fits
    return sha256, [it for it in found.occurrences if it.sha256 == sha256][:MOST_LISTED]


def told(shown: Shown, hidden: Sequence[tuple[int, int]] | None = ()) -> Iterator[str]:
    """Yield what a person reads: the file, its names, and the bytes in rows of sixteen.

    Runs of `hidden`, as (start, end) from the first byte, and those in which a secret stands by its form, are
    asterisks with their fingerprint; with None all bytes are shown.
    """
    yield f"{shown.type}, {shown.size:,} bytes, SHA-256 {shown.sha256 or 'none'}"
    if shown.sha256 == shown.image:
        yield "  This is the input itself."
    for locator, it in shown.names:
        mode = f", mode {it.mode:04o}" if it.mode is not None else ""
        owner = f", owner {it.uid}:{it.gid}" if it.uid is not None else ""
        yield f"  {locator}: {it.kind}{mode}{owner}{f', to {it.target}' if it.target else ''}"
    if shown.data:
        yield f"{len(shown.data):,} bytes from byte {shown.offset:,} (0x{shown.offset:x}) on:"
    runs = () if hidden is None else joined([*hidden, *spans(shown.data)])
    kept = {at for start, end in runs for at in range(start, min(end, len(shown.data)))}
    for first in range(0, len(shown.data), _A_LINE):
        row = list(enumerate(shown.data[first : first + _A_LINE], first))
        digits = " ".join("**" if at in kept else f"{it:02x}" for at, it in row)
        letters = "".join("*" if at in kept else chr(it) if 32 <= it < 127 else "." for at, it in row)
        yield f"  {shown.offset + first:08x}  {digits:<{3 * _A_LINE}} {letters}"
    for start, end in runs:
        yield f"  bytes {start:,} to {end - 1:,} of these: {fingerprint(shown.data[start:end])}"
