"""All container formats, loaded once, and the scanner that finds their magics in one pass."""

from functools import cache

from cupel import plugins
from cupel.inspect.file_type import MARKS
from cupel.inspect.scan import Pattern, Scanner
from cupel.inspect.unpack.format import Format, Magic

FORMATS: tuple[Format, ...] = plugins.load("cupel.inspect.unpack.formats", "FORMAT", Format)
"""Every format, in file order."""

MAGICS: tuple[tuple[Magic, Format], ...] = tuple((magic, found) for found in FORMATS for magic in found.magics)
"""The scanner's pattern number -> the magic and its format."""


@cache
def scanner() -> Scanner:
    """Compile (or load from the cache) the one scanner: its pattern numbers index MAGICS, and MARKS after them."""
    magics = [
        Pattern(magic.pattern, magic.length, magic.anchor, magic.anchor_at, magic.anchor_length) for magic, _ in MAGICS
    ]
    return Scanner([*magics, *(Pattern(expression, length, once=True) for expression, length, _ in MARKS)])
