"""Orders versions of Alpine packages: numbers, one letter, suffixes such as `_rc1` or `_p2`, and the build `-r3`."""

import re

from cupel.inspect.scheme import order

_VERSION = re.compile(
    r"(\d{1,18}(?:\.\d{1,18}){0,12})([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d{0,18}){0,4})"
    r"(?:~[0-9a-f]{1,40})?(?:-r(\d{1,9}))?"
)
_SUFFIX = re.compile(r"_([a-z]+)(\d*)")
_RANK = {"alpha": -4, "beta": -3, "pre": -2, "rc": -1, "cvs": 1, "svn": 2, "git": 3, "hg": 4, "p": 5}


class Apk:
    """A number behind a dot that begins with 0 is compared as text, as apk does."""

    name = "apk"
    title = "Alpine apk"
    description = "1.2_rc1 before 1.2 before 1.2_p1; 1.2-r1 before 1.2-r2."
    reference = "https://wiki.alpinelinux.org/wiki/Package_policies"
    ecosystems: tuple[str, ...] = ("apk",)
    products: tuple[str, ...] = ()

    def compare(self, one: str, other: str) -> int | None:
        """Compare; None where either is no version of a package."""
        first, second = _VERSION.fullmatch(one.strip()), _VERSION.fullmatch(other.strip())
        if first is None or second is None:
            return None
        return order(_key(first), _key(second))


def _key(match: re.Match[str]) -> tuple[object, ...]:
    first, *more = match[1].split(".")
    # text sorts below number: 1.01 is below 1.1, as if it were 1.0 followed by 1
    numbers = tuple((0, 0, part) if part[0] == "0" and len(part) > 1 else (1, int(part), "") for part in more)
    suffixes = tuple((_RANK[word], int(number or 0)) for word, number in _SUFFIX.findall(match[3]))
    return int(first), numbers, match[2], (*suffixes, (0, 0)), int(match[4] or 0)


SCHEME = Apk()
