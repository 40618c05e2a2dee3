"""HTML: bytes go in, the text that a reader would see comes out."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from cupel.inspect.manuals.formats.text import MANUAL as TEXT

BLOCKS = frozenset(
    {
        "p",
        "br",
        "div",
        "li",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "section",
        "dt",
        "dd",
        "title",
    }
)
UNSEEN = frozenset({"script", "style", "template"})
CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_-]{1,40})""", re.IGNORECASE)


class HtmlManual:
    """The text of a page, without scripts and styles."""

    name = "html"
    title = "HTML"
    description = (
        "What a reader would see, without scripts and styles; in the encoding that the page states, else UTF-8."
    )
    reference = "https://html.spec.whatwg.org/"
    suffixes = (".html", ".htm")
    paged = False

    def pages(self, data: bytes) -> Iterator[str]:
        """Yield the text."""
        reader = _Reader()
        reader.feed(_decoded(data))
        reader.close()
        yield "".join(reader.parts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's
        self._unseen += tag in UNSEEN
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in UNSEEN))
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def _decoded(data: bytes) -> str:
    stated = CHARSET.search(data[:4096])
    if stated:
        try:
            return data.decode(stated[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):  # no such encoding, or another one than it states
            pass
    return next(TEXT.pages(data))


MANUAL = HtmlManual()
