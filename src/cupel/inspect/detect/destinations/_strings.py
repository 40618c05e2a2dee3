"""Finds strings of an ELF file that could name a host: its constants go in; strings with their offsets come out."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.elf import NOBITS, Elf

WINDOW = 1 << 20
OVERLAP = 4096
MOST_BYTES = 24 << 20
"""Of one file's constants that are searched."""
MOST_LONG = 2_000
"""Characters of one string."""
TOP_LEVEL = (
    "com|net|org|info|biz|edu|gov|mil|io|cn|eu|de|uk|jp|ru|tw|kr|fr|nl|it|es|us|ca|au|ch|se|br|mx|cz|hu|dk|fi|gr|pt|ie|il"
    "|tr|ua|za|sg|hk|th|vn|nz|tv|co|ac|cloud|xyz"
)
"""Top-level domains that a bare constant may end in; those that are endings of files, or words, are left out.
Source: IANA's Root Zone Database."""
_HOST = re.compile(
    rb"(?<![\t\n\r\x20-\x7e])[a-z0-9][a-z0-9.-]{2,90}\.(?:" + TOP_LEVEL.encode() + rb")(?::[0-9]{1,5})?(?=\0)"
)
BARE = re.compile(
    rf"[a-z0-9][a-z0-9.-]{{2,90}}\.(?:{TOP_LEVEL})(?::[0-9]{{1,5}})?|[1-9][0-9]{{0,2}}(?:\.[0-9]{{1,3}}){{3}}"
)
"""A string that is nothing but a host."""
_NUMBER = re.compile(rb"(?<![\t\n\r\x20-\x7e])[1-9][0-9]{0,2}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}(?=\0)")
_COMMAND = re.compile(
    rb"(?<![\w.])(?:wget|curl|tftp|ftpget|ftpput|ntpdate|ntpclient|ntpd|nslookup|dnrd|ping6?|telnet|nc|rdate) "
    rb"[^\0]{3,400}(?=\0)"
)
_NOT_TEXT = re.compile(rb"[^\t\n\r\x20-\x7e\x80-\xff]")


def strings(elf: Elf, commands: bool) -> Iterator[tuple[int, str]]:
    """Yield (offset, string) of the constants that hold a URL, are a host or an address, or (`commands`) a command."""
    left = MOST_BYTES
    for offset, size in _regions(elf):
        at, end = offset, offset + min(size, left)
        left -= min(size, left)
        seen = -1
        while at < end:
            data = b"\0" + elf.content.read(at, min(WINDOW + OVERLAP, end - at)) + b"\0"
            for start, found in _of_window(data, commands):
                if start - 1 < WINDOW and at + start - 1 > seen:
                    seen = at + start - 1
                    yield seen, found.decode("latin-1")
            at += WINDOW


def _regions(elf: Elf) -> list[tuple[int, int]]:
    """Return (offset, size) of the runs that hold constants, and data with a value at the start."""
    data = [
        (it.offset, it.size) for it in elf.sections if it.name.startswith((".data", ".sdata")) and it.kind != NOBITS
    ]
    return sorted({*elf.constants, *data})


def _of_window(data: bytes, commands: bool) -> list[tuple[int, bytes]]:
    """Return (start, string) in order, each string once."""
    found: dict[int, bytes] = {}
    at = data.find(b"://")
    while at >= 0:
        start = data.rfind(b"\0", max(0, at - MOST_LONG), at) + 1
        end = data.find(b"\0", at, at + MOST_LONG)
        if start > 0 and end > 0:
            found[start] = data[start:end]
        at = data.find(b"://", end if end > 0 else at + MOST_LONG)
    for pattern in (_HOST, _NUMBER):
        found |= {match.start(): match[0] for match in pattern.finditer(data)}
    if commands:
        for match in _COMMAND.finditer(data):
            start = data.rfind(b"\0", max(0, match.start() - MOST_LONG), match.start()) + 1
            if start > 0:
                found[start] = data[start : match.end()]
    at = data.find(b"Host: ")
    while at >= 0:
        start, end = data.rfind(b"\0", max(0, at - MOST_LONG), at) + 1, data.find(b"\0", at, at + MOST_LONG)
        if start > 0 and end > 0:
            found[start] = data[start:end]
        at = data.find(b"Host: ", at + 6)
    return sorted((start, text) for start, text in found.items() if not _NOT_TEXT.search(text))
