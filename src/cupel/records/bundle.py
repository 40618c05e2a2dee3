"""Bundle: findings with the bytes they rest on, the way from the image to those bytes, and what bounds them."""

from dataclasses import dataclass
from typing import Literal

from cupel.records.acquisition import Acquisition, Grade
from cupel.records.dossier import Edition
from cupel.records.finding import Finding
from cupel.records.finding_reply import FindingReply
from cupel.records.inspection import Coverage, ExaminationBounds, Occurrence
from cupel.records.problem import Problem
from cupel.records.suppression import Suppression

FORMAT: Literal["cupel evidence bundle 1"] = "cupel evidence bundle 1"
StepKind = Literal["image", "folder", "container", "part", "file"]
PieceState = Literal["bytes", "place", "document", "not reached"]
"""bytes: the bundle has them; place: the file as a whole, or its name, is the evidence; document: it stands in a
document beside the image; not reached: the image did not give the bytes again."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way from the image down to a file; each lies within the one before."""

    kind: StepKind
    """image or folder: what was given; container: what opened the bytes; part: a run of them; file: a file in it."""
    name: str
    """Of image, folder and file: the name or path as stored; of a container: its format."""
    offset: int = 0
    """Of a container or part: its first byte in what holds it."""
    size: int = 0
    """Bytes."""
    sha256: str = ""
    """Of image, folder and file: SHA-256 of the bytes, or of the folder's listing; empty of a name without bytes."""
    entry: Occurrence | None = None
    """Of a file: its name as the container lists it, with mode, owner and target."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A run of quoted bytes that is a secret."""

    start: int
    """First byte, from the first that is quoted."""
    end: int
    """The byte after the last."""
    fingerprint: str
    """What stands in the quote instead."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence."""

    about: str
    """`finding`, or `facet` and the facet's name."""
    artefact: str
    """SHA-256 of the bytes that are pointed into."""
    locator: str
    """Where, as the finding names it."""
    file: str
    """Locator of the file, without place in it; the walk of the image reports it in these words."""
    chain: tuple[Step, ...]
    """From the image to the file."""
    state: PieceState
    """What the bundle has of it."""
    quote: str
    """The bytes as text, secrets as fingerprints; where there are none, what the rule says in words."""
    rule: str
    """Identifier of the rule."""
    rule_version: str
    """Its version; empty where it is the bundle's."""
    offset: int | None = None
    """First byte in the artefact; None where the artefact as a whole, or its name, is the evidence."""
    size: int = 0
    """Bytes, at most 4,096."""
    secrets: tuple[Secret, ...] = ()
    """Secrets among the bytes."""
    member: str = ""
    """Member of the bundle that has the bytes; secrets in it are asterisks unless the bundle says that it has them."""
    words: str = ""
    """What the rule says of the bytes, where that is more than the bytes."""


@dataclass(frozen=True, slots=True)
class BundledFinding:
    """One finding with its evidence."""

    finding: Finding
    """The finding; its evidence stands in `pieces`."""
    pieces: tuple[Piece, ...]
    """Its evidence, and its facets'."""
    reproduction: tuple[str, ...] = ()
    """Of the vendor edition: what to type to see the bytes."""


@dataclass(frozen=True, slots=True)
class DetectorDescription:
    """What a detector looks for in general."""

    detector: str
    """Folder and name."""
    title: str
    """What people call it."""
    means: str
    """What a finding of it means, and what it does not mean."""
    checked: str
    """How it is checked, and with which bounds."""
    refutes: str
    """What would refute a finding of it."""
    references: tuple[str, ...]
    """Addresses or titles."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Who had secrets written into a bundle, and when."""

    author: str
    """Who."""
    at: str
    """When, ISO 8601, in UTC."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What `bundle.json` of an evidence bundle holds. docs/explanation/evidence-bundle.md describes the whole."""

    format: Literal["cupel evidence bundle 1"]
    """Name and version of this format."""
    cupel: str
    """Version of cupel."""
    edition: Edition
    """Who it is made for."""
    marking: str
    """The edition's marking, as people read it."""
    label: str
    """Maker, product and version, as stated."""
    statements_about: str
    """The subject of every statement in it: the vendor's release only where its hash was verified."""
    image: Step
    """What was inspected."""
    type: str
    """What that is, from its content."""
    acquisition: Acquisition
    """How it was got, as stated."""
    grade: Grade
    """The grade that this permits."""
    grade_reason: str
    """Why that grade."""
    as_of: str
    """The day as of which it was judged, ISO 8601; empty where none was stated."""
    rule_version: str
    """Version of the rules that inspected it."""
    complete: bool
    """False where a limit, a crash or the watchdog ended part of the work."""
    coverage: Coverage
    """How much of the image could be read."""
    bounds: ExaminationBounds
    """How much the detectors could look at."""
    problems: tuple[Problem, ...]
    """What could not be read or done."""
    detectors: tuple[DetectorDescription, ...]
    """Every detector that ran, found something or not."""
    findings: tuple[BundledFinding, ...]
    """The findings, suppressed ones too."""
    suppressions: tuple[Suppression, ...] = ()
    """Who decided that which findings need no more attention, and why."""
    replies: tuple[FindingReply, ...] = ()
    """What the vendor says of findings."""
    disclosure: Disclosure | None = None
    """Where secrets are in it: who asked for that."""
    left_out: tuple[str, ...] = ()
    """What this edition leaves out."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the archive."""

    size: int
    """Bytes."""
    sha256: str
    """SHA-256, 64 hex digits."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `manifest.json` holds: every other member with its hash."""

    format: Literal["cupel evidence bundle 1"]
    """Name and version of the format."""
    members: dict[str, Member]
    """Name -> size and hash."""
