"""The incremental decoders of the decompression libraries, by the names of what they decode."""

import lz4.frame
import zstandard
from isal import igzip_lib, isal_zlib

from cupel.inspect.unpack.stream import Decoder

crc32 = isal_zlib.crc32
"""(bytes, checksum so far) -> checksum; four times as fast as zlib's."""


def deflate_decoder() -> Decoder:
    """Begin a raw deflate stream."""
    decoder: Decoder = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_DEFLATE)
    return decoder


def gzip_decoder() -> Decoder:
    """Begin a gzip stream that comes in one piece; one that comes in several needs formats/gzip.py."""
    decoder: Decoder = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)
    return decoder


def lz4_decoder() -> lz4.frame.LZ4FrameDecompressor:
    """Begin an LZ4 frame."""
    return lz4.frame.LZ4FrameDecompressor()


def zstd_decoder(memory: int) -> "zstandard.ZstdDecompressionObj":  # the name exists in the library's stub only
    """Begin a zstd frame whose window is at most `memory` bytes."""
    return zstandard.ZstdDecompressor(max_window_size=memory).decompressobj()
