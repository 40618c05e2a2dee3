"""Verification: what a check of an evidence bundle found, finding by finding."""

from dataclasses import dataclass
from typing import Literal

from cupel.records.dossier import Edition

CheckState = Literal["verified", "consistent", "differs", "not reachable"]
"""verified: the image gave the same bytes at the same place; consistent: the bundle does not contradict itself, and
no image was given, or not all that the evidence says can be compared with it; differs: the bytes, the file's hash or
the quote are others; not reachable: the image did not give the file."""


@dataclass(frozen=True, slots=True)
class CheckedPiece:
    """One piece of evidence."""

    about: str
    """`finding`, or `facet` and the facet's name."""
    locator: str
    """Where it points."""
    state: CheckState
    """What the check says."""
    reason: str
    """Why, in a sentence."""


@dataclass(frozen=True, slots=True)
class CheckedFinding:
    """One finding: as good as the worst of its pieces."""

    id: str
    """Its identifier."""
    title: str
    """Its title, as the bundle has it."""
    state: CheckState
    """What the check says."""
    pieces: tuple[CheckedPiece, ...]
    """Its evidence."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What `cupel verify` found."""

    sha256: str
    """SHA-256 of the bundle's file: compare it with the one that its maker tells by another way."""
    edition: Edition
    """Who the bundle is made for."""
    label: str
    """What it is about, as stated."""
    image: str
    """SHA-256 of the image that it is about."""
    image_read: bool
    """Whether that image was given, so that its bytes could be compared."""
    cupel: str
    """Version of cupel that made it."""
    same_rules: bool
    """Whether its findings were made by the rules of this version; the bytes can be compared either way."""
    problems: tuple[str, ...]
    """What in the bundle is not as it was when it was made, or contradicts itself; a sentence each."""
    findings: tuple[CheckedFinding, ...]
    """Finding by finding."""

    @property
    def good(self) -> bool:
        """Whether nothing was changed, and every finding is verified, or without an image consistent."""
        return not self.problems and all(it.state in ("verified", "consistent") for it in self.findings)
