"""Plain text and Markdown: bytes go in, the text comes out sign for sign."""

from collections.abc import Iterator

from cupel.documents.decoding import decode
from cupel.documents.format import MOST_TEXT, Article

SPACES = (b"\n", b" ")
"""Bytes that no encoding of `decode` has inside a sign, so that a text may be cut behind one."""


class TextDocument:
    """Text as it stands; Markdown's marks do not get in the way of a search."""

    name = "text"
    title = "plain text and Markdown"
    description = (
        "The whole text: UTF-8, UTF-16 or UTF-32 with a byte order mark; else the likeliest of windows-1252, GB 18030, "
        "Big5 and Shift JIS, which is told as a guess. Lines of several encodings are read each in its own."
    )
    reference = "https://www.rfc-editor.org/rfc/rfc7763"
    suffixes = (".txt", ".md", ".text")
    paged = False
    is_manual = True

    def begins(self, head: bytes) -> bool:  # noqa: ARG002 - DocumentFormat's
        """Claim nothing: it is what remains where no other format does."""
        return False

    def pages(self, data: bytes) -> Iterator[str]:
        """Yield the text, without a byte order mark."""
        yield decode(data).text.removeprefix("\ufeff")

    def article(self, data: bytes) -> Article:
        """Return the text, sign for sign, as far as it is kept."""
        cut = _cut(data)
        found = decode(cut)
        notes = found.notes
        if len(cut) < len(data):
            notes += (f"only its first {len(cut):,} of {len(data):,} bytes were read",)
        return Article(found.text, found.encoding, notes=notes)


def _cut(data: bytes) -> bytes:
    """Cut what is too long behind a line or word, or, where there is none, between two signs of UTF-8."""
    if len(data) <= MOST_TEXT:
        return data
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4] == b"\x00\x00\xfe\xff":
        return data[:MOST_TEXT]  # signs of two or four bytes, of which MOST_TEXT is a multiple
    end = max(data.rfind(it, MOST_TEXT - 4096, MOST_TEXT) for it in SPACES) + 1
    if not end:
        end = MOST_TEXT
        while end > MOST_TEXT - 4 and data[end] & 0xC0 == 0x80:
            end -= 1
    return data[:end]


DOCUMENT = TextDocument()
