"""The compression methods of zip archives: an entry's packed bytes go in, its decoded bytes come out."""

import bz2
import lzma
import struct
from collections.abc import Callable

import zstandard

from cupel.inspect.unpack.blocks import BLOCK_ERRORS
from cupel.inspect.unpack.content import Content, Spool
from cupel.inspect.unpack.decoders import deflate_decoder
from cupel.inspect.unpack.format import Damaged
from cupel.inspect.unpack.limits import Budget
from cupel.inspect.unpack.stream import CHUNK, DECODER_ERRORS, READ, Decoder, decode, lzma_parameters
from cupel.inspect.unpack.zip_directory import Record

METHODS = {
    0: "stored", 1: "shrink", 6: "implode", 8: "deflate", 9: "deflate64", 12: "bzip2", 14: "lzma", 20: "zstd",
    93: "zstd", 94: "mp3", 95: "xz", 96: "jpeg", 97: "wavpack", 98: "ppmd", 99: "AES",
}  # fmt: skip
METHOD_ERRORS = (*DECODER_ERRORS, *BLOCK_ERRORS)


def _with(
    begin: Callable[[Content, Budget], tuple[Decoder, int]],
) -> Callable[[Content, Record, Budget, Spool], None]:
    """Decode by one of the decoders that share the standard library's interface."""

    def run(packed: Content, record: Record, budget: Budget, spool: Spool) -> None:
        decoder, offset = begin(packed, budget)
        try:
            decode(packed, offset, decoder, budget, spool)
        except EOFError:
            if spool.size != record.size:  # LZMA may leave out its end mark, as the size is known
                raise

    return run


def _begin_lzma(packed: Content, budget: Budget) -> tuple[Decoder, int]:
    """Begin LZMA after its header of version, length and properties (APPNOTE 5.8.8). Raises Damaged."""
    _, length, properties, dictionary = struct.unpack("<2sHBI", packed.read(0, 9))
    if length != 5 or dictionary > budget.limits.decoder_memory:
        raise Damaged(f"an LZMA header of {length} bytes asks for a dictionary of {dictionary:,} bytes")
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": max(dictionary, 4096), **lzma_parameters(properties)}]
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters), 9


class _Source:
    """The `read` that zstandard takes its input from."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self.position = 0

    def read(self, size: int = -1) -> bytes:
        data = self._content.read(self.position, READ if size < 0 else size)
        self.position += len(data)
        return data


def _zstd(packed: Content, _record: Record, budget: Budget, spool: Spool) -> None:
    source = _Source(packed)
    decompressor = zstandard.ZstdDecompressor(max_window_size=budget.limits.decoder_memory)
    reader = decompressor.stream_reader(source, read_size=READ, read_across_frames=True)  # type: ignore[arg-type]
    while chunk := reader.read(CHUNK):
        budget.check_stream(source.position, spool.size + len(chunk))
        budget.spend(len(chunk))
        spool.write(chunk)


DECODERS: dict[int, Callable[[Content, Record, Budget, Spool], None]] = {
    8: _with(lambda _packed, _budget: (deflate_decoder(), 0)),
    12: _with(lambda _packed, _budget: (bz2.BZ2Decompressor(), 0)),
    14: _with(_begin_lzma),
    20: _zstd,
    93: _zstd,
    95: _with(lambda _, budget: (lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=budget.limits.decoder_memory), 0)),
}
