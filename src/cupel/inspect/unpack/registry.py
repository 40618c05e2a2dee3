"""All container formats, loaded once, and their magics in a fixed order."""

from cupel import plugins
from cupel.inspect.unpack.format import Format, Magic

FORMATS: tuple[Format, ...] = plugins.load("cupel.inspect.unpack.formats", "FORMAT", Format)
"""Every format, in file order."""

MAGICS: tuple[tuple[Magic, Format], ...] = tuple((magic, found) for found in FORMATS for magic in found.magics)
"""A magic and its format; the place is the number of its pattern in the scan (`inspect/database.py`)."""
