"""A locked account is no empty password: what each form of the second field says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.detect.credentials.password_field import read_field


@pytest.mark.parametrize(
    ("text", "shadow", "state", "scheme"),
    [
        ("", False, "empty", ""),
        ("", True, "empty", ""),
        ("x", False, "elsewhere", ""),
        ("x", True, "unusable", ""),
        ("*", True, "locked", ""),
        ("!", True, "locked", ""),
        ("!!", True, "locked", ""),
        ("*LK*", False, "locked", ""),
        ("!$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/", True, "locked", "md5crypt"),
        ("$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/", True, "hash", "md5crypt"),
        ("k7wUIaPDVoKxo", False, "hash", "DES"),
        ("_" + "a" * 19, True, "hash", "extended DES"),
        ("$2y$10$" + "a" * 53, True, "hash", "bcrypt"),
        ("$y$j9T$" + "a" * 22 + "$" + "b" * 43, True, "hash", "yescrypt"),
        ("{SSHA}" + "A" * 32, True, "hash", "LDAP"),
        ("{CRYPT}k7wUIaPDVoKxo", True, "hash", "DES"),
        ("NOLOGIN", False, "unusable", ""),
        ("a" * 1000, False, "unusable", ""),
    ],
)
def test_each_form(text: str, shadow: bool, state: str, scheme: str) -> None:
    found = read_field(text, shadow)
    assert (found.state, found.scheme) == (state, scheme)


@given(st.text(max_size=500), st.booleans())
def test_no_field_is_refused(text: str, shadow: bool) -> None:
    assert (read_field(text, shadow).state == "empty") == (text == "")
