"""Compressed streams: a content that begins with one goes in, a Volume of its one decoded entry comes out."""

import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import zstandard
from isal import isal_zlib

from cupel.inspect.unpack.content import BytesContent, Content, Spool
from cupel.inspect.unpack.format import Damaged, Entry, NotThisFormat, Volume
from cupel.inspect.unpack.limits import Budget, LimitExceeded

READ = 256 << 10
"""Compressed bytes handed to a decoder at a time."""
CHUNK = 1 << 20
"""Decoded bytes taken from a decoder at a time: what a bomb can cost before it is counted."""
FINE = 1 << 10
"""The same two, where a stream breaks and is decoded again up to the break: what is lost there at most."""
CERTAIN = 4096
"""Decoded bytes after which a stream that then breaks is damaged, not a chance magic."""

ISAL_ERROR: type[Exception] = isal_zlib.error  # type: ignore[assignment]  # its stub declares an instance

DECODER_ERRORS: tuple[type[Exception], ...] = (
    *(EOFError, OSError, RuntimeError, ValueError),
    *(lzma.LZMAError, zlib.error, ISAL_ERROR, zstandard.ZstdError),
)
"""What the decompression libraries raise for bytes that they cannot decode."""
BREAKS: tuple[type[Exception], ...] = (Damaged, *DECODER_ERRORS)
"""What breaks a stream before its end."""
ENDS: tuple[type[Exception], ...] = (LimitExceeded, *BREAKS)


class DecoderMemory(LimitExceeded):
    """A decoder would need more memory than one may have."""

    def __init__(self, memory: int) -> None:
        super().__init__(f"limit decoder_memory ({memory:,} bytes) met")


def asks_for_memory(error: Exception) -> bool:
    """Tell whether a library's error is its refusal to take more memory than it was allowed."""
    text = str(error).lower()
    return isinstance(error, (lzma.LZMAError, zstandard.ZstdError)) and (
        "memory usage limit" in text or "too much memory" in text
    )


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


class Member:
    """One compressed member of a content that begins with it. A format with blocks subclasses it."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.end = 0
        """Bytes of the content used so far; what the member covers, once its chunks are through."""
        self.certain = False
        """Whether this is the format beyond doubt, so that a break is damage and not a chance magic."""
        self.problems: list[str] = []
        """What is wrong with a member that decodes to its end, a checksum say."""

    def chunks(self, fine: bool) -> Iterator[bytes]:
        """Yield the decoded bytes, in chunks of a few megabytes at most; in small ones where `fine`.

        Raises Damaged or one of DECODER_ERRORS; EOFError where the content ends before the member.
        """
        raise NotImplementedError

    def take(self, length: int) -> bytes:
        """Read the next `length` bytes. Raises EOFError where the content ends first."""
        data = self.content.read(self.end, length)
        if len(data) < length:
            raise EOFError(f"the input ends after {self.content.size:,} bytes of the stream")
        self.end += length
        return data


class FedMember(Member):
    """A member that a Decoder decodes, fed from `start` on."""

    def __init__(self, content: Content, decoder: Decoder, start: int = 0) -> None:
        super().__init__(content)
        self.decoder = decoder
        self.end = start
        self._out = 0

    def chunks(self, fine: bool) -> Iterator[bytes]:
        """Yield the decoded bytes."""
        decoder, read, most = self.decoder, (FINE if fine else READ), (FINE if fine else CHUNK)
        while not decoder.eof:
            data = b""
            if decoder.needs_input:
                data = self.content.read(self.end, read)
                if not data:
                    self.certain = self.certain or self.end >= CERTAIN
                    raise EOFError(f"the input ends after {self.end:,} bytes of the stream")
                self.end += len(data)
            chunk = decoder.decompress(data, most)
            if chunk:
                self._out += len(chunk)
                self.certain = self.certain or self._out >= CERTAIN
                yield chunk
        self.end -= len(decoder.unused_data)


@dataclass(slots=True)
class StreamVolume(Volume):
    """The one entry of a compressed stream, decoded when it was opened (its end is not known before)."""

    name: str = "data"
    decoded: Content = BytesContent(b"")  # noqa: RUF009 - immutable

    def entries(self) -> Iterator[Entry]:
        """Yield the decoded entry."""
        self.budget.count_entry()
        yield Entry(self.name, size=self.decoded.size)

    def read(self, entry: Entry) -> Content:  # noqa: ARG002 - there is only one
        """Return the decoded bytes."""
        return self.decoded


def open_stream(
    content: Content,
    budget: Budget,
    begin: Callable[[Content], Decoder | Member | None],
    name: str = "data",
    joined: bool = True,
) -> StreamVolume:
    """Decode the stream at the content's first byte, and (where `joined`) what follows it without a gap.

    `begin` looks at a content and gives a decoder or a Member, or None where no member begins. A stream that
    breaks is kept as far as it goes, with a problem. Raises NotThisFormat where it breaks before it is
    certain that this is a stream at all, Damaged where that is certain and nothing came out.
    """
    spool = Spool(budget.memory)
    position, members, problems = 0, 0, []
    while (member := _member(content.part(position), begin)) is not None:
        before = spool.size
        try:
            try:
                _gather(member.chunks(False), member, budget, spool)
            except BREAKS as error:
                if asks_for_memory(error):
                    budget.refuse(str(DecoderMemory(budget.limits.decoder_memory)))
                again = None
                if isinstance(member, FedMember) and not isinstance(error, Damaged | EOFError):
                    again = _member(content.part(position), begin)
                if again is None:
                    raise
                member = again  # a decoder that fails keeps to itself what it decoded in its last call
                _gather(_after(member.chunks(True), spool.size - before), member, budget, spool)
        except ENDS as error:
            limited = isinstance(error, LimitExceeded)
            if not limited and not member.certain:
                if members == 0:
                    raise NotThisFormat from error
                break  # what follows the last whole member only looks like another
            if limited and not spool.size and members == 0:
                raise  # nothing came out: the limit says why
            if not limited and not spool.size:
                raise Damaged(f"nothing can be decoded: {error or type(error).__name__}") from error
            problems.append(f"the stream breaks after {spool.size:,} decoded bytes: {error or type(error).__name__}")
            problems += member.problems
            # past a break the bytes may be anything, so that the walker must look at them again
            position = content.size if isinstance(error, EOFError) else position + max(member.end, 1)
            break
        members += 1
        position += member.end
        problems += member.problems
        if not joined:
            break
    if members == 0 and not problems:
        raise NotThisFormat
    facts: dict[str, str | int] = {"members": members} if members > 1 else {}
    return StreamVolume(
        content, budget, min(position, content.size), facts, problems, name=name, decoded=spool.content()
    )


def decode(content: Content, offset: int, decoder: Decoder, budget: Budget, spool: Spool) -> int:
    """Decode one stream into `spool` and return the offset just past it.

    Raises EOFError where the content ends first, LimitExceeded, or what the decoder raises.
    """
    member = FedMember(content.part(offset), decoder)
    try:
        _gather(member.chunks(False), member, budget, spool)
    except BREAKS as error:
        if asks_for_memory(error):
            budget.refuse(str(DecoderMemory(budget.limits.decoder_memory)))
        raise
    return offset + member.end


def _member(content: Content, begin: Callable[[Content], Decoder | Member | None]) -> Member | None:
    found = begin(content) if content.size else None
    return found if found is None or isinstance(found, Member) else FedMember(content, found)


def _gather(chunks: Iterator[bytes], member: Member, budget: Budget, spool: Spool) -> None:
    before = spool.size
    for chunk in chunks:
        budget.check_stream(member.end, spool.size - before + len(chunk))
        budget.spend(len(chunk))
        spool.write(chunk)


def _after(chunks: Iterator[bytes], skip: int) -> Iterator[bytes]:
    for chunk in chunks:
        if skip < len(chunk):
            yield chunk[skip:]
        skip = max(0, skip - len(chunk))


def stored_name(raw: bytes) -> str:
    """Give the entry's name from the one that a header stores: as it stands, less a leading "./" or "/"."""
    name = raw.decode("utf-8", "backslashreplace")
    while name.startswith(("./", "/")):
        name = name[1:].lstrip("/")
    return name.rstrip("/") if name.rstrip("/") not in ("", ".") else "data"


def lzma_parameters(properties: int) -> dict[str, int]:
    """Split an LZMA properties byte into lc, lp and pb (LZMA specification). Raises Damaged."""
    if properties >= 9 * 5 * 5:
        raise Damaged(f"LZMA properties byte 0x{properties:02x} is out of range")
    return {"lc": properties % 9, "lp": properties // 9 % 5, "pb": properties // 45}
