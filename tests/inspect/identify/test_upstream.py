"""A packager's version gives upstream's, or a range, or nothing with a reason; never a version that is only likely."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.identify.kernel_release import versions_of
from cupel.inspect.identify.upstream import upstream
from cupel.records.component import Versions

EXACT = (
    ("deb", "7.88.1-10+deb12u15", "7.88.1"),
    ("deb", "1:1.2.13.dfsg-1", "1.2.13"),
    ("deb", "1.5.4+dfsg2-5", "1.5.4"),
    ("deb", "2:6.2.1+dfsg1-1.1", "6.2.1"),
    ("deb", "5.2.15-2+b13", "5.2.15"),
    ("deb", "2.1.12-stable-8", "2.1.12"),
    ("deb", "9.18.49-1~deb12u1", "9.18.49"),
    ("deb", "1:9.2p1-2+deb12u10", "9.2p1"),
    ("deb", "4.4.3-P1-2", "4.4.3-P1"),
    ("deb", "2.4.9-1+1.1+b1", "2.4.9"),
    ("deb", "1.5+really1.4-2", "1.4"),
    ("deb", "1:8.3.1~really9.3-1", "9.3"),
    ("deb", "4.17.21+dfsg+~cs8.31.198-9", "4.17.21"),
    ("deb", "1.0~rc1-1", "1.0-rc1"),
    ("deb", "2.0~beta3-1", "2.0-beta3"),
    ("deb", "1.2.3+nmu1", "1.2.3"),
    ("deb", "2023.01+dfsg-2+deb12u3", "2023.01"),
    ("deb", "1.2.3-0ubuntu4.5", "1.2.3"),
    ("opkg", "1.28.3-4", "1.28.3"),
    ("opkg", "1.36.1-r2", "1.36.1"),
    ("opkg", "2017.75-5.1", "2017.75"),
    ("opkg", "2.80test3-1", "2.80test3"),
    ("opkg", "1.0.2t-1", "1.0.2t"),
    ("opkg", "1.2-rc3-3", "1.2-rc3"),
    ("opkg", "2.1.24", "2.1.24"),
    ("apk", "9.6_p1-r0", "9.6p1"),
    ("apk", "1.0_rc2-r1", "1.0-rc2"),
    ("apk", "1.36.1-r29", "1.36.1"),
    ("rpm", "1.0~rc1", "1.0-rc1"),
    ("rpm", "1.1.1k", "1.1.1k"),
    ("golang", "v1.2.3+incompatible", "1.2.3"),
    ("pypi", "2.0.1.post1", "2.0.1.post1"),
    ("npm", "1.0.0-beta.2", "1.0.0-beta.2"),
    ("cargo", "1.1.0+spec-1.1.0", "1.1.0"),
    ("luarocks", "1.2.3-1", "1.2.3"),
    ("composer", "v5.4.2", "5.4.2"),
)
RANGES = (
    ("deb", "1.0+git20200101-1", "1.0", ""),
    ("deb", "1.0~git20200101.0123abc-1", "", "1.0"),
    ("deb", "0.1~+svn49-11", "", "0.1"),
    ("deb", "3.1-20221030-2", "3.1", ""),
    ("apk", "1.2_git20230717-r4", "1.2", ""),
    ("rpm", "1.4^20200101git0123abc", "1.4", ""),
    ("opkg", "0.2-5afd6c6f98a2317208a393e99f1d8a6cc28e849b", "0.2", ""),
    ("opkg", "4.6-linaro-1", "4.6", "4.7"),
    ("golang", "v1.2.4-0.20191109021931-daa7c04131f5", "", "1.2.4"),
)
NOTHING = (
    ("opkg", "2018-02-14-128bc35f-2"),
    ("opkg", "git-18.284.42397-55ebe88-1"),
    ("opkg", "192-r7352-9ac7eb4"),
    ("opkg", "R4751"),
    ("opkg", "-1"),
    ("opkg", ""),
    ("opkg", "9c97d5ecd795709c8584e972bfdf3aee3a5b846d-9"),
    ("opkg", "20170915-1"),
    ("opkg", "2024.09.26~abc1230-r1"),
    ("opkg", "CC2.2_CT_V1.0.02"),
    ("deb", "0.0~git20200101.abc-1"),
    ("deb", "20230311"),
    ("golang", "v0.0.0-20190620200207-3b0461eec859"),
    ("golang", "(devel)"),
    ("composer", "dev-main"),
    ("deb", "1" * 500),
)
KERNELS = (
    ("4.9.133", Versions("4.9.133")),
    ("3.4.11-rt19", Versions("3.4.11")),
    ("2.6.31--LSDK-9.2.0.312", Versions("2.6.31")),
    ("2.6.30.9", Versions("2.6.30.9")),
    ("3.10.14+", Versions("3.10.14")),
    ("6.6-rc3", Versions("6.6-rc3")),
    ("6.6.0-rc3-made", Versions("6.6-rc3")),
    ("6.1.0-43-armmp", Versions("", "6.1", "6.2")),
    ("5.10.0", Versions("", "5.10", "5.11")),
    ("5.14.0-362.8.1.el9_3.x86_64", Versions("", "5.14", "5.15")),
    ("5.15.0-91-generic", Versions("", "5.15", "5.16")),
    ("2.6.32-754.el6.x86_64", Versions("", "2.6.32", "2.6.33")),
    ("2.4.37.11", Versions("2.4.37.11")),
    ("vendor", Versions()),
    ("", Versions()),
)


@pytest.mark.parametrize(("ecosystem", "version", "exact"), EXACT)
def test_release(ecosystem: str, version: str, exact: str) -> None:
    told = upstream(ecosystem, version)
    assert (told.versions, told.reason) == (Versions(exact), "")


@pytest.mark.parametrize(("ecosystem", "version", "at_least", "below"), RANGES)
def test_snapshot_is_a_range(ecosystem: str, version: str, at_least: str, below: str) -> None:
    told = upstream(ecosystem, version)
    assert told.versions == Versions("", at_least, below)
    assert told.reason


@pytest.mark.parametrize(("ecosystem", "version"), NOTHING)
def test_what_is_no_release_gives_no_version_and_says_why(ecosystem: str, version: str) -> None:
    told = upstream(ecosystem, version)
    assert told.versions == Versions()
    assert told.reason


@pytest.mark.parametrize(("release", "versions"), KERNELS)
def test_kernel_release(release: str, versions: Versions) -> None:
    assert versions_of(release) == versions


@given(st.sampled_from(("deb", "opkg", "apk", "rpm", "golang", "npm", "luarocks")), st.text(max_size=60))
def test_any_text_gives_a_version_or_a_reason(ecosystem: str, version: str) -> None:
    told = upstream(ecosystem, version)
    assert bool(told.versions.exact) != bool(told.reason)
    versions_of(version)
