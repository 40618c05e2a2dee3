"""Each scheme orders versions as the software's own history does."""

import itertools
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.version import Version

from cupel.inspect.scheme import scheme_of, schemes

ORDERED = {
    "dotted": [
        ["1.00-pre8", "1.00-pre10", "1.00-rc3", "1.00", "1.00.1", "1.1.3", "1.14.1", "1.36.1"],
        ["0.53", "0.53.1", "2011.54", "2017.75", "2022.83"],
        ["2.45", "2.80test2", "2.80test3", "2.80rc1", "2.80", "2.81"],
        ["0.5.9", "2.5", "2.6-devel", "2.6", "2.10"],
        ["4.2.7p444", "4.2.8", "4.2.8p9", "4.2.8p15"],
        ["3.0.28", "3.0.28a", "3.0.37", "3.6.25pre1", "3.6.25", "4.10.2"],
        ["1.0a2", "1.0b1", "1.0b2", "1.0rc1", "1.0", "1.0b", "1.0.1"],
        ["7.0.8", "7.0.8-34", "7.0.8-35", "7.0.9-0"],
    ],
    "openssl": [
        ["0.9.8y", "0.9.8za", "0.9.8zh", "1.0.2-beta2", "1.0.2", "1.0.2a", "1.0.2k-fips", "1.0.2z", "1.0.2za"],
        ["1.1.1-pre9", "1.1.1", "1.1.1n", "3.0.0-alpha1", "3.0.0-beta1", "3.0.0", "3.0.2", "3.0.10"],
    ],
    "kernel": [["2.6.36", "2.6.36.4", "3.10", "4.9.133", "4.9.*", "5.10-rc3", "5.10", "5.10.50", "5.10.*", "5.11"]],
    "openssh": [["3.7.1p2", "5.8p1", "5.8p2", "5.9", "7.4p1", "8.5", "10.0p2"]],
    "debian": [["1.0~rc1-1", "1.0-1", "1.0-1+deb12u1", "1.0-2", "1.0a-1", "1.0.1-1", "1:0.5-1"]],
    "rpm": [["1.0~rc1-1", "1.0-1", "1.0-1.el8", "1.0-2", "1.0^git1-1", "1.0.1-1", "1:0.1-1"]],
    "apk": [["1.2_alpha1", "1.2_rc1", "1.2", "1.2-r1", "1.2-r2", "1.2_p1", "1.2a", "1.2.1", "1.10"]],
    "semver": [["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-rc.1", "1.0.0", "1.2.0", "1.10.0"]],
    "pypi": [["1.0.dev1", "1.0a1", "1.0rc1", "1.0", "1.0.post1", "1.1", "1!0.1"]],
}


def test_every_scheme_is_in_the_table() -> None:
    assert set(ORDERED) == set(schemes())


@pytest.mark.parametrize(
    ("name", "row"), [(name, row) for name, rows in ORDERED.items() for row in rows], ids=lambda it: str(it)[:40]
)
def test_histories(name: str, row: list[str]) -> None:
    scheme = schemes()[name]
    for (i, one), (j, other) in itertools.product(enumerate(row), repeat=2):
        assert scheme.compare(one, other) == (i > j) - (i < j), (one, other)


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("openssh", "7.4", "7.4p1"),
        ("openssl", "1.0.2k", "1.0.2k-fips"),
        ("kernel", "4.9.133", "4.9.133-vendor+"),
        ("dotted", "1.0", "1.00.0"),
        ("dotted", "v2.6", "2.6"),
        ("semver", "v1.0.0+build5", "1.0.0"),
        ("pypi", "1.0.0", "1.0"),
        ("rpm", "1.0", "1.0"),
    ],
)
def test_the_same_version_written_twice(name: str, one: str, other: str) -> None:
    assert schemes()[name].compare(one, other) == 0


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("dotted", "1.4.14-tch1", "1.4.14"),
        ("dotted", "unknown", "1.0"),
        ("dotted", "1." * 300, "1.0"),
        ("openssl", "1.0.2.1.7", "1.0.2"),
        ("rpm", "1.0-1", "1.0"),
        ("debian", "1.0 beta", "1.0"),
        ("kernel", "next-20200101", "5.10"),
    ],
)
def test_what_cannot_be_compared_is_said_to_be_so(name: str, one: str, other: str) -> None:
    assert schemes()[name].compare(one, other) is None
    assert schemes()[name].compare(other, one) is None


def test_a_vendors_suffix_does_not_hide_what_its_numbers_tell() -> None:
    dotted = schemes()["dotted"]
    assert dotted.compare("1.4.14-tch1", "1.4.15") == -1
    assert dotted.compare("1.4.14-tch1", "1.4.13") == 1


@pytest.mark.parametrize(
    ("product", "ecosystem", "name"),
    [
        ("openssl:openssl", "", "openssl"),
        ("linux:linux_kernel", "", "kernel"),
        ("busybox:busybox", "", "dotted"),
        ("busybox", "opkg", "debian"),
        ("openssl", "deb", "debian"),
        ("requests", "pypi", "pypi"),
        ("left-pad", "npm", "semver"),
        ("thing", "unheard-of", "dotted"),
    ],
)
def test_which_scheme(product: str, ecosystem: str, name: str) -> None:
    assert scheme_of(product, ecosystem).name == name


PIECES = st.sampled_from(
    ["1", "0", "10", "2", ".", "-", "~", "_", "+", "a", "b", "z", "rc", "p", "pre", "dev", ":", "^"]
)
VERSIONS = st.lists(PIECES, min_size=1, max_size=7).map("".join)


@pytest.mark.parametrize("name", sorted(ORDERED))
@settings(max_examples=150, deadline=None)
@given(VERSIONS, VERSIONS, VERSIONS)
def test_it_is_an_order(name: str, a: str, b: str, c: str) -> None:
    compare = schemes()[name].compare
    ab, ba, bc, ac = compare(a, b), compare(b, a), compare(b, c), compare(a, c)
    assert ab == (None if ba is None else -ba)
    assert compare(a, a) in (0, None)
    if ab is not None and bc is not None and ab <= 0 and bc <= 0 and ac is not None:
        assert ac <= 0


@pytest.mark.parametrize("name", sorted(ORDERED))
@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_answered(name: str, text: str) -> None:
    assert schemes()[name].compare(text, "1.0") in (-1, 0, 1, None)


DEBIAN = st.from_regex(r"([0-9]:)?[0-9][0-9a-z.+~]{0,8}(-[0-9a-z.+~]{1,5})?", fullmatch=True)


@pytest.mark.skipif(not shutil.which("dpkg"), reason="dpkg, the oracle of Debian's order, is not on this machine")
@settings(max_examples=120, deadline=None)
@given(DEBIAN, DEBIAN)
def test_debian_agrees_with_dpkg(one: str, other: str) -> None:
    found = schemes()["debian"].compare(one, other)
    sign = {-1: "lt", 0: "eq", 1: "gt", None: ""}[found]
    assert subprocess.run(["dpkg", "--compare-versions", one, sign, other], check=False).returncode == 0


PYTHON = st.from_regex(
    r"(1!)?[0-9](\.[0-9]){0,2}(\.?(a|b|rc|alpha|c)[0-9]?)?(\.post[0-9])?(\.dev[0-9])?(\+[a-z0-9]{1,3})?", fullmatch=True
)


@settings(max_examples=300, deadline=None)
@given(PYTHON, PYTHON)
def test_pypi_agrees_with_packaging(one: str, other: str) -> None:
    left, right = Version(one), Version(other)
    assert schemes()["pypi"].compare(one, other) == (left > right) - (left < right)
