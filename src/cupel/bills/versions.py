"""Sets a stated version beside the one that the bytes show: a text and a Component go in, a Comparison comes out."""

import re
from collections.abc import Callable

from cupel.bills.facts import version_text
from cupel.records.bill import Comparison
from cupel.records.component import Component

Order = Callable[[str, str], int | None]
"""Below, at or above zero as the first version is older, equal or newer; None where it cannot tell."""
NUMBERS = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,5}([a-z]?)")
PACKAGED = re.compile(r"(?:\d{1,3}:)?(?P<upstream>[^:]+?)(?:-(?:r?\d[\w.+~]*))?")
"""An epoch, the upstream version, and the revision of whoever packaged it."""


def order(first: str, second: str) -> int | None:
    """Compare versions that are numbers with dots, and at most one letter behind (OpenSSL); tell nothing of others."""
    if not (NUMBERS.fullmatch(first) and NUMBERS.fullmatch(second)):
        return None
    (one, other) = (
        ([int(it) for it in re.findall(r"\d+", text)], text[-1:].strip("0123456789")) for text in (first, second)
    )
    width = max(len(one[0]), len(other[0]))
    pair = [(numbers + [0] * (width - len(numbers)), letter) for numbers, letter in (one, other)]
    return (pair[0] > pair[1]) - (pair[0] < pair[1])


def upstream(version: str) -> str:
    """Take away what is not upstream's: a `v` before it, an epoch, and the packager's revision."""
    found = PACKAGED.fullmatch(version.strip().removeprefix("v").removeprefix("V"))
    return found["upstream"] if found else version.strip()


def compare(stated: str, component: Component, in_order: Order = order) -> tuple[Comparison, str]:
    """Say how a stated version stands to a component's, and why.

    1. Nothing is known on one side: cannot tell.
    2. The same text, or the same upstream version, or the full version of its packages: equal.
    3. An exact version of which the stated one is only the beginning (`2.6` of `2.6.14`), or the other way round:
       cannot tell, for documents cut versions.
    4. Another exact version: different.
    5. A range: whether the stated version lies in it, as far as the order of versions is known.
    """
    versions, shown = component.versions, version_text(component.versions)
    if not stated or not shown:  # 1
        return "cannot tell", "The document states no version." if not stated else "The bytes show no version."
    bare = upstream(stated)
    if versions.exact:
        if stated in (versions.exact, component.package_version) or bare in (
            versions.exact,
            upstream(versions.exact),
        ):  # 2
            return "equal", f"Both say {shown}."
        longer, shorter = sorted((versions.exact, bare), key=len, reverse=True)
        if longer.startswith(shorter) and not longer[len(shorter)].isdigit():  # 3
            return "cannot tell", f"{stated} and {shown} may be one version, written in full and cut."
        return "different", f"The document says {stated}; the bytes show {shown}."  # 4
    low = in_order(bare, versions.at_least) if versions.at_least else 1  # 5
    high = in_order(bare, versions.below) if versions.below else -1
    if (low is not None and low < 0) or (high is not None and high >= 0):
        return "outside the range", f"The document says {stated}; the bytes show {shown}."
    if low is None or high is None:
        return "cannot tell", f"Whether {stated} is {shown} cannot be told from the spelling."
    return "range contains", f"{stated} is {shown}."
