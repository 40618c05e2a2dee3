"""Checks a bundle's record against itself: the record goes in; what it says against itself comes out."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import cupel
from cupel.inspect.detect.finding import identifier
from cupel.records.acquisition import grade, subject
from cupel.records.bundle import Bundle, BundledFinding, Piece
from cupel.records.finding import Tier

MADE: tuple[Tier, ...] = ("present", "configured", "reachable")
"""Tiers that a bundle can show: whatever ran, or was seen live, stands in no image."""
WITHIN = re.compile(r"(?:!@0x[0-9a-f]{1,16})*(?::\d{1,18})?")
"""Places within a file, as a locator names them after the file."""


def refuse_repeated_keys(data: bytes) -> None:
    """Raise ValueError where an object of a JSON text has one key twice: readers differ in which one they take."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(found)
        if len(table) != len(found):
            twice = next(key for key, count in Counter(key for key, _ in found).items() if count > 1)
            raise ValueError(f"the key {twice[:40]!r} stands twice in one object")
        return table

    json.loads(data, object_pairs_hook=pairs)


def refusals(bundle: Bundle) -> Iterator[str]:
    """Yield what no version of cupel writes, in clauses."""
    for it in bundle.findings:
        if it.finding.tier not in MADE:
            yield f"the finding {it.finding.id} has the tier {it.finding.tier!r}, which no bundle can show"
        for piece in it.pieces:
            if piece.state == "bytes":
                if piece.offset is None or not piece.member:
                    yield f"evidence of {it.finding.id} has the state 'bytes' without an offset or a member"
            elif piece.offset is not None or piece.size or piece.member or piece.secrets:
                yield f"evidence of {it.finding.id} has the state {piece.state!r}, and names bytes"


def contradictions(bundle: Bundle) -> Iterator[str]:
    """Yield what in the record contradicts the rest of it, in sentences.

    1. The grade follows from the acquisition, and what statements may be about from the grade.
    2. A finding's identifier follows from what it is about, and stands there once for the same evidence.
    3. A finding's path is the end of a file that its evidence lies in, or of its program or one of its places.
    4. A locator is its file, and a place within.
    """
    graded, reason = grade(bundle.acquisition, bundle.image.sha256)
    if bundle.grade != graded:  # 1
        yield f"The grade {bundle.grade!r} does not follow from the acquisition, which permits {graded!r}."
    elif bundle.cupel == cupel.__version__ and bundle.grade_reason != reason:
        yield "The reason of the grade does not follow from the acquisition."
    if bundle.statements_about != subject(bundle.grade, bundle.image.sha256, bundle.label):
        yield "What its statements are about does not follow from its grade, image and label."
    for name, count in Counter(it.finding.id for it in bundle.findings).items():
        if count > 1:  # 2
            yield f"The identifier {name} stands there {count:,} times."
    for it in bundle.findings:
        found = it.finding
        if found.id != identifier(found.detector, found.rule, found.path, found.subject):  # 2
            yield f"The identifier {found.id} does not follow from its detector, rule, path and subject."
        if not it.pieces:
            yield f"The finding {found.id} has no evidence."
        elif found.path and not _lies_there(it):  # 3
            yield f"The path of the finding {found.id} is of no file that it names or that its evidence lies in."
        if any(astray(piece) for piece in it.pieces):  # 4
            yield f"A locator of the finding {found.id} does not lead to the file of its evidence."


def astray(piece: Piece) -> bool:
    """Tell whether a piece that has a way from the image names another place than that way leads to."""
    if not piece.chain:
        return False
    names: Sequence[str] = [step.name for step in piece.chain if step.kind == "file"]
    inside = piece.file.endswith(f"!{names[-1]}") if names else True
    return (
        not inside or not piece.locator.startswith(piece.file) or not WITHIN.fullmatch(piece.locator[len(piece.file) :])
    )


def _lies_there(it: BundledFinding) -> bool:
    if any("!" in step.name for piece in it.pieces for step in piece.chain if step.kind == "file"):
        return True  # a name that reads like a place: where the path ends in the locator cannot be told
    path = it.finding.path.lstrip("/")
    named = (it.finding.program, *it.finding.places, *(piece.file or piece.locator for piece in it.pieces))
    return any(_ends(locator, path) for locator in (*named, *(piece.locator for piece in it.pieces)))


def _ends(locator: str, path: str) -> bool:
    """Tell whether a path ends a locator; one that is itself a place within a file may be followed by another."""
    ends = locator == path or locator.endswith((f"!{path}", f"/{path}"))
    return ends or ("@0x" in path and f"!{path}" in locator)
