"""Reads a configuration file line by line, bounded: a file goes in, its lines with their places come out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cupel.inspect.detect.line_places import lines_in
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.evidence import Evidence
from cupel.records.problem import Problem

MOST_BYTES = 1 << 18
"""Of one file; the rest is not read, and that is said."""
MOST_LINES = 5_000
MOST_SIGNS = 1_000
"""Things that one file may say."""
MOST_LONG = 2_000
"""Characters of a line that are looked at."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, with those that a backslash at its end joins to it."""

    number: int
    """Of its first line, from 1."""
    offset: int
    """Of its first byte that is no blank."""
    size: int
    """Bytes up to its end."""
    text: str
    """What it says, Latin-1: words with one blank between them, without a comment."""

    def evidence(self, file: Visited, rule: str) -> Evidence:
        """Point at the line."""
        return quoted(file, self.offset, self.size, rule, line=self.number)


def bounded(signs: Iterable[Sign | Problem]) -> Iterator[Sign | Problem]:
    """Pass signs on up to MOST_SIGNS, and say where the rest was left out."""
    for count, it in enumerate(signs):
        if count == MOST_SIGNS:
            yield Problem("", f"says more than {MOST_SIGNS:,} things; the rest was left out")
            return
        yield it


def is_text(file: Visited) -> bool:
    """Tell whether a file is a text that a program may read as its configuration."""
    return file.type.startswith(("text", "script"))


def lines_of(file: Visited, comment: str = "#") -> Iterator[Line | Problem]:
    """Yield each line that says something: not blank, not all comment; a comment at its end, after a blank, is cut."""
    data = file.content.read(0, MOST_BYTES)
    if file.content.size > MOST_BYTES:
        yield Problem("", f"only its first {MOST_BYTES:,} of {file.content.size:,} bytes were read as a configuration")
    told, lines = 0, lines_in(data)
    for begun, start, line in lines:
        parts, end = [line], start + len(line)
        while _goes_on(parts[-1], comment) and len(parts) <= MOST_LINES:
            _, at, following = next(lines, (0, len(data), b""))
            parts[-1:] = [parts[-1][:-1], following]
            end = at + len(following)
        text = " ".join(b" ".join(parts[:100])[: 4 * MOST_LONG].decode("latin-1").split())[:MOST_LONG]
        text = "" if text.startswith(comment) else _cut(text, comment)
        if not text:
            continue
        if told == MOST_LINES:
            yield Problem(f":{begun}", f"only its first {MOST_LINES:,} lines were read as a configuration")
            return
        told += 1
        whole = data[start:end]
        blank = len(whole) - len(whole.lstrip())
        yield Line(begun, start + blank, len(whole.strip()), text)


def _goes_on(line: bytes, comment: str) -> bool:
    """Tell whether a backslash joins the next line to this one, which is no comment."""
    return line.endswith(b"\\") and line.lstrip()[:1] != comment.encode()


def _cut(text: str, comment: str) -> str:
    return text.partition(f" {comment}")[0].strip()
