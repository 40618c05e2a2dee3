"""What a format of documents is to cupel: a file's bytes go in, its text comes out, by pages or as one article."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePath
from typing import Literal, Protocol, runtime_checkable

from cupel import plugins

MOST_TEXT = 16 << 20
"""Signs of one document's text that are kept, and bytes of a plain text that are decoded."""
METADATA = ("title", "site", "author", "sender", "published", "modified", "created")
"""What a document may say of itself, by these names; the value is kept as it stands there. `created` is when the file
was made, which is no date of publication."""


class Unreadable(Exception):
    """A document cannot be read; the message says why, `advice` what a person can do."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch whose part in the document the format itself tells: a header that repeats, a quoted message."""

    start: int
    """Offset of its first sign in `Article.text`."""
    end: int
    """Offset after its last sign."""
    part: Literal["title", "boilerplate"]
    reason: str
    """What tells it."""


@dataclass(frozen=True, slots=True)
class Article:
    """What a person reads of a document."""

    text: str
    """Its text; of plain text the decoded bytes, sign for sign."""
    encoding: str
    """How bytes became text: `utf-8`, `windows-1252`; of formats that are no text, the reader's name."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """Name of METADATA -> what stands there."""
    marked: tuple[Marked, ...] = ()
    """In the order of their offsets; none overlaps another."""
    notes: tuple[str, ...] = ()
    """What was guessed, cut or not read: whole clauses for a Problem."""


@runtime_checkable
class DocumentFormat(Protocol):
    """One format: the constant DOCUMENT of a module in formats/."""

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
    is_manual: bool
    """Whether makers publish manuals in it."""

    def begins(self, head: bytes) -> bool:
        """Tell whether the first 4,096 bytes of a file without a known suffix are of this format."""

    def pages(self, data: bytes) -> Iterator[str]:
        """Yield the whole text by pages, or as one. Raises Unreadable, or anything at hostile bytes."""

    def article(self, data: bytes) -> Article:
        """Return what a person reads, and what it says of itself. Raises Unreadable, or anything at hostile bytes."""


@cache
def document_formats() -> dict[str, DocumentFormat]:
    """Load the formats: suffix -> format."""
    loaded = plugins.load("cupel.documents.formats", "DOCUMENT", DocumentFormat)
    return {suffix: it for it in loaded for suffix in it.suffixes}


def format_of(name: str, head: bytes) -> DocumentFormat:
    """Return the format of a file: by its suffix, else by how it begins; plain text where neither tells.

    A PDF keeps its format under any name, as its first bytes cannot be meant as text.
    """
    formats = document_formats()
    told = formats.get(PurePath(name).suffix.lower())
    if told is None or head.startswith((b"%PDF-", b"PK\x03\x04")):
        seen = [it for it in dict.fromkeys(formats.values()) if it.begins(head)]
        return seen[0] if seen else told or formats[".txt"]
    return told
