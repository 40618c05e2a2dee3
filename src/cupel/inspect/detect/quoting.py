"""Points at bytes of a file: an offset and a size go in; evidence comes out, with secrets as fingerprints."""

import hashlib
from collections.abc import Iterable

from cupel.inspect.identify.source import Visited
from cupel.records.evidence import Evidence

MOST_QUOTED = 200
"""Bytes that one piece of evidence quotes."""


def quoted(
    file: Visited, offset: int, size: int, rule: str, secrets: Iterable[tuple[int, int]] = (), line: int = 0
) -> Evidence:
    """Quote `size` bytes from `offset` on, at most MOST_QUOTED; `secrets` are (start, end) from `offset`.

    With `line` (from 1) the locator names the line, else the offset.
    """
    size = max(0, min(size, MOST_QUOTED, file.content.size - offset))
    data = file.content.read(offset, size)
    hidden = tuple(sorted((start, min(end, size)) for start, end in secrets if start < min(end, size)))
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


def fingerprint(secret: bytes) -> str:
    """Name a secret without telling it: its length and the beginning of its SHA-256."""
    return f"[secret of {len(secret)} bytes, SHA-256 {hashlib.sha256(secret).hexdigest()[:12]}]"


def visible(data: bytes) -> str:
    """Write bytes as text: UTF-8 where it is, else Latin-1; what does not print is escaped."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
