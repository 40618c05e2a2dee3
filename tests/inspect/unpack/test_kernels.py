"""Kernel images: real ones give their kernel, damaged and forged ones give what they have."""

import bz2
import gzip
import lzma
import os
import random
import re
import struct
import sys
import time
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import lz4.block
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.inspect.unpack.content import BytesContent, FileContent
from cupel.inspect.unpack.format import Damaged, Format, NotThisFormat, Volume
from cupel.inspect.unpack.formats import bzimage, efi_zboot, ikconfig, zimage
from cupel.inspect.unpack.limits import Budget, LimitExceeded, Limits

CASES = Path(__file__).parents[2] / "cases/format"
sys.path.insert(0, str(CASES))
import _kernel  # noqa: E402 - lays out the fixtures of the golden cases

FORMATS: dict[str, Format] = {
    "zimage": zimage.FORMAT,
    "bzimage": bzimage.FORMAT,
    "efi-zboot": efi_zboot.FORMAT,
    "ikconfig": ikconfig.FORMAT,
}
FIXTURES = [
    (found, (folder / "input").read_bytes())
    for name, found in FORMATS.items()
    for folder in sorted(CASES.glob(f"{name}*"))
]
GZIP = gzip.compress(_kernel.KERNEL, mtime=0)


def opened(found: Format, data: bytes) -> Volume:
    return found.open(BytesContent(data), Budget(Limits()))


def walk(found: Format, data: bytes) -> dict[str, bytes] | None:
    """Open and read everything; None where it is refused. Any other exception is an error."""
    try:
        volume = opened(found, data)
        result = {}
        for entry in volume.entries():
            content = volume.read(entry)
            result[entry.path] = content.read(0, content.size)
            assert content.size == entry.size
    except (NotThisFormat, Damaged, LimitExceeded):
        return None
    assert volume.size > 0
    return result


@pytest.mark.parametrize(("found", "data"), FIXTURES)
def test_truncated_image_gives_what_is_there_and_says_so(found: Format, data: bytes) -> None:
    whole = walk(found, data)
    assert whole
    for length in [*range(0, len(data), 61), len(data) - 1]:
        got = walk(found, data[:length])
        for path, part in (got or {}).items():
            if path != "image":  # stands for all of it, where even the payload's start is missing
                assert path in ("code", *whole)
                assert path == "code" or whole[path].startswith(part)
        if got is not None:
            assert opened(found, data[:length]).problems, length


@pytest.mark.parametrize(("found", "data"), FIXTURES)
def test_flipped_bits_raise_only_refusals(found: Format, data: bytes) -> None:
    chosen = random.Random(1)
    for offset in [*range(min(len(data), 0x280)), *(chosen.randrange(len(data)) for _ in range(100))]:
        bad = bytearray(data)
        bad[offset] ^= 1 << chosen.randrange(8)
        walk(found, bytes(bad))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FIXTURES), st.lists(st.tuples(st.integers(0, 0x27F), st.binary(min_size=1, max_size=4))))
def test_forged_headers_raise_only_refusals(fixture: tuple[Format, bytes], changes: list[tuple[int, bytes]]) -> None:
    found, data = fixture
    bad = bytearray(data)
    for offset, new in changes:
        bad[offset : offset + len(new)] = new
    walk(found, bytes(bad))


@pytest.mark.parametrize("found", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("data", [b"", b"\0" * 4096, b"\xff" * 4096, random.Random(2).randbytes(1 << 16)])
def test_other_bytes_are_not_the_format(found: Format, data: bytes) -> None:
    with pytest.raises(NotThisFormat):
        opened(found, data)


def test_chance_magics_are_not_kernels() -> None:
    noise = bytearray(random.Random(3).randbytes(1 << 16))
    noise[0x24:0x30] = struct.pack("<3I", 0x016F2818, 0, 1 << 16)
    with pytest.raises(NotThisFormat):
        opened(zimage.FORMAT, bytes(noise))
    text = b"IKCFG_ST" + gzip.compress(b"This text has no options. " * 9) + b"IKCFG_ED"
    with pytest.raises(NotThisFormat):
        opened(ikconfig.FORMAT, text)


def test_huge_declared_sizes_cost_nothing() -> None:
    cases: list[tuple[Format, bytes, int]] = []
    image, begin = _kernel.zimage(GZIP)
    cases.append((zimage.FORMAT, image, 0x2C))  # end
    cases.append((zimage.FORMAT, image, 0x38))  # table
    cases.append((zimage.FORMAT, image, begin - 20))  # offset of the decoded size
    image, _code, begin = _kernel.bzimage(GZIP)
    cases += [(bzimage.FORMAT, image, offset) for offset in (0x1F4, 0x248, 0x24C)]
    image = (CASES / "efi-zboot/input").read_bytes()
    cases += [(efi_zboot.FORMAT, image, offset) for offset in (8, 12, 0x3C, 0x46, 0x54)]
    tracemalloc.start()
    for found, image, offset in cases:
        for value in (0x0FFFFFFF, 0x7FFFFFFF, 0xFFFFFFFF):
            walk(found, image[:offset] + struct.pack("<I", value) + image[offset + 4 :])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 << 20


def test_table_of_tags_that_points_at_itself_ends() -> None:
    image = bytearray(_kernel.zimage(GZIP)[0])
    struct.pack_into("<I", image, 0x38, 0x100)
    struct.pack_into("<3I", image, 0x100, 0, 0, 0)  # a tag of no length
    assert opened(zimage.FORMAT, bytes(image)).facts["compression"] == "gzip"


def test_a_flood_of_false_headers_is_left_after_some_tries() -> None:
    block = struct.pack("<4sI", b"\x02\x21\x4c\x18", 1 << 20) + b"\xff" * 8
    image = bytearray(_kernel.zimage(block * 80_000)[0])
    started = time.perf_counter()
    volume = opened(zimage.FORMAT, bytes(image))
    assert time.perf_counter() - started < 5
    assert [entry.path for entry in volume.entries()] == ["image"]
    assert "no compressed kernel" in volume.problems[0]


def test_kernel_with_big_endian_data_and_little_endian_code() -> None:
    image = bytearray(_kernel.zimage(GZIP)[0])
    image[0x30:0x34] = b"\x04\x03\x02\x01"
    assert opened(zimage.FORMAT, bytes(image)).facts["byte order"] == "big"


@pytest.mark.parametrize(
    ("compression", "compress"),
    [
        ("bzip2", bz2.compress),
        ("zstd", lambda data: zstandard.ZstdCompressor(level=19).compress(data)),
        ("lzma", lambda data: lzma.compress(data, lzma.FORMAT_ALONE)),
    ],
)
def test_payload_is_found_without_its_place(compression: str, compress: Callable[[bytes], bytes]) -> None:
    image, begin = _kernel.zimage(compress(_kernel.KERNEL), table=False)
    facts = opened(zimage.FORMAT, image).facts
    assert (facts["compression"], facts["payload offset"]) == (compression, begin)


def test_lz4_payload_of_several_blocks_ends_before_the_decoded_size() -> None:
    data = bytes(9 << 20)
    blocks = [lz4.block.compress(data[at : at + (8 << 20)], store_size=False) for at in (0, 8 << 20)]
    stream = b"\x02\x21\x4c\x18" + b"".join(struct.pack("<I", len(block)) + block for block in blocks)
    image, begin = _kernel.zimage(stream + struct.pack("<I", len(data)), table=False)
    entries = {entry.path: entry for entry in opened(zimage.FORMAT, image).entries()}
    assert entries["payload"].extent == (begin, len(stream))


@pytest.mark.parametrize(("found", "data"), FIXTURES)
def test_no_entry_is_taken_for_another_such_image(found: Format, data: bytes) -> None:
    volume = opened(found, data)
    for entry in volume.entries():
        content = volume.read(entry)
        magics = [re.compile(magic.pattern, re.DOTALL) for magic in found.magics]
        assert not any(magic.search(content.read(0, content.size)) for magic in magics), entry.path


def test_zimage_does_not_cover_the_device_tree_behind_it() -> None:
    image, _begin = _kernel.zimage(GZIP)
    assert opened(zimage.FORMAT, image + b"\xd0\x0d\xfe\xed" + bytes(100)).size == len(image)


def test_old_x86_kernel_has_its_payload_searched() -> None:
    image, _code, begin = _kernel.bzimage(GZIP, protocol=0x203)
    volume = opened(bzimage.FORMAT, image)
    assert volume.facts["protocol"] == "2.03"
    assert volume.facts["payload offset"] == begin
    assert [entry.path for entry in volume.entries()] == ["setup", "decompressor", "payload"]


def test_boot_program_with_the_header_of_a_kernel_is_read_as_code() -> None:
    image, _code, _begin = _kernel.bzimage(b"no stream at all", protocol=0x206)
    volume = opened(bzimage.FORMAT, image)
    assert [entry.path for entry in volume.entries()] == ["setup", "code"]
    assert "compression" not in volume.facts


def test_zboot_whose_payload_is_something_else_says_so() -> None:
    image = bytearray((CASES / "efi-zboot/input").read_bytes())
    image[512:516] = b"none"
    assert "does not begin like zstd22" in opened(efi_zboot.FORMAT, bytes(image)).problems[0]


def test_signature_that_was_taken_off_is_told() -> None:
    image = (CASES / "efi-zboot/input").read_bytes()
    volume = opened(efi_zboot.FORMAT, image[:-40])
    assert volume.size == len(image) - 40
    assert "the signature of 40 bytes" in volume.problems[0]


CONFIGURATION = b"# Linux kernel version: 2.6.30.9\n" + b"".join(b"CONFIG_OPTION_%d=y\n" % n for n in range(9000))


def test_configuration_of_an_old_kernel_names_its_version() -> None:
    volume = opened(ikconfig.FORMAT, b"IKCFG_ST" + gzip.compress(CONFIGURATION) + b"IKCFG_ED\0\0\0")
    assert volume.facts == {"kernel version": "2.6.30.9", "options set": 9000}
    assert not volume.problems


def test_broken_configuration_is_kept_as_far_as_it_goes() -> None:
    stream = bytearray(gzip.compress(CONFIGURATION))
    stream[-8] ^= 1  # the checksum
    data = b"IKCFG_ST" + bytes(stream) + b"IKCFG_ED"
    volume = opened(ikconfig.FORMAT, data + bytes(100))
    assert "breaks after" in volume.problems[0]
    assert volume.size == len(data)
    (entry,) = volume.entries()
    assert CONFIGURATION.startswith(volume.read(entry).read(0, 1 << 20)) and entry.size >= 65536


def test_configuration_without_its_end_mark_is_complete_and_says_so() -> None:
    stream = b"IKCFG_ST" + gzip.compress(CONFIGURATION)
    volume = opened(ikconfig.FORMAT, stream)
    assert "IKCFG_ED does not follow" in volume.problems[0]
    assert volume.size == len(stream)


def test_configuration_that_is_a_bomb_ends_at_the_bound() -> None:
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = b"IKCFG_ST" + bomb.compress(b"CONFIG_A=y\n" * 4_000_000) + bomb.flush() + b"IKCFG_ED"
    volume = opened(ikconfig.FORMAT, data)
    assert "more than 16,777,216 bytes" in volume.problems[0]
    assert volume.read(next(volume.entries())).size <= ikconfig.MOST


def test_configuration_counts_against_the_limits() -> None:
    data = b"IKCFG_ST" + gzip.compress(CONFIGURATION) + b"IKCFG_ED"
    with pytest.raises(LimitExceeded):
        ikconfig.FORMAT.open(BytesContent(data), Budget(Limits(bytes_out=1000)))


def test_decoder_memory_is_limited_while_searching() -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 64 << 20}]
    image, _begin = _kernel.zimage(lzma.compress(_kernel.KERNEL, check=lzma.CHECK_CRC32, filters=filters))
    with pytest.raises(StopIteration):
        volume = zimage.FORMAT.open(BytesContent(image), Budget(Limits(decoder_memory=1 << 20)))
        next(entry for entry in volume.entries() if entry.path == "payload")


def real_kernels() -> list[Path]:
    found = list(Path("/boot").glob("vmlinuz-*"))
    if images := os.environ.get("IMAGES_DIR"):
        found += Path(images).glob("work/kx-*/boot/vmlinuz-*")
    return sorted(found)


def decoded(compression: str, data: bytes) -> bytes:
    if compression.startswith("zstd"):
        return zstandard.ZstdDecompressor().decompressobj().decompress(data)
    if compression == "lz4":
        parts, at = [], 4
        while at < len(data):
            (size,) = struct.unpack_from("<I", data, at)
            parts.append(lz4.block.decompress(data[at + 4 : at + 4 + size], uncompressed_size=8 << 20))
            at += 4 + size
        return b"".join(parts)
    return zlib.decompressobj(31).decompress(data) if compression == "gzip" else lzma.decompress(data)


def test_real_kernels_give_a_kernel() -> None:
    """Any kernel of Debian's armhf, amd64 or loong64; those of arm64 and mipsel are not of these formats."""
    opened_names = []
    for path in real_kernels():
        with path.open("rb") as file:
            content = FileContent(file)
            for found in (zimage.FORMAT, bzimage.FORMAT, efi_zboot.FORMAT):
                magic = found.magics[0]
                if not re.fullmatch(magic.pattern, content.read(magic.offset, magic.length), re.DOTALL):
                    continue
                volume = found.open(content, Budget(Limits()))
                entries = {entry.path: entry for entry in volume.entries()}
                payload = volume.read(entries["payload"])
                kernel = decoded(str(volume.facts["compression"]), payload.read(0, payload.size))
                assert b"Linux version " in kernel, path
                assert len(kernel) == volume.facts["decoded size"]
                assert volume.size == content.size
                assert not volume.problems
                opened_names.append(path.name)
    if not opened_names:
        pytest.skip("no zImage, bzImage or zboot kernel in /boot or $IMAGES_DIR/work/kx-*/boot")
