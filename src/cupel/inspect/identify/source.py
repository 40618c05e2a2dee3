"""What a source is to cupel: it reads one kind of file that speaks of components, or of how they were built."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from cupel.inspect.identify.signature import Claim
from cupel.inspect.sign import Sign
from cupel.inspect.unpack.content import Content
from cupel.records.build import (
    Applets,
    Certificate,
    Feature,
    KernelConfiguration,
    KernelModule,
    Launch,
    Linkage,
    PatchSign,
    Setting,
)
from cupel.records.component import Sighting
from cupel.records.problem import Problem

Fact = (
    Sighting
    | KernelConfiguration
    | KernelModule
    | Applets
    | Linkage
    | Certificate
    | Feature
    | PatchSign
    | Launch
    | Setting
    | Sign
    | Problem
)
"""What a source yields. Evidence in it names the file by its SHA-256, with a locator inside the file only (`@0x1f30`,
`:12`, or empty); the chain from the image down is put before it when the file's place is known."""


@dataclass(frozen=True, slots=True)
class Visited:
    """One file during its visit: its bytes are at hand."""

    path: str
    """Path in its container."""
    sha256: str
    """SHA-256 of its bytes."""
    type: str
    """What it is: `ELF executable, ARM, 32-bit little-endian`, `text`, `script, /bin/sh` ..."""
    content: Content
    """Its bytes."""
    claims: tuple[Claim, ...]
    """What the signatures say of it."""
    marks: Mapping[str, int] = field(default_factory=dict)
    """Names out of `identify/marks.py` that the scan met in it -> offset just past the first place."""
    shared: dict[str, object] = field(default_factory=dict)
    """What one source read of it and another may need too, for the time of the visit (`elf`)."""
    name: str = field(init=False)
    """Its base name."""

    def __post_init__(self) -> None:
        """Cut the base name off once: every source and detector asks for it."""
        object.__setattr__(self, "name", self.path.rsplit("/", 1)[-1])


@runtime_checkable
class Source(Protocol):
    """One source: SOURCE of a module in identify/sources/ or startup/, or TEST in vulnerabilities/patches/."""

    name: str
    """One word, lower case."""
    title: str
    """What people call it."""
    description: str
    """What it reads and what that tells, in a sentence or two."""
    reference: str
    """Address or title of the independent description of the format."""

    def wants(self, file: Visited) -> bool:
        """Tell from path, type, claims and marks whether it reads this file; no byte is read for that."""

    def examine(self, file: Visited) -> Iterable[Fact]:
        """Yield what the file says. It may raise anything at hostile bytes: that becomes a Problem; it is called from
        several threads."""
