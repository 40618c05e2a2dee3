"""PDF: bytes go in; the text of each page, or of all pages as one, and what the file says of itself, come out."""

import io
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cupel.documents.format import MOST_TEXT, Article, Unreadable
from cupel.documents.page_lines import joined

if TYPE_CHECKING:
    import pypdf

MOST_PAGES = 5_000
FIELDS = {"/Title": "title", "/Author": "author", "/CreationDate": "created", "/ModDate": "modified"}


class PdfDocument:
    """Text as pages draw it; a scanned page has none."""

    name = "pdf"
    title = "PDF"
    description = (
        "The text of each page, by pypdf; a scanned page has none, and counts as a page without text. Of an article, "
        "words broken at the ends of lines are whole again, and headers and footers that repeat are told from its text."
    )
    reference = "https://pypdf.readthedocs.io/en/stable/user/extract-text.html"
    suffixes = (".pdf",)
    paged = True
    is_manual = True

    def begins(self, head: bytes) -> bool:
        """Tell it by its header."""
        return head.startswith(b"%PDF-")

    def pages(self, data: bytes) -> Iterator[str]:
        """Yield the text of each page; of one that cannot be read, nothing."""
        yield from _pages(_opened(data))

    def article(self, data: bytes) -> Article:
        """Return the text of all pages."""
        reader = _opened(data)
        pages: list[str] = []
        size, notes = 0, tuple[str, ...]()
        for page in _pages(reader):
            if len(pages) >= MOST_PAGES or size > MOST_TEXT:
                notes = (f"only its first {len(pages):,} pages were read",)
                break
            pages.append(page)
            size += len(page)
        text, marked = joined(pages)
        empty = sum(not page.strip() for page in pages)
        if empty and text:
            notes += (f"{empty:,} of its {len(pages):,} pages have no text; scanned pages have none",)
        return Article(text, "pypdf", _metadata(reader), marked, notes)


def _opened(data: bytes) -> "pypdf.PdfReader":
    import pypdf  # noqa: PLC0415 - only where a PDF is read

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings would stand between our lines
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("it is locked by a password", "save a copy without the password")
    return reader


def _pages(reader: "pypdf.PdfReader") -> Iterator[str]:
    for page in reader.pages:
        try:
            yield page.extract_text()
        except Exception:  # noqa: BLE001 - hostile bytes: one bad page never ends the others
            yield ""


def _metadata(reader: "pypdf.PdfReader") -> dict[str, str]:
    try:
        stated = dict(reader.metadata or {})
        found = {ours: str(stated[field])[:500] for field, ours in FIELDS.items() if stated.get(field)}
    except Exception:  # noqa: BLE001 - hostile bytes: what a file says of itself is worth less than its text
        return {}
    return {name: value for name, value in found.items() if value.strip()}


DOCUMENT = PdfDocument()
