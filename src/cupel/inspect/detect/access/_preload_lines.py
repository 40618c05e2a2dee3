"""Reads a line as far as the libraries that it wants loaded before all others: a line goes in, libraries come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.settings.lines import Line
from cupel.inspect.sign import Sign

_SET = re.compile(r"(?:^|[\s;&|(\"'=])LD_PRELOAD=[\"']?([^\"'\s;&|)$`]{1,300})")
_WRITTEN = re.compile(
    r"\b(?:echo|printf)\s+(?:-\w+\s+)?[\"']?(/[^\s\"'>;]{1,200})[\"']?\s*>{1,2}\s*[\"']?/etc/ld\.so\.preload\b"
)
_TOLD = re.compile(r"^(?:echo|printf|logger)\b[^>]*$")


@dataclass(frozen=True, slots=True)
class Preloaded(Sign):
    """One library that a list or a variable names. Evidence: the line."""

    library: str
    """Path or name."""
    way: str
    """list, variable or written."""


def libraries_of(line: Line, listed: bool) -> Iterator[tuple[str, str]]:
    """Yield (library, way) of each library that a line of the list (`listed`), or of a script or unit, names."""
    if listed:
        yield from ((it, "list") for it in re.split(r"[\s:]+", line.text) if it)
        return
    yield from ((it[1], "written") for it in _WRITTEN.finditer(line.text))
    if not _TOLD.match(line.text):
        for it in _SET.finditer(line.text):
            names = [one for one in it[1].split(":") if one.startswith("/") or ".so" in one]
            yield from ((one, "variable") for one in names)
