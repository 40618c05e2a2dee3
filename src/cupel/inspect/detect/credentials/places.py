"""Evidence in bytes that lie in several places goes in; the place that counts, and the others, come out."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from cupel.inspect.detect.image import Image
from cupel.inspect.reachable.files import Root
from cupel.records.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Placed:
    """Evidence at one of the places where its bytes lie."""

    evidence: Evidence
    """The evidence, its locator at that place."""
    root: Root
    """The root file system of the place."""
    path: str
    """The path in it, without a slash before."""
    others: tuple[str, ...]
    """Locators of every place, this one first; empty where there is one alone."""


def file_of(locator: str) -> str:
    """Cut offset and line off a locator."""
    head, _, tail = locator.rpartition("!")
    if tail.startswith("@0x"):
        return head
    head, _, tail = locator.rpartition(":")
    return head if tail.isdigit() else locator


def every_place(image: Image, evidence: Evidence) -> list[tuple[str, Root, str]]:
    """Return (locator, root, path) of every file with the evidence's bytes, in the order of the image."""
    found = []
    for locator in image.places(evidence.artefact) or (file_of(evidence.locator),):
        place = image.files.place(locator)
        if place is not None:
            found.append((locator, *place))
    return found


def in_program(image: Image, evidence: Evidence) -> bool:
    """Tell whether evidence points into a program or library."""
    return image.type_of(evidence.artefact).startswith(("ELF", "PE "))


def placed(image: Image, evidence: Evidence, wanted: Callable[[Root, str], bool]) -> Placed:
    """Choose the first place that is wanted, else the first of all."""
    places = every_place(image, evidence)
    here = file_of(evidence.locator)
    if not places:
        return Placed(evidence, (0, ""), image.path_of(here).lstrip("/"), ())
    locator, root, path = next((it for it in places if wanted(it[1], it[2])), places[0])
    moved = dataclasses.replace(evidence, locator=locator + evidence.locator[len(here) :])
    others = tuple(dict.fromkeys([locator, *(it[0] for it in places)])) if len(places) > 1 else ()
    return Placed(moved, root, path, others)
