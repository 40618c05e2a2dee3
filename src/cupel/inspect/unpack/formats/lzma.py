"""LZMA with the 13-byte header of its first tools: a compressed kernel goes in, decoded bytes come out."""

import lzma
import re
import struct

from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Magic, NotThisFormat
from cupel.inspect.unpack.limits import Budget
from cupel.inspect.unpack.stream import DecoderMemory, FedMember, Member, StreamVolume, lzma_parameters, open_stream

# A header without a magic: properties, dictionary size, decoded size or all ones, and the data's first zero.
ANY_SIZE = rb"(?:\xff{8}|.{3}[\x00-\x3f]\x00{4})"
LARGE_SIZE = rb"(?:\xff{8}|(?:.[\x10-\xff]\x00\x00|.{2}[\x01-\xff]\x00|.{3}[\x01-\x0f])\x00{4})"
DICTIONARY = (
    rb"(?:\x00(?:[\x10\x20\x40\x80\x30\x60\xc0]\x00|[\x00\x80]\x01|\x00[\x02\x03\x04\x06\x08\x0c\x10\x18\x20\x30\x40"
    rb"\x60\x80\xc0])\x00|\x00{3}[\x01\x02\x03\x04\x06\x08\x0c\x10]|\x00\x00\x80\x01)"
)
POWER_OF_TWO = rb"(?:\x00\x00[\x01\x02\x04\x08\x10\x20\x40\x80]\x00|\x00{3}[\x01\x02\x04])"
PATTERN_USUAL = rb"\x5d" + DICTIONARY + ANY_SIZE + rb"\x00"
# lc, lp and pb other than 3, 0 and 2: 0x6d and 0x6c are what vendors' builds for MIPS use
OTHER_PROPERTIES = rb"[\x5a-\x5c\x5e\x63-\x66\x6c-\x6e]"
# written out as literals, which the scan searches for a third faster than for the classes that they are made of
OTHER_ANCHOR = b"(?:%s)" % b"|".join(
    b"".join(b"\\x%02x" % byte for byte in (properties, *dictionary))
    for properties in (*range(0x5A, 0x5D), 0x5E, *range(0x63, 0x67), *range(0x6C, 0x6F))
    for dictionary in ((0, 0, 1, 0), (0, 0, 2, 0), (0, 0, 4, 0), (0, 0, 8, 0), (0, 0, 16, 0), (0, 0, 32, 0),
                       (0, 0, 64, 0), (0, 0, 128, 0), (0, 0, 0, 1), (0, 0, 0, 2), (0, 0, 0, 4))
)  # fmt: skip
PATTERN_OTHER = OTHER_PROPERTIES + POWER_OF_TWO + LARGE_SIZE + rb"\x00"

ERASED = rb"\x00{32}|\xff{32}"
"""Free space: no encoder gives such a run (megabytes of one byte give three at most), so a stream ends before it."""
LOOKED_AT = 4096


class Lzma:
    """The format's facts and its opening."""

    name = "lzma"
    title = "LZMA (.lzma)"
    description = (
        "The kernel of most MIPS routers, bare or behind a vendor's or U-Boot's header; with the decoded "
        "size in the header, or with an end marker."
    )
    reference = "https://github.com/tukaani-project/xz/blob/master/doc/lzma-file-format.txt"
    proof = "packer"
    magics = (
        Magic(PATTERN_USUAL, 14, anchor=rb"\x5d\x00[\x00\x10\x20\x30\x40\x60\x80\xc0]", anchor_length=3),
        Magic(PATTERN_OTHER, 14, anchor=OTHER_ANCHOR, anchor_length=5),
    )
    priority = 0

    def open(self, content: Content, budget: Budget) -> StreamVolume:
        """Decode the stream."""
        head = content.read(0, 18)
        if not any(re.match(magic.pattern, head, re.DOTALL) for magic in self.magics):
            raise NotThisFormat
        # The coder's first 32 bits are zero only for data that begins with literal zeros one by one, which no
        # encoder gives, and for tables of small numbers in programs, which look like this header.
        if len(head) < 18 or not any(head[14:]):
            raise NotThisFormat
        properties, dictionary, size = struct.unpack_from("<BIQ", head)
        needed = max(min(dictionary, size), 4096)  # no match reaches further back than the first byte
        memory = budget.limits.decoder_memory
        if needed > memory:
            budget.refuse(f"{DecoderMemory(memory)}: the header asks for a dictionary of {dictionary:,} bytes")

        def begin(rest: Content) -> Member:
            decoder = lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=memory + (1 << 20))
            decoder.decompress(struct.pack("<BIQ", properties, needed, size), 0)
            return FedMember(rest, decoder, 13)

        free = re.search(ERASED, content.read(13, LOOKED_AT))
        volume = open_stream(content.part(0, 13 + free.end()) if free else content, budget, begin, joined=False)
        if free and volume.problems:
            raise NotThisFormat
        volume.content = content
        volume.facts["dictionary"] = dictionary
        volume.facts["properties"] = "lc={lc} lp={lp} pb={pb}".format(**lzma_parameters(properties))
        volume.facts["decoded size"] = "unknown" if size == (1 << 64) - 1 else size
        return volume


FORMAT = Lzma()
