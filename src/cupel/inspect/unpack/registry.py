"""All container formats, loaded once, and the scanner that finds their magics in one pass."""

from functools import cache

from cupel import plugins
from cupel.inspect.file_type import MARKS
from cupel.inspect.scan import Scanner
from cupel.inspect.unpack.format import Format, Magic

FORMATS: tuple[Format, ...] = plugins.load("cupel.inspect.unpack.formats", "FORMAT", Format)
"""Every format, in file order."""

MAGICS: tuple[tuple[Magic, Format], ...] = tuple((magic, found) for found in FORMATS for magic in found.magics)
"""The scanner's pattern number -> the magic and its format."""


@cache
def scanner() -> Scanner:
    """Compile (or load from the cache) the one scanner: its pattern numbers index MAGICS, and MARKS after them."""
    patterns = [(magic.pattern, magic.length) for magic, _ in MAGICS] + [(pattern, size) for pattern, size, _ in MARKS]
    return Scanner([pattern for pattern, _ in patterns], max(length for _, length in patterns))
