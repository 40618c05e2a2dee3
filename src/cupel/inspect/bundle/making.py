"""Makes a bundle: an inspection and its image go in, the archive's bytes come out."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import cupel
from cupel.confinement import Progress
from cupel.dossier.page import EDITIONS
from cupel.errors import InputError
from cupel.inspect.bundle.archive import README, RECORD, archive, member_part
from cupel.inspect.bundle.chains import Chains
from cupel.inspect.bundle.collect import Given, collect
from cupel.inspect.bundle.pieces import Secrets, evidence_of, masked, piece_of, wanted_of
from cupel.inspect.bundle.readme import readme
from cupel.inspect.bundle.reproduction import steps_of
from cupel.inspect.detect.descriptions import descriptions
from cupel.inspect.unpack.limits import Limits
from cupel.records.acquisition import grade, subject
from cupel.records.boundary import to_json
from cupel.records.bundle import FORMAT, Bundle, BundledFinding, Disclosure, Piece, Step
from cupel.records.dossier import Edition
from cupel.records.equipment import Equipment
from cupel.records.finding import Finding
from cupel.records.finding_reply import FindingReply
from cupel.records.inspection import Inspection
from cupel.records.suppression import Suppression

MOST_COMMANDS = 40
"""Lines of one finding's reproduction."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a bundle shall be, and what people say of the findings."""

    edition: Edition
    """Who it is made for."""
    as_of: str = ""
    """The day as of which all was judged."""
    disclosure: Disclosure | None = None
    """Who asked for secrets in clear; None: nobody did."""
    replies: tuple[FindingReply, ...] = ()
    """What the vendor says."""
    suppressions: tuple[Suppression, ...] = ()
    """Which findings need no more attention, as decided."""


def make_bundle(
    item: Equipment,
    inspection: Inspection,
    asked: Asked,
    limits: Limits | None = None,
    on_progress: Progress | None = None,
) -> tuple[Bundle, bytes]:
    """Make the bundle of one inspection, whose image is read once more; return its record and the archive.

    1. Find the way from the image to each piece of evidence.
    2. Walk the image again, in a confined child, and get the bytes there: quotes are not trusted.
    3. Put fingerprints for secrets in the text, and asterisks in the bytes unless secrets were asked for.
    4. Add how to reproduce it (vendor edition), what bounds it, and what people say of it.
    5. Pack.

    It must be called before this process starts a thread. Raises InputError where the image cannot be read.
    """
    chains = Chains(inspection)
    found = [(number, *it) for number, finding in enumerate(inspection.findings) for it in evidence_of(finding)]
    places = [chains.place(evidence) for _, _, evidence in found]  # 1
    wanted = [wanted_of(it[2], place) for it, place in zip(found, places, strict=True) if place]
    collected = collect(item.file, inspection.name, wanted, limits, on_progress) if wanted else None  # 2
    if collected and collected.sha256 not in ("", inspection.sha256):
        raise InputError(f"{item.file} was changed while it was inspected.", "Inspect it again.")
    given = iter(collected.given if collected else ())
    secrets, members = Secrets(inspection.findings, chains), dict[str, bytes]()
    pieces: list[list[Piece]] = [[] for _ in inspection.findings]
    for (number, about, evidence), place in zip(found, places, strict=True):  # 3
        name = f"evidence/{number + 1:04d}-{member_part(inspection.findings[number].id)}/{len(pieces[number]) + 1}.bin"
        piece, data = piece_of(
            about, evidence, place, next(given) if place else Given(), secrets, name, inspection.rule_version
        )
        pieces[number].append(piece)
        if piece.member:
            members[name] = data if asked.disclosure else masked(data, piece.secrets)
    bundled = tuple(_bundled(it, pieces[at], asked.edition) for at, it in enumerate(inspection.findings))  # 4
    record = _record(item, inspection, asked, bundled)
    members |= {RECORD: to_json(record, indent=1) + b"\n", README: readme(record).encode()}
    return record, archive(members)  # 5


def _bundled(finding: Finding, pieces: Sequence[Piece], edition: Edition) -> BundledFinding:
    lines: dict[str, None] = {}
    if edition == "vendor":
        lines = dict.fromkeys(line for piece in pieces for line in steps_of(piece))
    facets = tuple(dataclasses.replace(it, evidence=()) for it in finding.facets)
    bare = dataclasses.replace(finding, evidence=(), facets=facets)
    return BundledFinding(bare, tuple(pieces), tuple(lines)[:MOST_COMMANDS])


def _record(item: Equipment, inspection: Inspection, asked: Asked, findings: tuple[BundledFinding, ...]) -> Bundle:
    graded, reason = grade(item.acquisition, inspection.sha256)
    left = [] if asked.disclosure else ["Secrets are fingerprints in the text and asterisks in the bytes."]
    left += [] if asked.edition == "vendor" else [f"The {asked.edition} edition has no steps to reproduce a finding."]
    image = Step(
        "folder" if inspection.type == "folder" else "image", inspection.name, 0, inspection.size, inspection.sha256
    )
    return Bundle(
        FORMAT, cupel.__version__, asked.edition, EDITIONS[asked.edition], item.label,
        subject(graded, inspection.sha256, item.label), image, inspection.type, item.acquisition, graded, reason,
        asked.as_of, inspection.rule_version, inspection.complete, inspection.coverage, inspection.examination,
        inspection.problems, descriptions(), findings, asked.suppressions, asked.replies, asked.disclosure, tuple(left),
    )  # fmt: skip
