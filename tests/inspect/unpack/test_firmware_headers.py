"""Hostile and damaged image headers stay harmless, and what a user would miss is there."""

import hashlib
import json
import random
import struct
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.inspect.unpack.content import BytesContent, Content, FileContent
from cupel.inspect.unpack.device_tree import DEPTH, NODES, read_tree
from cupel.inspect.unpack.format import Damaged, Format, NotThisFormat, Volume
from cupel.inspect.unpack.formats import fdt, fit, realtek, tplink, tplink_v2, trx, uimage
from cupel.inspect.unpack.limits import Budget, LimitExceeded, Limits

CASES = Path(__file__).parents[2] / "cases/format"
IMAGES = Path(__file__).parents[4] / "shared/images"
FORMATS: dict[str, Format] = {
    module.FORMAT.name: module.FORMAT for module in (fdt, fit, realtek, tplink, tplink_v2, trx, uimage)
}
INPUTS = {
    folder.name: (
        json.loads((folder / "expected.json").read_text())["format"],
        (folder / "input").read_bytes(),
    )
    for folder in sorted(CASES.iterdir())
    if folder.name.split("-")[0] in FORMATS
}
SMALL = Limits(bytes_out=64 << 20, entries=10_000)


def walk(found: Format, data: bytes) -> Volume | None:
    """Open, list and read everything; only the agreed exceptions may come, and nothing beyond the input."""
    content = BytesContent(data)
    try:
        volume = found.open(content, Budget(SMALL))
    except (NotThisFormat, Damaged, LimitExceeded):
        return None
    assert 0 < volume.size <= len(data)
    try:
        for entry in volume.entries():
            if entry.extent is not None:
                offset, size = entry.extent
                assert 0 <= offset <= offset + size <= len(data), entry
                assert size == entry.size
            assert volume.read(entry).size == entry.size
    except (Damaged, LimitExceeded):
        pass
    return volume


def opened(found: Format, data: bytes) -> Volume:
    return found.open(BytesContent(data), Budget(SMALL))


def listed(volume: Volume) -> dict[str, bytes]:
    contents = {entry.path: volume.read(entry) for entry in volume.entries()}
    return {path: content.read(0, content.size) for path, content in contents.items()}


@pytest.mark.parametrize("case", INPUTS)
def test_any_truncation_is_survived(case: str) -> None:
    name, data = INPUTS[case]
    for length in [*range(160), *range(160, len(data), 97)]:
        volume = walk(FORMATS[name], data[:length])
        if volume is not None and length < len(data) - 4 and name in ("uimage", "trx", "realtek", "fit", "fdt"):
            assert volume.problems, f"cut at {length}, and nothing said of it"


@pytest.mark.parametrize("case", INPUTS)
def test_changed_bytes_are_survived(case: str) -> None:
    name, data = INPUTS[case]
    source = random.Random(case)
    header = min(len(data), 1500)
    for _ in range(250):
        changed = bytearray(data)
        for _ in range(source.choice((1, 1, 4, 30))):
            changed[source.randrange(header)] = source.randrange(256)
        walk(FORMATS[name], bytes(changed))


@pytest.mark.parametrize("case", INPUTS)
@pytest.mark.parametrize("number", [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF])
def test_forged_numbers_are_survived(case: str, number: int) -> None:
    name, data = INPUTS[case]
    for offset in range(0, min(len(data), 700) - 4, 4):
        for order in "<>":
            walk(FORMATS[name], data[:offset] + struct.pack(order + "I", number) + data[offset + 4 :])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(INPUTS)), st.integers(4, 200), st.binary(max_size=400))
def test_any_bytes_behind_a_magic_are_survived(case: str, kept: int, rest: bytes) -> None:
    name, data = INPUTS[case]
    walk(FORMATS[name], data[:kept] + rest)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("data", [b"", b"\0", b"\xff" * 4096, bytes(4096), b"root boot webp HDR0 " * 300])
def test_what_is_none_of_them_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(NotThisFormat):
        FORMATS[name].open(BytesContent(data), Budget(SMALL))


class Counted:
    """A content that counts the bytes that are read of it."""

    def __init__(self, data: bytes) -> None:
        self._content = BytesContent(data)
        self.size = len(data)
        self.bytes_read = 0

    def read(self, offset: int, length: int) -> bytes:
        data = self._content.read(offset, length)
        self.bytes_read += len(data)
        return data

    def part(self, offset: int, size: int | None = None) -> Content:
        part = self._content.part(offset, size)
        self.bytes_read += part.size  # as if it were read
        return part


# Device trees


def tree(nodes: bytes, names: bytes, size: int | None = None, version: int = 17) -> bytes:
    body = nodes + names
    numbers = (0xD00DFEED, 56 + len(body) if size is None else size, 56, 56 + len(nodes), 40, version, 16, 0)
    return struct.pack(">10I", *numbers, len(names), len(nodes)) + bytes(16) + body


def node(name: str, *inside: bytes) -> bytes:
    text = name.encode() + b"\0"
    return struct.pack(">I", 1) + text + bytes(-len(text) % 4) + b"".join(inside) + struct.pack(">I", 2)


def value(place: int, data: bytes) -> bytes:
    return struct.pack(">3I", 3, len(data), place) + data + bytes(-len(data) % 4)


END = struct.pack(">I", 9)


def test_a_tree_too_deep_or_too_large_is_cut_off() -> None:
    deep = struct.pack(">II", 1, 0) * (DEPTH + 10)
    assert "deep" in opened(fdt.FORMAT, tree(deep, b"")).problems[0]
    wide = node("", struct.pack(">III", 1, 0, 2) * (NODES + 10)) + END
    start = time.perf_counter()
    assert "nodes" in opened(fdt.FORMAT, tree(wide, b"")).problems[0]
    assert time.perf_counter() - start < 5


def test_a_tree_names_what_breaks_it() -> None:
    broken = struct.pack(">IIII", 1, 0, 0x1234, 9)
    assert "0x1234" in opened(fdt.FORMAT, tree(broken, b"")).problems[0]
    past = struct.pack(">5I", 1, 0, 3, 0xFFFFFFF0, 0)
    assert "declares 4,294,967,280 bytes" in opened(fdt.FORMAT, tree(past, b"a\0")).problems[0]
    nameless = node("", value(0, b"text\0")) + END
    assert "name" in opened(fdt.FORMAT, tree(nameless, b"x" * 400 + b"\0")).problems[0]


def test_a_chance_magic_is_no_tree() -> None:
    for data in (
        tree(END * 4, b""),
        tree(node("") + END, b"", size=20),
        tree(node("") + END, b"", version=3),
    ):
        with pytest.raises(NotThisFormat):
            opened(fdt.FORMAT, data)


def test_a_large_value_is_not_rendered_but_named() -> None:
    volume = opened(fdt.FORMAT, tree(node("", value(0, bytes(100_000))) + END, b"blob\0"))
    text = listed(volume)["device-tree.dts"]
    assert b"blob = /* 100000 bytes at 0x" in text
    assert len(text) < 200


def test_a_version_16_tree_without_the_size_of_its_nodes_is_read() -> None:
    data = bytearray(tree(node("", value(0, b"Board\0")) + END, b"model\0", version=16))
    data[36:40] = bytes(4)
    assert opened(fdt.FORMAT, bytes(data)).facts["model"] == "Board"


# FIT


def test_fit_stands_before_fdt_and_refuses_a_plain_tree() -> None:
    assert fit.FORMAT.priority > fdt.FORMAT.priority
    with pytest.raises(NotThisFormat):
        opened(fit.FORMAT, INPUTS["fdt"][1])


def test_a_cut_fit_still_gives_its_images() -> None:
    _, data = INPUTS["fit"]
    whole = listed(opened(fit.FORMAT, data))
    volume = opened(fit.FORMAT, data[: len(data) * 2 // 3])
    found = listed(volume)
    assert found["images/kernel-1"] == whole["images/kernel-1"]
    assert whole["images/rootfs-1"].startswith(found["images/rootfs-1"])
    assert found["images/rootfs-1"]
    assert any("cut short" in problem for problem in volume.problems)


def test_a_cut_fit_with_external_data_gives_what_is_there() -> None:
    volume = opened(fit.FORMAT, INPUTS["fit-external"][1][:-500])
    assert len(listed(volume)["images/rootfs-1"]) > 900
    assert "rootfs-1 sha512" not in volume.facts
    assert any("cut short: the image 'rootfs-1'" in problem for problem in volume.problems)


def test_the_same_bytes_named_often_are_not_hashed_often() -> None:
    names = b"data-position\0data-size\0algo\0value\0"
    where = [names.index(name) for name in (b"data-position", b"data-size", b"algo", b"value")]
    checks = b"".join(
        node(f"hash-{number}", value(where[2], b"sha512\0"), value(where[3], bytes(64))) for number in range(50)
    )
    place = value(where[0], struct.pack(">I", 1 << 18)) + value(where[1], struct.pack(">I", 1 << 19))
    images = b"".join(node(f"image-{number}", place, checks) for number in range(20))
    data = tree(node("", node("images", images)) + END, names).ljust(1 << 20, b"\0")
    content = Counted(data)
    volume = fit.FORMAT.open(content, Budget(SMALL))
    assert content.bytes_read < 64 << 20
    assert "not checked" in volume.facts.values()
    assert len(listed(volume)) == 1
    assert sum("overlaps one before it" in problem for problem in volume.problems) == 19


def test_an_image_inside_the_tree_that_names_it_is_left_out() -> None:
    names = b"data-position\0data-size\0"
    place = value(0, struct.pack(">I", 0)) + value(names.index(b"data-size"), struct.pack(">I", 1 << 12))
    good = value(0, struct.pack(">I", 1 << 11)) + value(names.index(b"data-size"), struct.pack(">I", 1 << 10))
    data = tree(node("", node("images", node("own", place), node("good", good))) + END, names).ljust(1 << 12, b"\0")
    volume = opened(fit.FORMAT, data)
    assert [entry.path for entry in volume.entries()] == ["images/good"]
    assert "'own' is said to be at 0x0, inside the tree" in volume.problems[0]


def test_an_image_name_keeps_its_odd_bytes() -> None:
    names = b"data\0"
    images = node("images", node("../x", value(0, b"payload")))
    assert listed(opened(fit.FORMAT, tree(node("", images) + END, names))) == {"images/../x": b"payload"}


# uImage


def image_header(
    size: int, name: bytes = b"name", numbers: tuple[int, int, int, int] = (5, 2, 2, 0), data: int = 0
) -> bytes:
    rest = struct.pack(">5I4B32s", 1700000000, size, 0, 0, data, *numbers, name)
    own = zlib.crc32(struct.pack(">II", 0x27051956, 0) + rest)
    return struct.pack(">II", 0x27051956, own) + rest


def test_a_wrong_header_checksum_needs_plausible_fields() -> None:
    good = bytearray(INPUTS["uimage"][1])
    good[4] ^= 1
    assert opened(uimage.FORMAT, bytes(good)).facts["header checksum"] == "wrong"
    for offset, byte in ((28, 200), (29, 200), (30, 99), (33, 7), (12, 0x7F)):
        bad = bytearray(good)
        bad[offset] = byte
        with pytest.raises(NotThisFormat):
            opened(uimage.FORMAT, bytes(bad))


def test_wrong_data_is_reported_and_given() -> None:
    data = bytearray(INPUTS["uimage"][1])
    data[100] ^= 1
    volume = opened(uimage.FORMAT, bytes(data))
    assert volume.facts["data checksum"] == "wrong"
    assert volume.problems == ["data checksum wrong"]
    assert listed(volume)["kernel"] == bytes(data[64:])


def test_a_number_without_a_name_is_said_as_a_number() -> None:
    volume = opened(uimage.FORMAT, image_header(4, numbers=(250, 251, 90, 77), data=zlib.crc32(b"text")) + b"text")
    assert [volume.facts[key] for key in ("os", "architecture", "type", "compression")] == [
        *("number 250", "number 251", "number 90", "number 77")
    ]
    assert listed(volume) == {"data": b"text"}


def test_a_list_of_payloads_without_an_end_is_a_problem() -> None:
    body = struct.pack(">I", 4) * 200
    volume = opened(uimage.FORMAT, image_header(len(body), numbers=(5, 2, 4, 0), data=zlib.crc32(body)) + body)
    assert "no end within" in volume.problems[0]
    assert listed(volume) == {"data": body}


# TRX


@pytest.mark.parametrize("offsets", [(0, 0, 0), (12, 0, 0), (28, 28, 0), (28, 9999, 0)])
def test_a_trx_with_impossible_offsets_is_refused(offsets: tuple[int, int, int]) -> None:
    with pytest.raises(NotThisFormat):
        opened(trx.FORMAT, struct.pack("<4sIIHH3I", b"HDR0", 128, 0, 0, 1, *offsets).ljust(128, b"x"))


def test_trx_partitions_out_of_order_end_where_the_next_begins() -> None:
    data = (
        struct.pack("<4sIIHH3I", b"HDR0", 128, 0, 0, 1, 64, 28, 100).ljust(64, b"a").ljust(100, b"b").ljust(128, b"c")
    )
    volume = opened(trx.FORMAT, data)
    sizes = {path: (content[:1], len(content)) for path, content in listed(volume).items()}
    assert sizes == {"partition-0": (b"b", 36), "partition-1": (b"a", 36), "partition-2": (b"c", 28)}
    assert volume.problems == ["the checksum is wrong"]


# TP-Link


def tplink_image(places: list[int], body: bytes, length: int, version: int = 1, boot: bool = False) -> bytes:
    module = tplink if version == 1 else tplink_v2
    salt, at, numbers = module.SALTS[boot], 0x4C if version == 1 else 0x40, 0x74 if version == 1 else 0x68
    head = bytearray(512)
    head[0] = version
    if version == 1:
        head[4:64] = b"OpenWrt".ljust(24, b"\0") + b"r1234-abcdef".ljust(36, b"\0")
        struct.pack_into(">3I", head, 0x40, 0x08410011, 1, 0)
    else:
        head[4:12] = b"ver. 2.0"
        struct.pack_into(">3I", head, 0x34, 0xC7500001, 69, 0)
        head[0x8C:0x91] = b"\x55\xaa\x01\x00\xa5"
    struct.pack_into(">9I", head, numbers, 0x80060000, 0x80060000, length, *places)
    head[at : at + 16] = salt
    image = bytes(head) + body
    return image[:at] + hashlib.md5(image).digest() + image[at + 16 :]


@pytest.mark.parametrize("version", [1, 2, 3])
def test_an_upgrade_file_with_a_boot_loader_gives_it_and_the_second_image(version: int) -> None:
    found = tplink.FORMAT if version == 1 else tplink_v2.FORMAT
    body = b"K" * 300 + b"R" * 700
    places = [512, 300, 812, 700, 0]
    second = tplink_image([*places, 0], body, 512 + 1000, version)
    middle = (b"B" * 5000).ljust(0x20000, b"\xff") + second
    volume = opened(found, tplink_image([*places, 5000], middle, 512 + len(middle), version, boot=True))
    outer = listed(volume)
    assert outer == {"bootloader": b"B" * 5000, "firmware": second}
    assert volume.facts["checksum"] == "correct"
    inner = opened(found, outer["firmware"])
    assert listed(inner) == {"kernel": b"K" * 300, "rootfs": b"R" * 700}
    assert inner.facts["checksum"] == "correct"
    assert not volume.problems + inner.problems


def test_a_root_file_system_declared_inside_the_kernel_follows_it() -> None:
    data = tplink_image([512, 300, 600, 700, 0, 0], b"K" * 300 + b"R" * 700, 1512)
    volume = opened(tplink.FORMAT, data)
    assert listed(volume) == {"kernel": b"K" * 300, "rootfs": b"R" * 700}
    assert "0x258" in str(volume.facts["root file system"])


def test_a_stripped_image_is_whole_and_a_cut_one_is_not() -> None:
    body = b"K" * 300 + b"R" * 700
    stripped = tplink_image([512, 300, 812, 700, 0, 0], body, 8192)
    volume = opened(tplink.FORMAT, stripped)
    assert (volume.size, volume.facts["checksum"], volume.problems) == (1512, "correct", [])
    volume = opened(tplink.FORMAT, stripped[:1400])
    assert volume.facts["checksum"] == "not checked"
    assert volume.problems == ["cut short: the rootfs ends at 0x5e8, the image at 0x578"]
    assert len(listed(volume)["rootfs"]) == 588


def test_a_changed_image_has_a_wrong_checksum() -> None:
    data = bytearray(INPUTS["tplink"][1])
    data[2000] ^= 1
    volume = opened(tplink.FORMAT, bytes(data))
    assert volume.facts["checksum"] == "wrong"
    assert volume.problems == ["the MD5 checksum is wrong"]


# Realtek


@pytest.mark.parametrize(
    "head",
    [
        b"root\0\0\0\0\0\x10\0\0\0\0\x10\0",  # a table of names, little endian
        b"root" + struct.pack(">3I", 0x120000, 0x170000, 4096),  # no file system behind it
        b"boot" + struct.pack(">3I", 0x80100004, 0, 4096),
        b"cr6c" + struct.pack(">3I", 0x00500000, 0x30000, 4096),
        b"cr6c" + struct.pack(">3I", 0x80500000, 0x30001, 4096),
        b"cr6c" + struct.pack(">3I", 0x80500000, 0x30000, 0x7FFFFFFE),
    ],
)
def test_chance_realtek_signatures_are_refused(head: bytes) -> None:
    with pytest.raises(NotThisFormat):
        opened(realtek.FORMAT, head + bytes(8192))


def test_realtek_boot_loader_and_cut_kernel() -> None:
    volume = opened(realtek.FORMAT, b"boot" + struct.pack(">3I", 0x80100000, 0, 4096) + b"b" * 4096 + b"more")
    assert listed(volume) == {"bootloader": b"b" * 4096}
    assert volume.facts["checksum"] == "not checked"
    volume = opened(realtek.FORMAT, INPUTS["realtek"][1][:1000])
    assert volume.problems == ["cut short: 3,074 bytes declared, 984 there"]
    assert len(listed(volume)["kernel"]) == 984


# Real images


def real(name: str, offset: int = 0) -> Content:
    path = IMAGES / name
    if not path.exists():
        pytest.skip(f"the real image {name} is not here ({IMAGES}); it is its vendor's and not shipped with cupel")
    return FileContent(path.open("rb"), offset)


@pytest.mark.parametrize(
    ("name", "offset", "found", "size", "extents"),
    [
        ("tplink-mr3020v1-3.17.2.bin", 0, tplink, 4063744, [(0x200, 48396), (0x20200, 3932160)]),
        ("tplink-mr3020v1-3.17.2.bin", 0x20200, tplink, 3932160, [(0x200, 892442), (0x100000, 2883584)]),
        ("lede-17.01.4-wr841v11.bin", 0, tplink, 3932160, [(0x200, 1258052), (1258564, 2219100)]),
        ("openwrt-r7352-wr841v11.bin", 0, tplink, 3604484, [(0x200, 1276131), (1276644, 2262570)]),
        ("netcore-fileid361.bin", 0, realtek, 1118290, [(16, 1118272)]),
        ("netcore-fileid361.bin", 1118290, realtek, 2469970, [(16, 2469952)]),
    ],
)
def test_real_images_open_with_correct_checksums(name: str, offset: int, found, size: int, extents: list) -> None:
    volume = found.FORMAT.open(real(name, offset), Budget(Limits()))
    assert volume.size == size
    assert [entry.extent for entry in volume.entries()] == extents
    assert volume.facts["checksum"] == "correct"
    assert not volume.problems


def test_reading_a_tree_reads_each_byte_about_once() -> None:
    values = b"".join(value(0, bytes(70_000)) for _ in range(40))
    content = Counted(tree(node("", values) + END, b"blob\0"))
    read_tree(content)
    assert content.bytes_read < 2 * content.size
