"""Orders versions of Debian packages, and of opkg's, which took the same rules: epoch, upstream version, revision."""

import re

from cupel.inspect.scheme import LONGEST, order

_VERSION = re.compile(r"(?:(\d{1,9}):)?([A-Za-z0-9.+~:-]+)")
_TOKEN = re.compile(r"(\D*)(\d*)")


class Debian:
    """A tilde sorts before everything, even the end; letters sort before other signs."""

    name = "debian"
    title = "Debian and opkg"
    description = "1:2.3-1 after 4.0-1; 1.0~rc1 before 1.0; 1.0-1 before 1.0-1+deb12u1."
    reference = "https://www.debian.org/doc/debian-policy/ch-controlfields.html#version"
    ecosystems: tuple[str, ...] = ("deb", "opkg")
    products: tuple[str, ...] = ()

    def compare(self, one: str, other: str) -> int | None:
        """Compare; None where either is no version of a package."""
        first, second = _split(one), _split(other)
        if first is None or second is None:
            return None
        return order(first[0], second[0]) or _compare(first[1], second[1]) or _compare(first[2], second[2])


def _split(version: str) -> tuple[int, str, str] | None:
    text = version.strip()
    match = _VERSION.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        return None
    upstream, _, revision = match[2].rpartition("-")
    return int(match[1] or 0), upstream or revision, revision if upstream else ""


def _weight(sign: str) -> int:
    if sign == "~":
        return -1
    return ord(sign) if sign.isalpha() else ord(sign) + 256


def _compare(one: str, other: str) -> int:
    """Compare by turns a run of other signs and a number, as the policy says."""
    while one or other:
        first, second = _TOKEN.match(one), _TOKEN.match(other)
        assert first is not None and second is not None  # both groups may be empty
        left, right = [_weight(s) for s in first[1]], [_weight(s) for s in second[1]]
        length = max(len(left), len(right))
        left += [0] * (length - len(left))
        right += [0] * (length - len(right))
        decided = order(left, right) or order(int(first[2] or 0), int(second[2] or 0))
        if decided:
            return decided
        one, other = one[first.end() :], other[second.end() :]
    return 0


SCHEME = Debian()
