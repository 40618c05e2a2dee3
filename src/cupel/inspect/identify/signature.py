"""What a signature is to cupel: a product's names, and the patterns that tell it and its version."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from cupel.inspect.scan import width
from cupel.records.component import Extent

Kind = Literal["version", "presence", "bare", "since", "absence", "name"]
"""version: tells product and version by itself; presence: tells the product; bare: tells the version only in a file
that is known by its name to be the product's own (it is not in the one scan, but searched there); since: tells a range;
absence: tells that the file is not this product, whatever else matches; name: a file's base name tells the version."""
KINDS: tuple[Kind, ...] = ("version", "presence", "bare", "since", "absence", "name")


class Rule(NamedTuple):
    """One pattern of a signature; a tuple, for there are thousands to make at every start."""

    kind: Kind
    """What a match means."""
    pattern: bytes
    """A regular expression over bytes (dot matches all), of bounded length, without look-around; texts in the files of
    data are Latin-1. Its one group is the version; several groups are the version's numbers, in order."""
    prefix: str = ""
    """What stands before the group in the version: `1.6.` where a file's name has only the last number."""
    exact: str = ""
    """The version, where the pattern has no group."""
    at_least: str = ""
    """Of a range: the first version that has what the pattern finds."""
    below: str = ""
    """Of a range: the first later version that has lost it; empty where none is known."""
    files: tuple[str, ...] = ()
    """Shell patterns for base names; where given, a match counts only in files so named."""
    sure: bool = False
    """Of `version`: whether the text stands only in the product's own code, so that no other sign of it is needed. Else
    a version in a foreign file counts only beside a presence string: it may be what a program was compiled against."""
    text: bool = False
    """Whether it counts in text too (a script that is shipped as it is); else only in binaries."""
    longest: int = 0
    """Bytes that the pattern matches at most, where that is known already; see `width_of`."""


def width_of(rule: Rule) -> int:
    """Return the most bytes that a rule's pattern matches. Raises ValueError where they are not bounded."""
    return rule.longest or width(rule.pattern)


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
    """Base names of its shared libraries, without `.so`: `libssl`; shell patterns where numbers change."""
    programs: tuple[str, ...]
    """Base names of its programs; shell patterns where numbers change."""
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
    extent: Extent
    """How much of the product the file holds."""
    offset: int
    """Where the match begins."""
    quote: str
    """What matched, printable."""
