"""A text of the image with the place of each line: a visited file goes in; text, offsets and evidence come out."""

import bisect
import re
from functools import cached_property

from cupel.inspect.detect.destinations._address import PLACEHOLDER
from cupel.inspect.detect.quoting import MOST_QUOTED, quoted
from cupel.inspect.identify.source import Visited
from cupel.records.evidence import Evidence

MOST_BYTES = 1 << 19
"""Of one text that are read."""
_SECRET = re.compile(
    r"://[^/\s:@'\"]{0,100}:(?P<a>[^/\s@'\"]{1,200})@"
    r"|(?:pass(?:wd|word|phrase)?|pwd|secret|token|api_?key|psk|community|_pass|_key)[\"']?\s{0,3}[=:>]\s{0,3}[\"']?"
    r"(?P<b>[^\"'\s<&;]{1,200})"
    r"|(?:option|list)\s+\w{0,40}(?:pass(?:wd|word|phrase)?|secret|token|psk|community)\w{0,20}\s+[\"']?(?P<c>[^\"'\s]{1,200})"
    r"|(?:--?(?:http-|ftp-)?pass(?:word|wd)?|-P)[\s=]+[\"']?(?P<d>[^\"'\s]{1,200})"
    r"|(?:-u|--user)[\s=]+[\"']?[^\s:\"']{1,100}:(?P<e>[^\s\"']{1,200})"
    r"|(?:trap2?sink|informsink)\s+\S{1,200}\s+(?P<f>\S{1,100})|-c\s+[\"']?(?P<g>[^\s\"'-]{1,60})(?=.{0,200}\btrap)",
    re.IGNORECASE,
)


class Text:
    """Up to MOST_BYTES of one file, a character a byte, so that places in the text are offsets in the file."""

    def __init__(self, file: Visited) -> None:
        self.file = file
        self.data = file.content.read(0, MOST_BYTES)
        self.text = self.data.decode("latin-1").replace("\r", " ").replace("\0", " ")

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
    spans = [(a - low, b - low) for a, b in secrets_of(text) if b > low and a < high]
    return quoted(file, start + low, high - low, rule, [(max(0, a), b) for a, b in spans], line)


def secrets_of(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of passwords, tokens and communities in a line; what is only a placeholder is none."""
    found: list[tuple[int, int]] = []
    for match in _SECRET.finditer(text[:20_000]):
        group = match.lastgroup or "a"
        if PLACEHOLDER.sub("", match[group]).strip("\\:@\"'") and not match[group].startswith("$"):
            start, end = match.span(group)
            if not found or start >= found[-1][1]:
                found.append((start, end))
    return found


def without_secrets(text: str) -> str:
    """Return a text with its secrets named and not told."""
    for start, end in reversed(secrets_of(text)):
        text = f"{text[:start]}[secret]{text[end:]}"
    return text
