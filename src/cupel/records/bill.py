"""Bill: what one item of equipment is made of, as it is handed to others, and as others hand theirs in."""

from dataclasses import dataclass
from typing import Literal

from cupel.records.component import Component
from cupel.records.problem import Problem
from cupel.records.vulnerability import Ladder, Reply


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill of materials with its vulnerabilities, ready to be written in any format."""

    label: str
    """Maker, product and version as stated, or the file's name."""
    maker: str
    """Maker as stated; empty where not stated."""
    product: str
    """Product as stated."""
    version: str
    """Version as stated."""
    file: str
    """Name of the image."""
    sha256: str
    """Its SHA-256."""
    size: int
    """Bytes."""
    as_of: str
    """The day as of which it holds, ISO 8601; empty where none was stated."""
    cupel: str
    """Version of cupel."""
    rule_version: str
    """Version of the rules of the inspection."""
    components: tuple[Component, ...]
    """What it is made of."""
    ladder: Ladder | None
    """Which known weaknesses apply; None where that was not asked."""
    not_examined: tuple[str, ...] = ()
    """What bounds it."""
    folder: bool = False
    """True where a folder was inspected: `sha256` is then of its listing, and is no file's hash."""
    author: str = ""
    """Who hands it on, as stated; empty where not stated."""


@dataclass(frozen=True, slots=True)
class StatedComponent:
    """A component that somebody else's bill of materials names."""

    name: str
    """As the document writes it."""
    version: str
    """As the document writes it."""
    purl: str
    """Its package URL, where there is one."""
    cpe: str
    """Its CPE name, where there is one."""
    place: str
    """Where in the document."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a document from outside says: components, replies, or both."""

    file: str
    """The document's name."""
    sha256: str
    """Its SHA-256."""
    format: str
    """Name of the format that read it."""
    author: str
    """Who made it, as it says."""
    dated: str
    """When, as it says, ISO 8601."""
    components: tuple[StatedComponent, ...]
    """Components that it names."""
    replies: tuple[Reply, ...]
    """What it says of vulnerabilities."""
    problems: tuple[Problem, ...]
    """What of it could not be read."""


Comparison = Literal["equal", "range contains", "cannot tell", "outside the range", "different"]
"""How a stated version stands to the one that the bytes show; best first, which is the order of choosing."""
MatchedBy = Literal["purl", "cpe", "name"]
"""What ties a stated component to a found one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A component that the document states and the bytes show."""

    stated: StatedComponent
    """As the document has it."""
    found: str
    """Identifier of the component in the inspection."""
    found_version: str
    """The version or range that the bytes show, as text."""
    matched_by: MatchedBy
    """What ties them."""
    comparison: Comparison
    """How the versions stand to each other."""
    reason: str
    """Why, in a sentence."""


@dataclass(frozen=True, slots=True)
class Differences:
    """A document's components beside those that the bytes show, both ways."""

    file: str
    """The document's name."""
    sha256: str
    """Its SHA-256."""
    author: str
    """Who made it, as it says."""
    dated: str
    """When, as it says, ISO 8601."""
    pairs: tuple[Pair, ...]
    """On both sides, in the document's order."""
    only_stated: tuple[StatedComponent, ...]
    """In the document, and not seen in the bytes; that is no proof of absence."""
    only_found: tuple[str, ...]
    """Identifiers of components that the bytes show and the document does not name."""
