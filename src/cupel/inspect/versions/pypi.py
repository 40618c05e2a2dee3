"""Orders versions of Python packages: epoch, release, pre-, post- and development releases, local labels."""

import re

from cupel.inspect.scheme import LONGEST, order

_VERSION = re.compile(
    r"v?(?:(\d{1,9})!)?(\d{1,18}(?:\.\d{1,18})*)"
    r"(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d{0,18}))?"
    r"(?:-(\d{1,18})|[-_.]?(post|rev|r)[-_.]?(\d{0,18}))?"
    r"(?:[-_.]?(dev)[-_.]?(\d{0,18}))?"
    r"(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?",
    re.IGNORECASE,
)
_PRE = {"a": 0, "alpha": 0, "b": 1, "beta": 1, "c": 2, "rc": 2, "pre": 2, "preview": 2}
LOWEST, HIGHEST = (-1, 0), (9, 0)


class PyPi:
    """A development release of nothing else comes before every pre-release."""

    name = "pypi"
    title = "Python packages"
    description = "1.0.dev1 before 1.0a1 before 1.0rc1 before 1.0 before 1.0.post1; 1!0.1 after 9.9."
    reference = "https://packaging.python.org/en/latest/specifications/version-specifiers/"
    ecosystems: tuple[str, ...] = ("pypi",)
    products: tuple[str, ...] = ()

    def compare(self, one: str, other: str) -> int | None:
        """Compare; None where either is no version of a Python package."""
        first = _VERSION.fullmatch(one.strip()) if len(one) <= LONGEST else None
        second = _VERSION.fullmatch(other.strip()) if len(other) <= LONGEST else None
        if first is None or second is None:
            return None
        return order(_key(first), _key(second))


def _key(match: re.Match[str]) -> tuple[object, ...]:
    release = [int(part) for part in match[2].split(".")]
    while release and not release[-1]:
        release.pop()
    post = (0, int(match[5] or match[7] or 0)) if match[5] or match[6] else LOWEST
    developed = (0, int(match[9] or 0)) if match[8] else HIGHEST
    if match[3]:
        pre = (_PRE[match[3].lower()], int(match[4] or 0))
    else:
        pre = LOWEST if match[8] and post == LOWEST else HIGHEST
    parts = re.split(r"[-_.]", match[10].lower()) if match[10] else []
    local = tuple((1, int(part), "") if part.isdigit() else (0, 0, part) for part in parts)
    return int(match[1] or 0), tuple(release), pre, post, developed, local


SCHEME = PyPi()
