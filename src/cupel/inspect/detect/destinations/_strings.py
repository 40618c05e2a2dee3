"""Finds strings of an ELF file that could name a host: its constants go in; strings with their offsets come out."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache, partial

from cupel.inspect.identify.elf import NOBITS, Elf
from cupel.inspect.scan import Hit, Pattern, Scanner, width

WINDOW = 1 << 20
OVERLAP = 4096
MOST_BYTES = 24 << 20
"""Of one file's constants that are searched."""
MOST_LONG = 2_000
"""Characters of one string."""
TOP_LEVEL = (
    "com|net|org|info|biz|edu|gov|mil|io|cn|eu|de|uk|jp|ru|tw|kr|fr|nl|it|es|us|ca|au|ch|se|br|mx|cz|hu|dk|fi|gr|pt"
    "|ie|il|tr|ua|za|sg|hk|th|vn|nz|tv|co|ac|cloud|xyz"
)
"""Top-level domains that a bare constant may end in; those that are endings of files, or words, are left out.
Source: IANA's Root Zone Database."""
_ENDING = re.compile(rb"\.(?:[0-9]{1,3}|(?:" + TOP_LEVEL.encode() + rb")(?::[0-9]{1,5})?)\0")
"""How a string that is nothing but a host ends; its beginning is looked for only there."""
_IN_HOST = b"abcdefghijklmnopqrstuvwxyz0123456789.-"
MOST_HOST = 92
BARE = re.compile(
    rf"[a-z0-9][a-z0-9.-]{{2,90}}\.(?:{TOP_LEVEL})(?::[0-9]{{1,5}})?|[1-9][0-9]{{0,2}}(?:\.[0-9]{{1,3}}){{3}}"
)
"""A string that is nothing but a host."""
_TOOLS = tuple(f"{it} ".encode() for it in (
    "wget", "curl", "tftp", "ftpget", "ftpput", "ntpdate", "ntpclient", "ntpd", "nslookup", "dnrd", "ping",
    "telnet", "rdate",
))  # fmt: skip
TOOL = rb"\b(?:" + b"|".join(_TOOLS) + rb")"
"""Any of them as a word, for the one scan: most programs hold none, and need not be searched for each."""
_NEEDLES = (b"://", b"Host: ", *_TOOLS)
MOST_HITS = 2_000
"""Needles and endings of one window that are searched for all at once; where there are more, they are searched one by
one, which passes over most of them."""
_NOT_TEXT = re.compile(rb"[^\t\n\r\x20-\x7e\x80-\xff]")


def strings(elf: Elf, commands: bool, hosts: bool) -> Iterator[tuple[int, str]]:
    """Yield (offset, string) of the constants that hold a command (`commands`); that hold a URL or a request, or are a
    host or an address (`hosts`)."""
    left = MOST_BYTES
    needles = (*((b"://", b"Host: ") if hosts else ()), *(_TOOLS if commands else ()))
    for offset, size in _regions(elf):
        at, end = offset, offset + min(size, left)
        left -= min(size, left)
        seen = -1
        while at < end:
            data = b"\0" + elf.content.read(at, min(WINDOW + OVERLAP, end - at)) + b"\0"
            for start, found in _of_window(data, needles, hosts):
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


def _of_window(data: bytes, needles: tuple[bytes, ...], hosts: bool) -> list[tuple[int, bytes]]:
    """Return (start, string) in order, each string once."""
    hits = _scanner().few(data, MOST_HITS)
    found: dict[int, bytes] = {}
    for needle in needles:
        find = _finder(data, needle, hits)
        at = find(0)
        while at >= 0:
            start = data.rfind(b"\0", max(0, at - MOST_LONG), at) + 1
            end = data.find(b"\0", at, at + MOST_LONG)
            if start > 0 and end > 0:
                found[start] = data[start:end]
            at = find(end if end > 0 else at + MOST_LONG)
    for dot, end in _endings(data, hits) if hosts else ():
        head = data[max(0, dot - MOST_HOST) : dot]
        before = head.rstrip(_IN_HOST)
        start = dot - len(head) + len(before)
        if before and not 0x20 <= before[-1] < 0x7F and before[-1] not in b"\t\n\r":
            found[start] = data[start:end]
    return sorted((start, text) for start, text in found.items() if not _NOT_TEXT.search(text))


@cache
def _scanner() -> Scanner:
    needles = [Pattern(re.escape(it), len(it)) for it in _NEEDLES]
    return Scanner([*needles, Pattern(_ENDING.pattern, width(_ENDING.pattern))])


def _finder(data: bytes, needle: bytes, hits: list[Hit] | None) -> Callable[[int], int]:
    """Return what tells the first place of a needle from a place on; -1 where there is none."""
    if hits is None:
        return partial(data.find, needle)
    number = _NEEDLES.index(needle)
    places = [end - len(needle) for it, end in hits if it == number]

    def find(start: int) -> int:
        at = bisect_left(places, start)
        return places[at] if at < len(places) else -1

    return find


def _endings(data: bytes, hits: list[Hit] | None) -> list[tuple[int, int]]:
    """Return (place of the dot, place of the zero byte) of what ends a string as a host ends."""
    if hits is None:
        return [(it.start(), it.end() - 1) for it in _ENDING.finditer(data)]
    return [(data.rindex(b".", 0, end), end - 1) for it, end in hits if it == len(_NEEDLES)]
