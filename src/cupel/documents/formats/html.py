"""HTML: bytes go in; the text that a reader would see, or the article and what the page says of itself, come out."""

import re
from collections.abc import Iterator
from copy import deepcopy
from html.parser import HTMLParser

from cupel.documents.decoding import Decoded, decode
from cupel.documents.format import MOST_TEXT, Article, Unreadable
from cupel.documents.page_metadata import page_metadata

BLOCKS = frozenset(
    {
        *("p", "br", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "section", "dt", "dd"),
        *("title", "article", "header", "footer", "figcaption", "blockquote"),
    }
)
UNSEEN = frozenset({"script", "style", "template"})
CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_-]{1,40})""", re.IGNORECASE)
BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)?<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE,
)


class HtmlDocument:
    """The text of a page, without scripts and styles."""

    name = "html"
    title = "HTML"
    description = (
        "What a reader would see, without scripts and styles; in the encoding that it states, else as plain text. "
        "Of an article only its own text, by trafilatura; title, site, author and dates as the page states them."
    )
    reference = "https://html.spec.whatwg.org/"
    suffixes = (".html", ".htm", ".xhtml")
    paged = False
    is_manual = True

    def begins(self, head: bytes) -> bool:
        """Tell it by its document type or first element."""
        return BEGINS.match(head) is not None

    def pages(self, data: bytes) -> Iterator[str]:
        """Yield the text."""
        yield _seen(_decoded(data).text)

    def article(self, data: bytes) -> Article:
        """Return the main article under its title; where none is found, all that a reader would see, and say so."""
        if len(data) > MOST_TEXT:
            raise Unreadable(f"it is larger than {MOST_TEXT >> 20} MB", "save the article alone, as text")
        source = _decoded(data)
        text = source.text.removeprefix("\ufeff")
        metadata = page_metadata(text)
        body, notes = _main(text), source.notes
        if not body:
            body = re.sub(r"[ \t]*\n\s*", "\n\n", _seen(text)).strip()
            notes += ("no article was told from the rest of the page; all of its text was read",)
        return Article(_titled(metadata.get("title", ""), body), "trafilatura", metadata, notes=notes)


def _main(source: str) -> str:
    import trafilatura  # noqa: PLC0415 - half a second that only web pages need
    from trafilatura.settings import DEFAULT_CONFIG  # noqa: PLC0415 - as above

    config = deepcopy(DEFAULT_CONFIG)
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "1"  # else a short article is taken with the whole page, in one line
    found = trafilatura.bare_extraction(source, include_comments=False, with_metadata=False, config=config)
    text = getattr(found, "text", None) or ""
    return re.sub(r"\s*\n\s*", "\n\n", text).strip()


def _titled(title: str, body: str) -> str:
    """Set the page's title above an article that does not begin with it; without the site's name behind a bar."""
    title = re.split(r"\s[|\u2013\u2014»]\s", title)[0].strip()
    beginning = " ".join(body[: 2 * len(title) + 200].split()).casefold()
    return body if not title or title.casefold() in beginning else f"{title}\n\n{body}"


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


def _seen(source: str) -> str:
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return "".join(reader.parts)


def _decoded(data: bytes) -> Decoded:
    stated = CHARSET.search(data[:4096])
    found = decode(data, stated[1].decode("ascii") if stated else "")
    return Decoded(found.text.removeprefix("\ufeff"), found.encoding, found.notes)


DOCUMENT = HtmlDocument()
