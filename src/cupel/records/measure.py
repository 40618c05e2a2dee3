"""Measure: one number about an image that can be compared between images, with its formula and denominator."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One value of one metric, of the whole image or of one stratum of it."""

    metric: str
    """Name of the metric: `hardening`."""
    name: str
    """What this value is: `position-independent executables`."""
    value: float | int | None
    """The value; of a share, the numerator; None where the denominator is nothing."""
    of: float | int | None
    """The denominator; None where the value is no share."""
    unit: str
    """Its unit: executables, calls, years, files."""
    stratum: str = ""
    """The part of the image that it holds for, `ARM 32-bit`; empty for all of it."""
    note: str = ""
    """What bounds it: what was not read, or is unknown."""
