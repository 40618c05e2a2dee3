"""Reads CPE names: `cpe:2.3:a:vendor:product:...` goes in; vendor and product, version and platforms come out.

Formatted strings with escapes: NISTIR 7695, section 6.2. Older names (`cpe:/a:vendor:product`): section 6.1.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from cupel.reference.decoding import Unusable, name

SEPARATOR = re.compile(r"(?<!\\)((?:\\\\)*):")
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
WILD = re.compile(r"(?<!\\)(?:\\\\)*[*?]")
ANY, NOT_APPLICABLE = "*", "-"
PATCH_LEVEL = re.compile(r"p\d+")


@dataclass(frozen=True, slots=True)
class Cpe:
    """What matters of a CPE name."""

    product: str
    """`vendor:product`, lower case, without escapes."""
    version: str
    """Its version with its update; empty where the name stands for any version, or has none."""
    every: bool
    """Whether the name stands for every version."""
    wild: bool
    """Whether the version has a wildcard that stands for some versions only."""
    platforms: tuple[str, ...]
    """Target software and hardware."""


@lru_cache(4096)
def read_cpe(text: str, short: bool = False) -> Cpe:
    """Read a CPE name; `short` ones may end after the product. Raises Unusable where it is none."""
    if text.startswith("cpe:/"):
        fields = ["cpe", "2.2", *(unquote(field) or ANY for field in text[5:].split(":"))]
    else:
        fields = text.split(":") if "\\" not in text else SEPARATOR.sub(r"\1\n", text.replace("\n", " ")).split("\n")
        if fields[:2] != ["cpe", "2.3"] or not (len(fields) == 13 or (short and 5 <= len(fields) < 13)):
            raise Unusable(f"{text[:120]!r} is no CPE name")
    fields += [ANY] * (13 - len(fields))
    vendor, product, version, update = fields[3:7]
    plain = "" if version in (ANY, NOT_APPLICABLE) else unescaped(version)
    if plain and update not in (ANY, NOT_APPLICABLE):
        plain += ("" if PATCH_LEVEL.fullmatch(update) else "-") + unescaped(update)
    platforms = tuple([unescaped(it) for it in fields[10:12] if it not in (ANY, NOT_APPLICABLE)])
    return Cpe(key(f"{vendor}:{product}"), plain, version == ANY, bool(plain and WILD.search(version)), platforms)


def unescaped(text: str) -> str:
    """Take the backslashes of a formatted string away."""
    return ESCAPED.sub(r"\1", text) if "\\" in text else text


def key(pair: str) -> str:
    """Return `vendor:product` as it is looked up: lower case, no escapes."""
    return name(unescaped(pair)).lower()
