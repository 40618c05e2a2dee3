"""What a signature is to cupel: a product's names, and the patterns that tell it and its version."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["version", "presence", "bare", "since", "absence"]
"""version: tells product and version by itself (group 1 is the version); presence: tells the product; bare: tells the
version only in a file that is known to be the product's own (group 1; it is not in the scan, but searched there);
since: tells that the version is at least one; absence: tells that the file is not this product, whatever else matches."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of a signature."""

    kind: Kind
    """What a match means."""
    pattern: bytes
    """A regular expression over bytes (dot matches all), of bounded length; texts in the files of data are Latin-1."""
    at_least: str = ""
    """Of `since`: the first version that has it."""
    below: str = ""
    """Of `since`: the first later version that has lost it; empty where none is known."""
    files: tuple[str, ...] = ()
    """Shell patterns for base names; where given, a match counts only in files so named."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One product: a file in signatures/."""

    product: str
    """Its name in the catalogue: the file's name."""
    title: str
    """The name that people use."""
    purl: str
    """Package URL without version."""
    cpe: tuple[str, ...]
    """`vendor:product` of CPE names."""
    packages: tuple[str, ...]
    """Shell patterns for the names that package managers give it."""
    libraries: tuple[str, ...]
    """Base names of its shared libraries, without `.so`: `libssl`."""
    programs: tuple[str, ...]
    """Base names of its programs."""
    rules: tuple[Rule, ...]
    """Its patterns."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What the signatures say of one file: a product, its version as far as it goes, and where that stands."""

    product: str
    """Its name in the catalogue."""
    exact: str
    """The upstream version, or empty."""
    at_least: str
    """Lower bound, or empty."""
    below: str
    """Upper bound (excluded), or empty."""
    extent: Literal["full", "partial", "fragment"]
    """How much of the product the file holds."""
    offset: int
    """Where the match begins."""
    quote: str
    """What matched, printable."""
