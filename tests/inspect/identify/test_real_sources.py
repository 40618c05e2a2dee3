"""The sources find in real equipment what is known of it (the images' README says from where)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cupel.inspect.inspection import inspect
from cupel.records.component import Sighting, Versions
from cupel.records.inspection import Inspection

Find = Callable[[str], Path]


def sightings(found: Inspection, product: str, source: str) -> list[Sighting]:
    return [it for part in found.components if part.product == product for it in part.sightings if it.source == source]


def exact(found: Inspection, product: str, source: str) -> set[str]:
    return {it.versions.exact for it in sightings(found, product, source)}


def test_openwrt_s_list_and_what_stands_beside_it(real_image: Find) -> None:
    found = inspect(real_image("lede-17.01.4-wr841v11.bin"))
    listed = {
        (it.package, it.package_version) for part in found.components for it in part.sightings if it.source == "opkg"
    }
    assert len(listed) == 87
    assert {("busybox", "1.25.1-4"), ("dropbear", "2017.75-2"), ("dnsmasq", "2.78-1")} <= listed
    assert exact(found, "linux", "kernel") == exact(found, "linux", "kernel_module") == {"4.4.92"}
    assert exact(found, "busybox", "busybox") == {"1.25.1"}
    assert exact(found, "openwrt", "release") == {"17.01.4", ""}
    assert [len(it.names) for it in found.build.applets] == [115]
    assert len(found.build.modules) == 54
    assert not found.problems


def test_openwrt_s_list_is_its_manifest(real_image: Find) -> None:
    manifest = real_image("openwrt-r7352-wr841v11.manifest").read_text()
    wanted = {tuple(line.split(" - ", 1)) for line in manifest.splitlines()}
    found = inspect(real_image("openwrt-r7352-wr841v11.bin"))
    listed = {
        (it.package, it.package_version) for part in found.components for it in part.sightings if it.source == "opkg"
    }
    assert listed == wanted


@pytest.mark.parametrize(
    ("name", "version", "applets"),
    [
        ("netcore-nc935-1.0.32180.squashfs", "1.00-pre8", 49),
        ("tplink-mr3020v1-3.17.2.bin", "1.01", 39),
        ("dlink-dir880l-1.07wwb08.tar.xz", "1.14.1", 91),
    ],
)
def test_old_busybox(name: str, version: str, applets: int, real_image: Find) -> None:
    found = inspect(real_image(name))
    assert exact(found, "busybox", "busybox") == {version}
    assert [len(it.names) for it in found.build.applets] == [applets]


def test_a_boot_loader_outside_any_file_system(real_image: Find) -> None:
    found = inspect(real_image("tplink-mr3020v1-3.17.2.bin"))
    assert exact(found, "u-boot", "boot_loader") == {"1.1.4"}
    assert exact(found, "linux", "kernel") == {"2.6.31"}


def test_a_kernel_that_keeps_its_sublevel_at_0_is_a_range(real_image: Find) -> None:
    found = inspect(real_image("huawei-hn8145xr.tar.xz"))
    told = {
        it.versions for source in ("kernel_module", "kernel_configuration") for it in sightings(found, "linux", source)
    }
    assert told == {Versions("", "5.10", "5.11")}
    assert len(found.build.kernels) == 1
    assert found.build.kernels[0].options["CONFIG_ARM"] == "y"
    assert {len(it.names) for it in found.build.applets} == {109, 169}
