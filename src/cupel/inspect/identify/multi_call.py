"""The list of a multi-call binary's applets: its bytes go in, the names with their place come out.

BusyBox since 1.9 keeps the sorted names one after another, each ended by a zero byte (applets/applet_tables.c); older
ones, and Toybox, keep a sorted array of structures that begin with a pointer to the name.
"""

import re
import struct
from collections.abc import Iterator

from cupel.inspect.identify.elf import Elf

NAME = re.compile(rb"(?:\[\[?|[a-z][A-Za-z0-9_.+-]{0,31}|-[a-z]{1,8})\Z")
FIRST = re.compile(rb"(?:[^\0\x20-\x7e](?=[a-z\[])|[^\0](?=\[))(\[\[?|[a-z][A-Za-z0-9_.+-]{0,31})\0\Z")
"""The first name of a list, where what stands before it has no zero at its end: it is no text, or the name no word."""
ANCHORS = (b"busybox", b"toybox", b"cat", b"mount", b"ls", b"ifconfig", b"init", b"ash", b"sh", b"syslogd", b"telnetd")
"""Names of which a usable list holds at least one."""
LEAST = 4
"""Names that make a list: fewer stand in order by chance."""
MOST = 1000
MOST_BYTES = 16 << 20
MOST_STEPS = 100_000
"""Names that one search may look at: a file full of likely beginnings ends there."""
STRIDES = {False: (12, 16, 8, 20), True: (24, 32, 16, 40)}
"""Bytes from one structure of the array to the next, 32 and 64 bits."""
MOST_PLACES = 8


def applets(elf: Elf) -> tuple[tuple[str, ...], int]:
    """Return the longest list of applets and the offset where it begins; no names where there is none."""
    data = elf.content.read(0, min(elf.content.size, MOST_BYTES))
    best: tuple[list[bytes], int] = ([], 0)
    steps = iter(range(MOST_STEPS))
    for anchor in ANCHORS:
        for found in _named(data, anchor):
            for names, offset in (_run(data, found, steps), *_arrays(elf, data, found, steps)):
                if len(names) > len(best[0]):
                    best = names, offset
        if len(best[0]) >= LEAST and anchor in best[0]:
            break
    names, offset = best
    return (tuple(name.decode("ascii") for name in names), offset) if len(names) >= LEAST else ((), 0)


def _named(data: bytes, name: bytes) -> Iterator[int]:
    """Yield the offsets of a zero-ended name that begins where another text ends."""
    at = -1
    for _ in range(MOST_PLACES):
        at = data.find(b"\0" + name + b"\0", at + 1)
        if at < 0:
            return
        yield at + 1


def _run(data: bytes, at: int, steps: Iterator[int]) -> tuple[list[bytes], int]:
    """Follow names in rising order from one of them, to both sides."""
    start, names = at, [_text(data, at)]
    while start > 1 and len(names) < MOST and next(steps, None) is not None:
        before = data.rfind(b"\0", max(0, start - 40), start - 1) + 1
        name = data[before : start - 1]
        if not before or not NAME.match(name) or name >= names[0]:
            first = FIRST.search(data[max(0, start - 40) : start])
            if first and first[1] < names[0]:
                start, names = start - len(first[1]) - 1, [first[1], *names]
            break
        start, names = before, [name, *names]
    at += len(_text(data, at)) + 1
    while len(names) < MOST and next(steps, None) is not None:
        name = _text(data, at)
        if not NAME.match(name) or name <= names[-1]:
            break
        names.append(name)
        at += len(name) + 1
    return names, start


def _text(data: bytes, at: int) -> bytes:
    end = data.find(b"\0", at, at + 40)
    return data[at:end] if end >= 0 else b""


def _arrays(elf: Elf, data: bytes, at: int, steps: Iterator[int]) -> Iterator[tuple[list[bytes], int]]:
    """Yield the lists that arrays of structures give, one of whose names stands at `at`."""
    address = elf.address_of(at)
    if address is None:
        return
    pointer = struct.Struct(elf.order + ("Q" if elf.wide else "I"))
    wanted, place = pointer.pack(address), -1
    for _ in range(MOST_PLACES):
        place = data.find(wanted, place + 1)
        if place < 0:
            return
        if place % (8 if elf.wide else 4):
            continue
        for stride in STRIDES[elf.wide]:
            before = list(_follow(elf, data, pointer, place, -stride, steps))
            after = list(_follow(elf, data, pointer, place, stride, steps))
            yield [*reversed(before), _text(data, at), *after], place - stride * len(before)


def _follow(
    elf: Elf, data: bytes, pointer: struct.Struct, place: int, stride: int, steps: Iterator[int]
) -> Iterator[bytes]:
    """Yield the names that the structures before or behind one point to, while they stay in order."""
    last: bytes | None = None
    for _ in range(MOST):
        if next(steps, None) is None:
            return
        if last is not None:
            place += stride
        if not 0 <= place <= len(data) - pointer.size:
            return
        target = elf.offset_of(pointer.unpack_from(data, place)[0])
        name = _text(data, target) if target is not None else b""
        if not NAME.match(name) or (last is not None and (name <= last if stride > 0 else name >= last)):
            return
        if last is not None:
            yield name
        last = name
