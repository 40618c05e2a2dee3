"""Reads a boot loader's variables: bytes or a text go in; names and values with their places come out.

U-Boot keeps them as `name=value`, each ended by a zero byte, the last by two; a saved block begins with its CRC-32, and
of two blocks a byte that says which is newer follows it (U-Boot, doc/usage/environment.rst and env/common.c).
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from cupel.inspect.identify.source import Visited

AROUND = 1 << 16
"""Bytes before and behind the mark that are read."""
SIZES = tuple(1 << power for power in range(10, 19))
"""Sizes of saved blocks that are tried."""
FEWEST = 3
"""Variables that make a run of texts a boot loader's."""
MOST = 500
_ENTRY = re.compile(rb"([A-Za-z_][\w.#]{0,63})=([\t\n\r\x20-\x7e]{0,4096})")
_ARGUMENTS = re.compile(
    rb"^[ \t]{0,20}((?!#|bootargs=)[^\r\n\0]{0,1000}?\b(?:rd)?init=/[^\r\n\0]{0,1000})", re.MULTILINE
)
_LINE = re.compile(rb"^[ \t]{0,20}([A-Za-z_]\w{0,63})=([^\r\n\0]{0,4096})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable."""

    name: str
    """Its name."""
    value: str
    """Its value."""
    offset: int
    """First byte of its name in the file."""
    size: int
    """Bytes of name, sign and value."""


def of_block(file: Visited, mark: int) -> tuple[list[Variable], bool]:
    """Return the variables around an offset, and whether they are a saved block whose CRC-32 is right; none: empty."""
    begin = max(0, mark - AROUND)
    data = file.content.read(begin, 2 * AROUND)
    at = mark - begin
    start = data.rfind(b"\0\0", 0, max(0, at - 1)) + 2 if b"\0\0" in data[: max(0, at - 1)] else 0
    end = data.find(b"\0\0", at)
    found = list[Variable]()
    position = start
    for part in data[start : len(data) if end < 0 else end].split(b"\0")[:MOST]:
        match = _ENTRY.fullmatch(part) or (_ENTRY.search(part) if not found else None)
        if match and match.end() == len(part):
            offset = begin + position + match.start()
            found.append(
                Variable(match[1].decode("ascii"), match[2].decode("ascii"), offset, match.end() - match.start())
            )
        elif found:
            return [], False  # no run of variables
        position += len(part) + 1
    if len(found) < FEWEST:
        return [], False
    shift = _saved(file, found[0])
    if shift:  # the last byte of the CRC-32, or the flag, looked like a letter of the first name
        one = found[0]
        found[0] = Variable(one.name[shift:], one.value, one.offset + shift, one.size - shift)
    return found, shift is not None


def of_text(file: Visited) -> Iterator[Variable]:
    """Yield the variables of a text, one a line, and lines that hand the kernel its init."""
    data = file.content.read(0, AROUND)
    for match in islice(_ARGUMENTS.finditer(data), MOST):
        text = match[1].decode("latin-1").strip()
        yield Variable("kernel command line", text, match.start(1), match.end(1) - match.start(1))
    for match in islice(_LINE.finditer(data), MOST):
        if not _ARGUMENTS.match(match[0]):
            value = match[2].decode("latin-1").strip()
            yield Variable(match[1].decode("ascii"), value, match.start(1), match.end() - match.start(1))


def _saved(file: Visited, first: Variable) -> int | None:
    """Return how many letters of the first name belong to the head of a saved block; None where none is right.

    Its CRC-32 is over a block of one of SIZES, or up to the file's end.
    """
    for shift in range(min(6, len(first.name))):
        for head in (4, 5):
            begin = first.offset + shift - head
            if begin >= 0 and _right(file.content.read(begin, SIZES[-1]), head):
                return shift
    return None


def _right(data: bytes, head: int) -> bool:
    said, view = data[:4], memoryview(data)
    for size in dict.fromkeys((*SIZES, len(data))):
        if head < size <= len(data):
            right = zlib.crc32(view[head:size])
            if said in (right.to_bytes(4, "little"), right.to_bytes(4, "big")):
                return True
    return False
