"""Names of an image with their locators and permissions: an image goes in, places come out."""

from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.image import Image
from cupel.records.evidence import Evidence
from cupel.records.inspection import Occurrence

READ_ONLY = frozenset({"squashfs", "cramfs", "romfs"})
"""Formats of file systems that nothing can be written to: there modes hold for what is laid over them."""


@dataclass(frozen=True, slots=True)
class Place:
    """One name in one container."""

    locator: str
    """The chain from the image down."""
    path: str
    """As the equipment sees it."""
    seen: Occurrence
    """What the container says of it."""
    read_only: bool
    """Whether its file system can only be read."""

    def evidence(self, image: Image, rule: str) -> Evidence:
        """Point at its entry, with mode and owner in words."""
        mode = "no mode" if self.seen.mode is None else f"mode {self.seen.mode:04o}"
        owner = "" if self.seen.uid is None else f", owner {self.seen.uid}:{self.seen.gid}"
        return Evidence(self.seen.sha256 or image.inspection.sha256, self.locator, mode + owner, rule, "")


def places(image: Image) -> Iterator[Place]:
    """Yield every name that has a mode, in the order of the image."""
    containers = {it.number: it for it in image.inspection.containers}
    for seen in image.inspection.occurrences:
        if seen.mode is None:
            continue
        held = containers.get(seen.container)
        locator = f"{held.locator if held else image.inspection.name}!{seen.path}"
        yield Place(locator, image.path_of(locator), seen, held is not None and held.format in READ_ONLY)
