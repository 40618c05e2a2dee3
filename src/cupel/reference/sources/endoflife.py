"""endoflife.date: the data of its interface, version 0 or 1, goes in; ends of support by product come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.records.advisory import SupportEnd
from cupel.reference.cpe import read_cpe
from cupel.reference.damaged import Damaged
from cupel.reference.decoding import Unusable, day, decoder, plain, refused
from cupel.reference.documents import Document
from cupel.reference.feed import Entry, Item, Statement
from cupel.reference.json_stream import MOST_PART, parts

SOURCE = "endoflife.date"


@dataclass(frozen=True, slots=True)
class Cycle:
    """A release line, version 0."""

    cycle: str | int | float
    releaseDate: str | None = None
    eol: bool | str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """A release line, version 1."""

    name: str
    releaseDate: str | None = None
    eolFrom: str | None = None


@dataclass(frozen=True, slots=True)
class Identifier:
    """A name of the product elsewhere."""

    id: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """A product, version 1."""

    name: str
    aliases: tuple[str, ...] | None = ()
    identifiers: tuple[Identifier, ...] | None = ()
    releases: tuple[Release, ...] = ()


class EndOfLife:
    """The feed's facts and its reading."""

    name = "endoflife"
    title = "endoflife.date"
    description = (
        "When upstream stops mending a release line. Version 1 of the interface names products by CPE and package URL "
        "too; of version 0, the file's name is the product."
    )
    reference = "https://endoflife.date/docs/api/v1/"
    whole = False
    record_a_file = False
    members = r"(?i).*\.json"

    def __init__(self) -> None:
        self._product, self._cycles = decoder(Product), decoder(tuple[Cycle, ...])

    def recognises(self, head: bytes) -> bool:
        """Tell by the members that each version has."""
        listed = re.match(rb"\s*\[\s*\{", head) is not None and b'"cycle"' in head
        return listed or (b'"schema_version"' in head and b'"result"' in head and b'"releases"' in head)

    def read(self, document: Document) -> Iterator[Item]:
        """Yield a product at a time."""
        if document.head().lstrip()[:1] == b"[":
            yield self._version_0(document)
            return
        one = re.search(rb'"result"\s*:\s*\{', document.head()) is not None
        said: dict[str, object] = {}
        for path, raw in parts(document.chunks(), 1 if one else 2):
            if path == ("schema_version",):
                said["schema_version"] = plain(raw)
                if not str(said["schema_version"]).startswith("1."):
                    raise Damaged(f"it has schema {said['schema_version']}; schema 1 can be read")
            elif path[0] == "result":
                try:
                    yield _entry(self._product(raw))
                except ValueError as error:
                    yield refused(raw, "".join(("result", *(f"[{it}]" for it in path[1:]))), error)
            elif len(path) == 1:
                said[str(path[0])] = plain(raw)
        total = said.get("total")
        try:
            dated = day(str(said.get("generated_at") or said.get("last_modified") or ""))
        except ValueError:
            dated = ""
        yield Statement(dated, total if isinstance(total, int) and not one else None)

    def _version_0(self, document: Document) -> Item:
        product = document.name.rpartition("/")[2].removesuffix(".json").lower()
        raw = document.whole(MOST_PART)
        try:
            ends = tuple(
                SupportEnd(
                    product,
                    str(it.cycle)[:100],
                    day(it.releaseDate or ""),
                    day(it.eol) if isinstance(it.eol, str) else "",
                    SOURCE,
                )
                for it in self._cycles(raw)
            )
        except ValueError as error:
            return refused(b"", product, error)
        return Entry(product, ends)


def _entry(product: Product) -> Entry:
    known = product.name.lower()
    if not known:
        raise Unusable("it has no name")
    ends = tuple(
        SupportEnd(known, it.name[:100], day(it.releaseDate or ""), day(it.eolFrom or ""), SOURCE)
        for it in product.releases
    )
    elsewhere = (_name(it) for it in product.identifiers or ())
    return Entry(known, ends, names=tuple(dict.fromkeys((*map(str.lower, product.aliases or ()), *elsewhere))))


def _name(it: Identifier) -> str:
    try:
        return read_cpe(it.id, short=True).product if it.type == "cpe" else it.id.lower()
    except Unusable:  # the product is not lost for it: it is found by its other names
        return it.id.lower()


FEED = EndOfLife()
