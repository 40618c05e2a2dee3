"""Orders versions of OpenSSL: letters after the third number are patch releases, `za` follows `z`."""

import re

from cupel.inspect.scheme import order

_VERSION = re.compile(
    r"(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?([a-z]{0,2})(?:-(dev|alpha|beta|pre)-?(\d{0,4}))?(-fips|-[a-z0-9.+~-]{1,40})?"
)
_BEFORE = {"dev": 0, "alpha": 1, "pre": 1, "beta": 2, None: 3}


class OpenSsl:
    """Up to 1.1.1 letters count the patch releases; from 3.0 on the third number does."""

    name = "openssl"
    title = "OpenSSL"
    description = "1.0.2 before 1.0.2a, 1.0.2z before 1.0.2za; a builder's suffix such as -fips does not count."
    reference = "https://openssl-library.org/policies/releasestrat/"
    ecosystems: tuple[str, ...] = ()
    products: tuple[str, ...] = ("openssl", "openssl:openssl")

    def compare(self, one: str, other: str) -> int | None:
        """Compare; None where either is no version of OpenSSL."""
        first, second = _key(one), _key(other)
        return None if first is None or second is None else order(first, second)


def _key(version: str) -> tuple[int, ...] | None:
    match = _VERSION.fullmatch(version.strip().lower())
    if match is None:
        return None
    letters = 0
    for letter in match[4]:
        letters = letters * 26 + ord(letter) - 96
    return (int(match[1]), int(match[2]), int(match[3] or 0), letters, _BEFORE[match[5]], int(match[6] or 0))


SCHEME = OpenSsl()
