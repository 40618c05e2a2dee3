"""Reads pages for a field that takes a command, and programs for a handler named for one; signs come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.quoting import quoted, whole
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.problem import Problem

MOST_BYTES = 1 << 18
MOST_NAMES = 20
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
PAGE = (
    rb"(?:[sS]ys_?[cC](?:md|ommand)|[wW]eb_?[sS]hell|[sS]hell_?[cC](?:md|ommand)|[dD]ebug_?(?:[cC]md|[sS]hell|Result))"
    rb"\w{0,12}\.(?:html?|asp|cgi|gch|php|jsp)"
)
"""Names of pages that are made to run commands, or to show what a debug command gave."""
NAMED_PAGE = re.compile(rb"(?<![A-Za-z])" + PAGE + rb"(?![A-Za-z])")
PAGES = ("htm", "html", "asp", "php", "shtml", "gch", "lp", "lua", "cgi", "jsp", "tmpl", "jst", "ejs")


@dataclass(frozen=True, slots=True)
class CommandField(Sign):
    """A page has a field for a command, and sends it."""


@dataclass(frozen=True, slots=True)
class CommandHandler(Sign):
    """A program names a handler that is called after running commands."""

    name: str
    """The handler's name, as it stands there."""


@dataclass(frozen=True, slots=True)
class CommandPage(Sign):
    """A file is a page that is named for running commands, or a program names one."""

    name: str
    """The page's name."""
    program: bool
    """Whether a program names it."""


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


def names(file: Visited) -> Iterator[Sign | Problem]:
    """Yield a CommandHandler or CommandPage for each name in a program, from the first that the scan met on."""
    for mark, pattern in (("command handler", HANDLER), ("command page", NAMED_PAGE)):
        start = max(0, file.marks.get(mark, 0) - 200)
        seen: set[bytes] = set()
        for match in pattern.finditer(file.content.read(start, MOST_BYTES)) if mark in file.marks else ():
            if match[0] not in seen and len(seen) < MOST_NAMES:
                seen.add(match[0])
                place = quoted(file, start + match.start(), len(match[0]), "access/web_shells")
                name = match[0].decode("latin-1")
                yield CommandPage(place, name, True) if pattern is NAMED_PAGE else CommandHandler(place, name)


def page(file: Visited) -> Iterator[Sign | Problem]:
    """Yield a CommandPage where the file itself has such a name, and its CommandField."""
    if NAMED_PAGE.fullmatch(file.name.encode("utf-8", "surrogateescape")):
        yield CommandPage(whole(file, f"the page {file.name}", "access/web_shells"), file.name, False)
    if "command field" in file.marks:
        yield from fields(file)
