"""Compressed streams: a content that begins with one goes in, a Volume of its one decoded entry comes out."""

import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from cupel.inspect.unpack.content import BytesContent, Content, Spool
from cupel.inspect.unpack.format import Damaged, Entry, NotThisFormat, Volume
from cupel.inspect.unpack.limits import Budget, LimitExceeded

READ = 256 << 10
"""Compressed bytes handed to a decoder at a time."""
CHUNK = 1 << 20
"""Decoded bytes taken from a decoder at a time: what a bomb can cost before it is counted."""
CERTAIN = 4096
"""Decoded bytes after which a stream that then breaks is damaged, not a chance magic."""

DECODER_ERRORS = (EOFError, OSError, RuntimeError, ValueError, lzma.LZMAError, zlib.error)
"""What the decompression libraries raise for bytes that they cannot decode."""


class Decoder(Protocol):
    """The incremental interface that the standard library's decompressors share."""

    @property
    def eof(self) -> bool:
        """Whether the stream's end was reached."""

    @property
    def needs_input(self) -> bool:
        """Whether no more comes out without more input."""

    @property
    def unused_data(self) -> bytes:
        """Bytes past the stream's end."""

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Decode more, at most `max_length` bytes of it."""


@dataclass(slots=True)
class StreamVolume(Volume):
    """The one entry of a compressed stream, decoded when it was opened (its end is not known before)."""

    name: str = "data"
    decoded: Content = BytesContent(b"")  # noqa: RUF009 - immutable

    def entries(self) -> Iterator[Entry]:
        """Yield the decoded entry."""
        yield Entry(self.name, size=self.decoded.size)

    def read(self, entry: Entry) -> Content:  # noqa: ARG002 - there is only one
        """Return the decoded bytes."""
        return self.decoded


def open_stream(
    content: Content, budget: Budget, begin: Callable[[Content], Decoder | None], name: str = "data"
) -> StreamVolume:
    """Decode the stream at the content's first byte, and the members that follow it without a gap.

    `begin` looks at a content and gives a decoder, or None where no member begins. A stream that breaks after
    CERTAIN decoded bytes is kept as far as it goes, with a problem. Raises NotThisFormat where less came out.
    """
    spool = Spool(budget.memory)
    position, members, problems = 0, 0, []
    while (decoder := begin(content.part(position))) is not None:
        before = spool.size
        try:
            position = decode(content, position, decoder, budget, spool)
            members += 1
        except (*DECODER_ERRORS, LimitExceeded) as error:
            limited = isinstance(error, LimitExceeded)
            if not limited and spool.size - before < CERTAIN:
                if members == 0:
                    raise NotThisFormat from error
                break  # what follows the last whole member only looks like another
            problems.append(f"the stream breaks after {spool.size:,} decoded bytes: {error or type(error).__name__}")
            position = content.size if limited or isinstance(error, EOFError) else position + 1
            break
    if members == 0 and not problems:
        raise NotThisFormat
    facts: dict[str, str | int] = {"members": members} if members > 1 else {}
    return StreamVolume(content, budget, position, facts, problems, name=name, decoded=spool.content())


def decode(content: Content, offset: int, decoder: Decoder, budget: Budget, spool: Spool) -> int:
    """Decode one stream into `spool` and return the offset just past it.

    Raises EOFError where the content ends first, LimitExceeded, or what the decoder raises.
    """
    position, before = offset, spool.size
    while not decoder.eof:
        data = b""
        if decoder.needs_input:
            data = content.read(position, READ)
            if not data:
                raise EOFError(f"the input ends at byte {position:,} of the stream's container")
            position += len(data)
        chunk = decoder.decompress(data, CHUNK)
        if chunk:
            budget.check_stream(position - offset, spool.size - before + len(chunk))
            budget.spend(len(chunk))
            spool.write(chunk)
    return position - len(decoder.unused_data)


def lzma_parameters(properties: int) -> dict[str, int]:
    """Split an LZMA properties byte into lc, lp and pb (LZMA specification, 'lzma header'). Raises Damaged."""
    if properties >= 9 * 5 * 5:
        raise Damaged(f"LZMA properties byte 0x{properties:02x} is out of range")
    return {"lc": properties % 9, "lp": properties // 9 % 5, "pb": properties // 45}
