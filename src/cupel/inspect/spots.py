"""Where a reader looks: evidence of an inspection goes in; file, offset, size, digest and a line to type come out."""

from collections.abc import Sequence

from cupel.inspect.bundle.chains import Chains
from cupel.inspect.bundle.reproduction import quoted
from cupel.records.evidence import Evidence
from cupel.records.figure import Spot
from cupel.records.inspection import Inspection

DIGITS = 16
"""Hex digits of a SHA-256 that tell the files of one image apart."""


class Spots:
    """Finds the places of one inspection's evidence, and writes how each is looked at."""

    def __init__(self, inspection: Inspection) -> None:
        self._name = inspection.name
        self._chains = Chains(inspection)

    def of(self, evidence: Sequence[Evidence]) -> tuple[Spot, ...]:
        """Return the place of each piece of evidence; of a document beside the image, what the evidence says of it."""
        return tuple(map(self._spot, evidence))

    def _spot(self, evidence: Evidence) -> Spot:
        place = self._chains.place(evidence)
        if place is None:
            return Spot(evidence.locator, evidence.quote)
        step = next(it for it in reversed(place.chain) if it.kind in ("image", "folder", "file"))
        what = step.sha256[:DIGITS] or quoted(place.file)
        within = f" --offset 0x{place.offset:x} --size {evidence.size}" if place.offset is not None else ""
        within += "".join(f" --hide {start}:{end}" for start, end in evidence.secrets) if within else ""
        return Spot(
            evidence.locator, evidence.quote, step.name, step.sha256, place.offset, evidence.size,
            f"cupel show {quoted(self._name)} {what}{within}",
        )  # fmt: skip
