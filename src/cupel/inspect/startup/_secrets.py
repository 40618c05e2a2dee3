"""Passwords on command lines: a command goes in; where they stand, and the command without them, come out."""

import re

from cupel.inspect.detect.quoting import fingerprint

_ACCOUNT = re.compile(rb"(?:^|\s)-u\s{0,4}['\"]?[^\s:'\"]{1,64}:([^\s'\"$`][^\s'\"]{0,127})")
"""`-u name:password`, as telnetd of several makers and curl take it; a variable is no password."""


def secrets_in(data: bytes) -> tuple[tuple[int, int], ...]:
    """Return (start, end) of each password in a line."""
    return tuple(match.span(1) for match in _ACCOUNT.finditer(data))


def without_secrets(text: str) -> str:
    """Return the text with each password as its fingerprint."""
    data = text.encode("utf-8", "surrogateescape")
    for start, end in reversed(secrets_in(data)):
        data = data[:start] + fingerprint(data[start:end]).encode() + data[end:]
    return data.decode("utf-8", "surrogateescape")
