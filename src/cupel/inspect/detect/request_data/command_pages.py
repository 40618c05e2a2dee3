"""Reads pages for a field that takes a command, and programs for a handler named for one; signs come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.quoting import quoted
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.problem import Problem

MOST_BYTES = 1 << 18
_SUBJECT = rb"(?:[sS]ys(?:tem)?|(?:[wW]eb_?)?[sS]hell|[dD]ebug|[dD]iag|[lL]inux|[rR]un|[eE]xec|[cC]onsole)"
NAMED = _SUBJECT + rb"_?[cC](?:md|ommand)"
COMMAND = (
    rb"(?i:(?:sys(?:tem)?|(?:web_?)?shell|debug|linux|run|exec|console)?_?(?:cmd|command|cmd_?line|command_?line))s?"
)
FIELD = re.compile(
    rb"<(?:input|textarea)\b[^<>]{0,400}\bname\s*=\s*['\"]?" + COMMAND + rb"['\"\s/>][^<>]{0,400}", re.IGNORECASE
)
NO_TEXT = re.compile(rb"\btype\s*=\s*['\"]?(?:hidden|submit|button|radio|checkbox|image|reset)", re.IGNORECASE)
SENDS = re.compile(rb"<form\b|XMLHttpRequest|\$\.(?:ajax|post|get)\b|\bfetch\(|\.submit\(", re.IGNORECASE)
HANDLER = re.compile(rb"(?<![A-Za-z])(?:/?goform/|/?boafrm/|form|asp_?|cgi_?)" + NAMED + rb"(?![A-Za-z])")
"""Names of handlers, as GoAhead and Boa register them for `/goform/NAME` and `/boafrm/NAME`."""
PAGES = ("htm", "html", "asp", "php", "shtml", "gch", "lp", "lua", "cgi", "jsp", "tmpl", "jst", "ejs")


@dataclass(frozen=True, slots=True)
class CommandField(Sign):
    """A page has a field for a command, and sends it."""


@dataclass(frozen=True, slots=True)
class CommandHandler(Sign):
    """A program names a handler that is called after running commands."""

    name: str
    """The handler's name, as it stands there."""


def fields(file: Visited) -> Iterator[Sign | Problem]:
    """Yield a CommandField of a page that has a text field for a command, and sends it."""
    text = file.content.read(0, MOST_BYTES)
    if file.content.size > MOST_BYTES:
        yield Problem("", f"only its first {MOST_BYTES:,} of {file.content.size:,} bytes were read for command fields")
    bare = re.sub(rb"<!--(?:[^-]|-(?!->)){0,20000}(?:-->)?", lambda it: b" " * len(it[0]), text)
    if SENDS.search(bare):
        for match in FIELD.finditer(bare):
            if not NO_TEXT.search(match[0]):
                yield CommandField(quoted(file, match.start(), len(match[0]), "access/web_shells"))
                return


def handlers(file: Visited) -> Iterator[Sign | Problem]:
    """Yield a CommandHandler for each name in a program, from the first that the scan met on."""
    start = max(0, file.marks["command handler"] - 200)
    seen: set[bytes] = set()
    for match in HANDLER.finditer(file.content.read(start, MOST_BYTES)):
        if match[0] not in seen and len(seen) < 20:
            seen.add(match[0])
            place = quoted(file, start + match.start(), len(match[0]), "access/web_shells")
            yield CommandHandler(place, match[0].decode("ascii"))
