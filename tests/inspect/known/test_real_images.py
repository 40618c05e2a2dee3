"""Documented cases on real equipment images: what the images are known to hold is told, and clean images show none."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cupel.inspect.inspection import inspect
from cupel.records.finding import Finding

DETECTOR = "access/documented_cases"
Find = Callable[[str], Path]
CLEAN = ("openwrt-r7352-wr841v11.bin", "lede-17.01.4-wr841v11.bin")
NOTHING_DOCUMENTED = ("technicolor-AGTEF_1.0.0_004_closed.tar.xz", "tplink-mr3020v1-3.17.2.bin")
LARGE = ("huawei-hn8145xr.tar.xz", "technicolor-17.2.0214_FW_219_DGA4131.tar.xz")
"""Looked at where IMAGES_DIR asks for the thorough run."""
GENERATED = ("armhf.zstd.squashfs", "mipsel.openwrtlike.bin", "arm64.cpio.gz")


def documented(image: Path) -> dict[str, Finding]:
    return {it.rule: it for it in inspect(image).findings if it.detector == DETECTOR}


@pytest.mark.parametrize("name", (*CLEAN, *NOTHING_DOCUMENTED))
def test_nothing_documented_is_said_of_images_that_hold_no_artefact(name: str, real_image: Find) -> None:
    assert documented(real_image(name)) == {}


@pytest.mark.parametrize("name", LARGE)
def test_nothing_documented_is_said_of_large_images_that_hold_no_artefact(name: str, real_image: Find) -> None:
    if not os.environ.get("IMAGES_DIR"):
        pytest.skip("takes ten seconds and more: set IMAGES_DIR for the thorough run")
    assert documented(real_image(name)) == {}


@pytest.mark.parametrize("name", GENERATED)
def test_nothing_documented_is_said_of_generated_images(name: str) -> None:
    folder = os.environ.get("IMAGES_DIR")
    if not folder or not (Path(folder) / name).exists():
        pytest.skip(f"IMAGES_DIR names no folder with {name} (benchmarks make it from a distribution's packages)")
    assert documented(Path(folder) / name) == {}


def test_a_launcher_without_its_program_is_a_residue_and_no_more(real_image: Find) -> None:
    found = documented(real_image("netcore-nc935-1.0.32180.squashfs"))
    residue = found["2014-netcore-udp-53413-residue"]
    assert residue.tier == "present"
    assert residue.path == "/etc/inetd.conf"
    assert "the program itself is absent" in residue.statement
    assert "2014-netcore-udp-53413" not in found
    assert found["2021-realtek-mp-daemon"].tier == "present"  # nothing launches it
    assert found["2021-realtek-mp-daemon"].path == "/bin/UDPserver"
    assert found["2021-realtek-mp-daemon"].facts["origin"] == "Realtek"
    assert found["2020-netis-e1-root-hash"].path == "/etc/passwd"
    assert len(found) == 3


def test_the_login_of_an_odm_is_told_with_its_origin_and_condition(real_image: Find) -> None:
    found = documented(real_image("dlink-dir880l-1.07wwb08.tar.xz"))
    assert list(found) == ["2013-alpha-networks-telnet"]
    finding = found["2013-alpha-networks-telnet"]
    assert finding.path == "/etc/init0.d/S80telnetd.sh"
    assert finding.tier == "configured"  # the script asks for a state that files do not tell
    assert finding.facts["origin"] == "Alpha Networks"
    assert "wrgac16" not in json.dumps([finding.statement, [it.quote for it in finding.evidence]])


def test_a_package_that_turns_telnet_on_is_no_release_of_its_maker(real_image: Find) -> None:
    found = documented(real_image("huawei-hg8145v5-total.hwnp"))
    assert list(found) == ["2020-huawei-ont-telnetenable-package"]
    assert "nothing shows that they are its releases" in found["2020-huawei-ont-telnetenable-package"].statement


def test_another_package_of_that_kind_shows_no_case(real_image: Find) -> None:
    assert documented(real_image("huawei-hg8245h-xpon.hwnp")) == {}
