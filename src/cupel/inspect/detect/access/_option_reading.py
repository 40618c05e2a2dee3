"""Reads programs and scripts for options that their own usage text does not name; a sign comes out of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cupel.inspect.detect.access._option_strings import (
    MOST_BYTES,
    NEVER_TOLD,
    USAGE,
    Usage,
    candidates,
    in_lists,
    letters_of,
    own_string,
    unnamed,
    usage_of,
)
from cupel.inspect.detect.access._option_table import Row, Tables
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.evidence import Evidence
from cupel.records.problem import Problem

RULE = "access/command_options"
GETOPT = frozenset({"getopt", "getopt_long", "getopt_long_only"})
ANCHORS = ("help", "version", "verbose", "debug")
"""Long options that most tables have: they are looked for first."""
MOST_ANCHORS = 12
MOST_TOLD = 20
"""Long options of one program that are told."""
MOST_SCRIPT = 1 << 18
FEWEST_IN_SCRIPT = 3
SHARE = 2 / 3
_GETOPTS = re.compile(rb"^[^#\n]{0,200}\bgetopts[ \t]+(['\"]?)([A-Za-z0-9:?]{2,70})\1[ \t]+\w", re.MULTILINE)
_TESTS = re.compile(
    rb"\[{1,2} {1,2}(?:! )?-\w |\btest -\w |\bset -\w+|\b(?:rm|cp|mv|ls|mkdir|grep|sed|cut|head|tail) -\w+"
)
_USAGE_WORDS = re.compile(rb"^[ \t]*(?:function[ \t]+)?usage[ \t]*\(\)|\busage[ \t;]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class UnnamedOptions(Sign):
    """A program takes options that its usage text does not name. The evidence is the option string or first row."""

    options: tuple[str, ...]
    """As they are given: `-Y`, `--name`, `-x/--name`."""
    named: int
    """Options that the usage names."""
    places: tuple[Evidence, ...]
    """The usage text, and each long option."""


def of_program(file: Visited) -> Iterator[Sign | Problem]:
    """Yield the unnamed options of an executable that imports getopt."""
    elf = elf_of(file)
    if elf is None or not elf.imported & GETOPT:
        return
    held = tuple(_constants(file, elf.constants))
    text = b"\0" + b"\0".join(it for _, it in held) + b"\0"
    strings = candidates(text)
    long = len(elf.imported & GETOPT) > 1 or "getopt" not in elf.imported
    usage = usage_of(text, long) if strings or long else None
    if usage is None:
        return
    tables: tuple[tuple[Row, ...], ...] = ()
    if long and b"--%s" not in text:
        named = sorted(usage.names - set(ANCHORS))[:MOST_ANCHORS]
        tables = Tables(elf).find((*(it for it in ANCHORS if it in usage.names), *named), held)
    rows = [row for table in tables if _belongs(table, usage) for row in table]
    string = own_string(strings, usage)
    if string:
        usage = replace(usage, letters=usage.letters | in_lists(text, unnamed(string, usage)))
    yield from _told(file, string, rows, usage, held, unread=long and not rows)


def _constants(file: Visited, places: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, bytes]]:
    """Yield (offset, bytes) of the constants, MOST_BYTES of all of them."""
    left = MOST_BYTES
    for offset, size in places:
        data = file.content.read(offset, min(size, left))
        left -= len(data)
        if data:
            yield offset, data


def _belongs(table: tuple[Row, ...], usage: Usage) -> bool:
    return sum(usage.has(row.name) for row in table) >= SHARE * len(table)


def _told(
    file: Visited,
    string: bytes | None,
    rows: list[Row],
    usage: Usage,
    held: tuple[tuple[int, bytes], ...],
    unread: bool,
) -> Iterator[Sign]:
    """Yield the sign. What a named option means too is another name of it, and is not told."""
    known = {row.meaning for row in rows if usage.has(row.name) or row.letter in usage.letters | NEVER_TOLD}
    other = {row.letter: row.name for row in rows if row.letter}
    bare = [it for it in unnamed(string, usage) if (0, ord(it)) not in known] if string and not unread else []
    hidden = [
        row for row in rows
        if not usage.has(row.name) and (row.meaning is None or row.meaning not in known)
    ]  # fmt: skip
    names = {row.name: row for row in hidden}
    options = [f"-{it}/--{other[it]}" if it in other else f"-{it}" for it in bare]
    alone = [row for row in names.values() if row.letter not in bare]
    options += [f"--{row.name}" for row in alone[:MOST_TOLD]]
    if not options:
        return
    places = [quoted(file, row.at, len(row.name), RULE) for row in alone[:MOST_TOLD]]
    at = _place(string, held) if bare and string else None
    if at is not None and string:
        places.insert(0, quoted(file, at, len(string), RULE))
    if not places:
        return
    named = len(usage.letters & set(letters_of(string or b""))) + sum(usage.has(row.name) for row in rows)
    yield UnnamedOptions(places[0], tuple(options), named, (*places[1:], *_usage_place(file, held)))


def _place(string: bytes, held: tuple[tuple[int, bytes], ...]) -> int | None:
    for offset, data in held:
        at = 0 if data.startswith(string + b"\0") else data.find(b"\0" + string + b"\0") + 1
        if at or data.startswith(string + b"\0"):
            return offset + at
    return None


def _usage_place(file: Visited, held: tuple[tuple[int, bytes], ...]) -> Iterator[Evidence]:
    for offset, data in held:
        if match := USAGE.search(data):
            start = match.start() - 1
            end = data.find(b"\0", start)
            yield quoted(file, offset + start, (end if end >= 0 else len(data)) - start, RULE)
            return


def of_script(file: Visited) -> Iterator[Sign | Problem]:
    """Yield the unnamed options of a shell script that has one getopts and a usage text."""
    if file.content.size > MOST_SCRIPT:
        yield Problem("", f"not read for its options: {file.content.size:,} bytes are more than {MOST_SCRIPT:,}")
        return
    text = file.content.read(0, MOST_SCRIPT)
    calls = list(_GETOPTS.finditer(text))
    told = _USAGE_WORDS.sub(b"", text)
    usage = usage_of(_TESTS.sub(b" ", told)) if len(calls) == 1 else None
    if usage is None:
        return
    letters = letters_of(calls[0][2])
    named = sum(it in usage.letters | NEVER_TOLD for it in letters)
    hidden = unnamed(calls[0][2], usage)
    if hidden and named >= FEWEST_IN_SCRIPT and named >= SHARE * len(letters):
        place = quoted(file, calls[0].start(2), len(calls[0][2]), RULE)
        yield UnnamedOptions(place, tuple(f"-{it}" for it in hidden), named, ())
