"""Points at bytes of a file: an offset and a size go in; evidence comes out, with secrets as fingerprints."""

import hashlib
import re
from collections.abc import Iterable

from cupel.inspect.detect.secrets_in_text import joined, replaced, spans
from cupel.inspect.identify.source import Visited
from cupel.records.evidence import Evidence

MOST_QUOTED = 200
"""Bytes that one piece of evidence quotes."""
_AROUND = 160
"""Bytes before and behind a quote that are read for the names and options which tell that a secret stands in it."""

_LINE_END = re.compile(rb"[\n\0]")
_SLACK = 2
"""Bytes, a quote and a comma, by which a run that a form gives may be longer than one that a detector knows."""


def quoted(
    file: Visited, offset: int, size: int, rule: str, secrets: Iterable[tuple[int, int]] = (), line: int = 0
) -> Evidence:
    """Quote `size` bytes from `offset` on, at most MOST_QUOTED; `secrets` are (start, end) from `offset`.

    Secrets that the text itself shows are hidden too, whatever the caller knew. With `line` (from 1) the locator
    names the line, else the offset.
    """
    size = max(0, min(size, MOST_QUOTED, file.content.size - offset))
    before = min(offset, _AROUND)
    read = file.content.read(offset - before, before + size + _AROUND)
    data = read[before : before + size]
    hidden = _hidden([(max(0, start), min(end, size)) for start, end in secrets], _shown(read, before, size))
    locator = f":{line}" if line else f"@0x{offset:x}"
    return Evidence(file.sha256, locator, redacted(data, hidden), rule, "", offset, size, hidden)


def whole(file: Visited, quote: str, rule: str) -> Evidence:
    """Point at the file as a whole; `quote` says in words what of it is meant."""
    return Evidence(file.sha256, "", quote, rule, "")


def redacted(data: bytes, secrets: Iterable[tuple[int, int]] = ()) -> str:
    """Write bytes as printable text, each secret as its fingerprint."""
    parts, at = [], 0
    for start, end in secrets:
        parts += [visible(data[at:start]), fingerprint(data[start:end])]
        at = end
    return "".join([*parts, visible(data[at:])])


def without_secrets(text: str) -> str:
    """Return a text with each secret that it shows as its fingerprint."""
    return replaced(text, fingerprint)


def _shown(read: bytes, before: int, size: int) -> list[tuple[int, int]]:
    """Return the secrets that a text shows, as runs of the `size` bytes from `before` on."""
    start = max(read.rfind(b"\n", 0, before), read.rfind(b"\0", 0, before)) + 1
    ended = _LINE_END.search(read, before + size)
    text = read[start : ended.start() if ended else len(read)]  # the same for every quote of one line: `spans` knows it
    runs = ((low + start - before, high + start - before) for low, high in spans(text))
    return [(max(0, low), min(high, size)) for low, high in runs if low < size and high > 0]


def _hidden(given: Iterable[tuple[int, int]], shown: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Join both; a run that the caller knows has the caller's ends, where the other is hardly longer."""
    runs = joined(given)
    more = [
        (low, high)
        for low, high in shown
        if (over := [run for run in runs if run[0] < high and low < run[1]]) == []
        or low + _SLACK < over[0][0]
        or high > over[-1][1] + _SLACK
    ]
    return joined((*runs, *more)) if more else runs


def fingerprint(secret: bytes) -> str:
    """Name a secret without telling it: its length and the beginning of its SHA-256."""
    return f"[secret of {len(secret)} bytes, SHA-256 {hashlib.sha256(secret).hexdigest()[:12]}]"


def visible(data: bytes) -> str:
    """Write bytes as text: UTF-8 where it is, else Latin-1; what does not print is escaped."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
