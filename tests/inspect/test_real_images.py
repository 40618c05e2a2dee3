"""Vendor images open as far as is known of them. They are their makers' copyright and stay outside the project."""

import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cupel.inspect.inspection import inspect
from cupel.records.inspection import Inspection

Find = Callable[[str], Path]


def inodes(found: Inspection) -> list[int]:
    """Count what a squashfs holds, its root included, as its superblock does."""
    return [
        1 + sum(seen.container == container.number for seen in found.occurrences)
        for container in found.containers
        if container.format == "squashfs"
    ]


@pytest.mark.parametrize(
    ("name", "offset", "count"),
    [
        ("netcore-nc935-1.0.32180.squashfs", 0, 465),
        ("netcore-fileid361.bin", 1118306, 481),
        ("lede-17.01.4-wr841v11.bin", 1258564, 1022),
        ("openwrt-r7352-wr841v11.bin", None, 1134),
        ("tplink-mr3020v1-3.17.2.bin", 1180160, 624),
    ],
)
def test_root_file_system_comes_out_whole(real_image: Find, name: str, offset: int | None, count: int) -> None:
    found = inspect(real_image(name))
    assert inodes(found) == [count]
    assert not found.problems
    assert found.coverage.unread_files == 0
    if offset is not None:
        region = next(region for region in found.regions if region.label == "SquashFS 4")
        assert region.offset == offset


def test_tp_link_boot_loader_kernel_and_root_are_told_apart(real_image: Find) -> None:
    found = inspect(real_image("tplink-mr3020v1-3.17.2.bin"))
    assert {container.format for container in found.containers} >= {"tplink", "uimage", "lzma", "squashfs"}
    assert found.coverage.image["opaque"] == 0


@pytest.mark.parametrize(
    "name",
    [
        "dlink-dir880l-1.07wwb08.tar.xz",
        "huawei-hn8145xr.tar.xz",
        "technicolor-AGTEF_1.0.0_004_closed.tar.xz",
        "technicolor-17.2.0214_FW_219_DGA4131.tar.xz",
    ],
)
def test_archives_of_root_file_systems_give_what_tar_gives(real_image: Find, name: str) -> None:
    import hashlib

    path = real_image(name)
    found = inspect(path)
    top = next(container.number for container in found.containers if container.format == "tar")
    ours = {seen.path: seen.sha256 for seen in found.occurrences if seen.container == top and seen.kind == "file"}
    theirs = {}
    with tarfile.open(path) as tar:
        for entry in tar:
            if entry.isreg():
                data = tar.extractfile(entry)
                assert data is not None
                theirs[entry.name.removeprefix("./")] = hashlib.sha256(data.read()).hexdigest()
    assert ours == theirs
    assert found.complete


@pytest.mark.parametrize("name", ["huawei-hg8145v5-total.hwnp", "huawei-hg8245h-xpon.hwnp"])
def test_a_container_of_no_known_format_still_gives_what_is_in_it(real_image: Find, name: str) -> None:
    found = inspect(real_image(name))
    assert "gzip" in {container.format for container in found.containers}
    assert found.coverage.image["unknown"] > 0, "what is not read is said"
