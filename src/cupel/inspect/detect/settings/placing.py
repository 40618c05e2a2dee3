"""Signs of files whose bytes may lie in several places go in; each sign at each place that counts comes out."""

import dataclasses
import re
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from cupel.inspect.detect.credentials.places import every_place, file_of
from cupel.inspect.detect.image import Image
from cupel.inspect.reachable.files import Root
from cupel.inspect.sign import Sign
from cupel.records.evidence import Evidence

S = TypeVar("S", bound=Sign)


@dataclasses.dataclass(frozen=True, slots=True)
class At(Generic[S]):
    """A sign at one place."""

    sign: S
    """The sign."""
    evidence: Evidence
    """Its evidence, at that place."""
    root: Root
    """The root file system of the place."""
    path: str
    """The path in it, without a slash before."""


def at_every_place(image: Image, signs: Iterable[S], wanted: re.Pattern[str]) -> Iterator[At[S]]:
    """Yield each sign at each of its places whose path within its root is wanted, once."""
    seen = set[tuple[str, str, Sign]]()
    for sign in signs:
        bare = dataclasses.replace(sign, evidence=dataclasses.replace(sign.evidence, locator=""))
        tail = sign.evidence.locator[len(file_of(sign.evidence.locator)) :]
        for locator, root, path in every_place(image, sign.evidence):
            key = (locator, tail, bare)
            if wanted.search(path) and key not in seen:
                seen.add(key)
                yield At(sign, dataclasses.replace(sign.evidence, locator=locator + tail), root, path)
