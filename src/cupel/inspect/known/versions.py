"""Orders version numbers as makers of equipment write them: two texts go in; before, same or after comes out."""

import re

_PART = re.compile(r"\d+|[A-Za-z]+")
LONGEST = 60


def compare(one: str, other: str) -> int | None:
    """Compare number by number and letter by letter: -1, 0 or 1; None where a number meets letters.

    V1.04B05 is after 1.04, 6.3.0r17 before 6.3.0r18; what has more parts is later. A leading v or V does not count.
    """
    left, right = (_PART.findall(it[:LONGEST].lstrip("vV")) for it in (one, other))
    if not left or not right:
        return None
    for mine, theirs in zip(left, right, strict=False):
        if mine.isdigit() != theirs.isdigit():
            return None
        first, second = (it.zfill(LONGEST) if it.isdigit() else it.lower() for it in (mine, theirs))
        if first != second:
            return -1 if first < second else 1
    return (len(left) > len(right)) - (len(left) < len(right))


def within(version: str, at_least: str = "", at_most: str = "", below: str = "") -> bool:
    """Tell whether a version lies in a range; one that cannot be compared does not. `at_most` takes what begins with
    it: 6.3.0 at most 6.3 is in."""
    if not version:
        return False
    low = compare(version, at_least) if at_least else 0
    high = compare(version, at_most) if at_most else 0
    under = compare(version, below) if below else -1
    if low is None or high is None or under is None:
        return False
    return low >= 0 and (high <= 0 or _begins(version, at_most)) and under < 0


def _begins(version: str, start: str) -> bool:
    parts, first = _PART.findall(version.lstrip("vV")), _PART.findall(start.lstrip("vV"))
    return bool(first) and parts[: len(first)] == first
