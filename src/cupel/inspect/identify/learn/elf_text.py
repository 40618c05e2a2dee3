"""Readable runs of an executable: its bytes go in; what stands in its data, and its symbol names, come out."""

import re
import struct
from typing import NamedTuple

from cupel.inspect.unpack.content import Content

RUN = re.compile(rb"[\t\n\x20-\x7e]{3,}")
MOST_SECTION = 32 << 20
MOST_TEXT = 6 << 20
"""Bytes of runs kept of one file: what lies beyond them in a few very large programs is not learned from."""
ALLOCATED, EXECUTED, STRINGS, EMPTY = 2, 4, 3, 8


class ElfText(NamedTuple):
    """The runs of one file, each ended by a zero byte, as they stand in the binary."""

    data: bytes
    """Runs of the loaded sections that are not code."""
    symbols: bytes
    """Names of dynamic symbols, libraries and symbol versions."""


def elf_text(content: Content) -> ElfText:
    """Collect the runs. Layout: System V ABI, 'Section Header'. Raises struct.error where the headers are cut."""
    head = content.read(0, 64)
    order = "<" if head[5] == 1 else ">"
    if head[4] == 2:
        offset, size, count = *struct.unpack_from(order + "Q", head, 40), *struct.unpack_from(order + "HH", head, 58)
        layout = order + "IIQQQQ"
    else:
        offset, size, count = *struct.unpack_from(order + "I", head, 32), *struct.unpack_from(order + "HH", head, 46)
        layout = order + "IIIIII"
    table = content.read(offset, size * count)
    data: list[bytes] = []
    symbols: list[bytes] = []
    room = MOST_TEXT
    for number in range(count):
        if room <= 0 or (number + 1) * size > len(table):
            break
        _, kind, flags, _, start, length = struct.unpack_from(layout, table, number * size)
        if kind == EMPTY or not flags & ALLOCATED or flags & EXECUTED:
            continue
        for begin in range(0, min(length, MOST_SECTION), 1 << 20):
            text = _runs(content.read(start + begin, min(length - begin, 1 << 20)))[:room]
            room -= len(text)
            (symbols if kind == STRINGS else data).append(text)
    if not count:
        data.append(_runs(content.read(0, MOST_SECTION))[:room])
    return ElfText(b"".join(data), b"".join(symbols))


def _runs(data: bytes) -> bytes:
    runs = RUN.findall(data)
    return b"\0".join(runs) + b"\0" if runs else b""
