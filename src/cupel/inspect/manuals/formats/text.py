"""Plain text and Markdown: bytes go in, the text comes out."""

from collections.abc import Iterator


class TextManual:
    """Text as it stands; Markdown's marks do not get in the way of a search."""

    name = "text"
    title = "plain text and Markdown"
    description = "The whole text: UTF-8, UTF-16 with a byte order mark, else Latin-1."
    reference = "https://www.rfc-editor.org/rfc/rfc7763"
    suffixes = (".txt", ".md")
    paged = False

    def pages(self, data: bytes) -> Iterator[str]:
        """Yield the text."""
        encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
        for encoding in encodings:
            try:
                yield data.decode(encoding)
                return
            except UnicodeDecodeError:
                continue
        yield data.decode("latin-1")


MANUAL = TextManual()
