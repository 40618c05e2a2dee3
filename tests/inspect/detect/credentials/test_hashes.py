"""Hashes of passwords are computed as published, and compared with words within a counted number of rounds."""

import ctypes
import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cupel.inspect.detect.credentials.des_crypt import words_that_give
from cupel.inspect.detect.credentials.md5_crypt import ITOA, ROUNDS, md5_crypt
from cupel.inspect.detect.credentials.sha_crypt import sha_crypt
from cupel.inspect.detect.credentials.word_check import ALL_ROUNDS, check
from cupel.inspect.detect.credentials.words import default_passwords, words_for

PASSWORDS = st.binary(max_size=40).filter(lambda it: b"\0" not in it and b"\n" not in it)
SALTS = st.text(ITOA, min_size=1, max_size=8)


def test_sha_crypt_is_its_specification_s() -> None:
    assert sha_crypt(b"Hello world!", "$5$saltstring") == "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5"
    assert sha_crypt(b"Hello world!", "$6$saltstring") == (
        "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1"
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PASSWORDS, SALTS, st.sampled_from(["-1", "-apr1", "-5", "-6"]))
def test_openssl_computes_the_same(password: bytes, salt: str, scheme: str) -> None:
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not on this machine")
    told = subprocess.run(
        [program, "passwd", scheme, "-salt", salt, "-stdin"], input=password + b"\n", capture_output=True, check=True
    ).stdout.decode()
    if scheme in ("-1", "-apr1"):
        found = md5_crypt(password, salt.encode(), b"$1$" if scheme == "-1" else b"$apr1$")
    else:
        found = sha_crypt(password, f"$5${salt}$" if scheme == "-5" else f"$6${salt}$")
    assert found == told.strip() or not password  # openssl takes an empty line for no input


@settings(max_examples=15, deadline=None)
@given(st.lists(PASSWORDS, min_size=1, max_size=20), st.text(ITOA, min_size=2, max_size=2), st.data())
def test_the_c_library_computes_the_same_des(words: list[bytes], salt: str, data: st.DataObject) -> None:
    library = _crypt()
    chosen = data.draw(st.sampled_from(words))
    field = library.crypt(bytes(byte & 127 or 1 for byte in chosen), salt.encode())
    if field is None or field.startswith(b"*"):
        pytest.skip("the C library computes no traditional crypt")
    cleaned = [bytes(byte & 127 or 1 for byte in word) for word in words]
    fitting = words_that_give(cleaned, field.decode())
    wanted = bytes(byte & 127 or 1 for byte in chosen)[:8]
    assert fitting == [number for number, word in enumerate(cleaned) if word[:8] == wanted]


def _crypt() -> ctypes.CDLL:
    for name in ("libcrypt.so.1", "libcrypt.so.2"):
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        library.crypt.restype = ctypes.c_char_p
        return library
    pytest.skip("libcrypt is not on this machine")


def test_a_password_of_the_list_is_found_whatever_the_scheme() -> None:
    fields = [
        md5_crypt(b"realtek", b"made"),
        md5_crypt(b"root123", b"made", b"$apr1$"),
        "{SHA}0DPiKuNIrrVmD8IUCuw1hQxNqZc=",
    ]
    found = check([("root", field) for field in fields])
    assert [found["root", field].word for field in fields] == ["realtek", "root123", "admin"]


def test_the_rounds_of_an_image_are_bounded_however_many_hashes_it_has() -> None:
    fields = [("root", f"$1$salt{number:04}$" + "." * 22) for number in range(100)]
    found = check(fields)
    assert 0 < sum(it.tried for it in found.values()) * ROUNDS <= ALL_ROUNDS


def test_the_costs_that_a_hash_asks_for_are_not_paid() -> None:
    field = "$6$rounds=999999999$salt$" + "." * 86
    assert check([("root", field)])["root", field].tried == 0


def test_the_list_is_long_enough_and_has_no_word_twice() -> None:
    assert len(default_passwords()) >= 400
    assert len(words_for("admin")) == len(set(words_for("admin")))
