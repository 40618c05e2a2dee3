"""Every patch test tells its golden case's fixed code from the unfixed, and keeps silent where it cannot tell."""

import dataclasses
import hashlib
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.inspect.examination import SOURCES
from cupel.inspect.identify.signature import Claim
from cupel.inspect.identify.source import Visited
from cupel.inspect.inspection import inspect
from cupel.inspect.unpack.content import BytesContent
from cupel.inspect.vulnerabilities.patch_test import PatchTest
from cupel.records.build import PatchSign

CASES = Path(__file__).parents[2] / "cases/patch"
sys.path.insert(0, str(CASES))
import _program  # noqa: E402 - lays out the files of the golden cases

TESTS = {source.name: source for source in SOURCES if isinstance(source, PatchTest)}
FILES = [
    pytest.param(folder.name, file, id=f"{folder.name}-{number}-{file['says'].replace(' ', '_')}")
    for folder in sorted(CASES.iterdir())
    if (folder / "case.toml").exists()
    for number, file in enumerate(tomllib.loads((folder / "case.toml").read_text())["file"])
]
SAYS = {True: "patched", False: "not patched", None: "cannot tell"}
PARTS = ("texts", "numbers", "functions", "imports", "uses")


def visited(
    data: bytes, name: str, claimed: str = "", kind: str = "ELF executable, x86-64, 64-bit little-endian"
) -> Visited:
    claims = (Claim(claimed, "", "", "", "full", 0, ""),) if claimed else ()
    return Visited(f"usr/lib/{name}", "0" * 64, kind, BytesContent(data), claims)


def laid_out(file: dict[str, Any]) -> bytes:
    return _program.program(**{part: file[part] for part in PARTS if part in file})


@pytest.mark.parametrize(("test", "file"), FILES)
def test_golden_case(test: str, file: dict[str, Any]) -> None:
    seen = visited(laid_out(file), file["name"])
    assert TESTS[test].wants(seen)

    signs = list(TESTS[test].examine(seen))

    assert {SAYS[sign.patched] for sign in signs} == ({file["says"]} if file["says"] != "nothing" else set())
    assert {sign.cve for sign in signs} == set(TESTS[test].cves)
    assert all(file.get("reason", "") in sign.reason for sign in signs)
    data = laid_out(file)
    for sign in signs:
        if sign.patched is not None:
            assert sign.evidence.quote and int(sign.evidence.locator.removeprefix("@"), 16) < len(data)


def test_every_test_has_a_case_with_each_verdict_and_every_case_a_test() -> None:
    verdicts: dict[str, set[str]] = {}
    for test, file in (parameters.values for parameters in FILES):
        verdicts.setdefault(test, set()).add(file["says"])
    assert set(verdicts) == set(TESTS)
    for test, said in verdicts.items():
        assert {"patched", "not patched"} < said, (
            f"{test} needs a patched file, one that is not, and one without a verdict"
        )


@pytest.mark.parametrize("test", TESTS.values(), ids=lambda test: test.name)
def test_is_described(test: PatchTest) -> None:
    assert test.title.strip() and test.description.strip() and test.reference.startswith("http")
    product, year, number = test.name.split("_")
    assert f"CVE-{year}-{number}" in test.cves and product
    assert test.lack_of != "added" or test.scope, "where a lack tells, the scope must tell that the code is there"
    assert test.lack_of != "removed" or test.scope


def test_a_claim_of_the_product_is_as_good_as_its_name() -> None:
    data = _program.program(["not an http or ftp url: %s"])
    test = TESTS["busybox_2025_60876"]
    assert not test.wants(visited(data, "sh"))
    assert test.wants(visited(data, "sh", claimed="busybox"))
    assert [sign.patched for sign in test.examine(visited(data, "sh", claimed="busybox"))] == [False]


def test_a_file_of_the_product_without_the_code_gives_nothing_unless_it_is_the_codes_usual_place() -> None:
    test = TESTS["openssl_2023_5678"]
    assert not list(test.examine(visited(_program.program(["OpenSSL"]), "openssl", claimed="openssl")))
    [sign] = test.examine(visited(_program.program(["OpenSSL"]), "libcrypto.so.3", claimed="openssl"))
    assert sign.patched is None and "was not found" in sign.reason


def test_what_is_no_program_is_not_asked() -> None:
    assert not any(test.wants(visited(b"", name, kind="text")) for test in TESTS.values() for name in test.files)


def test_the_product_is_the_claimed_one_of_those_that_share_the_code() -> None:
    data = _program.program(["DPP: PKEX Commit-Reveal Response from ", "DPP: Delete PKEX code/identifier"])
    test = TESTS["hostapd_2022_37660"]
    assert [sign.product for sign in test.examine(visited(data, "wpad", claimed="wpa_supplicant"))] == [
        "wpa_supplicant"
    ]
    assert [sign.product for sign in test.examine(visited(data, "wpa_supplicant"))] == ["wpa_supplicant"]
    assert [sign.product for sign in test.examine(visited(data, "wpad"))] == ["hostapd"]


def test_without_capstone_no_verdict_is_given_and_the_reason_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "capstone", None)
    data = _program.program(functions={"BN_GF2m_poly2arr": "31c0c3"})
    [sign] = TESTS["openssl_2024_9143"].examine(visited(data, "libcrypto.so.3"))
    assert sign.patched is None and "capstone is not installed" in sign.reason


def test_a_text_alone_still_tells_without_capstone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "capstone", None)
    data = _program.program(numbers=[[42, 1232, 38]], uses={"Usage: dnsmasq [options]": ""})
    assert [sign.patched for sign in TESTS["dnsmasq_2023_28450"].examine(visited(data, "dnsmasq"))] == [True]


def test_a_lack_tells_nothing_in_a_file_that_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    data = _program.program(["not an http or ftp url: %s"])
    monkeypatch.setattr("cupel.inspect.code.program.MOST_BYTES", len(data) - 1)
    [sign] = TESTS["busybox_2025_60876"].examine(visited(data, "busybox"))
    assert sign.patched is None


WHOLE = [laid_out(file) for _, file in (parameters.values for parameters in FILES)]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 700), st.integers(0, 255)), max_size=8),
    st.integers(0, 700),
    st.sampled_from(sorted(TESTS)),
)
def test_no_bytes_make_a_test_fail(whole: bytes, changes: list[tuple[int, int]], cut: int, test: str) -> None:
    data = bytearray(whole)
    for at, value in changes:
        if at < len(data):
            data[at] = value
    data = data[: max(8, len(data) - cut)]
    signs = list(TESTS[test].examine(visited(bytes(data), TESTS[test].files[0].replace("*", ""))))
    assert all(dataclasses.is_dataclass(sign) and isinstance(sign, PatchSign) for sign in signs)


def test_an_inspection_gives_the_verdicts_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    data = _program.program(["not an http or ftp url: %s"])
    (tmp_path / "bin/busybox").write_bytes(data)

    found = inspect(tmp_path)

    [sign] = [it for it in found.build.patch_signs if it.test == "busybox_2025_60876"]
    assert (sign.patched, sign.cve, sign.product) == (False, "CVE-2025-60876", "busybox")
    assert sign.evidence.locator.endswith(f"bin/busybox!@0x{data.index(b'not an http'):x}")
    assert sign.evidence.artefact == hashlib.sha256(data).hexdigest()
