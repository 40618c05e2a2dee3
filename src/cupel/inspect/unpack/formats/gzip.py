"""Gzip: a content that begins with a member goes in, the decoded bytes of it and its followers come out."""

import re
import struct
import zlib
from collections.abc import Iterator

from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.decoders import crc32, deflate_decoder
from cupel.inspect.unpack.format import Magic, NotThisFormat
from cupel.inspect.unpack.limits import Budget
from cupel.inspect.unpack.stream import CERTAIN, FedMember, Member, StreamVolume, open_stream, stored_name

HEADER_CHECK, EXTRA, NAME, COMMENT = 2, 4, 8, 16
LONGEST_NAME, LONGEST_COMMENT = 4096, 65536
TEXT_STEP = 64
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
PATTERN = rb"\x1f\x8b\x08[\x00-\x1f].{4}[\x00\x02\x04][\x00-\x0d\xff]"


class GzipDecoder:
    """Decodes one member's deflate data and compares the trailer; its header was read before.

    The library's own gzip mode misreads a header that comes in pieces and drops the data before a wrong
    checksum, so that only its raw deflate is used (test_streams.py compares it with zlib).
    """

    def __init__(self) -> None:
        self._deflate = deflate_decoder()
        self._check = 0
        self._size = 0
        self._tail = b""
        self.eof = False
        self.problem = ""

    @property
    def needs_input(self) -> bool:
        """Whether no more comes out without more input."""
        return self._deflate.eof or bool(self._deflate.needs_input)

    @property
    def unused_data(self) -> bytes:
        """Bytes past the trailer."""
        return self._tail[8:]

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Decode more, at most `max_length` bytes of it."""
        chunk = b""
        if not self._deflate.eof:
            chunk = self._deflate.decompress(data, max_length)
            self._check = crc32(chunk, self._check)
            self._size += len(chunk)
            data = self._deflate.unused_data if self._deflate.eof else b""
        self._tail += data
        if self._deflate.eof and len(self._tail) >= 8:
            self.eof = True
            self._compare(*struct.unpack("<II", self._tail[:8]))
        return chunk

    def _compare(self, check: int, size: int) -> None:
        right = check == self._check, size == self._size & 0xFFFFFFFF
        if not any(right) and self._size < CERTAIN:
            raise ValueError("neither the checksum nor the size is right")
        if not right[0]:
            self.problem = f"the checksum is wrong: 0x{check:08x} stored, 0x{self._check:08x} decoded"
        elif not right[1]:
            self.problem = f"the size is wrong: {size:,} bytes stored, {self._size:,} decoded"


class GzipMember(FedMember):
    """One member whose header is read."""

    def chunks(self, fine: bool) -> Iterator[bytes]:
        """Yield the decoded bytes."""
        yield from super().chunks(fine)
        assert isinstance(self.decoder, GzipDecoder)
        if self.decoder.problem:
            self.problems.append(self.decoder.problem)


def read_header(content: Content) -> tuple[int, dict[str, str | int], bytes] | None:
    """Read a member's header: its size, what it says and the stored name; None where none begins."""
    head = content.read(0, 10)
    if not re.match(PATTERN, head, re.DOTALL):
        return None
    flags, made = struct.unpack_from("<BI", head, 3)
    facts: dict[str, str | int] = {"made at": made} if made else {}
    place, name = 10, b""
    if flags & EXTRA:
        place += 2 + int.from_bytes(content.read(10, 2), "little")
    for flag, fact, longest in ((NAME, "name", LONGEST_NAME), (COMMENT, "comment", LONGEST_COMMENT)):
        if flags & flag:
            text = _text(content, place, longest)
            if text is None:
                return None
            facts[fact] = text.decode("utf-8", "backslashreplace")
            name, place = text if flag == NAME else name, place + len(text) + 1
    if flags & HEADER_CHECK:
        stored = int.from_bytes(content.read(place, 2), "little")
        facts["header checksum"] = "correct" if zlib.crc32(content.read(0, place)) & 0xFFFF == stored else "wrong"
        place += 2
    return place, facts, name


def _text(content: Content, place: int, longest: int) -> bytes | None:
    """Read a text up to its zero byte, in steps; None where it is too long or holds what no text holds."""
    text = b""
    while len(text) < longest:
        data = content.read(place + len(text), min(max(TEXT_STEP, len(text)), longest - len(text)))
        part, zero, _ = data.partition(b"\0")
        if not data or CONTROL.search(part):
            return None
        text += part
        if zero:
            return text
    return None


class Gzip:
    """The format's facts and its opening."""

    name = "gzip"
    title = "gzip"
    description = (
        "Kernels, initial file systems, configuration backups and update packages. Every header option, "
        "members that follow each other, and data whose checksum is wrong (it is kept)."
    )
    reference = "RFC 1952 (gzip), RFC 1951 (deflate)"
    proof = "packer"
    magics = (Magic(PATTERN, 10),)
    priority = 0

    def open(self, content: Content, budget: Budget) -> StreamVolume:
        """Decode the members."""
        first = read_header(content)
        if first is None:
            raise NotThisFormat
        _, facts, name = first

        def begin(rest: Content) -> Member | None:
            header = read_header(rest)
            # a member with another name is another file: images hold web pages as .gz files side by side
            if header is None or header[2] not in (b"", name):
                return None
            return GzipMember(rest, GzipDecoder(), header[0])

        volume = open_stream(content, budget, begin, stored_name(name))
        volume.facts |= facts
        return volume


FORMAT = Gzip()
