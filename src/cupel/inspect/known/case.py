"""A documented case: what was published of one way in, what shows it, who says so, and what its vendor answered."""

from dataclasses import dataclass
from typing import Literal, get_args

from cupel.inspect.known.matcher import Matcher
from cupel.records.finding import State, Tier

Kind = Literal[
    "hidden trigger", "undocumented account", "hard-coded credential", "factory service", "derived default", "implant",
    "upstream", "documented default",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
Status = Literal["vendor-confirmed", "CVE", "third party", "disputed", "withdrawn"]
"""How far it is settled; the strongest that holds: a vendor's own word before a CVE record before others' reports."""
STATUSES: tuple[Status, ...] = get_args(Status)
Outcome = Literal["shown", "residue", "affected version"]
"""shown: the artefact is there; residue: what is left of it, without the part that does it; affected version: only a
version that the case names, which is no match."""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class Source:
    """Where something of the case is published."""

    address: str
    """Address, or identifier of a record."""
    says: str
    """What it says of the case, in our words."""
    state: Literal["read", "cited"]
    """read: its text was read for this case; cited: another source that was read points to it."""
    retrieved: str = ""
    """Day on which it was read, ISO 8601; empty for one that is only cited."""


@dataclass(frozen=True, slots=True)
class Control:
    """What looks like the case and is not."""

    says: str
    """What it is, and why it is none."""


@dataclass(frozen=True, slots=True)
class FacetOf:
    """What the sources say of one facet of the access."""

    name: str
    """One of ACCESS_FACETS."""
    answer: State
    """yes, no or unknown."""
    reason: str
    """Who says so, in a clause."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """One thing in an image that shows the case, a residue of it, or a version that it names."""

    says: str
    """What is there when it matches, as a clause without a full stop."""
    outcome: Outcome = "shown"
    """What a match means."""
    tier: Tier = "present"
    """present, or configured where the place itself puts it to use: an account file, a start script."""
    all: tuple[Matcher, ...] = ()
    """Each of these must match."""
    any: tuple[Matcher, ...] = ()
    """At least one of these must match, if there are any."""
    none: tuple[Matcher, ...] = ()
    """None of these may match."""

    @property
    def matchers(self) -> tuple[Matcher, ...]:
        """Return all that it asks for."""
        return (*self.all, *self.any, *self.none)


@dataclass(frozen=True, slots=True)
class Case:
    """One documented case."""

    id: str
    """Name of its file: year, maker, and a short name."""
    title: str
    """What it is publicly known as, without judgement."""
    vendor: str
    """Whose code it is: the maker, or the origin where several brands ship the same."""
    products: tuple[str, ...]
    """Products that the sources name, with their brand."""
    versions: str
    """Versions that the sources name, in words."""
    cve: tuple[str, ...]
    """CVE identifiers."""
    kind: Kind
    """What sort of access it is."""
    year: int
    """Year in which it was published."""
    story: str
    """What the sources say that it does, in one to three sentences of ours."""
    status: Status
    """How far it is settled."""
    verified: Literal["verified", "uncertain"]
    """verified: a source that was read says what the artefacts look for; uncertain: it rests on secondary texts."""
    position: str
    """The vendor's position, in our words."""
    position_source: str
    """Address of that position; empty where none was found, which `position` then says."""
    sources: tuple[Source, ...]
    """Where it is published."""
    artefacts: tuple[Artefact, ...]
    """What shows it, what is a residue, what is only an affected version: the first that matches counts."""
    controls: tuple[Control, ...]
    """What looks like it and is not."""
    facets: tuple[FacetOf, ...] = ()
    """What the sources say of the access."""
    origin: str = ""
    """The ODM, kit or project whose code it is, where brands share it."""
    brands: tuple[str, ...] = ()
    """Brands under which that code was seen."""
