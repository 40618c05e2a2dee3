"""Archives that are cut short, bent or hostile give what can be read, and nothing but the reader's own exceptions."""

import bz2
import io
import lzma
import random
import re
import struct
import tarfile
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cupel.inspect.unpack.content import BytesContent, Content
from cupel.inspect.unpack.format import Damaged, Entry, Format, NotThisFormat, Volume
from cupel.inspect.unpack.formats.ar import FORMAT as AR
from cupel.inspect.unpack.formats.cpio import FORMAT as CPIO
from cupel.inspect.unpack.formats.deb import FORMAT as DEB
from cupel.inspect.unpack.formats.ipk import FORMAT as IPK
from cupel.inspect.unpack.formats.tar import FORMAT as TAR
from cupel.inspect.unpack.formats.zip import FORMAT as ZIP
from cupel.inspect.unpack.limits import Budget, LimitExceeded, Limits

CASES = Path(__file__).parents[2] / "cases/format"
FORMATS: dict[str, Format] = {"ar": AR, "cpio": CPIO, "deb": DEB, "ipk": IPK, "tar": TAR, "zip": ZIP}
INPUTS = {
    folder.name: (FORMATS[folder.name.partition("-")[0]], (folder / "input").read_bytes())
    for folder in sorted(CASES.iterdir())
    if folder.name.partition("-")[0] in FORMATS
}
SMALL = Limits(bytes_out=64 << 20, stream_bytes=32 << 20, entries=5000, spool_memory=8 << 20)
MEANT = (NotThisFormat, Damaged, LimitExceeded)


def opened(found: Format, data: bytes, limits: Limits = SMALL) -> tuple[Volume, list[Entry]]:
    volume = found.open(BytesContent(data), Budget(limits))
    return volume, list(volume.entries())


def bytes_of(content: Content) -> bytes:
    return content.read(0, content.size)


def contents(found: Format, data: bytes) -> tuple[dict[str, bytes], list[str]]:
    """Read everything that can be read; what else is raised than is meant fails the test."""
    try:
        volume, entries = opened(found, data)
    except MEANT as error:
        return {}, [type(error).__name__]
    assert volume.size <= len(data)
    read, problems = {}, list(volume.problems)
    for entry in entries:
        if entry.kind in ("file", "hard link"):
            try:
                read[entry.path] = bytes_of(volume.read(entry))
            except MEANT as error:
                problems.append(str(error))
    return read, problems


@pytest.mark.parametrize("name", INPUTS)
def test_every_truncation_gives_what_is_there_and_says_what_is_not(name: str) -> None:
    found, data = INPUTS[name]
    whole, _ = contents(found, data)
    steps = random.Random(name).sample(range(len(data)), min(40, len(data)))
    for length in (0, 1, 8, len(data) // 2, *steps, len(data) - 1):
        read, now = contents(found, data[:length])
        for path, bytes_ in read.items():  # without the central directory, zip does not say that a file is a link
            assert now or bytes_ == whole[path], path
        # Bytes missing from the entries are told, bytes missing from padding need not be.
        assert now or read == whole, length


@pytest.mark.parametrize("name", INPUTS)
def test_flipped_bits_raise_only_what_is_meant(name: str) -> None:
    found, data = INPUTS[name]
    chance = random.Random(name)
    for _ in range(60):
        bent = bytearray(data)
        for _ in range(chance.choice((1, 1, 4, 16))):
            bent[chance.randrange(len(bent))] ^= 1 << chance.randrange(8)
        contents(found, bytes(bent))


@pytest.mark.parametrize("found", FORMATS.values(), ids=FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_splices_of_archives_raise_only_what_is_meant(found: Format, data: st.DataObject) -> None:
    names = [name for name in INPUTS if INPUTS[name][0] is found]
    first = INPUTS[data.draw(st.sampled_from(names))][1]
    second = INPUTS[data.draw(st.sampled_from(sorted(INPUTS)))][1]
    cut, resume = data.draw(st.integers(0, len(first))), data.draw(st.integers(0, len(second)))
    contents(found, first[:cut] + data.draw(st.binary(max_size=64)) + second[resume:])


@pytest.mark.parametrize("found", FORMATS.values(), ids=FORMATS)
def test_what_is_no_archive_is_refused(found: Format) -> None:
    start = {"zip": b"PK\3\4", "tar": bytes(257) + b"ustar\x0000", "cpio": b"070701", "ipk": b"\x1f\x8b\x08"}
    for data in (b"", b"\0" * 4096, start.get(found.name, b"!<arch>\n") + b" and text that goes on" * 99):
        with pytest.raises(NotThisFormat):
            found.open(BytesContent(data), Budget(SMALL))


# --- cpio


def newc(name: bytes, data: bytes = b"", size: int | None = None, inode: int = 1, mode: int = 0o100644) -> bytes:
    size = len(data) if size is None else size
    fields = (inode, mode, 0, 0, 1, 0, size, 0, 0, 0, 0, len(name) + 1, 0)
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + name + b"\0"
    return head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4)


def test_cpio_declares_more_than_there_is() -> None:
    volume, entries = opened(CPIO, newc(b"small", b"abc") + newc(b"large", b"rest", size=0xFFFFFFF0))
    assert [entry.path for entry in entries] == ["small", "large"]
    assert "cut short in 'large'" in volume.problems[0]
    with pytest.raises(Damaged, match="cut short: 4 of 4,294,967,280") as raised:
        volume.read(entries[1])
    assert raised.value.partial is not None
    assert bytes_of(raised.value.partial) == b"rest"


def test_cpio_stops_at_a_broken_header_and_says_where() -> None:
    data = newc(b"one", b"1") + b"070701 this is no header" + newc(b"two", b"2")
    volume, entries = opened(CPIO, data)
    assert [entry.path for entry in entries] == ["one"]
    assert f"0x{volume.size:x}" in volume.problems[0]
    assert volume.size == len(newc(b"one", b"1"))


def test_cpio_checksum_that_is_wrong_names_the_entry() -> None:
    data = bytearray(INPUTS["cpio-crc"][1])
    data[data.index(b"Example router")] ^= 1
    read, problems = contents(CPIO, bytes(data))
    assert [problem for problem in problems if "checksum of 'etc/banner' is wrong" in problem]
    assert "bin/tool" in read


def test_cpio_ends_after_its_own_padding() -> None:
    archive = newc(b"one", b"1") + newc(b"TRAILER!!!")
    for follows, expected in ((b"", 0), (bytes(512), -len(archive) % 512), (bytes(7) + b"x" * 600, 7)):
        volume, _ = opened(CPIO, archive + follows)
        assert volume.size == len(archive) + expected
        assert not volume.problems


def test_cpio_of_many_entries_is_listed_fast() -> None:
    data = b"".join(newc(b"lib/file%d" % n, b"x" * 100, inode=n) for n in range(4000)) + newc(b"TRAILER!!!")
    began = time.perf_counter()
    assert len(opened(CPIO, data)[1]) == 4000
    assert time.perf_counter() - began < 1


def test_paths_are_cleaned_but_their_dots_kept() -> None:
    data = (
        newc(b".", mode=0o40755)
        + newc(b"./a")
        + newc(b"/abs/b")
        + newc(b"../../up")
        + newc(b"\xff")
        + newc(b"TRAILER!!!")
    )
    assert [entry.path for entry in opened(CPIO, data)[1]] == ["a", "abs/b", "../../up", "\\xff"]


def test_limit_of_entries_is_told() -> None:
    data = b"".join(newc(b"%d" % n) for n in range(40)) + newc(b"TRAILER!!!")
    volume, entries = opened(CPIO, data, Limits(entries=30))
    assert len(entries) == 30
    assert "limit entries" in volume.problems[0]


# --- tar


def tar(*members: tuple[tarfile.TarInfo, bytes], kind: int = tarfile.GNU_FORMAT) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=kind) as archive:
        for member, data in members:
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return file.getvalue()


def link(path: str, target: str) -> tuple[tarfile.TarInfo, bytes]:
    member = tarfile.TarInfo(path)
    member.type, member.linkname = tarfile.LNKTYPE, target
    return member, b""


def checked(block: bytearray) -> bytes:
    """Put the right checksum into a tar header."""
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def test_tar_hard_links_give_the_bytes_of_what_they_name() -> None:
    data = tar((tarfile.TarInfo("./one"), b"1"), link("two", "./one"), link("three", "two"), link("lost", "nothing"))
    volume, entries = opened(TAR, data)
    assert [(entry.kind, entry.target) for entry in entries[1:]] == [
        ("hard link", "./one"), ("hard link", "two"), ("hard link", "nothing")
    ]  # fmt: skip
    assert [bytes_of(volume.read(entry)) for entry in entries[:3]] == [b"1"] * 3
    with pytest.raises(Damaged, match="'nothing', which does not stand before it"):
        volume.read(entries[3])


def test_tar_hard_link_to_itself_ends() -> None:
    volume, entries = opened(TAR, tar(link("self", "self"), link("a", "b"), link("b", "a")))
    for entry in entries:
        with pytest.raises(Damaged):
            volume.read(entry)


def test_tar_many_names_of_one_file_cannot_exceed_the_budget() -> None:
    data = tar((tarfile.TarInfo("one"), bytes(1 << 20)), *(link(str(n), "one") for n in range(100)))
    volume, entries = opened(TAR, data)
    with pytest.raises(LimitExceeded, match="bytes_out"):
        for entry in entries:
            volume.read(entry)


def test_tar_hole_that_is_declared_huge_meets_a_limit() -> None:
    data = bytearray(INPUTS["tar-sparse-gnu"][1])
    data[483:495] = b"\x80" + (1 << 50).to_bytes(11, "big")
    data[:512] = checked(bytearray(data[:512]))
    volume, entries = opened(TAR, bytes(data))
    assert entries[0].size == 1 << 50
    tracemalloc.start()
    with pytest.raises(LimitExceeded):
        volume.read(entries[0])
    assert tracemalloc.get_traced_memory()[1] < 64 << 20
    tracemalloc.stop()


def test_tar_pax_header_of_declared_gigabytes_costs_nothing() -> None:
    head = bytearray(tar((tarfile.TarInfo("file"), b"x"))[:512])
    head[156:157] = b"x"
    head[124:136] = b"\x80" + (1 << 40).to_bytes(11, "big")
    volume, entries = opened(TAR, checked(head) + bytes(512))
    assert not entries
    assert any("cut short in the extended header" in problem for problem in volume.problems)


def test_tar_broken_header_ends_the_list_and_keeps_what_came_before() -> None:
    data = bytearray(tar((tarfile.TarInfo("one"), b"1"), (tarfile.TarInfo("two"), b"2")))
    data[1024] ^= 1
    volume, entries = opened(TAR, bytes(data))
    assert [entry.path for entry in entries] == ["one"]
    assert volume.size == 1024
    assert "no header stands at 0x400" in volume.problems[0]


@pytest.mark.parametrize("size", [0, 1000, 8192, 9216, 9728, 10240, 12000])
def test_tar_covers_the_record_that_its_end_stands_in(size: int) -> None:
    data = tar((tarfile.TarInfo("one"), bytes(size)))
    assert len(data) % 10240 == 0
    for follows in (b"", b"x" * 600, bytes(30000)):
        assert opened(TAR, data + follows)[0].size == len(data)


def test_tar_without_its_end_says_so() -> None:
    volume, entries = opened(TAR, tar((tarfile.TarInfo("one"), b"1"))[:1024])
    assert len(entries) == 1
    assert "without the two zero blocks" in volume.problems[0]


# --- zip


def local(name: bytes, packed: bytes, method: int, size: int, check: int, flags: int = 0) -> bytes:
    return (
        struct.pack("<4s5H3I2H", b"PK\3\4", 20, flags, method, 0, 0, check, len(packed), size, len(name), 0)
        + name
        + packed
    )


def directory(name: bytes, at: int, packed: int, method: int, size: int, check: int, flags: int = 0) -> bytes:
    fields = (0x314, 20, flags, method, 0, 0, check, packed, size, len(name), 0, 0, 0, 0, 0o100644 << 16, at)
    return struct.pack("<4s6H3I5H2I", b"PK\1\2", *fields) + name


def end(count: int, size: int, at: int) -> bytes:
    return struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, size, at, 0)


def zipped(packed: bytes, method: int, data: bytes, flags: int = 0, size: int | None = None) -> bytes:
    facts = method, len(data) if size is None else size, zlib.crc32(data), flags
    first = local(b"name", packed, *facts)
    central = directory(b"name", 0, len(packed), *facts)
    return first + central + end(1, len(central), len(first))


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


PLAIN = b"plain text of a router " * 2000
LZMA_1 = {"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16}
LZMA_PACKED = struct.pack("<BBHBI", 9, 20, 5, 0x5D, 1 << 16) + lzma.compress(PLAIN, lzma.FORMAT_RAW, filters=[LZMA_1])
PACKED = {
    "stored": (0, PLAIN), "deflate": (8, raw_deflate(PLAIN)), "bzip2": (12, bz2.compress(PLAIN)),
    "lzma": (14, LZMA_PACKED), "zstd": (93, zstandard.compress(PLAIN)), "xz": (95, lzma.compress(PLAIN)),
}  # fmt: skip


@pytest.mark.parametrize("name", PACKED)
def test_zip_method(name: str) -> None:
    method, packed = PACKED[name]
    volume, entries = opened(ZIP, zipped(packed, method, PLAIN))
    assert volume.facts["compression"] == name
    assert not volume.problems
    assert bytes_of(volume.read(entries[0])) == PLAIN


@pytest.mark.parametrize("name", PACKED)
def test_zip_wrong_checksum_and_wrong_size_keep_what_came_out(name: str) -> None:
    method, packed = PACKED[name]
    for bent, match in (
        (zipped(packed, method, PLAIN[:-1] + b"!"), "CRC-32 of 'name' is wrong"),
        (zipped(packed, method, PLAIN, size=len(PLAIN) + 1), "46,000 bytes came out, 46,001 are declared"),
    ):
        volume, entries = opened(ZIP, bent)
        with pytest.raises(Damaged, match=match) as raised:
            volume.read(entries[0])
        assert raised.value.partial is not None
        assert bytes_of(raised.value.partial) == PLAIN


@pytest.mark.parametrize(
    ("method", "packed"),
    [
        (8, raw_deflate(bytes(1 << 28))),
        (12, bz2.compress(bytes(1 << 28))),
        (93, zstandard.compress(bytes(1 << 30))),
        (95, lzma.compress(bytes(1 << 27), preset=0)),
    ],
    ids=["deflate", "bzip2", "zstd", "xz"],
)
def test_zip_bomb_meets_a_limit_in_little_memory(method: int, packed: bytes) -> None:
    volume, entries = opened(ZIP, zipped(packed, method, b"", size=100))
    tracemalloc.start()
    with pytest.raises(LimitExceeded):
        volume.read(entries[0])
    assert tracemalloc.get_traced_memory()[1] < 32 << 20
    tracemalloc.stop()


def test_zip_lzma_dictionary_of_gigabytes_is_refused() -> None:
    packed = struct.pack("<BBHBI", 9, 20, 5, 0x5D, 0xFFFFFFFF) + LZMA_PACKED[9:]
    volume, entries = opened(ZIP, zipped(packed, 14, PLAIN))
    with pytest.raises(Damaged, match="dictionary of 4,294,967,295"):
        volume.read(entries[0])


def test_zip_encrypted_entry_is_listed_and_not_read() -> None:
    volume, entries = opened(ZIP, zipped(b"x" * 30, 0, b"y" * 18, flags=1))
    assert volume.facts["encrypted entries"] == 1
    assert entries[0].size == 18
    with pytest.raises(Damaged, match="is encrypted"):
        volume.read(entries[0])


def test_zip_unsupported_method_is_named() -> None:
    volume, entries = opened(ZIP, zipped(b"x" * 30, 9, PLAIN))
    with pytest.raises(Damaged, match="deflate64, which is not supported"):
        volume.read(entries[0])


def test_zip_entries_that_share_bytes_are_decoded_once() -> None:
    """A bomb after Fifield: a thousand entries of the central directory name the same bytes."""
    packed = raw_deflate(bytes(1 << 16))
    facts = 8, 1 << 16, zlib.crc32(bytes(1 << 16))
    first = local(b"0", packed, *facts)
    central = b"".join(directory(b"%d" % n, 0, len(packed), *facts) for n in range(1000))
    volume, entries = opened(ZIP, first + central + end(1000, len(central), len(first)))
    assert len(entries) == 1000
    assert "999 entries overlap others" in " ".join(volume.problems)
    assert volume.read(entries[0]).size == 1 << 16
    for entry in entries[1:]:
        with pytest.raises(Damaged, match="overlaps"):
            volume.read(entry)


def test_zip_names_that_differ_between_headers_are_told() -> None:
    data = bytearray(zipped(PLAIN, 0, PLAIN))
    data[30:34] = b"evil"
    volume, entries = opened(ZIP, bytes(data))
    assert entries[0].path == "name"
    assert "another name in their local header" in volume.problems[0]


def test_zip_behind_a_program_counts_offsets_from_the_program() -> None:
    data = INPUTS["zip-deflate"][1]
    at = data.rindex(b"PK\5\6")
    (offset,) = struct.unpack_from("<I", data, at + 16)
    moved, position = bytearray(data), offset
    while position < at:
        (where,) = struct.unpack_from("<I", moved, position + 42)
        struct.pack_into("<I", moved, position + 42, where + 5000)
        position += 46 + sum(struct.unpack_from("<3H", moved, position + 28))
    struct.pack_into("<I", moved, at + 16, offset + 5000)
    assert contents(ZIP, bytes(moved)) == contents(ZIP, data)


def test_zip_in_an_image_ends_at_its_comment_and_not_at_a_later_archive() -> None:
    first, second = INPUTS["zip-comment"][1], INPUTS["zip-deflate"][1]
    for follows in (b"\xff" * 200_000, second, bytes(100) + second, b"\xff" * 70_000 + second):
        volume, _ = opened(ZIP, first + follows)
        assert volume.size == len(first)
        assert not volume.problems


def test_zip_without_directory_but_streamed_entries_between_is_found_whole() -> None:
    read, _ = contents(ZIP, INPUTS["zip-streamed"][1])
    data = INPUTS["zip-streamed"][1]
    cut = data[: data.index(b"PK\1\2")]
    again, problems = contents(ZIP, cut + b"\xff" * 5000)
    assert {path: again[path] for path in read} == read
    assert any("no end of a central directory" in problem for problem in problems)


def test_zip_chance_header_is_refused() -> None:
    chance = random.Random(1)
    for _ in range(300):
        data = b"PK\3\4\x14\0\x00\0\x08\0" + chance.randbytes(600)
        with pytest.raises(NotThisFormat):
            ZIP.open(BytesContent(data), Budget(SMALL))


def test_zip_many_headers_without_sizes_take_linear_time() -> None:
    data = local(b"n", b"", 8, 0, 0, flags=8) * 20_000
    began = time.perf_counter()
    volume = ZIP.open(BytesContent(data), Budget(SMALL))
    assert time.perf_counter() - began < 2
    assert volume.size > len(data) // 5  # what is opened again begins behind it


# --- ar, deb, ipk


def member(name: bytes, data: bytes, size: int | None = None) -> bytes:
    length = b"%d" % (len(data) if size is None else size)
    return name.ljust(16) + b"0".ljust(12) + b"0     0     100644  " + length.ljust(10) + b"`\n" + data


def test_ar_names_of_both_kinds_and_a_missing_pad_byte() -> None:
    data = b"!<arch>\n" + member(b"//", b"first/\nsecond name/\n") + member(b"/7", b"2") + b"\n" + member(b"/0", b"1")
    data += member(b"#1/8", b"bsd name3") + b"\n" + member(b"/999", b"") + member(b"short/", b"45")
    volume, entries = opened(AR, data)
    names = {entry.path: bytes_of(volume.read(entry)) for entry in entries}
    assert names == {"second name": b"2", "first": b"1", "bsd name": b"3", "999": b"", "short": b"45"}
    assert not volume.problems
    assert volume.size == len(data)


def test_ar_member_that_declares_too_much() -> None:
    volume, entries = opened(AR, b"!<arch>\n" + member(b"a/", b"abc", size=9_999_999_999))
    assert "cut short in the member 'a'" in volume.problems[0]
    with pytest.raises(Damaged, match="3 of 9,999,999,999"):
        volume.read(entries[0])


def test_deb_without_data_says_so() -> None:
    control = member(b"control.tar.gz", b"12")
    volume, _ = opened(DEB, b"!<arch>\n" + member(b"debian-binary", b"2.0\n") + control)
    assert volume.facts["debian version"] == "2.0"
    assert volume.problems == ["the package has no data member"]


def test_ipk_refuses_other_gzip_quickly() -> None:
    data = INPUTS["tar-ustar"][1] + bytes(50 << 20)
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    packed = packer.compress(data) + packer.flush()
    budget = Budget(SMALL)
    began = time.perf_counter()
    with pytest.raises(NotThisFormat):
        IPK.open(BytesContent(packed), budget)
    assert time.perf_counter() - began < 0.05
    assert not budget.bytes_out


# --- what an adversary tried


def pax(said: dict[str, str], name: str = "file", data: bytes = b"x") -> bytes:
    member = tarfile.TarInfo(name)
    member.pax_headers = said
    return tar((member, data), kind=tarfile.PAX_FORMAT)


@pytest.mark.parametrize("number", ["-5", "9" * 30, "9" * 5000, str(1 << 63), "1e3", ""])
@pytest.mark.parametrize("key", ["GNU.sparse.realsize", "GNU.sparse.map"])
def test_tar_sparse_numbers_are_bounded(number: str, key: str) -> None:
    said = {"GNU.sparse.realsize": "1", "GNU.sparse.map": "0,1"} | {key: number + (",1" * (key[-1] == "p"))}
    volume, entries = opened(TAR, pax(said))
    assert all(0 <= entry.size < 1 << 63 for entry in entries)
    if number or key != "GNU.sparse.map":
        assert "the map of the sparse file" in volume.problems[0]
        assert entries[0].size == 0
        with pytest.raises(Damaged, match="no bytes of its own"):
            volume.read(entries[0])


def test_tar_pax_size_that_is_no_number_leaves_the_entry_without_bytes() -> None:
    data = pax({"size": "123456789"}).replace(b"123456789", b"-12345678")
    volume, entries = opened(TAR, data)
    assert "the size of 'file' cannot be read" in volume.problems[0]
    with pytest.raises(Damaged, match="no bytes of its own"):
        volume.read(entries[0])
    assert bytes_of(volume.read(entries[1])) == b"x"


@pytest.mark.parametrize("found", [CPIO, TAR, ZIP, AR], ids=lambda found: found.name)
def test_limits_of_entries_and_names_mark_the_inspection_incomplete(found: Format) -> None:
    names = [b"name%02d" % n for n in range(40)]
    heads = [local(name, b"", 0, 0, 0) for name in names]
    central = b"".join(directory(name, n * len(heads[0]), 0, 0, 0, 0) for n, name in enumerate(names))
    data = {
        "cpio": b"".join(map(newc, names)) + newc(b"TRAILER!!!"),
        "tar": tar(*((tarfile.TarInfo(name.decode()), b"") for name in names)),
        "zip": b"".join(heads) + central + end(40, len(central), len(heads[0]) * 40),
        "ar": b"!<arch>\n" + b"".join(member(name + b"/", b"") for name in names),
    }[found.name]
    for limits, word in ((Limits(entries=30), "limit entries"), (Limits(name_bytes=185), "limit name_bytes")):
        budget = Budget(limits)
        volume = found.open(BytesContent(data), budget)
        assert len(list(volume.entries())) == 30
        assert budget.met
        assert word in " ".join(volume.problems)


def test_tar_long_name_is_cut_and_told() -> None:
    volume, entries = opened(TAR, tar((tarfile.TarInfo("n" * 9000), b"x")))
    assert entries[0].path == "n" * 8192
    assert "a name of 9,000 bytes" in volume.problems[0]


def test_tar_global_header_is_not_copied_for_each_entry() -> None:
    records = b"".join(b"12 %06d=\n\n" % n for n in range(80_000))
    head = tarfile.TarInfo("g")
    head.type = b"g"
    one = tarfile.TarInfo("file").tobuf(tarfile.USTAR_FORMAT)
    head.size = len(records)
    data = head.tobuf(tarfile.USTAR_FORMAT) + records + bytes(-len(records) % 512) + one * 4000
    began = time.perf_counter()
    volume, entries = opened(TAR, data)
    assert time.perf_counter() - began < 2
    assert len(entries) == 4001
    assert "an extended header, which is seldom so long" in volume.problems[0]


def test_tar_of_1979_with_a_checksum_of_seven_digits_is_found() -> None:
    block = bytearray(tarfile.TarInfo("old").tobuf(tarfile.USTAR_FORMAT))
    block[257:512] = bytes(255)
    checked(block)
    block[148:156] = b" " * 8
    block[148:156] = b"%07o\0" % sum(block)
    magic = TAR.magics[1]
    assert re.fullmatch(magic.pattern, block[magic.offset : magic.offset + magic.length], re.DOTALL)
    assert opened(TAR, bytes(block) + bytes(1024))[1][0].path == "old"


@pytest.mark.parametrize("kind", [b"V", b"M", b"D", b"q"])
def test_tar_data_of_odd_entries_is_listed(kind: bytes) -> None:
    odd = tarfile.TarInfo("odd")
    odd.type, odd.size = kind, 5000
    hidden = b"h" * 5000
    data = odd.tobuf(tarfile.USTAR_FORMAT) + hidden + bytes(-5000 % 512) + tar((tarfile.TarInfo("file"), b"x"))
    volume, entries = opened(TAR, data)
    assert hidden in [bytes_of(volume.read(entry)) for entry in entries if entry.kind == "file"]
    assert volume.problems


def test_zip_bytes_of_no_entry_are_listed() -> None:
    first, hidden = local(b"name", PLAIN, 0, len(PLAIN), zlib.crc32(PLAIN)), b"h" * 5000
    for between in (False, True):
        second = local(b"more", b"", 0, 0, 0)
        at = len(first) + 5000 * between
        entries_ = first + hidden * between + second + hidden * (not between)
        central = directory(b"name", 0, len(PLAIN), 0, len(PLAIN), zlib.crc32(PLAIN)) + directory(
            b"more", at, 0, 0, 0, 0
        )
        volume, entries = opened(ZIP, entries_ + central + end(2, len(central), len(entries_)))
        assert len(entries) == 3
        assert bytes_of(volume.read(entries[2])) == hidden
        assert len(volume.problems) == 1
        assert f"5,000 bytes at 0x{entries_.index(hidden):x}" in volume.problems[0]


def test_cpio_directory_with_data_is_told() -> None:
    volume, entries = opened(CPIO, newc(b"folder", b"h" * 5000, mode=0o40755) + newc(b"TRAILER!!!"))
    assert bytes_of(volume.read(entries[1])) == b"h" * 5000
    assert "which is a directory" in volume.problems[0]
