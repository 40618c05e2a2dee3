"""Tells whether something that runs reads a configuration file: its place and its readers go in, a tier comes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from cupel.inspect.detect.credentials.servers import locator_of
from cupel.inspect.detect.finding import facet
from cupel.inspect.detect.image import Image, Start
from cupel.inspect.reachable.files import Root
from cupel.inspect.reachable.origins import UNCALLED, uncalled
from cupel.records.build import Launch
from cupel.records.evidence import Evidence
from cupel.records.finding import Facet, Tier

_OTHER_FILE = re.compile(r"\.(?:conf|cfg|cnf|ini)$|_config$")
"""A word of a command line that names a configuration."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Which programs read a file, and from where."""

    programs: tuple[str, ...]
    """Base names."""
    places: tuple[str, ...] = ("*",)
    """Shell patterns of the paths that they read when the command line names none."""
    customary: tuple[str, ...] = ()
    """Paths that a start script whose command line is made of variables names by custom."""
    called: bool = False
    """Whether users call the programs, so that being there is enough: su, sudo."""
    needs: str = ""
    """Option without which a program does not read it: rsync's `--daemon`."""


@dataclass(frozen=True, slots=True)
class Use:
    """Whether a file is read."""

    tier: Tier
    """`configured` where a program that reads it is started, else `present`."""
    reason: str
    """Why, in a sentence."""
    active: Facet
    """The facet `active by default`."""
    program: str = ""
    """Locator of the program, where it is started."""
    evidence: tuple[Evidence, ...] = field(default=())
    """The start."""


def use_of(image: Image, root: Root, path: str, readers: Readers) -> Use:
    """Return whether something starts a program that reads `path` in the same root."""
    there, starts = "", list[tuple[str, str, Start]]()
    for name in readers.programs:
        found = image.files.program(root, name)
        if found is None or found[0] != root:
            continue
        there = there or name
        locator = locator_of(image, found[0], found[1])
        starts += ((name, locator, it) for it in _starts(image, locator, name) if _reads(it.launch, path, readers))
    if starts:
        name, locator, start = min(starts, key=lambda it: it[2].state != "yes")
        reason = f"{name} reads it ({start.reason})."
        active = facet("active by default", start.state, f"{name}: {start.reason}", start.launch.evidence)
        return Use("configured", reason, active, locator, (start.launch.evidence,))
    if there and readers.called:
        reason = f"{there} is in the image and reads it whenever somebody calls it."
        return Use("configured", reason, facet("active by default", "yes", f"{there} is there for users to call"))
    if there:
        reason = f"{there}, which reads such a file, is in the image; {UNCALLED} starts it with this one."
    else:
        named = f" ({', '.join(readers.programs[:4])})" if readers.programs else ""
        reason = f"No program that would read it{named} was found in the same root file system."
    return Use("present", reason, facet("active by default", "unknown", "nothing read shows that it is used"))


def _starts(image: Image, locator: str, name: str) -> Iterator[Start]:
    """Yield what starts a program under this name: one file may hold many programs."""
    for start in image.starts(locator):
        if start.launch.program.rsplit("/", 1)[-1] == name and start.state != "no" and not uncalled(start.reason):
            yield start


def _reads(launch: Launch, path: str, readers: Readers) -> bool:
    words = [word.strip("\"'") for word in re.split(r"[\s=]+", f"{launch.arguments} {' '.join(launch.variables)}")]
    if readers.needs and readers.needs not in words and launch.starter != "inetd" and "$" not in launch.arguments:
        return False
    if any(word == f"/{path}" or (word.startswith(("-f/", "-c/")) and word[2:] == f"/{path}") for word in words):
        return True
    if any(_OTHER_FILE.search(word) for word in words):
        return False
    places = readers.places + (readers.customary if "$" in launch.arguments else ())
    return any(fnmatchcase(path, it) for it in places)
