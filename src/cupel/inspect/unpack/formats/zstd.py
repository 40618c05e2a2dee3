"""Zstandard: a content that begins with a frame goes in, decoded bytes of it and its followers come out."""

import re
from collections.abc import Iterator

from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.decoders import zstd_decoder
from cupel.inspect.unpack.format import Damaged, Magic, NotThisFormat
from cupel.inspect.unpack.limits import Budget
from cupel.inspect.unpack.stream import Member, StreamVolume, open_stream

MAGIC = b"\x28\xb5\x2f\xfd"
# the descriptor's reserved bit is zero
PATTERN = rb"\x28\xb5\x2f\xfd[\x00-\x07\x10-\x17\x20-\x27\x30-\x37\x40-\x47\x50-\x57\x60-\x67\x70-\x77\x80-\x87" + (
    rb"\x90-\x97\xa0-\xa7\xb0-\xb7\xc0-\xc7\xd0-\xd7\xe0-\xe7\xf0-\xf7]"
)
SKIPPABLE = rb"[\x50-\x5f]\x2a\x4d\x18"
RAW, RUN, COMPRESSED = 0, 1, 2
LARGEST_BLOCK = 128 << 10
HOLE = 4096
"""Bytes that a skippable frame may have without a word."""
EMPTY_BLOCKS = 16
"""Empty blocks that a frame may have before its last: encoders flush so, and a run of zeros looks so."""


class Frame(Member):
    """One frame, decoded block by block: a block bounds what comes out and says where the next begins."""

    def __init__(self, content: Content, memory: int) -> None:
        super().__init__(content)
        self.memory = memory
        self.checked = False
        self.whole = False

    def chunks(self, fine: bool) -> Iterator[bytes]:  # noqa: ARG002 - a block is the unit
        """Yield the decoded blocks."""
        decoder = zstd_decoder(self.memory)
        data, sized, self.checked = self._header()
        out, empty, last = 0, 0, False
        proved = False
        while not last:
            head = self.take(3)
            value = int.from_bytes(head, "little")
            last, kind, size = bool(value & 1), value >> 1 & 3, value >> 3
            if kind > COMPRESSED or size > LARGEST_BLOCK:
                raise Damaged(f"the block at 0x{self.end - 3:x} has type {kind} and {size:,} bytes, which cannot be")
            empty += not size
            if empty > EMPTY_BLOCKS:
                raise Damaged(f"more than {EMPTY_BLOCKS} empty blocks before 0x{self.end:x}")
            data += head + self.take(1 if kind == RUN else size)
            if last and self.checked:
                data += self.take(4)
            chunk = decoder.decompress(data)
            data = b""
            out += len(chunk)
            # raw bytes and runs decode whatever they are; entropy-coded ones do not
            proved = proved or kind == COMPRESSED
            self.certain = self.certain or (proved and out > 256)
            yield chunk
        if not (proved or self.checked or (sized and out)):
            raise Damaged("nothing in the frame shows that it is one")
        self.whole = True

    def _header(self) -> tuple[bytes, bool, bool]:
        head = self.take(5)
        flags = head[4]
        single = flags >> 5 & 1
        dictionary = (0, 1, 2, 4)[flags & 3]
        sized = (single, 2, 4, 8)[flags >> 6]
        head += self.take(1 - single + dictionary + sized)
        identity = int.from_bytes(head[6 - single : 6 - single + dictionary], "little")
        if identity:
            raise Damaged(f"the frame needs dictionary {identity}, which is not in it")
        return head, bool(sized), bool(flags & 4)


class Skipped(Member):
    """One skippable frame: it holds what its maker wanted, no data of the stream."""

    def chunks(self, fine: bool) -> Iterator[bytes]:  # noqa: ARG002 - nothing is decoded
        """Yield nothing."""
        head = self.take(8)
        self.take(int.from_bytes(head[4:], "little"))
        yield from ()


def frame_after_skippable(content: Content, magic: bytes, most: int = 16) -> int | None:
    """Find the frame with this magic behind at most `most` skippable frames: its offset, or None."""
    place = 0
    for _ in range(most):
        head = content.read(place, 8)
        if head[:4] == magic:
            return place
        if len(head) < 8 or not re.match(SKIPPABLE, head):
            return None
        place += 8 + int.from_bytes(head[4:], "little")
    return None


class Zstd:
    """The format's facts and its opening."""

    name = "zstd"
    title = "Zstandard"
    description = (
        "Kernels, initial file systems and packages of newer equipment; frames that follow each other, and "
        "the skippable frames around them."
    )
    reference = "RFC 8878"
    proof = "packer"
    magics = (Magic(PATTERN, 5), Magic(SKIPPABLE + rb"..[\x00-\x0f]\x00", 8))
    priority = 0

    def open(self, content: Content, budget: Budget) -> StreamVolume:
        """Decode the frames."""
        first = frame_after_skippable(content, MAGIC)
        if first is None:
            raise NotThisFormat
        frames: list[Frame] = []
        skipped, hidden = 0, list[str]()

        def begin(rest: Content) -> Member | None:
            nonlocal skipped
            head = rest.read(0, 8)
            if re.match(PATTERN, head):
                frames.append(Frame(rest, budget.limits.decoder_memory))
                return frames[-1]
            if len(head) < 8 or not re.match(SKIPPABLE, head) or 8 + int.from_bytes(head[4:], "little") > rest.size:
                return None
            skipped += 1
            if (size := int.from_bytes(head[4:], "little")) > HOLE and len(hidden) < 1000:
                at = content.size - rest.size + 8
                hidden.append(f"the {size:,} bytes at 0x{at:x} are a skippable frame: they are not looked at")
            return Skipped(rest)

        volume = open_stream(content, budget, begin)
        whole = sum(frame.whole for frame in frames)
        if not whole and not volume.problems:
            raise NotThisFormat
        volume.problems += hidden
        volume.facts.pop("members", None)
        volume.facts["frames"] = whole
        if skipped:
            volume.facts["skippable frames"] = skipped
        volume.facts["content checksum"] = "stored" if frames[0].checked else "none"
        return volume


FORMAT = Zstd()
