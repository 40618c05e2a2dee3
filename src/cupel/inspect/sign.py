"""Sign: what a detector saw in one file, before the image as a whole is looked at; detectors make their own kinds."""

from dataclasses import dataclass

from cupel.records.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Sign:
    """The base of every kind of sign: frozen, slotted, and equal where the same bytes say the same."""

    evidence: Evidence
    """Where it was seen: the file's hash, with a locator inside the file only; the examination adds the rest."""
