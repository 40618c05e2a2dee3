"""Word documents: bytes go in; the text of the document's paragraphs, and what the file says of itself, come out."""

import io
import zipfile
from collections.abc import Callable, Iterator
from xml.parsers import expat

from cupel.documents.format import MOST_TEXT, Article, Unreadable

MOST_XML = 64 << 20
BODY = "word/document.xml"
PROPERTIES = "docProps/core.xml"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
FIELDS = {
    "http://purl.org/dc/elements/1.1/ title": "title",
    "http://purl.org/dc/elements/1.1/ creator": "author",
    "http://purl.org/dc/terms/ created": "created",
    "http://purl.org/dc/terms/ modified": "modified",
}


class WordDocument:
    """The body's text; headers, footnotes and comments are left out."""

    name = "word"
    title = "Word (Office Open XML)"
    description = (
        "The text of the body, paragraph by paragraph; headers, footnotes, comments and pictures are left out."
    )
    reference = "https://ecma-international.org/publications-and-standards/standards/ecma-376/"
    suffixes = (".docx",)
    paged = False
    is_manual = True

    def begins(self, head: bytes) -> bool:
        """Tell it by a ZIP archive whose first names are Word's."""
        return head.startswith(b"PK\x03\x04") and (b"[Content_Types].xml" in head or b"word/" in head)

    def pages(self, data: bytes) -> Iterator[str]:
        """Yield the text, a line for each paragraph."""
        yield "".join(f"{it}\n" for it in _paragraphs(data))

    def article(self, data: bytes) -> Article:
        """Return the text, its paragraphs parted by blank lines."""
        text = "\n\n".join(it for it in _paragraphs(data) if it.strip())
        notes = (f"only the first {MOST_TEXT:,} signs of its text were kept",) if len(text) > MOST_TEXT else ()
        return Article(text[:MOST_TEXT], "word", _metadata(data), notes=notes)


def _paragraphs(data: bytes) -> list[str]:
    found: list[str] = []
    parts: list[str] = []
    inside = unseen = 0

    def begin(tag: str) -> None:
        nonlocal inside, unseen
        inside += tag == f"{WORD}t"
        unseen += tag == FALLBACK  # the same text once more, for older programs
        if tag in (f"{WORD}tab", f"{WORD}br", f"{WORD}cr"):
            parts.append(" ")

    def end(tag: str) -> None:
        nonlocal inside, unseen
        inside -= tag == f"{WORD}t"
        unseen -= tag == FALLBACK
        if tag == f"{WORD}p":
            found.append("".join(parts))
            parts.clear()

    _parse(_part(data, BODY), begin, end, lambda text: parts.append(text) if inside and not unseen else None)
    return [*found, "".join(parts)] if parts else found


def _metadata(data: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    field = ""

    def begin(tag: str) -> None:
        nonlocal field
        field = FIELDS.get(tag, "")

    def text(data: str) -> None:
        if field and data.strip():
            found[field] = (found.get(field, "") + data)[:500]

    try:
        _parse(_part(data, PROPERTIES), begin, lambda _: begin(""), text)
    except (KeyError, Unreadable, expat.ExpatError, OSError, zipfile.BadZipFile):
        return {}  # what a file says of itself is worth less than its text
    return found


def _part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as part:
        xml = part.read(MOST_XML + 1)
    if len(xml) > MOST_XML:
        raise Unreadable(f"its {name} is larger than {MOST_XML >> 20} MB")
    return xml


def _parse(xml: bytes, begin: Callable[[str], None], end: Callable[[str], None], text: Callable[[str], None]) -> None:
    def refuse(*_: object) -> None:
        raise Unreadable("it declares a document type, which Word never writes")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, _attributes: begin(tag)
    parser.EndElementHandler, parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = end, text, refuse
    parser.Parse(xml, True)


DOCUMENT = WordDocument()
