"""Bzip2: a content that begins with a stream goes in, the decoded bytes of it and its followers come out."""

import bz2
import re

from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Magic
from cupel.inspect.unpack.limits import Budget
from cupel.inspect.unpack.stream import Decoder, StreamVolume, open_stream

# the level, then the first block's mark (the digits of pi) or, in an empty stream, the end's (of its root)
PATTERN = rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"


def begin(content: Content) -> Decoder | None:
    """Begin a stream, if one stands there."""
    return bz2.BZ2Decompressor() if re.match(PATTERN, content.read(0, 10)) else None


class Bzip2:
    """The format's facts and its opening."""

    name = "bzip2"
    title = "bzip2"
    description = "Kernels, file-system archives and update packages; streams that follow each other are joined."
    reference = "https://github.com/dsnet/compress/blob/master/doc/bzip2-format.pdf (bzip2: Format Specification)"
    proof = "packer"
    magics = (Magic(PATTERN, 10),)
    priority = 0

    def open(self, content: Content, budget: Budget) -> StreamVolume:
        """Decode the streams."""
        volume = open_stream(content, budget, begin)
        volume.facts["block size"] = (content.read(3, 1)[0] - ord("0")) * 100_000
        return volume


FORMAT = Bzip2()
