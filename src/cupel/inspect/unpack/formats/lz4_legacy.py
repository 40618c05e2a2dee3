"""LZ4's first frame, as kernels use it: a content that begins with one goes in, decoded bytes come out."""

import re
from collections.abc import Iterator

from cupel.inspect.unpack.blocks import BLOCK_ERRORS, decode_lz4
from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Damaged, Magic
from cupel.inspect.unpack.limits import Budget
from cupel.inspect.unpack.stream import Member, StreamVolume, open_stream

MAGIC = b"\x02\x21\x4c\x18"
PATTERN = rb"\x02\x21\x4c\x18.{2}[\x00-\x80]\x00"
BLOCK = 8 << 20
LARGEST = BLOCK + BLOCK // 255 + 16
"""What a block that does not shrink takes."""
PROVES = 32
"""Decoded bytes of a first block that show a stream: a block of a few bytes decodes by chance."""


class LegacyFrame(Member):
    """One frame: blocks of 8 MB, the last one shorter, and no end mark."""

    def chunks(self, fine: bool) -> Iterator[bytes]:  # noqa: ARG002 - a block is the unit
        """Yield the decoded blocks."""
        self.take(4)
        out = 0
        while True:
            word = self.content.read(self.end, 4)
            size = int.from_bytes(word, "little")
            if out and (len(word) < 4 or not 0 < size <= LARGEST or size == out):
                return  # a kernel's build appends the decoded size
            if not 0 < size <= LARGEST:
                raise Damaged(f"a first block of {size:,} bytes cannot be")
            data = self.content.read(self.end + 4, size)
            self.certain = bool(out)
            if len(data) < size:
                raise EOFError(f"the input ends within the block at 0x{self.end:x}")
            # the library allocates what it is told to expect, so it is told no more than the block can give
            try:
                chunk = decode_lz4(data, min(BLOCK, 255 * size + 64), 0)
            except BLOCK_ERRORS as error:
                raise Damaged(f"the block at 0x{self.end:x} cannot be decoded: {error}") from error
            if not out and len(chunk) < PROVES:
                raise Damaged("too short to tell from chance")
            self.end += 4 + size
            out += len(chunk)
            yield chunk
            if len(chunk) < BLOCK:
                return


class Lz4Legacy:
    """The format's facts and its opening."""

    name = "lz4_legacy"
    title = "LZ4 legacy frame"
    description = "LZ4-compressed kernels and initial file systems (what `lz4 -l` writes)."
    reference = "https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md (Legacy frame)"
    proof = "packer"
    magics = (Magic(PATTERN, 8),)
    priority = 0

    def open(self, content: Content, budget: Budget) -> StreamVolume:
        """Decode the frames."""

        def begin(rest: Content) -> Member | None:
            return LegacyFrame(rest) if re.match(PATTERN, rest.read(0, 8), re.DOTALL) else None

        return open_stream(content, budget, begin)


FORMAT = Lz4Legacy()
