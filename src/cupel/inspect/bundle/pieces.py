"""Pieces of evidence: findings, their places and the bytes there go in; pieces and members of the archive come out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cupel.inspect.bundle.chains import Chains, Place
from cupel.inspect.bundle.collect import MOST_BYTES, Given
from cupel.inspect.bundle.collect import Place as Wanted
from cupel.inspect.detect.guarding import Runs
from cupel.inspect.detect.quoting import MOST_QUOTED, fingerprint, visible
from cupel.records.bundle import Piece, Secret
from cupel.records.evidence import Evidence
from cupel.records.finding import Finding

MASK = b"*"
"""What stands for each byte of a secret."""


def evidence_of(finding: Finding) -> Iterator[tuple[str, Evidence]]:
    """Yield all evidence of a finding with what it is about: the finding, or one of its facets."""
    for it in finding.evidence:
        yield "finding", it
    for facet in finding.facets:
        for it in facet.evidence:
            yield f"facet {facet.name}", it


def wanted_of(evidence: Evidence, place: Place) -> Wanted:
    """Say what the walk of the image must bring for a piece of evidence."""
    step = next(step for step in reversed(place.chain) if step.kind != "part")
    return Wanted(evidence.artefact, step.size, place.file, step.entry, place.offset, min(evidence.size, MOST_BYTES))


class Secrets:
    """All secrets of some findings, by file: what one piece of evidence hides, another must not show."""

    def __init__(self, findings: Sequence[Finding], chains: Chains) -> None:
        named: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for finding in findings:
            for _, it in evidence_of(finding):
                place = chains.place(it) if it.secrets else None
                if place and place.offset is not None:
                    named[it.artefact].update((place.offset + start, place.offset + end) for start, end in it.secrets)
        self._runs = {artefact: Runs(runs) for artefact, runs in named.items()}

    def within(self, evidence: Evidence, offset: int, data: bytes) -> tuple[Secret, ...]:
        """Return the secrets among the bytes of one piece, in order and apart from each other.

        A run that the piece itself names has its fingerprint; of one that only other evidence names, the length: the
        piece may hold a small part of it, and the hash of a small part would tell it.
        """
        own = Runs(evidence.secrets)
        found = [Secret(begin, end, fingerprint(data[begin:end])) for begin, end in own.within(0, len(data))]
        others = self._runs.get(evidence.artefact, Runs(())).within(offset, offset + len(data))
        more = [run for start, end in others for run in _outside(start - offset, end - offset, found)]
        found += (Secret(begin, end, f"[secret of {end - begin} bytes]") for begin, end in more)
        return tuple(sorted(found, key=lambda it: it.start))


def _outside(start: int, end: int, taken: Sequence[Secret]) -> Iterator[tuple[int, int]]:
    """Yield what of a run no earlier one covers."""
    for it in taken:
        if it.start >= end:
            break
        if it.end > start:
            if it.start > start:
                yield start, it.start
            start = max(start, it.end)
    if start < end:
        yield start, end


def shown(data: bytes, secrets: Sequence[Secret]) -> str:
    """Write a piece's bytes as text, with fingerprints for secrets; masked bytes give the same text as true ones."""
    parts, at = [], 0
    for it in secrets:
        parts += [visible(data[at : it.start]), it.fingerprint]
        at = it.end
    return "".join([*parts, visible(data[at:])])


def masked(data: bytes, secrets: Sequence[Secret]) -> bytes:
    """Put asterisks for each byte of a secret."""
    for it in secrets:
        data = data[: it.start] + MASK * (it.end - it.start) + data[it.end :]
    return data


def piece_of(
    about: str, evidence: Evidence, place: Place | None, given: Given, secrets: Secrets, member: str, version: str
) -> tuple[Piece, bytes]:
    """Make one piece, with its bytes in clear; they are empty where the piece has none."""
    rule_version = "" if evidence.rule_version == version else evidence.rule_version
    head = (about, evidence.artefact, evidence.locator)
    tail = (evidence.rule, rule_version)
    if place is None:
        return Piece(*head, "", (), "document", evidence.quote, *tail), b""
    if evidence.offset is None or not given.there or given.data is None:
        state = "place" if given.there and evidence.offset is None else "not reached"
        return Piece(*head, place.file, place.chain, state, evidence.quote, *tail), b""  # type: ignore[arg-type]
    data, hidden = given.data, secrets.within(evidence, place.offset or 0, given.data)
    quote = shown(data, hidden)
    foreign = len(hidden) > len(list(Runs(evidence.secrets).within(0, len(data))))
    same = evidence.quote in (quote, quote[:MOST_QUOTED])
    piece = Piece(
        *head, place.file, place.chain, "bytes", quote, *tail, place.offset, len(data), hidden, member,
        "" if same or foreign else evidence.quote,
    )  # fmt: skip
    return piece, data
