"""The password field of an account goes in; whether it is empty, locked, elsewhere or a hash, and of which scheme."""

import re
from dataclasses import dataclass
from typing import Literal

FieldState = Literal["empty", "locked", "elsewhere", "hash", "unusable"]
"""empty: no password is asked for; locked: no password fits; elsewhere: the shadow file has it; hash: a password is
set; unusable: it is no output of a known scheme, so that no password fits it either."""

SCHEMES: tuple[tuple[str, str], ...] = (
    (r"\$1\$[^$:]{0,16}\$[./0-9A-Za-z]{22}", "md5crypt"),
    (r"\$apr1\$[^$:]{0,16}\$[./0-9A-Za-z]{22}", "apr1"),
    (r"\$2[abxy]?\$\d\d\$[./0-9A-Za-z]{53}", "bcrypt"),
    (r"\$5\$(?:rounds=\d{1,9}\$)?[^$:]{0,64}\$[./0-9A-Za-z]{43}", "sha256crypt"),
    (r"\$6\$(?:rounds=\d{1,9}\$)?[^$:]{0,64}\$[./0-9A-Za-z]{86}", "sha512crypt"),
    (r"\$y\$[./0-9A-Za-z]+\$[./0-9A-Za-z]{0,86}\$[./0-9A-Za-z]{43}", "yescrypt"),
    (r"\$gy\$[./0-9A-Za-z]+\$[./0-9A-Za-z]{0,86}\$[./0-9A-Za-z]{43}", "gost-yescrypt"),
    (r"\$7\$[./0-9A-Za-z]{11,97}\$[./0-9A-Za-z]{43}", "scrypt"),
    (r"\$sha1\$\d{1,9}\$[./0-9A-Za-z]{1,64}\$[./0-9A-Za-z]{28}", "sha1crypt"),
    (r"\$md5[$,][^:]{20,120}", "Sun MD5"),
    (r"\$3\$\$[0-9a-fA-F]{32}", "NT hash"),
    (r"\$argon2(?:id?|d)\$[^:]{20,300}", "argon2"),
    (r"\{(?:SSHA|SSHA256|SSHA512|SHA|SHA256|SHA512|SMD5|MD5)\}[A-Za-z0-9+/]{20,180}={0,2}", "LDAP"),
    (r"_[./0-9A-Za-z]{19}", "extended DES"),
    (r"[./0-9A-Za-z]{13}", "DES"),
)
"""(regular expression of the whole field, name): crypt(5) of libxcrypt, RFC 2307, Apache's password formats."""
_SCHEMES = tuple((re.compile(expression), name) for expression, name in SCHEMES)
_CRYPT = "{CRYPT}"
MOST_FIELD = 400
_ELSEWHERE = frozenset({"x", "##", "*NIS*"})


@dataclass(frozen=True, slots=True)
class PasswordField:
    """What one field says."""

    state: FieldState
    """Which of the states."""
    scheme: str = ""
    """Of a hash, also of one that a sign before it locks: the scheme's name."""


def read_field(text: str, shadow: bool = False) -> PasswordField:
    """Read the second field of passwd or shadow.

    What begins with `!` or `*` is locked, a hash behind it notwithstanding. `x` points to the shadow file; in the
    shadow file itself no password gives it. (passwd(5), shadow(5), crypt(5).)
    """
    if not text:
        return PasswordField("empty")
    if text[0] in "!*":
        return PasswordField("locked", scheme_of(text.lstrip("!*")))
    if not shadow and (text in _ELSEWHERE or text.startswith("##")):
        return PasswordField("elsewhere")
    scheme = scheme_of(text)
    return PasswordField("hash", scheme) if scheme else PasswordField("unusable")


def scheme_of(text: str) -> str:
    """Name the scheme of a hash; empty where it is of none."""
    if len(text) > MOST_FIELD:
        return ""
    if text[: len(_CRYPT)].upper() == _CRYPT:
        return scheme_of(text[len(_CRYPT) :])
    return next((name for expression, name in _SCHEMES if expression.fullmatch(text)), "")
