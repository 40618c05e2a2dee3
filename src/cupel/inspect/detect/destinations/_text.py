"""A text of the image with the place of each line: a visited file goes in; text, offsets and evidence come out."""

import bisect
import re
from functools import cached_property

from cupel.inspect.detect.quoting import MOST_QUOTED, quoted
from cupel.inspect.identify.source import Visited
from cupel.records.evidence import Evidence

MOST_BYTES = 1 << 19
"""Of one text that are read."""


class Text:
    """Up to MOST_BYTES of one file, a character a byte, so that places in the text are offsets in the file."""

    def __init__(self, file: Visited) -> None:
        self.file = file
        self.data = file.content.read(0, MOST_BYTES)
        self.text = self.data.decode("latin-1").replace("\r", " ").replace("\0", " ")

    @property
    def is_plain(self) -> bool:
        """Whether every reading of its bytes as text is the same: ASCII, with no other line's end than a newline."""
        return self.data.isascii() and b"\r" not in self.data and b"\0" not in self.data

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def start_of(self, line: int) -> int:
        """Return the offset of a line, from 1; of one past the end, the text's size."""
        return self._starts[line - 1] if 0 < line <= len(self._starts) else len(self.text)

    def line_of(self, offset: int) -> int:
        """Return the number, from 1, of the line that an offset stands in."""
        return bisect.bisect_right(self._starts, offset)

    def evidence(self, offset: int, rule: str) -> Evidence:
        """Quote the line around an offset, as much of it as may be quoted, secrets as fingerprints."""
        line = self.line_of(offset)
        start, end = self.start_of(line), self.start_of(line + 1)
        return around(self.file, self.text[start:end].rstrip(), start, offset, rule, line)


def around(file: Visited, text: str, start: int, offset: int, rule: str, line: int = 0) -> Evidence:
    """Quote a text that stands at `start` in the file so that `offset` lies in what is quoted."""
    bare = len(text) - len(text.lstrip())
    low = max(bare, offset - start - MOST_QUOTED // 2) if len(text) - bare > MOST_QUOTED else bare
    high = min(len(text), low + MOST_QUOTED)
    return quoted(file, start + low, high - low, rule, line=line)
