"""Ways from the image to a place: an inspection and a piece of evidence go in; file, steps and offset come out."""

import re
from collections import defaultdict
from dataclasses import dataclass

from cupel.records.bundle import Step
from cupel.records.evidence import Evidence
from cupel.records.inspection import Container, Inspection, Occurrence

LINE = re.compile(r":\d+\Z")
OFFSET = re.compile(r"!@0x([0-9a-f]{1,16})\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece of evidence lies."""

    file: str
    """Locator of the file, or the image's name."""
    chain: tuple[Step, ...]
    """From the image down to that file."""
    offset: int | None
    """First quoted byte, in that file; None where nothing is quoted."""


class Chains:
    """Finds the places of one inspection's evidence."""

    def __init__(self, inspection: Inspection) -> None:
        kind = "folder" if inspection.type == "folder" else "image"
        self._name = inspection.name
        self._image = Step(kind, inspection.name, 0, inspection.size, inspection.sha256)  # type: ignore[arg-type]
        self._sizes = {it.sha256: it.size for it in inspection.artefacts}
        self._containers = {it.locator: it for it in inspection.containers}
        self._numbers = {it.number: it for it in inspection.containers}
        self._files: dict[str, list[Occurrence]] = defaultdict(list)
        for seen in inspection.occurrences:
            if seen.container in self._numbers:
                self._files[f"{self._numbers[seen.container].locator}!{seen.path}"].append(seen)

    def place(self, evidence: Evidence) -> Place | None:
        """Find the place of a piece of evidence; None where it points at nothing in the image.

        1. A line is no part of a file's name, and neither is the offset at which the quoted bytes begin.
        2. What then remains of an offset names a run of bytes that no container covers: the quoted bytes are counted
           from its start, while the artefact is what holds it.
        """
        locator, offset, base = evidence.locator, evidence.offset, 0
        if not self._known(locator) and (line := LINE.search(locator)):
            locator = locator[: line.start()]
        elif not self._known(locator) and (found := OFFSET.search(locator)):  # 1
            head = locator[: found.start()]
            if int(found[1], 16) == offset or head in self._files or OFFSET.search(head):
                locator = head
        part: tuple[Step, ...] = ()
        if not self._known(locator) and (found := OFFSET.search(locator)):  # 2
            locator, base = locator[: found.start()], int(found[1], 16)
            part = (Step("part", "", base),)
        chain = self._chain(locator, evidence.artefact)
        if chain is None:
            return None
        return Place(locator, chain + part, None if offset is None else base + offset)

    def _known(self, locator: str) -> bool:
        return locator == self._name or locator in self._files or locator in self._containers

    def _chain(self, locator: str, sha256: str) -> tuple[Step, ...] | None:
        steps: list[Step] = []
        while locator != self._name:
            if container := self._containers.get(locator):
                steps.append(_opened(container))
                locator = locator.rpartition("!")[0]
            elif seen := self._files.get(locator):
                one = next((it for it in seen if it.sha256 == sha256), seen[0])
                size = self._sizes.get(one.sha256, one.size)
                steps.append(Step("file", one.path, 0, size, one.sha256, one))
                locator = self._numbers[one.container].locator
            elif part := OFFSET.search(locator):
                steps.append(Step("part", "", int(part[1], 16)))
                locator = locator[: part.start()]
            else:
                return None
            sha256 = ""
        return (self._image, *reversed(steps))


def _opened(container: Container) -> Step:
    return Step("container", container.format, container.offset, container.size)
