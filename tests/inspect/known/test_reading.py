"""A wrong case is refused, with its file and what is wrong; versions, releases and keys are read as they stand."""

import base64
import tomllib
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from cupel.errors import PluginError
from cupel.inspect.detect.credentials.ssh_key import fingerprint_of
from cupel.inspect.identify.elf import Elf
from cupel.inspect.identify.source import Visited
from cupel.inspect.known import in_file
from cupel.inspect.known.keys import keys_in
from cupel.inspect.known.matcher import FileMatcher, ReleaseMatcher
from cupel.inspect.known.reading import case_of, read_case
from cupel.inspect.known.releases import release_in
from cupel.inspect.known.versions import compare, within
from cupel.inspect.unpack.content import BytesContent
from cupel.records.problem import Problem

CASE = """
title = "A made account"
vendor = "Made"
products = ["Made 1"]
versions = "all"
cve = []
kind = "undocumented account"
year = 2020
story = "It is there."
status = "third party"
verified = "verified"
position = "No statement of the vendor was found."
position_source = ""
[[sources]]
address = "https://example.org/"
says = "It is there."
state = "read"
retrieved = "2026-11-25"
[[artefacts]]
says = "The account is there"
[[artefacts.all]]
kind = "account"
account = "made"
[[controls]]
says = "Another account."
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('title = "A made account"', "", "title is missing"),
        ('title = "A made account"', 'title = "A"\nnickname = "B"', "nickname is no field"),
        ('kind = "undocumented account"', 'kind = "trapdoor"', "kind is none of hidden trigger"),
        ('status = "third party"', 'status = "proven"', "status is none of"),
        ("year = 2020", 'year = "2020"', "year is no int"),
        ('state = "read"\nretrieved = "2026-11-25"', 'state = "cited"', "no source was read"),
        ('retrieved = "2026-11-25"', "", "has no day"),
        (
            'position = "No statement of the vendor was found."',
            'position = "It is denied."',
            "position_source is empty",
        ),
        ('kind = "account"\naccount = "made"', 'kind = "rumour"', "kind is none of file, release"),
        ('kind = "account"\naccount = "made"', 'kind = "file"\npath = "*/x"', "asks for no string"),
        ('kind = "account"\naccount = "made"', 'kind = "file"\nstrings = ["net"]', "too short"),
        ('kind = "account"\naccount = "made"', 'kind = "file"\npatterns = ["secret.*"]', "may match"),
        ('kind = "account"\naccount = "made"', 'kind = "file"\nstrings = ["backdoor"]\nsecrets = ["x"]', "none of the"),
        ('kind = "account"\naccount = "made"', 'kind = "key"\nfingerprints = ["aa:bb"]', "ssh-keygen"),
        ('kind = "account"\naccount = "made"', 'kind = "release"\nproduct = "Made 1"', "no version that ends"),
        ('[[controls]]\nsays = "Another account."', "", "controls is missing"),
        ('says = "The account is there"', 'says = "The account is there"\ntier = "reachable"', "cannot show the tier"),
        ("[[artefacts.all]]", "[[artefacts.none]]", "asks for nothing"),
    ],
)
def test_a_wrong_case_is_refused_by_name(old: str, new: str, says: str, tmp_path: Path) -> None:
    assert old in CASE
    file = tmp_path / "2020-made-account.toml"
    file.write_text(CASE.replace(old, new))
    with pytest.raises(PluginError, match="2020-made-account") as raised:
        read_case(file)
    assert says in str(raised.value)


def test_the_name_of_a_case_begins_with_its_year(tmp_path: Path) -> None:
    file = tmp_path / "account.toml"
    file.write_text(CASE)
    with pytest.raises(PluginError, match="year, maker"):
        read_case(file)
    assert case_of("2020-made-account", tomllib.loads(CASE)).artefacts[0].all[0].name == "2020-made-account#0"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        ("6.3.0r17", "6.3.0r18", -1),
        ("1.04B05", "1.04", 1),
        ("V4.02.R11", "4.02.R11", 0),
        ("20.10", "20.9", 1),
        ("6.02M", "6.02N", -1),
        ("20C", "21B", -1),
        ("1.2", "1.b", None),
        ("", "1", None),
    ],
)
def test_versions_as_makers_write_them(one: str, other: str, order: int | None) -> None:
    assert compare(one, other) == order


def test_a_range_holds_what_begins_with_its_end() -> None:
    assert within("3.10.2", at_least="1", at_most="3.10")
    assert not within("3.11.0", at_least="1", at_most="3.10")
    assert not within("what", below="2")
    assert not within("", below="2")


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("Made Router 1.2.3\n", "1.2.3"),
        ("MADE ROUTER\nfirmware version: V1.2.3\n", "V1.2.3"),
        ("Made Router\n\n1.2.3\n", ""),  # a number of another paragraph
        ("Made Router 11.2.3\n", ""),
        ("Other Router 1.2.3\n", ""),
        ("Made Router\nkernel=1.2.3\n", "1.2.3"),
    ],
)
def test_a_release_names_product_and_version_together(text: str, version: str) -> None:
    found = release_in(text, ReleaseMatcher("Made Router", exact=("1.2.3",)))
    assert (found.version if found else "") == version


@pytest.mark.parametrize("kind", ["rsa", "ec", "ed25519"])
def test_a_private_key_is_known_by_its_public_half(kind: str) -> None:
    key: Any = {
        "rsa": lambda: rsa.generate_private_key(65537, 1024),
        "ec": lambda: ec.generate_private_key(ec.SECP256R1()),
        "ed25519": ed25519.Ed25519PrivateKey.generate,
    }[kind]()
    forms = (form.PrivateFormat.OpenSSH, form.PrivateFormat.PKCS8)
    public = key.public_key().public_bytes(form.Encoding.OpenSSH, form.PublicFormat.OpenSSH)
    wanted = fingerprint_of(base64.b64decode(public.split()[1]))
    for it in forms:
        pem = key.private_bytes(form.Encoding.PEM, it, form.NoEncryption())
        found = list(keys_in(BytesContent(b"# a comment\n" + pem), 40))
        assert [(one.fingerprint, one.private) for one in found] == [(wanted, True)]
        assert found[0].offset == 12
    found = list(keys_in(BytesContent(b"x " + public + b" made\n"), 14))
    assert [(one.fingerprint, one.private, one.offset) for one in found] == [(wanted, False, 2)]


@settings(max_examples=200)
@given(st.binary(max_size=400), st.booleans())
def test_broken_keys_are_no_keys_and_raise_nothing(noise: bytes, private: bool) -> None:
    head = b"-----BEGIN RSA PRIVATE KEY-----\n" if private else b"ssh-rsa AAAA"
    list(keys_in(BytesContent(head + base64.b64encode(noise) + b"\n-----END RSA PRIVATE KEY-----\n"), 12))


def test_a_megabyte_of_beginnings_ends_soon() -> None:
    data = b"-----BEGIN RSA PRIVATE KEY-----\nQQ\n" * 30_000
    assert list(keys_in(BytesContent(data), 32)) == []


def visited(path: str, data: bytes, kind: str = "text", marks: dict[str, int] | None = None) -> Visited:
    return Visited(path, "0" * 64, kind, BytesContent(data), (), marks or {})


def test_locked_empty_and_other_accounts_are_no_match() -> None:
    lines = (
        b"zyfwp:!$6$x:1:1::/:/bin/sh\nzyfwp::1:1::/:/bin/sh\nzyfwp:x:1:1::/:/bin/sh\nzyfwpp:$6$x:1:1::/:/\nzyfwp:a\n"
    )
    assert list(in_file.signs(visited("etc/passwd", lines))) == []
    found = list(in_file.signs(visited("etc/shadow", b"zyfwp:$6$made$x:1:1::/:/bin/sh\n")))
    assert len(found) == 1
    assert isinstance(found[0], in_file.Matched)
    assert "$6$" not in found[0].evidence.quote


def test_an_account_file_of_many_megabytes_is_cut_and_that_is_said() -> None:
    found = list(in_file.signs(visited("etc/passwd", b"a" * 50_000_000 + b"\nzyfwp:$1$x:0:0::/:/\n")))
    assert [type(it) for it in found] == [Problem]


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_account_files_of_any_bytes_raise_nothing(data: bytes) -> None:
    list(in_file.signs(visited("etc/passwd", data)))
    list(in_file.signs(visited("etc/version", data)))


def test_a_string_in_a_manual_or_a_word_list_is_not_looked_at() -> None:
    marks = {"documented case: w302r_mfg": 20}
    assert in_file.wanted(visited("bin/httpd", b"", "ELF executable", marks))
    assert not in_file.wanted(visited("usr/share/doc/tenda/httpd", b"", "ELF executable", marks))


def test_imports_and_nearness_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"\x7fELF\x01\x01\x01" + bytes(60) + b"Login succeeded!\0" + bytes(5000) + b"netcore\0"
    first, second = data.index(b"!") + 1, data.index(b"netcore") + 7
    marks = {"documented case: Login succeeded!": first, "documented case: netcore": second}
    for imports, within_bytes, count in ((("recvfrom",), 0, 2), (("recv",), 0, 0), (("recvfrom",), 1000, 0)):
        matcher = FileMatcher(
            ("Login succeeded!", "netcore"), type="ELF", imports=("recvfrom",), within=within_bytes, name="made#0"
        )
        monkeypatch.setattr(in_file, "_by_mark", lambda it=matcher: {"documented case: Login succeeded!": (it,)})
        file = visited("bin/x", data, "ELF executable", marks)
        elf = Elf(file.content)
        elf.__dict__["imports"] = imports
        file.shared["elf"] = elf
        assert len(list(in_file.signs(file))) == count
