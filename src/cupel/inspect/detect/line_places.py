"""The lines of a text with their places: bytes go in; (number from 1, offset, line without its end) come out."""

from collections.abc import Iterator


def lines_in(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield each line, blank ones too; only a newline ends one."""
    at = number = 0
    while at < len(data):
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        number += 1
        yield number, at, data[at:end]
        at = end + 1
