"""Finds accounts, hashes and commands with a password in a program's bytes: bytes go in; offsets and texts come out.

Each search begins with a byte that is fixed: one that began with a class of letters would try every byte of the file.
"""

import re
from collections.abc import Callable, Iterator

HASH = rb"\$(?<![./A-Za-z0-9]\$)(?:1|5|6|y|2[abxy])\$[./A-Za-z0-9=$,]{1,60}\$?[./A-Za-z0-9]{22,86}"
MOST_NAME, MOST_FIELD = 31, 120
NUMBER = re.compile(rb":0(?=(:[0-9]{1,5}:))")
"""What an account's line is looked for by: the rest of it stands before, and a search that begins with a name would
try every letter of the file."""
NAME_AND_FIELD = re.compile(rb"(?<![a-z0-9_%-])[a-z_][a-z0-9_-]{0,30}:[^:\s\0%]{1,120}\Z")
LOGIN = rb"telnetd[ -~]{0,60}? -(?:u ?[\w$]{1,30}:[^\s\0%]{1,40}|l ?/bin/(?:ba|a)?sh\b)"


def _accounts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (offset, text) of each `name:field:0:number:`, none of which overlap."""
    ended = 0
    for number in NUMBER.finditer(data):
        low = max(0, number.start() - MOST_NAME - 1 - MOST_FIELD - 1)  # and what stands before the name
        before = NAME_AND_FIELD.search(data[low : number.start()])
        if before and low + before.start() >= ended:
            start, ended = low + before.start(), number.end(1)
            yield start, data[start:ended]


def _matches(pattern: bytes) -> Callable[[bytes], Iterator[tuple[int, bytes]]]:
    compiled = re.compile(pattern)
    return lambda data: ((match.start(), match[0]) for match in compiled.finditer(data))


RULES: tuple[tuple[str, Callable[[bytes], Iterator[tuple[int, bytes]]], str], ...] = (
    ("account-of-number-0", _accounts, "the line of an account with number 0"),
    ("telnet-command", _matches(LOGIN), "a command that starts a telnet server without the system's own login"),
    ("password-hash", _matches(HASH), "the hash of a password"),
)
"""(rule, what it looks for, what that is)."""
