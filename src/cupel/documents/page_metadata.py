"""What a web page says of itself: its source goes in; title, site, author and dates, as they stand there, come out."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

HEAD = 512 << 10
"""Signs of a page in which what it says of itself is looked for."""
NAMES = {
    "og:title": "title", "twitter:title": "title", "dc.title": "title",
    "og:site_name": "site", "application-name": "site", "dc.publisher": "site", "citation_journal_title": "site",
    "author": "author", "article:author": "author", "dc.creator": "author", "parsely-author": "author",
    "article:published_time": "published", "datepublished": "published", "date": "published", "pubdate": "published",
    "dc.date": "published", "dc.date.issued": "published", "dcterms.issued": "published", "publish-date": "published",
    "article.published": "published", "parsely-pub-date": "published", "sailthru.date": "published",
    "citation_publication_date": "published",
    "article:modified_time": "modified", "og:updated_time": "modified", "datemodified": "modified",
    "last-modified": "modified", "dcterms.modified": "modified",
}  # fmt: skip
"""Name of a meta element, lower case -> ours. Sources: ogp.me, dublincore.org, schema.org, and the instructions to
publishers of parse.ly and Google Scholar. Names of copyright are left out: such a year is no date."""
LINKED = {"headline": "title", "datePublished": "published", "dateModified": "modified"}
"""Field of an article in JSON-LD (schema.org) -> ours."""
ARTICLES = re.compile(r"Article|Report|BlogPosting|WebPage|PressRelease")
MOST_DEPTH = 20


def page_metadata(source: str) -> dict[str, str]:
    """Return what a page states; of several statements of one thing, the first, meta elements before JSON-LD."""
    reader = _Reader()
    reader.feed(source[:HEAD])
    found: dict[str, str] = {}
    stated = [*reader.stated, *(it for script in reader.scripts for it in _linked(script))]
    if not any(name == "published" for name, _ in stated):
        stated += [("published", it) for it in reader.times]
    for name, value in [*stated, ("title", "".join(reader.title))]:
        value = " ".join(value.split())[:500]
        if value:
            found.setdefault(name, value)
    return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stated: list[tuple[str, str]] = []
        self.times: list[str] = []
        self.scripts: list[str] = []
        self.title: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside = tag if tag == "title" and not self.title else ""
        if tag == "meta" or "itemprop" in given:
            name = given.get("property") or given.get("name") or given.get("itemprop") or ""
            ours = NAMES.get(name.lower())
            value = given.get("content") or given.get("datetime") or ""
            if ours and value:
                self.stated.append((ours, value))
        elif tag == "time" and "pubdate" in given and given.get("datetime"):
            self.times.append(given["datetime"])
        elif tag == "script" and given.get("type", "").lower() == "application/ld+json":
            self._inside = "script"
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - HTMLParser's
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title.append(data)
        elif self._inside == "script":
            self.scripts[-1] += data


def _linked(script: str) -> Iterator[tuple[str, str]]:
    try:
        value = json.loads(script, strict=False)
    except (ValueError, RecursionError):  # pages often hold broken JSON, and hostile ones deep JSON
        return
    for item in _articles(value, 0):
        for field, ours in LINKED.items():
            if isinstance(item.get(field), str):
                yield ours, item[field]
        for field, ours in (("publisher", "site"), ("author", "author")):
            named = item.get(field)
            named = named[0] if isinstance(named, list) and named else named
            named = named.get("name") if isinstance(named, dict) else named
            if isinstance(named, str):
                yield ours, named


def _articles(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > MOST_DEPTH:
        return
    if isinstance(value, list):
        for it in value:
            yield from _articles(it, depth + 1)
    elif isinstance(value, dict):
        if ARTICLES.search(str(value.get("@type", ""))):
            yield value
        for it in value.values():
            if isinstance(it, dict | list):
                yield from _articles(it, depth + 1)
