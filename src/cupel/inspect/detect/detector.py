"""What a detector is to cupel: it looks at files during their visit, and concludes once for the whole image."""

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding
from cupel.records.problem import Problem


@runtime_checkable
class Detector(Protocol):
    """One detector: DETECTOR of a module in detect/access/, detect/destinations/ or detect/weaknesses/."""

    name: str
    """Words joined by underscores, as its module: `accounts`."""
    title: str
    """What people call it."""
    means: str
    """What a finding of it means, and what it does not mean."""
    checked: str
    """How it is checked, and with which bounds."""
    refutes: str
    """What would refute a finding of it."""
    references: tuple[str, ...]
    """Addresses or titles: the weakness's class, the format, the standard."""
    marks: tuple[tuple[bytes, str], ...]
    """(regular expression of bounded length, name) that the one scan of every file shall look for; `Visited.marks` then
    has the name. Names are unique among all detectors and `identify/marks.py`."""

    def wants(self, file: Visited) -> bool:
        """Tell from path, type, claims and marks whether it looks at this file; no byte is read for that."""

    def examine(self, file: Visited) -> Iterable[Sign | Problem]:
        """Yield what the file shows. It may raise anything at hostile bytes: that becomes a Problem; it is called from
        several threads, and what it yields depends on the file alone."""

    def conclude(self, image: Image) -> Iterable[Finding | Problem]:
        """Yield the findings of the image, in the order of its files."""
