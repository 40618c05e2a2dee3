"""A verification in words: the record goes in, lines for a terminal come out."""

from collections import Counter
from collections.abc import Iterator

from cupel.dossier.visible import visible
from cupel.records.verification import Verification


def told(found: Verification) -> Iterator[str]:
    """Yield the lines: what was checked, each finding that does not hold with its reasons, and the sum."""
    yield f"{visible(found.label)}, {found.edition} edition, made by cupel {visible(found.cupel)}"
    yield f"SHA-256 of the bundle: {found.sha256}"
    if not found.same_rules:
        yield "Other rules than this version's made its findings; bytes are compared all the same, README.txt is not."
    if not found.image_read:
        yield "No image was given: the bundle is checked against itself only."
    for problem in found.problems:
        yield f"changed: {visible(problem)}"
    for finding in found.findings:
        yield f"{finding.state:13} {finding.id}  {visible(finding.title)}"
        if finding.state not in ("verified", "consistent"):
            for piece in finding.pieces:
                if piece.state == finding.state:
                    yield f"              {visible(piece.locator)}: {piece.reason}"
    counted = Counter(finding.state for finding in found.findings)
    states = ", ".join(f"{count:,} {state}" for state, count in sorted(counted.items()))
    yield f"{len(found.findings):,} findings: {states or 'none'}; {len(found.problems):,} signs of a change."
    yield (
        "Not checked: whether title, statement, tier and facets follow from the bytes; what is said of a whole file; "
        "what was stated of how the image was got; whether findings were left out."
    )
