"""Word documents: bytes go in, the text of the document's paragraphs comes out."""

import io
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from cupel.inspect.manuals.format import Unreadable

MOST_XML = 64 << 20
BODY = "word/document.xml"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "


class WordManual:
    """The body's text; headers, footnotes and comments are left out."""

    name = "docx"
    title = "Word (Office Open XML)"
    description = (
        "The text of the body, paragraph by paragraph; headers, footnotes, comments and pictures are left out."
    )
    reference = "https://ecma-international.org/publications-and-standards/standards/ecma-376/"
    suffixes = (".docx",)
    paged = False

    def pages(self, data: bytes) -> Iterator[str]:
        """Yield the text."""
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(BODY) as body:
            xml = body.read(MOST_XML + 1)
        if len(xml) > MOST_XML:
            raise Unreadable(f"its {BODY} is larger than {MOST_XML >> 20} MB")
        parts: list[str] = []
        inside = 0

        def begin(tag: str, _attributes: dict[str, str]) -> None:
            nonlocal inside
            inside += tag == f"{WORD}t"
            if tag in (f"{WORD}tab", f"{WORD}br"):
                parts.append(" ")

        def end(tag: str) -> None:
            nonlocal inside
            inside -= tag == f"{WORD}t"
            if tag == f"{WORD}p":
                parts.append("\n")

        def text(data: str) -> None:
            if inside:
                parts.append(data)

        def refuse(*_: object) -> None:
            raise Unreadable("it declares a document type, which Word never writes")

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = begin, end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, refuse
        parser.Parse(xml, True)
        yield "".join(parts)


MANUAL = WordManual()
