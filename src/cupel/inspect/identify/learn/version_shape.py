"""Shapes of versions: the versions of one product go in; a regular expression for such versions comes out."""

import re
from collections.abc import Iterable

PART = rb"\d{1,8}"
PARTS = re.compile(r"\d+(?:[._]\d+)*")


def spellings(version: str) -> tuple[bytes, ...]:
    """Spell a version as programs do: with dots, and with underscores."""
    spelled = [version]
    if "." in version:
        spelled.append(version.replace(".", "_"))
    return tuple(it.encode("ascii", "replace") for it in spelled)


def shape(
    versions: Iterable[str], strict: bool, separator: bytes = rb"\.", first: bytes = PART, loose: bool = False
) -> bytes:
    """Return a group that matches versions like the given ones.

    `strict` allows only as many numbers as were seen (a bare `1.0` may be anything); else from two to four, for a
    context that is sure. Letters at the end are allowed as they were seen. `first` matches the first number;
    `loose` allows two numbers and three also where only one of these was seen.
    """
    counts, tails = set(), set()
    for version in versions:
        match = PARTS.match(version)
        if match:
            counts.add(len(re.findall(r"\d+", match[0])))
            tails.add(tail_shape(version[match.end() :]))
    low, high = min(counts, default=2), max(counts, default=3)
    if loose and high > 1:
        low, high = min(low, 2), max(high, 3)
    if not strict:
        low, high = min(low, 2), max(high, 4 if high > 1 else 1)
    if low == high == 1:
        numbers = first
    else:
        repeated = b"%d" % (low - 1) if low == high else b"%d,%d" % (low - 1, high - 1)
        numbers = first + rb"(?:" + separator + PART + b"){" + repeated + b"}"
    ends = sorted(it for it in tails if it)
    tail = (b"(?:" + b"|".join(ends) + b")" + (b"?" if b"" in tails else b"")) if ends else b""
    return b"(" + numbers + tail + b")"


def tail_shape(tail: str) -> bytes:
    """Generalise what follows a version's numbers: `p1` gives `p\\d{1,3}`, `h` gives `[a-z]{1,2}`."""
    if not tail:
        return b""
    if re.fullmatch(r"[a-z]{1,2}", tail):
        return rb"[a-z]{1,2}"
    return re.sub(r"\d+", r"\\d{1,3}", re.escape(tail).replace(r"\-", "-")).encode("ascii", "replace")


def agrees(version: str, shown: str) -> bool:
    """Tell whether two spellings are one version: `2.9.0` and `2.9`, `1.3.8.c` and `1.3.8c`."""
    return _plain(version) == _plain(shown)


def extends(version: str, shown: str) -> bool:
    """Tell whether a packager's number stops short of what the program says: `5.3` of 5.3.15, `10.0p1` of 10.0p2."""
    number, said = PARTS.match(version), PARTS.match(shown)
    if number is None or said is None or version == shown:
        return False
    return said[0].startswith(number[0] + ".") or (
        number[0] == said[0] and "." in number[0] and len(shown) >= len(version)
    )


def _plain(version: str) -> str:
    plain = re.sub(r"\.([a-z])", r"\1", version.lower().replace("-", "").replace("_", "."))
    while plain.endswith(".0"):
        plain = plain[:-2]
    return plain


def first_numbers(versions: Iterable[str]) -> bytes:
    """Return an expression for the first numbers that were seen: of several bare versions in a file, they differ."""
    seen = sorted({match[0].split(".")[0] for it in versions if (match := PARTS.match(it))})
    return ("(?:" + "|".join(seen) + ")" if len(seen) > 1 else "".join(seen)).encode() if 0 < len(seen) < 4 else PART
