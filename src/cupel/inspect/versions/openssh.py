"""Orders versions of OpenSSH: the portable release 7.4p1 is 7.4 of everybody else."""

import re

from cupel.inspect.scheme import order

_VERSION = re.compile(r"(?:openssh_)?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?:[-:]?p(\d{1,3}))?(?:[-+ ].{0,100})?")


class OpenSsh:
    """An advisory names 7.4, the software calls itself 7.4p1: they are the same release."""

    name = "openssh"
    title = "OpenSSH"
    description = "7.4 is 7.4p1; 5.8p1 before 5.8p2 before 5.9."
    reference = "https://www.openssh.com/releasenotes.html"
    ecosystems: tuple[str, ...] = ()
    products: tuple[str, ...] = ("openssh", "openbsd:openssh")

    def compare(self, one: str, other: str) -> int | None:
        """Compare; None where either is no version of OpenSSH."""
        first, second = _key(one), _key(other)
        return None if first is None or second is None else order(first, second)


def _key(version: str) -> tuple[int, ...] | None:
    match = _VERSION.fullmatch(version.strip().lower())
    if match is None:
        return None
    return int(match[1]), int(match[2]), int(match[3] or 0), int(match[4] or 1)


SCHEME = OpenSsh()
