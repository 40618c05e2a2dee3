"""Confirms what the scan met: a file and the hits in it go in, the claims of the signatures come out."""

import re
from functools import cache

from cupel.inspect.identify.catalogue import Catalogue
from cupel.inspect.identify.signature import Claim
from cupel.inspect.scan import Hit, width
from cupel.inspect.unpack.content import Content

AFTER = 64
"""Bytes read past a hit: a version goes on past the first end that the scan reports."""


def claims(catalogue: Catalogue, path: str, content: Content, hits: list[Hit]) -> tuple[Claim, ...]:
    """Confirm each hit with `re` and say what it tells. `hits` are numbers in `catalogue.scanned`."""
    found: dict[tuple[str, str], Claim] = {}
    for number, end in hits:
        signature, rule = catalogue.scanned[number]
        expression, longest = _compiled(rule.pattern)
        start = max(0, end - longest)
        window = content.read(start, longest + AFTER)
        match = next((it for it in expression.finditer(window) if start + it.end() >= end), None)
        if match is None:
            continue
        exact = match[1].decode("latin-1") if rule.kind == "version" else ""
        key = (signature.product, exact)
        if key not in found:
            quote = match[0].decode("latin-1")
            found[key] = Claim(
                signature.product, exact, rule.at_least, rule.below, "full", start + match.start(), quote
            )
    return tuple(found.values())


@cache
def _compiled(pattern: bytes) -> tuple[re.Pattern[bytes], int]:
    return re.compile(pattern, re.DOTALL), width(pattern)
