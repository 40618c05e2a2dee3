"""Tells how an executable is used: a hash goes in; what starts it, and where it listens, comes out."""

from dataclasses import dataclass

from cupel.inspect.detect.image import Image
from cupel.inspect.detect.reaching import listens_outside, places_in_words


@dataclass(frozen=True, slots=True)
class Use:
    """One executable that boot starts."""

    locator: str
    """Where it lies in the image."""
    path: str
    """Its path as the equipment sees it."""
    listens: bool
    """Whether it listens beyond the loopback, in factory state."""
    reason: str
    """What starts it, and where it listens, in a clause."""


def in_use(image: Image, sha256: str) -> Use | None:
    """Return how the file with this hash is used, the listening one first; None where boot starts it nowhere."""
    best: Use | None = None
    for locator in image.places(sha256):
        runs = [run for run in image.runs(locator) if run.state == "yes"]
        if not runs:
            continue
        outside = [run for run in runs if listens_outside(run)]
        words = f"listens on {places_in_words(outside)}" if outside else "runs at boot"
        use = Use(locator, image.path_of(locator), bool(outside), words)
        if outside:
            return use
        best = best or use
    return best
