"""Verifies a bundle: an archive and, where it is at hand, the image go in; what holds comes out, finding by finding."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from cupel.confinement import Progress
from cupel.errors import InputError
from cupel.inspect.bundle.archive import MANIFEST, README, RECORD, Opened, open_archive
from cupel.inspect.bundle.collect import MOST_BYTES, Collected, Given, Place, collect
from cupel.inspect.bundle.consistency import contradictions, refusals, refuse_repeated_keys
from cupel.inspect.bundle.pieces import MASK, shown
from cupel.inspect.bundle.readme import readme
from cupel.inspect.detect.quoting import fingerprint
from cupel.inspect.inspection import rule_version
from cupel.inspect.unpack.limits import Limits
from cupel.records.boundary import from_json
from cupel.records.bundle import FORMAT, Bundle, Piece, Step
from cupel.records.verification import CheckedFinding, CheckedPiece, CheckState, Verification

WORST: tuple[CheckState, ...] = ("differs", "not reachable", "consistent", "verified")
NOWHERE = Step("part", "", 0, -1)
HASH = re.compile(r"[0-9a-f]{64}")


def read_bundle(path: Path) -> tuple[Opened, Bundle]:
    """Read a bundle's file. Raises InputError for what is none; what was changed in it stands in `problems`."""
    opened = open_archive(path)
    advice = "Get the bundle again from whoever made it."
    if RECORD not in opened.members:
        raise InputError(f"{path} has no {RECORD}.", advice)
    data = opened.members[RECORD]
    try:
        refuse_repeated_keys(data)
        bundle = from_json(Bundle, data)
    except (ValueError, RecursionError) as error:
        if FORMAT.encode() not in data[:4096]:
            raise InputError(
                f"{path} is no {FORMAT!r}: {error}.", "A bundle of another format needs the cupel that made it."
            ) from error
        raise InputError(f"{path}, {RECORD}: {error}.", advice) from error
    for what in refusals(bundle):
        raise InputError(f"{path}, {RECORD}: {what}.", advice)
    return opened, bundle


def verify(
    path: Path, image: Path | None = None, limits: Limits | None = None, on_progress: Progress | None = None
) -> Verification:
    """Verify a bundle, without any network.

    1. Read the archive within bounds, and check every member against the manifest.
    2. Check the record against itself: identifiers, members, bytes, quotes, secrets.
    3. With the image: check that it is the one that the bundle is about.
    4. Walk it in a confined child and read the bytes of every piece again.
    5. Say of each finding what its worst piece says; a document beside the image decides only where nothing else does.
       Bytes that are hidden without a hash, and what is said of a file in words, are `consistent` at most.

    It must be called before this process starts a thread. Raises InputError for what is no bundle, or another image.
    """
    opened, bundle = read_bundle(path)  # 1
    problems = [*opened.problems, *_contradictions(bundle, opened)]  # 2
    pieces = [piece for it in bundle.findings for piece in it.pieces]
    collected = None
    if image is not None:
        collected = collect(image, bundle.image.name, [_place(it) for it in pieces], limits, on_progress)  # 4
        if collected.sha256 != bundle.image.sha256:  # 3
            raise _other_image(image, bundle, collected)
    given = iter(collected.given if collected else (Given(),) * len(pieces))
    findings = []
    for it in bundle.findings:  # 5
        checked = tuple(_checked(piece, opened, bundle, next(given), collected) for piece in it.pieces)
        states: list[CheckState] = _deciding(checked, it.pieces) or ["differs"]
        state = min(states, key=WORST.index)
        findings.append(CheckedFinding(it.finding.id, it.finding.title, state, checked))
    return Verification(
        opened.sha256, bundle.edition, bundle.label, bundle.image.sha256, image is not None, bundle.cupel,
        bundle.rule_version == rule_version(), tuple(problems), tuple(findings),
    )  # fmt: skip


def _deciding(checked: Sequence[CheckedPiece], pieces: Sequence[Piece]) -> list[CheckState]:
    inside = [it.state for it, piece in zip(checked, pieces, strict=True) if piece.state != "document"]
    return inside or [it.state for it in checked]


def _contradictions(bundle: Bundle, opened: Opened) -> Iterator[str]:
    named = {piece.member for it in bundle.findings for piece in it.pieces if piece.member}
    for name in sorted(opened.members.keys() - named - {RECORD, README, MANIFEST}):
        yield f"{name} belongs to no finding."
    if bundle.rule_version == rule_version() and opened.members.get(README) != readme(bundle).encode():
        yield f"{README} does not say what {RECORD} says."
    if bundle.edition == "public" and bundle.disclosure:
        yield "It is marked as public and says that it has secrets in clear."
    yield from contradictions(bundle)


def _place(piece: Piece) -> Place:
    step = next((step for step in reversed(piece.chain) if step.kind != "part"), NOWHERE)
    return Place(piece.artefact, step.size, piece.file, step.entry, piece.offset, piece.size)


def _checked(piece: Piece, opened: Opened, bundle: Bundle, given: Given, collected: Collected | None) -> CheckedPiece:
    def said(state: CheckState, reason: str) -> CheckedPiece:
        return CheckedPiece(piece.about, piece.locator, state, reason)

    if wrong := _inner(piece, opened, bundle):
        return said("differs", wrong)
    if piece.state == "document":
        return said("consistent", "It stands in a document beside the image, which was not given.")
    if piece.state == "not reached":
        return said("not reachable", "The image did not give these bytes when the bundle was made.")
    if collected is None:
        return said("consistent", "The bundle does not contradict itself; no image was given.")
    if not given.there:
        ended = "" if collected.complete else " The walk of the image was not complete."
        return said("not reachable", f"The image has no file with this hash at this place.{ended}")
    if not given.listed:
        return said("differs", "The image lists this name with another kind, mode, owner or target.")
    if piece.offset is None:
        return said(
            "consistent",
            "The image has this file, or this name, at this place, with this mode and owner; what is said of it in "
            "words was not checked.",
        )
    if given.data is None or len(given.data) != piece.size:
        return said("differs", "The file in the image ends before these bytes.")
    if wrong := _against(piece, opened.members[piece.member], given.data):
        return said("differs", wrong)
    if bundle.disclosure and opened.members[piece.member] != given.data:
        return said("differs", "The image has other bytes at this place.")
    unknown = sum(it.end - it.start for it in piece.secrets if "SHA-256" not in it.fingerprint)
    if unknown and not bundle.disclosure:
        return said("consistent", f"{unknown:,} of {piece.size:,} bytes have no fingerprint, and were not compared.")
    return said("verified", f"The image has these {piece.size:,} bytes at this place.")


def _inner(piece: Piece, opened: Opened, bundle: Bundle) -> str:
    """Say how a piece contradicts itself, or nothing."""
    if not HASH.fullmatch(piece.artefact):
        return "Its artefact is no SHA-256."
    if piece.chain and not any(step.sha256 == piece.artefact for step in piece.chain):
        return "The way from the image does not lead to its artefact."
    if piece.chain and piece.chain[0] != bundle.image:
        return "The way does not begin at the image that the bundle is about."
    if piece.state != "bytes":
        return "It has bytes, and says that it has none." if piece.member else ""
    data = opened.members.get(piece.member)
    if data is None or piece.offset is None:
        return "Its bytes are not in the bundle."
    if len(data) != piece.size or piece.size > MOST_BYTES:
        return f"The bundle has {len(data):,} bytes for it, and says {piece.size:,}."
    end = 0
    for it in piece.secrets:
        if not end <= it.start < it.end <= piece.size:
            return "Its secrets do not lie within its bytes, in order."
        end = it.end
        masked = data[it.start : it.end] == MASK * (it.end - it.start)
        if bundle.disclosure is None and not masked:
            return "It has a secret in clear, and the bundle says that it has none."
        if bundle.disclosure is not None and not _is_secret(data[it.start : it.end], it.fingerprint):
            return "A secret in it is not the one that its fingerprint names."
    if shown(data, piece.secrets) != piece.quote:
        return "Its quote is not what its bytes say."
    return ""


def _against(piece: Piece, data: bytes, true: bytes) -> str:
    """Say how the image's bytes differ from the bundle's, secrets by their fingerprints; or nothing."""
    at = 0
    for it in piece.secrets:
        if data[at : it.start] != true[at : it.start]:
            return "The image has other bytes at this place."
        if not _is_secret(true[it.start : it.end], it.fingerprint):
            return "The image has another secret at this place."
        at = it.end
    return "The image has other bytes at this place." if data[at:] != true[at:] else ""


def _is_secret(data: bytes, name: str) -> bool:
    """Tell whether a fingerprint names these bytes: by length and hash, or by length alone where it has no hash."""
    return name in (fingerprint(data), f"[secret of {len(data)} bytes]")


def _other_image(image: Path, bundle: Bundle, collected: Collected) -> InputError:
    if not collected.sha256:
        return InputError(f"{image} could not be read to its end.", "Inspect it alone; see `cupel inspect`.")
    return InputError(
        f"{image} has SHA-256 {collected.sha256}; the bundle is about {bundle.image.sha256} ({bundle.image.name}).",
        "Give that image. A folder is the same only with the same names, modes and bytes.",
    )
