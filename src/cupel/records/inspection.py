"""Inspection: what one image holds, container within container, and how much of it could be read."""

from dataclasses import dataclass
from typing import Literal, get_args

from cupel.records.build import Build
from cupel.records.component import Component
from cupel.records.finding import Finding
from cupel.records.measure import Measure
from cupel.records.problem import Problem

RegionKind = Literal["opened", "structure", "typed", "text", "padding", "unknown", "opaque"]
"""opened: covered by a container that was opened; structure: headers of an opened container around its parts; typed:
of a known type; text: readable as it is; padding: one byte value repeated; unknown: of no known type, with the entropy
of data or code; opaque: of no known type, with the entropy of compressed or encrypted bytes."""
KINDS: tuple[RegionKind, ...] = get_args(RegionKind)
READABLE: tuple[RegionKind, ...] = ("opened", "structure", "typed", "text")
"""Kinds that count as read."""
UNREAD: tuple[RegionKind, ...] = ("unknown", "opaque")
"""Kinds that do not; padding counts as neither."""


@dataclass(frozen=True, slots=True)
class Region:
    """A run of bytes; the regions of an image follow each other without gap or overlap."""

    offset: int
    """First byte, from the start of the image or of the artefact."""
    size: int
    """Bytes."""
    kind: RegionKind
    """How far it was read."""
    label: str
    """What it is, in a few words."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """Bytes, known by their hash; they may occur in many places and are analysed once."""

    sha256: str
    """SHA-256 of the bytes, 64 hex digits."""
    size: int
    """Bytes."""
    type: str
    """What the bytes are, from their content: `ELF executable, ARM, 32-bit little-endian`, `text`, `data`."""
    reading: RegionKind
    """How far its bytes could be read: the kinds of a region."""
    rest: tuple[Region, ...] = ()
    """Of one that holds containers: the runs of no known type that none of them covers."""


@dataclass(frozen=True, slots=True)
class Container:
    """A container that was opened: a file system, an archive, a compressed stream, a header around other parts."""

    number: int
    """Its place in the order of opening, from 0; occurrences name it."""
    locator: str
    """The chain from the image down to it, parts joined by `!`: `er-1000.bin!squashfs@0x40000`."""
    format: str
    """Name of the format that opened it."""
    offset: int
    """Where it begins in the bytes that hold it."""
    size: int
    """Bytes that it covers there."""
    facts: dict[str, str | int]
    """What its header says."""
    files: int
    """Regular files in it, itself only (not in containers within)."""
    bytes_out: int
    """Bytes of those files."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One name in a container: a file, or a link, folder or device kept as a fact."""

    container: int
    """Number of the container."""
    path: str
    """Path in the container, as stored."""
    kind: str
    """file, directory, link, hard link, character device, block device, fifo, socket"""
    size: int = 0
    """Bytes of a file as the container declares them."""
    sha256: str = ""
    """The artefact; empty for what has no bytes, and for a file that could not be read."""
    mode: int | None = None
    """Permission bits, or None where the format keeps none."""
    uid: int | None = None
    """Number of the owner."""
    gid: int | None = None
    """Number of the group."""
    target: str = ""
    """Where a link points, as stored."""
    device: tuple[int, int] | None = None
    """Major and minor number of a device."""


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A file that is not the equipment's: whoever unpacked it, or their tools, left it."""

    locator: str
    """The chain from the image down to it."""
    sha256: str
    """SHA-256 of its bytes; empty of a name without bytes."""
    reason: str
    """What tells, in a clause."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much could be read: of the image's own bytes, and of the files that came out of it."""

    image_bytes: int
    """Bytes of the image (of a folder: of its files)."""
    image: dict[RegionKind, int]
    """Those bytes by kind of region; they add up to image_bytes."""
    files: int
    """Files that came out, containers within included, each occurrence counted."""
    distinct_bytes: int
    """Bytes of the distinct artefacts that came out and hold no container."""
    unpacked: dict[RegionKind, int]
    """Those bytes by kind; they add up to distinct_bytes."""
    unread_files: int
    """Files whose bytes could not be read."""
    unread_bytes: int
    """Bytes that those files declare."""


@dataclass(frozen=True, slots=True)
class ExaminationBounds:
    """How much the detectors could look at: what bounds every negative."""

    detectors: int = 0
    """Detectors that ran."""
    cases: int = 0
    """Documented cases that were searched."""
    executables: int = 0
    """Distinct executables and libraries in the image."""
    chosen: int = 0
    """Of those, how many are to be disassembled, whole or in some functions: by their imports they listen or check
    logins, or they define functions named as bounded copies. What is only searched is not counted."""
    disassembled: int = 0
    """Of the chosen, how many were disassembled at least in part; 0 without --deep. Why others were not is among the
    problems."""
    instructions: int = 0
    """Instructions that were read with their operands."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that the inspection of one image or folder found."""

    name: str
    """File name of what was given."""
    sha256: str
    """SHA-256 of the image; of a folder, the hash of its listing (docs/reference/records.md)."""
    size: int
    """Bytes."""
    type: str
    """What it is, from its content."""
    rule_version: str
    """Version of the rules that inspected it."""
    complete: bool
    """False where a limit, a crash or the watchdog ended part of the work: then nothing of it is cached."""
    coverage: Coverage
    """How much could be read."""
    regions: tuple[Region, ...]
    """The image's bytes, from first to last."""
    containers: tuple[Container, ...]
    """What was opened, in order."""
    occurrences: tuple[Occurrence, ...]
    """Every name in every container, in order."""
    artefacts: tuple[Artefact, ...]
    """Every distinct content, in the order in which it was first met."""
    problems: tuple[Problem, ...]
    """What could not be read or done."""
    components: tuple[Component, ...] = ()
    """What software is in it, by product and version."""
    build: Build = Build()  # noqa: RUF009 - immutable
    """What of that software is compiled in, started and configured."""
    examined: bool = False
    """Whether components and findings were looked for; False where only unpacking was asked."""
    findings: tuple[Finding, ...] = ()
    """Weaknesses, destinations and ways in, in factory state."""
    measures: tuple[Measure, ...] = ()
    """Numbers that can be compared between images."""
    examination: ExaminationBounds = ExaminationBounds()
    """How much the detectors could look at: what bounds every negative."""
    left_behind: tuple[LeftBehind, ...] = ()
    """Files that whoever unpacked the input left in it: nothing that they say is counted as the equipment's."""


def merge_regions(regions: list[Region]) -> list[Region]:
    """Join neighbours of the same kind and label."""
    merged: list[Region] = []
    for region in regions:
        last = merged[-1] if merged else None
        if last and (last.kind, last.label) == (region.kind, region.label) and last.offset + last.size == region.offset:
            merged[-1] = Region(last.offset, last.size + region.size, last.kind, last.label)
        elif region.size:
            merged.append(region)
    return merged
