"""Orders semantic versions, of npm, Go and Rust packages: a pre-release comes before its release."""

import re

from cupel.inspect.scheme import LONGEST, order

_VERSION = re.compile(
    r"(?:v|go)?(\d{1,18})(?:\.(\d{1,18}))?(?:\.(\d{1,18}))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]*)?"
)


class Semver:
    """Build metadata after a plus sign does not count."""

    name = "semver"
    title = "semantic versions"
    description = "1.0.0-alpha.1 before 1.0.0-alpha.beta before 1.0.0; 1.0.0+a is 1.0.0."
    reference = "https://semver.org/spec/v2.0.0.html"
    ecosystems: tuple[str, ...] = ("npm", "golang", "cargo")
    products: tuple[str, ...] = ()

    def compare(self, one: str, other: str) -> int | None:
        """Compare; None where either is no semantic version."""
        first = _VERSION.fullmatch(one.strip()) if len(one) <= LONGEST else None
        second = _VERSION.fullmatch(other.strip()) if len(other) <= LONGEST else None
        if first is None or second is None:
            return None
        return order(_key(first), _key(second))


def _key(match: re.Match[str]) -> tuple[object, ...]:
    numbers = tuple(int(part or 0) for part in match.groups()[:3])
    if match[4] is None:
        return numbers, 1, ()
    parts = (part for part in match[4].split("."))
    return numbers, 0, tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


SCHEME = Semver()
