"""Compressed streams: real kernels come out, damaged streams keep what they have, forged ones cost little."""

import bz2
import contextlib
import gzip
import hashlib
import lzma
import random
import struct
import time
import tracemalloc
import zlib
from pathlib import Path

import lz4.block
import lz4.frame
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.inspect.unpack.content import BytesContent, FileContent
from cupel.inspect.unpack.format import Damaged, Format, NotThisFormat
from cupel.inspect.unpack.formats import bzip2 as bzip2_format
from cupel.inspect.unpack.formats import gzip as gzip_format
from cupel.inspect.unpack.formats import lz4 as lz4_format
from cupel.inspect.unpack.formats import lz4_legacy, lzop, xz, zstd
from cupel.inspect.unpack.formats import lzma as lzma_format
from cupel.inspect.unpack.limits import Budget, LimitExceeded, Limits
from cupel.inspect.unpack.stream import CERTAIN, StreamVolume, stored_name

CASES = Path(__file__).parents[2] / "cases/format"
IMAGES = Path(__file__).parents[4] / "shared/images"
FORMATS: dict[str, Format] = {
    found.name: found
    for found in (
        *(gzip_format.FORMAT, bzip2_format.FORMAT, xz.FORMAT, lzma_format.FORMAT),
        *(lz4_format.FORMAT, lz4_legacy.FORMAT, zstd.FORMAT, lzop.FORMAT),
    )
}
FIXTURES = {
    folder.name: (FORMATS[folder.name.split("-")[0]], (folder / "input").read_bytes())
    for folder in sorted(CASES.iterdir())
    if folder.name.split("-")[0] in FORMATS and folder.name != "lz4-legacy"
} | {"lz4-legacy": (lz4_legacy.FORMAT, (CASES / "lz4-legacy/input").read_bytes())}
REFUSALS = (NotThisFormat, Damaged, LimitExceeded)
random_bytes = random.Random(1).randbytes
TEXT = b"".join(b"%d is followed by %s\n" % (n, random_bytes(n % 23)) for n in range(20_000))


def open_bytes(found: Format, data: bytes, limits: Limits | None = None) -> StreamVolume:
    volume = found.open(BytesContent(data), Budget(limits or Limits()))
    assert isinstance(volume, StreamVolume)
    assert 0 < volume.size <= len(data)
    return volume


def decoded(volume: StreamVolume) -> bytes:
    (entry,) = volume.entries()
    content = volume.read(entry)
    assert content.size == entry.size
    return content.read(0, content.size)


def alone_with_size(data: bytes) -> bytes:
    """Make a .lzma with the size in its header, and with the end marker that liblzma's encoder writes."""
    packed = lzma.compress(data, lzma.FORMAT_ALONE)
    return packed[:5] + struct.pack("<Q", len(data)) + packed[13:]


def zstd_compress(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def legacy_compress(data: bytes) -> bytes:
    packed = lz4_legacy.MAGIC
    for at in range(0, len(data), lz4_legacy.BLOCK):
        block = lz4.block.compress(data[at : at + lz4_legacy.BLOCK], store_size=False)
        packed += struct.pack("<I", len(block)) + block
    return packed


PACKERS = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "bzip2": lambda data: bz2.compress(data, 1),
    "xz": lzma.compress,
    "lzma": alone_with_size,
    "lz4": lambda data: lz4.frame.compress(data, content_checksum=True, block_size=lz4.frame.BLOCKSIZE_MAX64KB),
    "lz4_legacy": legacy_compress,
    "zstd": zstd_compress,
}


@pytest.mark.parametrize("name", PACKERS)
def test_a_stream_in_the_middle_of_an_image_ends_where_it_ends(name: str) -> None:
    packed = PACKERS[name](TEXT)
    volume = open_bytes(FORMATS[name], packed + random_bytes(300_000))
    assert (decoded(volume), volume.size, volume.problems) == (TEXT, len(packed), [])


@pytest.mark.parametrize("name", PACKERS)
def test_a_truncated_stream_keeps_what_came_before_the_cut(name: str) -> None:
    packed = PACKERS[name](TEXT)
    if name == "lz4_legacy":  # a block is the smallest part that can be decoded; the others have small ones
        with pytest.raises((NotThisFormat, Damaged)):
            open_bytes(FORMATS[name], packed[: len(packed) * 2 // 3])
        return
    volume = open_bytes(FORMATS[name], packed[: len(packed) * 2 // 3])
    kept = decoded(volume)
    assert len(kept) > len(TEXT) // 3
    assert TEXT.startswith(kept)
    assert "the input ends" in volume.problems[0]
    assert volume.size == len(packed) * 2 // 3


@pytest.mark.parametrize("name", ["gzip", "bzip2", "xz", "lzma", "zstd", "lz4"])
def test_a_flipped_bit_costs_what_follows_it_and_not_what_came_before(name: str) -> None:
    packed = bytearray(PACKERS[name](TEXT))
    packed[len(packed) * 3 // 4] ^= 0x10
    volume = open_bytes(FORMATS[name], bytes(packed) + bytes(1000))
    kept = decoded(volume)
    same = next((at for at, (left, right) in enumerate(zip(kept, TEXT, strict=False)) if left != right), len(kept))
    assert same > len(TEXT) // 2
    assert volume.problems


@pytest.mark.parametrize("name", FIXTURES)
def test_a_fixture_cut_anywhere_gives_a_prefix_or_nothing(name: str) -> None:
    found, data = FIXTURES[name]
    whole = decoded(open_bytes(found, data))
    for length in {*range(0, len(data), 97), *range(40), *range(len(data) - 20, len(data))}:
        try:
            volume = open_bytes(found, data[:length])
        except (NotThisFormat, Damaged):
            continue
        assert whole.startswith(decoded(volume)), length


@pytest.mark.parametrize("name", FIXTURES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_flipped_bits_give_a_volume_or_a_refusal(name: str, data: st.DataObject) -> None:
    found, packed = FIXTURES[name]
    changed = bytearray(packed)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.one_of(st.integers(0, 40), st.integers(0, len(packed) - 1)))
        changed[place] ^= 1 << data.draw(st.integers(0, 7))
    with contextlib.suppress(*REFUSALS):
        decoded(open_bytes(found, bytes(changed), Limits(stream_bytes=16 << 20)))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("data", [b"", b"\x00", bytes(4096), b"\xff" * 4096, random_bytes(70_000)])
def test_what_is_no_stream_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(NotThisFormat):
        FORMATS[name].open(BytesContent(data), Budget(Limits()))


@pytest.mark.parametrize("name", FIXTURES)
def test_the_header_alone_before_noise_or_zeros_is_refused_or_damaged(name: str) -> None:
    found, packed = FIXTURES[name]
    start = time.perf_counter()
    for length in (5, 8, 10, 12, 14, 18):
        for filling in (bytes(4 << 20), random_bytes(70_000), b"\xff" * 70_000):
            with pytest.raises((NotThisFormat, Damaged)):
                found.open(BytesContent(packed[:length] + filling), Budget(Limits()))
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("name", PACKERS)
def test_a_bomb_stops_at_the_limit_and_memory_stays_small(name: str) -> None:
    packed = PACKERS[name](bytes(24 << 20))
    tracemalloc.start()
    volume = open_bytes(FORMATS[name], packed, Limits(stream_bytes=16 << 20, spool_memory=1 << 20))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "limit stream_bytes" in volume.problems[0]
    assert next(volume.entries()).size <= 16 << 20
    assert peak < 32 << 20


# gzip: the library's raw deflate against zlib, through every way of feeding it


def member(payload: bytes, level: int, strategy: int, extra: bytes, name: bytes, comment: bytes, check: bool) -> bytes:
    flags = 4 * bool(extra) | 8 * bool(name) | 16 * bool(comment) | 2 * check
    head = bytes([0x1F, 0x8B, 8, flags]) + struct.pack("<IBB", 1_700_000_000, 0, 3)
    head += struct.pack("<H", len(extra)) + extra if extra else b""
    head += name + b"\0" if name else b""
    head += comment + b"\0" if comment else b""
    head += struct.pack("<H", zlib.crc32(head) & 0xFFFF) if check else b""
    deflate = zlib.compressobj(level, zlib.DEFLATED, -15, 9, strategy)
    return head + deflate.compress(payload) + deflate.flush() + struct.pack("<II", zlib.crc32(payload), len(payload))


payloads = st.one_of(
    st.binary(max_size=2000),
    st.builds(lambda part, count: part * count, st.binary(max_size=300), st.integers(0, 400)),
    st.builds(lambda seed, size: random.Random(seed).randbytes(size), st.integers(), st.integers(0, 70_000)),
)
letters = st.binary(max_size=50).map(lambda raw: bytes(byte for byte in raw if byte >= 32))


@settings(max_examples=150, deadline=None)
@given(
    payloads, st.sampled_from([0, 1, 6, 9]), st.sampled_from([0, 1, 2, 3, 4]), st.binary(max_size=500), letters,
    letters,
    st.booleans(), st.binary(max_size=40), st.sampled_from([1, 2, 7, 100, 4096, 1 << 20]),
    st.sampled_from([1, 10, 5000, 1 << 20]),
)  # fmt: skip
def test_gzip_gives_the_bytes_that_zlib_gives(
    payload: bytes, level: int, strategy: int, extra: bytes, name: bytes, comment: bytes, check: bool, rest: bytes,
    read: int, most: int,
) -> None:  # fmt: skip
    packed = member(payload, level, strategy, extra, name, comment, check)
    assert zlib.decompressobj(31).decompress(packed + rest) == payload
    header = gzip_format.read_header(BytesContent(packed + rest))
    assert header is not None
    assert header[1].get("header checksum") == ("correct" if check else None)
    decoder, place, out = gzip_format.GzipDecoder(), header[0], []
    if len(packed) > 5000:
        read, most = max(read, 100), max(most, 1000)
    data = packed + rest
    while not decoder.eof:
        piece = data[place : place + read] if decoder.needs_input else b""
        assert piece or not decoder.needs_input, "it wants input past the end"
        place += len(piece)
        out.append(decoder.decompress(piece, most))
        assert len(out[-1]) <= most
    assert b"".join(out) == payload
    assert place - len(decoder.unused_data) == len(packed)
    assert not decoder.problem


@pytest.mark.parametrize(("place", "problem"), [(-5, "the checksum is wrong"), (-1, "the size is wrong")])
def test_gzip_with_a_wrong_trailer_keeps_the_data_and_says_so(place: int, problem: str) -> None:
    packed = bytearray(gzip.compress(b"a short configuration file\n", mtime=0))
    packed[place] ^= 1
    volume = open_bytes(gzip_format.FORMAT, bytes(packed) + b"what follows")
    assert decoded(volume) == b"a short configuration file\n"
    assert volume.size == len(packed)
    assert problem in volume.problems[0]


def test_a_gzip_header_is_read_in_steps() -> None:
    class Counted(BytesContent):
        read_bytes = 0

        def read(self, offset: int, length: int) -> bytes:
            data = super().read(offset, length)
            self.read_bytes += len(data)
            return data

    content = Counted(b"\x1f\x8b\x08\x08AAAA\x00\x03" * 20_000)
    assert gzip_format.read_header(content) is None
    assert content.read_bytes < 200
    longest = b"\x1f\x8b\x08\x18AAAA\x00\x03" + b"n" * 4095 + b"\0" + b"c" * 65535 + b"\0"
    header = gzip_format.read_header(BytesContent(longest))
    assert header is not None
    assert header[0] == len(longest)
    assert gzip_format.read_header(BytesContent(longest.replace(b"\0c", b"n\0c"))) is None


def test_gzip_files_with_other_names_are_not_joined() -> None:
    first, second, unnamed = (member(b"page", 6, 0, b"", name, b"", False) for name in (b"a.html", b"b.html", b""))
    volume = open_bytes(gzip_format.FORMAT, first + unnamed + second)
    assert (decoded(volume), volume.size) == (b"pagepage", len(first + unnamed))
    assert volume.facts["members"] == 2


def test_what_only_looks_like_a_member_is_not_joined() -> None:
    packed = gzip.compress(TEXT, mtime=0)
    volume = open_bytes(gzip_format.FORMAT, packed + packed[:10] + random_bytes(5000))
    assert (decoded(volume), volume.size, volume.problems) == (TEXT, len(packed), [])


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b"/etc/passwd", "etc/passwd"), (b"./././/x", "x"), (b"../../x", "../../x"), (b"", "data"), (b".", "data"),
        (b"/", "data"), (b"\xff.txt", "\\xff.txt"), ("ümläut".encode(), "ümläut"), (b".config", ".config"),
    ],
)  # fmt: skip
def test_the_stored_name_is_the_path(raw: bytes, path: str) -> None:
    assert stored_name(raw) == path


# xz and lzma: what a header may ask for


def test_xz_that_asks_for_4_gigabytes_is_refused_by_the_memory_limit() -> None:
    packed = bytearray(lzma.compress(TEXT))
    filters = packed.index(b"\x21\x01", 12)
    packed[filters + 2] = 40  # a dictionary of 4 GiB less one byte
    end = 12 + 4 * packed[12]
    packed[end : end + 4] = struct.pack("<I", zlib.crc32(packed[12:end]))
    budget = Budget(Limits())
    with pytest.raises(LimitExceeded, match=r"limit decoder_memory \(201,326,592 bytes\) met"):
        xz.FORMAT.open(BytesContent(bytes(packed)), budget)
    assert budget.met


def test_xz_with_a_short_padding_is_one_and_with_a_long_one_is_two() -> None:
    packed = lzma.compress(TEXT)
    assert decoded(open_bytes(xz.FORMAT, packed + bytes(512) + packed)) == TEXT + TEXT
    assert open_bytes(xz.FORMAT, packed + bytes(516) + packed).size == len(packed)
    assert open_bytes(xz.FORMAT, packed + bytes(7) + packed).size == len(packed)


def test_lzma_dictionaries_over_the_limit() -> None:
    packed = lzma.compress(TEXT, lzma.FORMAT_ALONE)
    for dictionary in (0xFFFFFFFF, 0xFA000000, 0x80000000):
        with pytest.raises(NotThisFormat):
            open_bytes(lzma_format.FORMAT, packed[:1] + struct.pack("<I", dictionary) + packed[5:])
    forged = packed[:1] + struct.pack("<I", 256 << 20) + packed[5:]
    said = r"limit decoder_memory \(201,326,592 bytes\) met: the header asks for a dictionary of 268,435,456 bytes"
    with pytest.raises(LimitExceeded, match=said):
        open_bytes(lzma_format.FORMAT, forged)
    sized = forged[:5] + struct.pack("<Q", len(TEXT)) + forged[13:]
    assert decoded(open_bytes(lzma_format.FORMAT, sized)) == TEXT  # no match reaches further back than the data


def test_small_numbers_in_a_program_are_no_lzma() -> None:
    for size in (16, 4096, 100_000):
        table = b"\x5d" + struct.pack("<IQ", 1 << 16, size) + bytes(200_000)
        with pytest.raises(NotThisFormat):
            lzma_format.FORMAT.open(BytesContent(table), Budget(Limits()))


def test_lzma_with_a_wrong_size_keeps_the_data() -> None:
    packed = alone_with_size(TEXT)
    for size in (len(TEXT) - 1000, len(TEXT) + 1000):
        volume = open_bytes(lzma_format.FORMAT, packed[:5] + struct.pack("<Q", size) + packed[13:])
        assert TEXT.startswith(decoded(volume)[: len(TEXT)])
        assert len(decoded(volume)) > len(TEXT) - 3000
        assert volume.problems


# block formats


def test_lz4_legacy_of_more_than_one_block_ends_before_the_appended_size() -> None:
    for data in (TEXT * 30, bytes(2 * lz4_legacy.BLOCK), bytes(lz4_legacy.BLOCK) + b"x"):
        packed = legacy_compress(data)
        volume = open_bytes(lz4_legacy.FORMAT, packed + struct.pack("<I", len(data)) + bytes(64))
        content = volume.decoded
        assert hashlib.sha256(content.read(0, content.size)).digest() == hashlib.sha256(data).digest()
        assert (volume.size, volume.problems) == (len(packed), [])


def test_lz4_and_zstd_frames_with_forged_sizes_cost_nothing() -> None:
    tracemalloc.start()
    for size in ((1 << 64) - 2, 1 << 40, 3):
        frame = b"\x28\xb5\x2f\xfd\xc0\x00" + struct.pack("<Q", size) + b"\x2b\x00\x00hello"
        with pytest.raises((NotThisFormat, Damaged)):
            open_bytes(zstd.FORMAT, frame)
        whole = bytearray(lz4.frame.compress(TEXT[:500], store_size=True))
        whole[6:14] = struct.pack("<Q", size)
        with pytest.raises((NotThisFormat, Damaged)):
            open_bytes(lz4_format.FORMAT, bytes(whole))
    for window in (0xF8, 0xFF):
        with pytest.raises(LimitExceeded, match="limit decoder_memory"):
            open_bytes(zstd.FORMAT, b"\x28\xb5\x2f\xfd\x00" + bytes([window]) + zstd_compress(TEXT)[9:])
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


def test_zstd_frame_that_needs_a_dictionary_is_refused() -> None:
    dictionary = zstandard.train_dictionary(1000, [TEXT[at : at + 200] for at in range(0, 100_000, 200)])
    with pytest.raises(NotThisFormat):
        open_bytes(zstd.FORMAT, zstandard.ZstdCompressor(dict_data=dictionary).compress(TEXT))


def test_skippable_frames_alone_are_no_stream() -> None:
    skippable = b"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd"
    for data in (skippable, skippable * 1000, skippable[:4] + b"\xff\xff\xff\xff" + bytes(100)):
        with pytest.raises(NotThisFormat):
            zstd.FORMAT.open(BytesContent(data), Budget(Limits()))


def test_lzop_with_a_wrong_block_checksum_keeps_the_data_and_says_where() -> None:
    _, packed = FIXTURES["lzop-stored"]
    changed = bytearray(packed)
    changed[-100] ^= 1  # in the stored block
    volume = open_bytes(lzop.FORMAT, bytes(changed))
    assert len(decoded(volume)) == len(decoded(open_bytes(lzop.FORMAT, packed)))
    assert "checksum of the decoded block" in volume.problems[0]


def test_a_chance_that_decodes_under_the_bound_is_reported_by_nobody() -> None:
    packed = gzip.compress(TEXT, mtime=0)
    cut = packed[:600]
    assert len(zlib.decompressobj(31).decompress(cut)) < CERTAIN
    with pytest.raises(NotThisFormat):
        open_bytes(gzip_format.FORMAT, cut + random_bytes(4000))


KERNELS = [
    ("lede-17.01.4-wr841v11.bin", 512, 1_258_051, 4_018_764),
    ("openwrt-r7352-wr841v11.bin", 512, 1_276_131, 4_008_228),
    ("tplink-mr3020v1-3.17.2.bin", 15_552, 33_356, 95_584),
    ("tplink-mr3020v1-3.17.2.bin", 132_096, 892_442, 2_581_428),
    ("netcore-fileid361.bin", 10_264, 1_107_147, 3_652_080),
]


@pytest.mark.skipif(not IMAGES.is_dir(), reason="the vendors' images are not in this checkout (../shared/images)")
@pytest.mark.parametrize(("image", "offset", "size", "out"), KERNELS)
def test_the_kernel_of_a_real_image(image: str, offset: int, size: int, out: int) -> None:
    with (IMAGES / image).open("rb") as file:
        volume = lzma_format.FORMAT.open(FileContent(file).part(offset), Budget(Limits()))
        assert (volume.size, next(volume.entries()).size, volume.problems) == (size, out, [])


def test_zstd_skippable_frame_that_may_hide_something_is_named() -> None:
    packed = zstd_compress(TEXT)
    for size, problems in ((4096, 0), (5000, 1)):
        volume = open_bytes(zstd.FORMAT, packed + b"\x50\x2a\x4d\x18" + struct.pack("<I", size) + bytes(size))
        assert decoded(volume) == TEXT
        assert len(volume.problems) == problems
    assert f"the 5,000 bytes at 0x{len(packed) + 8:x} are a skippable frame" in volume.problems[0]
