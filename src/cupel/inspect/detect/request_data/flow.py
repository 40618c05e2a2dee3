"""Flow: one place of a script where data of a request is run as a command or as code."""

import bisect
from dataclasses import dataclass

MOST_FLOWS = 20
"""Flows of one script that are told."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Data of a request, and the call that runs it."""

    offset: int
    """First byte of the line in the script."""
    size: int
    """Bytes of the line."""
    line: int
    """Its number, from 1."""
    data: str
    """What of the request: `QUERY_STRING`, `$_GET`, `request body`."""
    call: str
    """What runs it: `eval`, `sh -c`, `system` ..."""
    whole: bool
    """Whether that data alone is what is run; False where it is a part of a longer command."""


class Lines:
    """The lines of a text whose characters are its bytes (Latin-1)."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def flow(self, line: int, data: str, call: str, whole: bool) -> Flow:
        """Make a Flow of a line, from 1."""
        line = min(max(line, 1), len(self._starts))
        start = self._starts[line - 1]
        end = self._starts[line] - 1 if line < len(self._starts) else len(self._text)
        bare = self._text[start : min(end, start + 4_000)]
        skipped = len(bare) - len(bare.lstrip())
        return Flow(start + skipped, len(bare.strip()), line, data, call, whole)

    def at(self, offset: int) -> int:
        """Return the line that an offset lies on."""
        return bisect.bisect_right(self._starts, offset)
