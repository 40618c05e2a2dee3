"""What a feed is to cupel: it recognises its files, and turns their bytes into records, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from cupel.records.advisory import Advisory, Exploited, ExploitProbability, SupportEnd

if TYPE_CHECKING:  # whoever only asks need not load what unpacks
    from cupel.reference.documents import Document

Fact = Advisory | Exploited | ExploitProbability | SupportEnd


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a feed that can be used."""

    record: str
    """The feed's own name of the record; what an earlier import held under that name gives way to it."""
    facts: tuple[Fact, ...]
    """What it says."""
    changed: str = ""
    """When it was changed last, as the feed writes it; an older state never replaces a younger one."""
    names: tuple[str, ...] = ()
    """Of ends of support: other names that the product is found by, `vendor:product` among them."""


@dataclass(frozen=True, slots=True)
class Refused:
    """One record that cannot be used."""

    record: str
    """Its identifier, or its place."""
    why: str
    """What is wrong with it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a document says of itself."""

    dated: str = ""
    """The day of its data, ISO 8601."""
    records: int | None = None
    """How many records it holds."""
    of: int | None = None
    """Where it is a page of a series: how many the whole series holds."""


Item = Entry | Refused | Statement


@runtime_checkable
class FeedReader(Protocol):
    """One feed: the constant FEED of a module in sources/."""

    name: str
    """One word, lower case: the `source` of its advisories."""
    title: str
    """What people call it."""
    description: str
    """What it tells, in a sentence or two."""
    reference: str
    """Address of the description of its format."""
    whole: bool
    """True where one file holds the whole feed, so that an import replaces what was held."""
    record_a_file: bool
    """True where each file is one record: a damaged one is refused, and the others of the archive go on."""
    members: str
    """A regular expression for the names of its files in an archive or a folder."""

    def recognises(self, head: bytes) -> bool:
        """Tell from a file's first 64 KB whether it is one of this feed, in whatever schema version."""

    def read(self, document: "Document") -> Iterator[Item]:
        """Yield what the document holds, without ever holding all of it. Raises Damaged where it is cut, is not what
        it seemed, or has another schema version."""
