"""Reads CycloneDX in XML: bytes go in, a Part comes out that has the members that JSON would have."""

from typing import Any
from xml.parsers import expat

from cupel.bills.document import ADVICE, MOST_VALUES, Part, source_of
from cupel.errors import InputError

MOST_DEPTH = 200
LISTS = {"components": "component", "vulnerabilities": "vulnerability", "affects": "target", "authors": "author",
         "responses": "response", "tools": "tool"}  # fmt: skip
"""Elements that stand for a list, with the name of the elements that are its items."""
NAMES = {"responses": "response"}
"""Members that JSON names otherwise."""


class Element:
    """One element while it is read."""

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.members: dict[str, Any] = dict(attributes)
        self.items: list[Any] = []
        self.words: list[str] = []

    def value(self) -> Any:
        """Return what JSON would have in its place: a list, an object, or a text."""
        if self.name in LISTS and (self.items or not self.members):
            return self.items
        return self.members or "".join(self.words).strip()


class Reader:
    """Builds the values element by element; a document type, depth and number of elements are bounded."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.open: list[Element] = [Element("", {})]
        self.count = 0
        self.namespace = ""

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        self.count += 1
        if self.count > MOST_VALUES or len(self.open) > MOST_DEPTH:
            raise InputError(f"{self.name} has too many elements, or too many within each other.", ADVICE)
        namespace, _, local = tag.rpartition(" ")
        if len(self.open) == 1:
            self.namespace = namespace
        # an extension's elements keep their namespace, so that none passes for one of the format's own
        self.open.append(Element(local if namespace == self.namespace else tag, attributes))

    def end(self, _tag: str) -> None:
        """Close an element and hang it into the one around it."""
        done = self.open.pop()
        above = self.open[-1]
        if LISTS.get(above.name) == done.name:
            above.items.append(done.value())
        else:
            above.members[NAMES.get(done.name, done.name)] = done.value()

    def text(self, words: str) -> None:
        """Keep text."""
        self.open[-1].words.append(words)

    def refuse(self, *_given: object) -> None:
        """Refuse a document type: entities are declared there, and CycloneDX has none."""
        raise InputError(f"{self.name} declares a document type; CycloneDX has none.", ADVICE)


def read_xml(data: bytes, name: str, rule: str) -> Part:
    """Read the document. Raises InputError that says where it breaks off, or that it may be meant to do harm."""
    reader, parser = Reader(name), expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = reader.text, reader.refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise InputError(f"{name} is no valid XML: {error}.", ADVICE) from error
    members = reader.open[0].members.get("bom")
    if not isinstance(members, dict):
        raise InputError(f"{name} is no bill of CycloneDX: its outermost element is another.", ADVICE)
    return Part(source_of(data, name, rule), "", {"specVersion": reader.namespace.rpartition("/")[2], **members})
