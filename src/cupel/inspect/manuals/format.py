"""What a format of manuals is to cupel: a file's bytes go in, its text comes out page by page."""

from collections.abc import Iterator
from functools import cache
from typing import Protocol, runtime_checkable

from cupel import plugins


class Unreadable(Exception):
    """A document cannot be read; the message says why."""


@runtime_checkable
class ManualFormat(Protocol):
    """One format: the constant MANUAL of a module in formats/."""

    name: str
    """One word, lower case."""
    title: str
    """What people call it."""
    description: str
    """What is read of it, and what not."""
    reference: str
    """Address of its specification."""
    suffixes: tuple[str, ...]
    """How names of its files end, lower case, with the dot."""
    paged: bool
    """Whether it has pages; where not, places are named by line."""

    def pages(self, data: bytes) -> Iterator[str]:
        """Yield the text by pages, or as one. Raises Unreadable, or anything at hostile bytes."""


@cache
def manual_formats() -> dict[str, ManualFormat]:
    """Load the formats: suffix -> format."""
    loaded = plugins.load("cupel.inspect.manuals.formats", "MANUAL", ManualFormat)
    return {suffix: it for it in loaded for suffix in it.suffixes}
