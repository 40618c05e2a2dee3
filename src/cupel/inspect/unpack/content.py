"""Bytes of an image as a view: a file, bytes in memory, or a part of either; read by offset, never as a whole."""

import os
import tempfile
import threading
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from cupel.errors import MachineError

WINDOW = 8 << 20
"""Bytes that a pass over a large content reads at a time: the memory such a pass costs."""


class Content(Protocol):
    """A run of bytes whose size is known. Reads are thread-safe and never change what other reads see."""

    size: int

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes from `offset`, fewer than `length` where the content ends."""

    def part(self, offset: int, size: int | None = None) -> "Content":
        """View the bytes from `offset` (all that follow, or `size` of them) without a copy, clipped to this content."""


class FileContent:
    """Bytes of an open file, read by position.

    Reading by position instead of mapping: a file that shrinks under the reader gives a short read, not a signal that
    kills the process, and no page of it counts as memory of this process (docs/explanation/reading-hostile-bytes.md).
    """

    __slots__ = ("_file", "_start", "size")

    def __init__(self, file: BinaryIO, start: int = 0, size: int | None = None) -> None:
        self._file = file
        self._start = start
        self.size = os.fstat(file.fileno()).st_size - start if size is None else size

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes from `offset`, fewer than `length` where the content ends."""
        length = min(length, self.size - offset)
        if offset < 0 or length <= 0:
            return b""
        try:
            data = os.pread(self._file.fileno(), length, self._start + offset)
        except OSError as error:
            raise MachineError(
                f"Reading the input failed: {error.strerror}.", "Copy the input to a sound disk and try again."
            ) from error
        while len(data) < length:  # the kernel returns at most 2 GiB at once, and less from some file systems
            more = os.pread(self._file.fileno(), length - len(data), self._start + offset + len(data))
            if not more:
                break
            data += more
        return data

    def part(self, offset: int, size: int | None = None) -> "FileContent":
        """View the bytes from `offset`, clipped to this content."""
        offset, size = clip(self.size, offset, size)
        return FileContent(self._file, self._start + offset, size)


class BytesContent:
    """Bytes held in memory."""

    __slots__ = ("_data", "_hold", "size")

    def __init__(self, data: bytes | memoryview, hold: object = None) -> None:
        self._data = data
        self._hold = hold  # lives as long as a view of the bytes does: what accounts for their memory
        self.size = len(data)

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes from `offset`, fewer than `length` where the content ends."""
        if offset < 0 or length <= 0:
            return b""
        if offset == 0 and length >= self.size and isinstance(self._data, bytes):
            return self._data
        return bytes(self._data[offset : offset + length])

    def part(self, offset: int, size: int | None = None) -> "BytesContent":
        """View the bytes from `offset`, clipped to this content."""
        offset, size = clip(self.size, offset, size)
        return BytesContent(memoryview(self._data)[offset : offset + size], self._hold)


class ReadAhead:
    """One pass over a content by small reads of rising offset, made in larger ones: each read hands the interpreter's
    lock to another thread and waits to get it back.
    """

    __slots__ = ("_ahead", "_content", "_data", "_start")

    def __init__(self, content: Content, ahead: int) -> None:
        self._content = content
        self._ahead = ahead
        self._start = 0
        self._data = b""

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes from `offset`, fewer than `length` where the content ends."""
        at = offset - self._start
        if at < 0 or at + length > len(self._data):
            self._start, at = offset, 0
            self._data = self._content.read(offset, max(length, self._ahead))
        return self._data[at : at + length]


def clip(total: int, offset: int, size: int | None) -> tuple[int, int]:
    """Clip a wanted part to a content of `total` bytes: the offset and size that exist."""
    offset = min(max(offset, 0), total)
    rest = total - offset
    return offset, rest if size is None else min(max(size, 0), rest)


def windows(content: Content, start: int = 0, overlap: int = 0) -> Iterator[tuple[int, bytes]]:
    """Yield (offset, bytes) in windows of WINDOW bytes, each beginning `overlap` bytes before the last one's end."""
    while start < content.size:
        data = content.read(start, WINDOW)
        if not data:
            return
        yield start, data
        start += len(data)
        if start < content.size:
            start = max(start - overlap, start - len(data) + 1)


class SpoolMemory:
    """The bytes that all spools of one inspection may hold in memory together; past that they go to disk."""

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._lock = threading.Lock()

    def take(self, size: int) -> bool:
        """Take `size` bytes, if they are there to take."""
        with self._lock:
            if size > self._left:
                return False
            self._left -= size
            return True

    def give(self, size: int) -> None:
        """Give `size` bytes back."""
        with self._lock:
            self._left += size


class _Taken:
    """Gives spool memory back when the last view of the bytes is gone."""

    __slots__ = ("_memory", "_size")

    def __init__(self, memory: SpoolMemory, size: int) -> None:
        self._memory = memory
        self._size = size

    def __del__(self) -> None:
        self._memory.give(self._size)


class Spool:
    """Takes a stream of bytes and gives a Content: in memory while the shared limit allows, else an unlinked file."""

    def __init__(self, memory: SpoolMemory) -> None:
        self._memory = memory
        self._parts: list[bytes] = []
        self._taken: list[_Taken] = []
        self._file: BinaryIO | None = None
        self.size = 0

    def write(self, data: bytes) -> None:
        """Append `data`."""
        self.size += len(data)
        if self._file is None and self._memory.take(len(data)):
            self._parts.append(data)
            self._taken.append(_Taken(self._memory, len(data)))
            return
        try:
            self._to_disk(data)
        except OSError as error:
            raise _no_room(error) from error

    def _to_disk(self, data: bytes) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="cupel-")  # noqa: SIM115 - it lives as long as its content
            for part in self._parts:
                self._file.write(part)
            self._parts.clear()
            self._taken.clear()
        self._file.write(data)

    def content(self) -> Content:
        """Return all that was written, once."""
        if self._file is not None:
            try:
                self._file.flush()
            except OSError as error:
                raise _no_room(error) from error
            return FileContent(self._file, 0, self.size)
        data = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        self._parts.clear()
        return BytesContent(data, tuple(self._taken))


def _no_room(error: OSError) -> MachineError:
    return MachineError(
        f"Spooling to {tempfile.gettempdir()} failed: {error.strerror}.",
        "Make room there, or name another folder by TMPDIR; nothing of this run was kept.",
    )
