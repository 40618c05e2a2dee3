"""PDF: bytes go in, the text of each page comes out."""

import io
import logging
from collections.abc import Iterator

from cupel.inspect.manuals.format import Unreadable


class PdfManual:
    """Text as pages draw it; a scanned page has none."""

    name = "pdf"
    title = "PDF"
    description = "The text of each page, by pypdf; a scanned page has none, and counts as a page without text."
    reference = "https://pypdf.readthedocs.io/en/stable/user/extract-text.html"
    suffixes = (".pdf",)
    paged = True

    def pages(self, data: bytes) -> Iterator[str]:
        """Yield the text of each page; of one that cannot be read, nothing."""
        import pypdf  # noqa: PLC0415 - only where manuals are searched

        logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings would stand between our lines
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("it is locked by a password")
        for page in reader.pages:
            try:
                yield page.extract_text()
            except Exception:  # noqa: BLE001 - hostile bytes: one bad page never ends the others
                yield ""


MANUAL = PdfManual()
