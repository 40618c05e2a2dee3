"""LZ4 frames: a content that begins with one goes in, the decoded bytes of it and its followers come out."""

import re
from collections.abc import Iterator

from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.decoders import lz4_decoder
from cupel.inspect.unpack.format import Damaged, Magic, NotThisFormat
from cupel.inspect.unpack.limits import Budget
from cupel.inspect.unpack.stream import CHUNK, Member, StreamVolume, open_stream

# version 1, reserved bits zero, a block size of 64 KB to 4 MB
PATTERN = (
    rb"\x04\x22\x4d\x18[\x40\x41\x44\x45\x48\x49\x4c\x4d\x50\x51\x54\x55\x58\x59\x5c\x5d\x60\x61\x64\x65\x68\x69"
    + (rb"\x6c\x6d\x70\x71\x74\x75\x78\x79\x7c\x7d][\x40\x50\x60\x70]")
)
STORED = 1 << 31
BLOCK_CHECK, SIZED, CONTENT_CHECK, DICTIONARY = 16, 8, 4, 1


class Frame(Member):
    """One frame, fed to the decoder block by block: the blocks' headers say where it ends."""

    def chunks(self, fine: bool) -> Iterator[bytes]:  # noqa: ARG002 - a block is the unit
        """Yield the decoded blocks, in chunks."""
        head = self.take(6)
        flags, largest = head[4], 1 << 8 + 2 * (head[5] >> 4)
        head += self.take((8 if flags & SIZED else 0) + (4 if flags & DICTIONARY else 0) + 1)
        decoder = lz4_decoder()
        decoder.decompress(head)  # compares the header's checksum
        self.certain = True
        if flags & DICTIONARY:
            raise Damaged("the frame needs a dictionary, which is not in it")
        while not decoder.eof:
            head = self.take(4)
            value = int.from_bytes(head, "little")
            size = value & ~STORED
            if size > largest:
                raise Damaged(f"the block at 0x{self.end - 4:x} has {size:,} bytes, {largest:,} at most can follow")
            data = head + self.take(size + (4 if value and flags & BLOCK_CHECK else 0))
            if not value and flags & CONTENT_CHECK:
                data += self.take(4)
            chunk = decoder.decompress(data, CHUNK)
            yield chunk
            while not decoder.eof and not decoder.needs_input:
                chunk = decoder.decompress(b"", CHUNK)
                yield chunk
            if not value and not decoder.eof:
                raise Damaged(f"the frame's end at 0x{self.end:x} is not the decoder's")


class Lz4:
    """The format's facts and its opening."""

    name = "lz4"
    title = "LZ4 frame"
    description = "Archives, logs and some initial file systems; frames that follow each other are joined."
    reference = "https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md"
    proof = "packer"
    magics = (Magic(PATTERN, 6),)
    priority = 0

    def open(self, content: Content, budget: Budget) -> StreamVolume:
        """Decode the frames."""
        head = content.read(0, 6)
        if not re.match(PATTERN, head):
            raise NotThisFormat
        volume = open_stream(content, budget, lambda rest: Frame(rest) if re.match(PATTERN, rest.read(0, 6)) else None)
        volume.facts["block size"] = 1 << 8 + 2 * (head[5] >> 4)
        volume.facts["content checksum"] = "stored" if head[4] & CONTENT_CHECK else "none"
        return volume


FORMAT = Lz4()
