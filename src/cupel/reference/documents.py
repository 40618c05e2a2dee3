"""Opens what a person downloaded: a path goes in; documents come out, unpacked, one at a time, in bounded memory."""

import lzma
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from cupel.reference.damaged import Damaged
from cupel.reference.zip_entries import entries, unpack

STEP = 1 << 18
HEAD = 1 << 16
MOST_BYTES = 32 << 30
"""Bytes that one file may unpack to. All of the CVE List is 3 GB."""
LZMA_MEMORY = 128 << 20
DEEPEST = 3
"""Containers within each other: the CVE List's daily file is a ZIP within a ZIP."""
Tell = Callable[[int], None]


class Document:
    """One unpacked file, read from its start to its end."""

    def __init__(self, name: str, chunks: Iterator[bytes]) -> None:
        self.name = re.sub(r"(\.gz|\.xz)+$", "", name)
        """Its name, without the endings of what it was packed with."""
        self._chunks = _unpacked(chunks)
        self._kept = b""

    def head(self, size: int = HEAD) -> bytes:
        """Return the first bytes, fewer where there are no more; `chunks` still yields them."""
        while len(self._kept) < size and (chunk := next(self._chunks, b"")):
            self._kept += chunk
        return self._kept[:size]

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes. Raises Damaged."""
        if self._kept:
            kept, self._kept = self._kept, b""
            yield kept
        yield from self._chunks

    def whole(self, most: int) -> bytes:
        """Return all bytes. Raises Damaged where there are more than `most`."""
        parts, size = [], 0
        for chunk in self.chunks():
            size += len(chunk)
            if size > most:
                raise Damaged(f"it has more than {most:,} bytes")
            parts.append(chunk)
        return b"".join(parts)


def documents(path: Path, tell: Tell) -> Iterator[Document]:
    """Yield the documents in a file, an archive or a folder. `tell` is called with the bytes read of it so far.

    Raises Damaged where an archive as a whole cannot be read, and OSError.
    """
    if path.is_dir():
        done = 0
        for found in sorted(path.rglob("*")):
            if found.is_file() and not found.is_symlink():
                yield from documents(found, partial(_tell_more, tell, done))
                done += found.stat().st_size
        return
    with path.open("rb") as file:
        yield from _opened(path.name, file, tell, 0)


def _tell_more(tell: Tell, before: int, size: int) -> None:
    tell(before + size)


def _opened(name: str, file: BinaryIO, tell: Tell, depth: int) -> Iterator[Document]:
    if file.read(4) == b"PK\x03\x04":
        yield from _archive(name, file, tell, depth)
        return
    file.seek(0)
    yield Document(name, _bounded(_file_chunks(file, tell)))


def _archive(name: str, file: BinaryIO, tell: Tell, depth: int) -> Iterator[Document]:
    if depth == DEEPEST:
        raise Damaged(f"{name} holds ZIP archives within each other, more than {DEEPEST} deep")
    for entry in entries(file):
        tell(entry.offset)
        chunks = _bounded(unpack(file, entry))
        if entry.name.endswith(".zip"):
            with tempfile.TemporaryFile() as inner:
                for chunk in chunks:
                    inner.write(chunk)
                inner.seek(0)
                yield from _opened(entry.name, inner, lambda _: None, depth + 1)
        else:
            yield Document(entry.name, chunks)


def _file_chunks(file: BinaryIO, tell: Tell) -> Iterator[bytes]:
    while data := file.read(STEP):
        yield data
        tell(file.tell())


def _bounded(chunks: Iterator[bytes]) -> Iterator[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > MOST_BYTES:
            raise Damaged(f"it unpacks to more than {MOST_BYTES:,} bytes")
        yield chunk


def _unpacked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Undo gzip and xz, as often as they were done."""
    for _ in range(DEEPEST):
        first = b""
        while len(first) < 6 and (chunk := next(chunks, b"")):
            first += chunk
        chunks = chain((first,), chunks)
        if first[:3] == b"\x1f\x8b\x08":
            chunks = _bounded(_gunzipped(chunks))
        elif first[:6] == b"\xfd7zXZ\0":
            chunks = _bounded(_unxzed(chunks))
        else:
            break
    yield from chunks


def _gunzipped(chunks: Iterator[bytes]) -> Iterator[bytes]:
    decoder, waiting = zlib.decompressobj(31), False
    try:
        for data in chunks:
            while data:
                waiting = True
                if out := decoder.decompress(data, STEP):
                    yield out
                data = decoder.unconsumed_tail
                if decoder.eof:  # members follow each other; zeros fill up the last
                    data = decoder.unused_data.lstrip(b"\0")
                    decoder, waiting = zlib.decompressobj(31), False
        while out := decoder.decompress(b"", STEP):
            yield out
    except zlib.error as error:
        raise Damaged(f"its gzip data is damaged: {error}") from error
    if waiting and not decoder.eof:
        raise Damaged("it is cut: its gzip data has no end")


def _unxzed(chunks: Iterator[bytes]) -> Iterator[bytes]:
    decoder = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=LZMA_MEMORY)
    try:
        for data in chunks:
            if decoder.eof:
                return
            yield decoder.decompress(data, STEP)
            while not decoder.needs_input and not decoder.eof:
                yield decoder.decompress(b"", STEP)
    except lzma.LZMAError as error:
        raise Damaged(f"its xz data is damaged: {error}") from error
    if not decoder.eof:
        raise Damaged("it is cut: its xz data has no end")
