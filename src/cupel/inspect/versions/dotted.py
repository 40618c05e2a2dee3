"""Orders upstream versions as most projects write them: numbers with dots, then a suffix that is named below."""

import re

from cupel.inspect.scheme import LONGEST, order

BEFORE = {"dev": -6, "devel": -6, "alpha": -5, "beta": -4, "pre": -3, "test": -2, "rc": -1}
"""Words that put a version before the release without them, lowest first (dnsmasq: test before rc)."""
AFTER = frozenset({"p", "pl", "patch", "post", "sp"})
"""Words that put it after (ntp 4.2.8p15)."""
_START = re.compile(r"[vV]?(\d{1,18}(?:\.\d{1,18}){0,9})")
_PART = re.compile(r"[-_. ~+]*(?:([a-z]+)[-_.]?(\d{0,18})|(\d{1,18}))")

Part = tuple[int, str, int]
"""Rank against the plain release (0), letters, number."""
UNKNOWN = 9
"""Rank of what this scheme cannot place: a vendor's suffix, a commit."""


class Dotted:
    """Numbers are compared as numbers, trailing zeros do not count, letters after them follow the release."""

    name = "dotted"
    title = "numbers with dots"
    description = (
        "1.00-pre8 before 1.00; 2.80test3 before 2.80rc1 before 2.80; 3.0.28 before 3.0.28a; 4.2.8 before 4.2.8p15."
    )
    reference = "the release histories of busybox, dnsmasq, dropbear, hostapd, ntp and samba"
    ecosystems: tuple[str, ...] = ("maven", "composer", "luarocks", "generic")
    products: tuple[str, ...] = ()

    def compare(self, one: str, other: str) -> int | None:
        """Compare part by part; None where a part that decides is none that the scheme knows."""
        first, second = parse(one), parse(other)
        if first is None or second is None:
            return None
        if first[0] != second[0]:
            return order(first[0], second[0])
        plain: Part = (0, "", 0)
        for at in range(max(len(first[1]), len(second[1]))):
            left = first[1][at] if at < len(first[1]) else plain
            right = second[1][at] if at < len(second[1]) else plain
            if left == right:
                continue
            if UNKNOWN in (left[0], right[0]):
                return None
            return order((left[0], len(left[1]), *left[1:]), (right[0], len(right[1]), *right[1:]))
        return 0


def parse(version: str) -> tuple[tuple[int, ...], list[Part]] | None:
    """Split a version into its numbers without trailing zeros, and the parts of its suffix; None: it is none."""
    text = version.strip()
    match = _START.match(text) if len(text) <= LONGEST else None
    if match is None:
        return None
    numbers = [int(number) for number in match[1].split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    parts: list[Part] = []
    at, rest = match.end(), text.lower()
    while at < len(rest):
        part = _PART.match(rest, at)
        if part is None:
            parts.append((UNKNOWN, rest[at:], 0))
            break
        found = _part(part[1] or "", part[2] or part[3] or "")
        if found[0] == UNKNOWN:
            parts.append((UNKNOWN, rest[at:], 0))
            break
        parts.append(found)
        at = part.end()
    return tuple(numbers), parts


def _part(word: str, number: str) -> Part:
    value = int(number or 0)
    if word in BEFORE:
        return BEFORE[word], "", value
    if word in ("a", "b") and number:  # 1.0b2 is a beta, 1.0b a second patch
        return BEFORE["alpha" if word == "a" else "beta"], "", value
    if not word or word in AFTER:
        return 1, "", value
    return (1, word, value) if len(word) <= 2 else (UNKNOWN, word, value)


SCHEME = Dotted()
