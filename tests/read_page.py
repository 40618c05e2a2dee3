"""Reads a page for tests as a browser without scripts does: HTML goes in, elements and what it asks for come out."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "input", "link"}
ASKING = ("src", "srcset", "data", "action", "poster", "background", "ping", "formaction")
"""Attributes whose value a browser fetches."""


@dataclass
class Element:
    """One element of a page."""

    tag: str
    attributes: dict[str, str]
    above: "Element | None" = None
    below: list["Element | str"] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        """Its classes."""
        return set(self.attributes.get("class", "").split())

    def text(self, without: str = "") -> str:
        """Return the text in it, without that of elements of one class."""
        parts = []
        for it in self.below:
            if isinstance(it, str):
                parts.append(it)
            elif without not in it.classes:
                parts.append(it.text(without))
        return "".join(parts)

    def all(self, tag: str = "", of: str = "") -> "list[Element]":
        """Return the elements in it, of a tag, of a class, in their order."""
        found = []
        for it in self.below:
            if isinstance(it, Element):
                fits = (not tag or it.tag == tag) and (not of or of in it.classes)
                found += [it] if fits else []
                found += it.all(tag, of)
        return found

    def inside(self, of: str) -> "Element | None":
        """Return the nearest element around it that has a class."""
        at = self.above
        while at is not None and of not in at.classes:
            at = at.above
        return at


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.top = self.at = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.below.append(made)
        self.at = self.at if tag in VOID else made

    def handle_endtag(self, tag: str) -> None:
        assert self.at.tag == tag, f"<{self.at.tag}> is closed by </{tag}>"
        assert self.at.above is not None
        self.at = self.at.above

    def handle_data(self, data: str) -> None:
        self.at.below.append(data)


def read_page(html: str) -> Element:
    """Parse a page; every element must be closed in its place."""
    reader = _Reader()
    reader.feed(html)
    assert reader.at is reader.top, f"<{reader.at.tag}> stays open"
    return reader.top


def asked_for(page: Element) -> list[str]:
    """List what the page would run, or fetch from elsewhere: scripts, frames, pictures, styles, links out of it."""
    found = [it.tag for it in page.all() if it.tag in ("script", "iframe", "object", "embed", "base", "form", "link")]
    for it in page.all():
        found += [name for name in it.attributes if name in ASKING or name.startswith("on")]
        found += [it.attributes["style"]] if "url(" in it.attributes.get("style", "") else []
        href = it.attributes.get("href", "#")
        found += [] if href.startswith("#") else [href]
    for style in page.all("style"):
        found += re.findall(r"url\([^)]*\)|@import[^;]*|@font-face|image-set\([^)]*\)", style.text())
    return found


def broken_links(page: Element) -> list[str]:
    """List links that lead to no element, and identifiers that two elements have."""
    ids = [it.attributes["id"] for it in page.all() if "id" in it.attributes]
    links = [it.attributes["href"][1:] for it in page.all("a") if it.attributes.get("href", "").startswith("#")]
    return [it for it in links if it not in ids] + [it for it in set(ids) if ids.count(it) > 1]
