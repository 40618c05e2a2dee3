"""Reads a text of the image line by line, bounded: a content goes in, numbered lines come out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cupel.inspect.detect.quoting import MOST_QUOTED, quoted
from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.startup._secrets import hidden, without_arguments
from cupel.records.build import Launch, Setting
from cupel.records.evidence import Evidence
from cupel.records.problem import Problem

MOST_BYTES = 1 << 19
"""Of one configuration or script; the rest is not read, and that is said."""
MOST_FACTS = 2_000
"""Facts that one file may give."""
MOST_LONG = 1_000
"""Characters of a value, a program or its arguments that are kept."""

_ANY_END = re.compile(rb"\n|\0")
_LINE_END = re.compile(rb"(?<!\\)[\r\n\0]")


def text_of(file: Visited) -> str:
    """Return the file's text, up to MOST_BYTES; bytes that are no UTF-8 stand as Latin-1."""
    data = file.content.read(0, MOST_BYTES)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\0", "\n")


def lines_of(file: Visited) -> Iterator[tuple[int, str]]:
    """Yield (number from 1, line without its comment sign line and spaces around it); blank lines are left out."""
    for number, line in enumerate(text_of(file).split("\n"), 1):
        bare = line.strip()
        if bare and not bare.startswith("#"):
            yield number, bare


def cut(file: Visited) -> Iterator[Problem]:
    """Yield a Problem where the file is longer than what is read of it."""
    if file.content.size > MOST_BYTES:
        yield Problem("", f"only its first {MOST_BYTES:,} of {file.content.size:,} bytes were read for what it starts")


def bounded(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Pass facts on up to MOST_FACTS, and say where the rest was left out."""
    for count, fact in enumerate(facts):
        if count >= MOST_FACTS:
            yield Problem("", f"says more than {MOST_FACTS:,} things; the rest was left out")
            return
        if isinstance(fact, Setting):
            fact = hidden(replace(fact, value=fact.value[:MOST_LONG]) if len(fact.value) > MOST_LONG else fact)
        elif isinstance(fact, Launch):
            fact = without_arguments(fact, MOST_LONG)
        yield fact


def evidence(file: Visited, line: int, rule: str) -> Evidence:
    """Point at a line of the file, and at those that it goes on in (a backslash ends it); its bytes are quoted."""
    starts = _starts(file)
    start = starts[min(line, len(starts)) - 1]
    data = file.content.read(start, 2 * MOST_QUOTED)
    ended = _LINE_END.search(data)
    bare = data[: ended.start()] if ended else data
    indented = len(bare) - len(bare.lstrip(b" \t"))
    text = bare.strip(b" \t")
    return quoted(file, start + indented, len(text), f"startup/{rule}", line=line)


def _starts(file: Visited) -> list[int]:
    """Return where each line of the file begins, in bytes; `text_of` makes a line's end of a zero byte too."""
    known = file.shared.get("lines")
    if not isinstance(known, list):
        data = file.content.read(0, MOST_BYTES)
        known = file.shared["lines"] = [0, *(at.end() for at in _ANY_END.finditer(data))]
    return known


def within(file: Visited, *folders: str) -> bool:
    """Tell whether the file lies directly in one of the folders, wherever the root of the file system is."""
    parent = "/" + file.path.strip("/").rpartition("/")[0]
    return any(parent.endswith("/" + folder.strip("/")) for folder in folders)


def rooted(file: Visited) -> str:
    """Return the path as the equipment sees it: from the last `etc` down, with a slash before it."""
    parts = file.path.strip("/").split("/")
    return "/" + "/".join(parts[parts.index("etc") :] if "etc" in parts else parts)
