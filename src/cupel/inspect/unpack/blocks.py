"""The block compressors of file systems: compressed bytes of one block go in, its decoded bytes come out."""

import lzma
import struct
import threading
import zlib
from collections.abc import Callable

import lz4.block
import lzallright
import zstandard
from isal import isal_zlib

from cupel.inspect.unpack.format import Damaged
from cupel.inspect.unpack.stream import ISAL_ERROR, DecoderMemory, asks_for_memory, lzma_parameters

BlockDecoder = Callable[[bytes, int, int], bytes]
"""(compressed bytes, most bytes that may come out, bytes of memory the decoder may take) -> decoded bytes."""

BLOCK_ERRORS: tuple[type[Exception], ...] = (
    *(EOFError, OverflowError, RuntimeError, ValueError, struct.error, IndexError),
    *(lzma.LZMAError, zlib.error, ISAL_ERROR, zstandard.ZstdError, lz4.block.LZ4BlockError, lzallright.LZOError),
)
"""What the libraries raise for bytes that they cannot decode."""

UNBOUNDED = 128 << 10
"""Compressed bytes up to which zlib data is decoded in one call, which is nearly twice as fast but has no bound of its
own: deflate gives at most 1,032 bytes for one, so that a forged block costs 132 MB for the moment of its refusal."""

_thread = threading.local()


def decode_zlib(data: bytes, most: int, memory: int) -> bytes:  # noqa: ARG001 - deflate needs 32 KB
    """Decode one zlib stream."""
    if len(data) <= UNBOUNDED:
        return _whole(isal_zlib.decompress(data, bufsize=most), most)
    return _whole(isal_zlib.decompressobj().decompress(data, most + 1), most)


def decode_xz(data: bytes, most: int, memory: int) -> bytes:
    """Decode one .xz stream, with whatever filters its header names (the BCJ ones for processors too)."""
    try:
        return _whole(lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=memory).decompress(data, most + 1), most)
    except lzma.LZMAError as error:
        if asks_for_memory(error):
            raise DecoderMemory(memory) from error
        raise


def decode_lzma(data: bytes, most: int, memory: int) -> bytes:
    """Decode LZMA with a header of properties and dictionary size, with or without the 8 bytes of decoded size.

    TP-Link's SquashFS blocks leave out the size (seen in TL-MR3020 v1 firmware 3.17.2; properties byte 0x6d); LZMA
    data proper begins with a zero byte, which tells the two headers apart where the size field could not be a size.
    """
    properties, dictionary = struct.unpack_from("<BI", data)
    sized = len(data) > 13 and data[13] == 0 and struct.unpack_from("<Q", data, 5)[0] in range(1, most + 1)
    endless = data[5:13] == b"\xff" * 8
    if dictionary > memory:
        raise DecoderMemory(memory)
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": max(dictionary, 4096), **lzma_parameters(properties)}]
    decoder = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)
    most = struct.unpack_from("<Q", data, 5)[0] if sized else most
    return decoder.decompress(data[13 if sized or endless else 5 :], most)


def decode_lzo(data: bytes, most: int, memory: int) -> bytes:  # noqa: ARG001 - LZO1X needs none
    """Decode one LZO1X block. LZO gives at most 255 bytes for one, so a block bounds what comes out."""
    return _whole(bytes(lzallright.LZOCompressor.decompress(data, most)), most)


def decode_lz4(data: bytes, most: int, memory: int) -> bytes:  # noqa: ARG001 - the output is its memory
    """Decode one LZ4 block."""
    return bytes(lz4.block.decompress(data, uncompressed_size=most))


def decode_zstd(data: bytes, most: int, memory: int) -> bytes:
    """Decode one zstd frame."""
    # The library gives a declared size precedence over the most that it is told to give.
    declared = zstandard.get_frame_parameters(data).content_size
    if declared not in (zstandard.CONTENTSIZE_UNKNOWN, zstandard.CONTENTSIZE_ERROR) and declared > most:
        raise Damaged(f"a zstd frame declares {declared:,} bytes where {most:,} can follow")
    decoder = getattr(_thread, "zstd", None)
    if decoder is None:
        decoder = _thread.zstd = zstandard.ZstdDecompressor(max_window_size=memory)
    try:
        return bytes(decoder.decompress(data, max_output_size=most))
    except zstandard.ZstdError as error:
        if asks_for_memory(error):
            raise DecoderMemory(memory) from error
        raise


def _whole(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise Damaged(f"a block gives more than the {most:,} bytes that can follow")
    return data
