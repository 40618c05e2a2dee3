"""Orders versions of rpm packages: epoch, version and release, each by runs of digits and letters."""

import re

from cupel.inspect.scheme import LONGEST, order

_VERSION = re.compile(r"(?:(\d{1,9}):)?([^-:\s]+)(?:-([^-:\s]+))?")
_RUN = re.compile(r"~|\^|\d+|[A-Za-z]+")


class Rpm:
    """A number is above letters, a tilde below the end, a caret just above it."""

    name = "rpm"
    title = "rpm"
    description = "1.0~rc1 before 1.0 before 1.0^git1 before 1.0.1; a missing release matches any."
    reference = "https://rpm.org/docs/latest/manual/dependencies"
    ecosystems: tuple[str, ...] = ("rpm",)
    products: tuple[str, ...] = ()

    def compare(self, one: str, other: str) -> int | None:
        """Compare; None where either is no version of a package, or only one of them has a release to decide by."""
        first = _VERSION.fullmatch(one.strip()) if len(one) <= LONGEST else None
        second = _VERSION.fullmatch(other.strip()) if len(other) <= LONGEST else None
        if first is None or second is None:
            return None
        decided = order(int(first[1] or 0), int(second[1] or 0)) or _compare(first[2], second[2])
        if decided or first[3] == second[3]:
            return decided
        return _compare(first[3], second[3]) if first[3] and second[3] else None


def _compare(one: str, other: str) -> int:
    left, right = _RUN.findall(one), _RUN.findall(other)
    for first, second in zip(left, right, strict=False):
        ranks = order(_rank(first), _rank(second))
        if ranks:
            return ranks
        decided = order(int(first), int(second)) if first.isdigit() else order(first, second)
        if decided:
            return decided
    if len(left) == len(right):
        return 0
    longer, sign = (left, 1) if len(left) > len(right) else (right, -1)
    return -sign if longer[min(len(left), len(right))] == "~" else sign


def _rank(run: str) -> int:
    return {"~": 0, "^": 1}.get(run, 3 if run.isdigit() else 2)


SCHEME = Rpm()
