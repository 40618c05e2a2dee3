"""Reads a product and its version from the text of a release file: text and a matcher go in; where it says so, out."""

import re
from dataclasses import dataclass

from cupel.inspect.known.matcher import ReleaseMatcher
from cupel.inspect.known.versions import within

TOKEN = re.compile(r"(?<![\w.])[vV]?\d{1,8}(?:[.()]\d{1,8}){0,6}\)?(?:[A-Za-z][A-Za-z0-9]{0,12}){0,3}(?![\w.]{0,2}\w)")
KEYED = re.compile(r"(?im)^[^\n=:]{0,40}version[^\n=:]{0,20}[=:][ \t\"']{0,4}([^\s\"']{1,40})")
BEHIND = 80
"""Characters behind the product's name in which its version may stand."""


@dataclass(frozen=True, slots=True)
class Release:
    """A product and its version, as a file names them."""

    version: str
    """The version."""
    start: int
    """Offset of the product's name."""
    size: int
    """Characters from there to the end of the version, where that stands behind it; else of the name."""


def release_in(text: str, matcher: ReleaseMatcher) -> Release | None:
    """Find the matcher's product with a version that it names: behind the name, or under a key called version."""
    product = re.search(matcher.product, text, re.IGNORECASE)
    if product is None:
        return None
    behind = text[product.end() : product.end() + BEHIND]
    for it in TOKEN.finditer(behind.split("\n\n")[0]):
        if _names(it[0], matcher):
            return Release(it[0], product.start(), product.end() - product.start() + it.end())
    for found in KEYED.finditer(text):
        if _names(found[1], matcher):
            return Release(found[1], product.start(), product.end() - product.start())
    return None


def _names(version: str, matcher: ReleaseMatcher) -> bool:
    if matcher.exact:
        return version.lstrip("vV") in {it.lstrip("vV") for it in matcher.exact}
    return within(version, matcher.at_least, matcher.at_most, matcher.below)
