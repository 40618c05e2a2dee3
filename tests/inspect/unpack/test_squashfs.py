"""SquashFS: real file systems come out whole, damaged and forged ones give what they have and cost little."""

import contextlib
import hashlib
import lzma
import struct
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.inspect.unpack.content import BytesContent, FileContent
from cupel.inspect.unpack.format import Damaged, Entry, NotThisFormat
from cupel.inspect.unpack.formats import squashfs
from cupel.inspect.unpack.formats.squashfs import Place, SquashVolume
from cupel.inspect.unpack.limits import Budget, LimitExceeded, Limits

CASES = Path(__file__).parents[2] / "cases/format"
IMAGES = Path(__file__).parents[4] / "shared/images"
FIXTURES = {folder.name: (folder / "input").read_bytes() for folder in sorted(CASES.glob("squashfs-*"))}
STORED = FIXTURES["squashfs-stored"]  # its tables are not compressed, so that a test can change them
INODES, FOLDERS = struct.unpack_from("<QQ", STORED, 64)
(ROOT,) = struct.unpack_from("<Q", STORED, 32)
REFUSALS = (NotThisFormat, Damaged, LimitExceeded)


def open_bytes(data: bytes | bytearray, limits: Limits | None = None) -> SquashVolume:
    return squashfs.FORMAT.open(BytesContent(bytes(data)), Budget(limits or Limits()))


def contents(volume: SquashVolume) -> dict[str, str]:
    found = {}
    for entry in volume.entries():
        if entry.kind == "file":
            content = volume.read(entry)
            found[entry.path] = hashlib.sha256(content.read(0, content.size)).hexdigest()
    return found


def name_at(name: bytes) -> int:
    """Find where in STORED the folder entry of this name begins."""
    return STORED.index(struct.pack("<H", len(name) - 1) + name, FOLDERS) - 6


def inode_at(name: bytes) -> int:
    return INODES + 2 + int(struct.unpack_from("<H", STORED, name_at(name))[0])


def test_the_fixtures_hold_the_extended_kinds_of_inodes() -> None:
    volume = open_bytes(FIXTURES["squashfs-extended"])
    place, kinds = 0, set()
    while place < len(volume.inodes):
        (kind,) = struct.unpack_from("<H", volume.inodes, place)
        kinds.add(kind)
        layout = {
            1: 32, 2: 32, 3: 24, 5: 24, 6: 20, 8: 40, 9: 56,
        }[kind]  # fmt: skip
        extra = 0
        if kind == 2:
            fragment, _, size = struct.unpack_from("<III", volume.inodes, place + 20)
            extra = 4 * (size // volume.block_size if fragment != squashfs.NONE else -(-size // volume.block_size))
        elif kind == 9:
            (size,) = struct.unpack_from("<Q", volume.inodes, place + 24)
            (fragment,) = struct.unpack_from("<I", volume.inodes, place + 44)
            extra = 4 * (size // volume.block_size if fragment != squashfs.NONE else -(-size // volume.block_size))
        elif kind == 3:
            (extra,) = struct.unpack_from("<I", volume.inodes, place + 20)
        elif kind == 8:
            (count,) = struct.unpack_from("<H", volume.inodes, place + 32)
            for _ in range(count):
                extra += 13 + int(struct.unpack_from("<I", volume.inodes, place + 40 + extra + 8)[0])
        place += layout + extra
    assert {8, 9} <= kinds
    assert place == len(volume.inodes)


@pytest.mark.parametrize("name", FIXTURES)
def test_a_cut_image_says_so(name: str) -> None:
    data = FIXTURES[name]
    for length in range(0, len(data), 61):
        with contextlib.suppress(*REFUSALS):
            volume = open_bytes(data[:length])
            assert volume.size == length
            assert "cut short" in volume.problems[0]
            for entry in volume.entries():
                if entry.kind == "file":
                    with contextlib.suppress(Damaged):
                        assert volume.read(entry).size == entry.size


@pytest.mark.parametrize("name", FIXTURES)
def test_an_image_without_its_last_table_still_gives_its_files(name: str) -> None:
    data = FIXTURES[name]
    volume = open_bytes(data[:-4])
    assert contents(volume) == contents(open_bytes(data))
    assert len(volume.problems) == 1 or any("owners" in problem for problem in volume.problems)


@pytest.mark.parametrize("name", FIXTURES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_flipped_bits_give_entries_or_a_refusal(name: str, data: st.DataObject) -> None:
    changed = bytearray(FIXTURES[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.one_of(st.integers(0, 95), st.integers(0, len(changed) - 1)))
        changed[place] ^= 1 << data.draw(st.integers(0, 7))
    with contextlib.suppress(*REFUSALS):
        volume = open_bytes(changed, Limits(entries=5000, stream_bytes=4 << 20))
        for entry in volume.entries():
            if entry.kind == "file":
                with contextlib.suppress(Damaged):
                    assert volume.read(entry).size == entry.size


@pytest.mark.parametrize("place", [*range(0, 96, 4)])
def test_forged_counts_and_offsets_cost_nothing(place: int) -> None:
    tracemalloc.start()
    for value in (0xFFFFFFFF, 0x7FFFFFFF, 0x00FFFFFF, 0):
        changed = bytearray(STORED)
        struct.pack_into("<I", changed, place, value)
        with contextlib.suppress(*REFUSALS):
            for entry in open_bytes(changed).entries():
                assert entry.path
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


def test_a_folder_in_itself_ends() -> None:
    changed = bytearray(STORED)
    struct.pack_into("<H", changed, name_at(b"lib"), ROOT & 0xFFFF)
    volume = open_bytes(changed)
    paths = [entry.path for entry in volume.entries()]
    assert len(paths) == len(set(paths)) < 20
    assert "'lib/' contains itself" in volume.problems[0]


def test_a_fragment_that_does_not_exist_is_the_files_damage_alone() -> None:
    data = bytearray(FIXTURES["squashfs-big-endian"])
    (table,) = struct.unpack_from(">Q", data, 64)
    place = data.index(struct.pack(">I", 39), table) - 12  # the banner's size, 39 bytes, stands last in its inode
    start, fragment, _offset, size = struct.unpack_from(">IIII", data, place)
    assert (start, fragment, size) == (0, 0, 39)
    struct.pack_into(">I", data, place + 4, 7)
    volume = open_bytes(data)
    entries = {entry.path: entry for entry in volume.entries()}
    with pytest.raises(Damaged, match="fragment 7 does not exist"):
        volume.read(entries["etc/banner"])
    assert volume.read(entries["lib/noise"]).size == 3072


def test_a_file_of_a_forged_size_is_a_problem_and_the_rest_is_there() -> None:
    changed = bytearray(STORED)
    struct.pack_into("<I", changed, inode_at(b"noise") + 28, 0xFFFFFFFF)
    volume = open_bytes(changed)
    paths = {entry.path for entry in volume.entries()}
    assert {"bin/tool", "etc/banner"} <= paths
    assert "'lib/noise' declares 4,294,967,295 bytes" in volume.problems[0]


def test_a_hole_has_no_ratio_but_stops_at_the_size_of_a_stream() -> None:
    limits = Limits(ratio_from=4 << 20, spool_memory=1 << 20, stream_bytes=32 << 20)
    volume = SquashVolume(BytesContent(b""), Budget(limits))
    volume.block_size = 1 << 20
    volume.inodes = bytes(4000)
    hole = volume.read(Entry("hole", size=30 << 20, token=Place(0, 0, 30, squashfs.NONE, 0)))
    assert hole.size == 30 << 20
    assert not volume.budget.met
    with pytest.raises(LimitExceeded, match="stream_bytes"):
        volume.read(Entry("hole", size=1000 << 20, token=Place(0, 0, 1000, squashfs.NONE, 0)))


@pytest.mark.parametrize("name", FIXTURES)
def test_an_image_ends_with_its_last_table_whatever_its_size_field_says(name: str) -> None:
    data = bytearray(FIXTURES[name])
    order = "<" if data[:4] == b"hsqs" else ">"
    (used,) = struct.unpack_from(order + "Q", data, 40)
    struct.pack_into(order + "Q", data, 40, used + 5000)
    volume = open_bytes(data + bytes(9000))
    assert volume.size == used
    assert f"{used + 5000:,} bytes declared, but the last table ends after {used:,}" in volume.problems[0]
    assert contents(volume) == contents(open_bytes(FIXTURES[name]))


def test_an_index_that_names_one_block_often_is_refused() -> None:
    count, block = 4096, zlib.compress(bytes(8192), 9)
    fragments = len(STORED) + 2 + len(block)
    changed = bytearray(STORED) + struct.pack("<H", len(block)) + block + struct.pack("<Q", len(STORED)) * count
    struct.pack_into("<I", changed, 16, 512 * count)
    struct.pack_into("<Q", changed, 80, fragments)
    tracemalloc.start()
    volume = open_bytes(changed)
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()
    assert any("table of fragments cannot be read: the pointers" in problem for problem in volume.problems)


def test_a_block_larger_than_blocks_are_is_not_read() -> None:
    volume = SquashVolume(BytesContent(bytes(1 << 20)), Budget(Limits()))
    volume.block_size = 4096
    volume.inodes = struct.pack("<I", (1 << 19) | squashfs.STORED)
    with pytest.raises(Damaged, match="declares 524,288 bytes, 4,096 at most"):
        volume.read(Entry("large", size=4096, token=Place(0, 0, 1, squashfs.NONE, 0)))


def test_a_decoder_that_needs_too_much_memory_meets_a_limit_and_one_that_has_none_says_so() -> None:
    volume = SquashVolume(BytesContent(lzma.compress(bytes(4096))), Budget(Limits(decoder_memory=1 << 20)))
    volume.block_size = 4096
    volume.inodes = struct.pack("<I", volume.content.size)
    entry = Entry("file", size=4096, token=Place(0, 0, 1, squashfs.NONE, 0))
    volume.compressor = squashfs.DECODERS[4]
    with pytest.raises(LimitExceeded, match=r"^limit decoder_memory \(1,048,576 bytes\) met"):
        volume.read(entry)
    assert volume.budget.met

    def poor(_data: bytes, _most: int, _memory: int) -> bytes:
        raise MemoryError

    volume.compressor = ("poor", poor)
    with pytest.raises(Damaged, match="asked for more memory than there is"):
        volume.read(entry)


def test_a_folder_entry_without_bytes_is_refused() -> None:
    volume = open_bytes(STORED)
    folder = next(entry for entry in volume.entries() if entry.kind == "directory")
    with pytest.raises(Damaged, match="no bytes"):
        volume.read(folder)


def test_bytes_after_the_magic_by_chance_are_refused() -> None:
    for data in (
        b"",
        b"hsqs",
        b"hsqs" + bytes(24) + b"\x04\x00" + bytes(66),
        b"hsqs" + b"\xff" * 24 + b"\x04\x00" + b"\xff" * 90,
    ):
        with pytest.raises(NotThisFormat):
            open_bytes(data)


REAL = [
    ("netcore-nc935-1.0.32180.squashfs", 0, 465, "gzip"),
    ("netcore-fileid361.bin", 1_118_306, 481, "gzip"),
    ("lede-17.01.4-wr841v11.bin", 1_258_564, 1022, "xz"),
    ("tplink-mr3020v1-3.17.2.bin", 1_180_160, 624, "lzma"),
]


@pytest.mark.skipif(not IMAGES.is_dir(), reason="the vendors' images are not in this checkout (../shared/images)")
@pytest.mark.parametrize(("image", "offset", "inodes", "compression"), REAL)
def test_every_file_of_a_real_image(image: str, offset: int, inodes: int, compression: str) -> None:
    with (IMAGES / image).open("rb") as file:
        volume = squashfs.FORMAT.open(FileContent(file).part(offset), Budget(Limits()))
        entries = list(volume.entries())
        assert len(entries) + 1 == inodes == volume.facts["inodes"]
        assert volume.facts["compression"] == compression
        for entry in entries:
            if entry.kind == "file":
                assert volume.read(entry).size == entry.size
        assert not volume.problems
