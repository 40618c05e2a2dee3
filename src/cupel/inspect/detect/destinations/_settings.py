"""Reads configuration files of any common syntax, for hosts: a text goes in; settings with their places come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.destinations._text import Text

MOST_SETTINGS = 20_000
"""Settings that one file may give."""
MOST_LINE = 4_000
"""Characters of a line that are read."""
_UCI = re.compile(
    r"\s*(config|option|list)\s+(?:'([^']*)'|\"([^\"]*)\"|([^\s'\"]+))(?:\s+(?:'([^']*)'|\"([^\"]*)\"|(\S+)))?"
)
_SETTING = re.compile(
    r"\s*(?:export |set )?[\"']?([A-Za-z_@][\w.\-/]{0,80})[\"']?\s{0,20}[=:]\s{0,20}[\"']?([^\"'\s,;#]{1,2000})"
)
_ATTRIBUTE = re.compile(r"(?<![\w:.-])([A-Za-z_][\w.-]{0,80})\s{0,3}=\s{0,3}\"([^\"<>]{1,2000})\"")
_MEMBER = re.compile(r"\"([A-Za-z_][\w. -]{0,80})\"\s{0,5}:\s{0,5}\"([^\"\\]{1,2000})\"")
_COMMENT = ("#", ";", "//", "--", "!", "%")


@dataclass(frozen=True, slots=True)
class Item:
    """One setting."""

    section: str
    """What encloses it, by its own syntax; empty where nothing does."""
    key: str
    value: str
    offset: int
    """Of the value."""


def items(read: Text) -> Iterator[Item]:
    """Yield the settings of a file, by the syntax that it shows: UCI, XML, JSON, or one setting a line."""
    head = read.text[:4000].lstrip()
    if re.search(r"^\s*config\s+\S", head, re.MULTILINE) and re.search(
        r"^\s*(?:option|list)\s+\S", read.text, re.MULTILINE
    ):
        found = _uci(read)
    elif head.startswith("<"):
        found = _xml(read.text)
    elif head.startswith(("{", "[\n", "[{")):
        found = (Item("", m[1], m[2], m.start(2)) for m in _MEMBER.finditer(read.text))
    else:
        found = _lines(read)
    for count, item in enumerate(found):
        if count >= MOST_SETTINGS:
            return
        yield item


def _uci(read: Text) -> Iterator[Item]:
    section = ""
    for start, line in lines(read):
        match = _UCI.match(line)
        if match is None:
            continue
        key, value = match[2] or match[3] or match[4] or "", match[5] or match[6] or match[7] or ""
        if match[1] == "config":
            section = f"{key} {value} @{start}".replace("  ", " ")
        elif value:
            at = next(group for group in (5, 6, 7) if match[group] is not None)
            yield Item(section, key, value, start + match.start(at))


def _xml(text: str) -> Iterator[Item]:
    text = _without_comments(text)
    for match in re.finditer(
        r"<([A-Za-z_][\w.-]{0,80})(\s[^<>]{0,8000}?)?/?>(?:\s{0,20}([^<>\s]{1,2000})\s{0,20}</\1>)?", text
    ):
        for own in _ATTRIBUTE.finditer(match[2] or ""):
            yield Item(f"{match[1]} @{match.start()}", own[1], own[2], match.start(2) + own.start(2))
        if match[3]:
            yield Item("", match[1], match[3], match.start(3))


def _without_comments(text: str) -> str:
    """Blank the comments of XML, so that all else stays in its place."""
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[at:start], " " * (end + 3 - start)]
        at = end + 3
    return "".join([*parts, text[at:]])


def _lines(read: Text) -> Iterator[Item]:
    section = ""
    for start, line in lines(read):
        bare = line.strip()
        if bare.startswith("[") and bare.endswith("]"):
            section = bare[1:-1]
            continue
        match = _SETTING.match(line)
        if match:
            yield Item(section, match[1], match[2], start + match.start(2))


def lines(read: Text) -> Iterator[tuple[int, str]]:
    """Yield (offset, line) of lines that are neither blank nor comments; of long ones the beginning."""
    start = 0
    for line in read.text.split("\n"):
        bare = line[:MOST_LINE]
        if bare.strip() and not bare.lstrip().startswith(_COMMENT):
            yield start, bare
        start += len(line) + 1
