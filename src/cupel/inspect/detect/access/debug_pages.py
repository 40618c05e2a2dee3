"""Finds pages named for debugging or the factory that no page links to: pages and programs go in, findings come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from cupel.inspect.detect.access._debug_names import PAGE_MARK, STEM_MARK, in_program, is_page, mentioned
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import quoted, whole
from cupel.inspect.detect.request_data.command_pages import PAGES, CommandField
from cupel.inspect.detect.request_data.reading import NOT_THE_PRODUCT, WEB
from cupel.inspect.detect.served_finding import served_finding
from cupel.inspect.detect.serving import Served, served, serving, started
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding
from cupel.records.problem import Problem

NAME = "access/debug_pages"
MOST_BYTES = 1 << 18
MOST_NAMES = 20
LINKING = frozenset({*PAGES, "js", "json", "xml", "inc", "txt", "conf", "menu"})
LIBRARIES = ("/jquery", "/vendor/", "/bower_components/", "/luci/", "/dojo/", "/extjs/", "/site-packages/")
_TITLE = re.compile(rb"<title>\s{0,20}([^<]{1,100})</title>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DebugPage(Sign):
    """A page, or a program's name of one, that is for debugging. The evidence is its title, or its name."""

    name: str
    """The page, as a request names it."""
    stem: str
    """Its base name without the ending, in lower case."""
    program: bool
    """Whether a program names it."""


@dataclass(frozen=True, slots=True)
class DebugLinks(Sign):
    """A page or script mentions such pages. The evidence is the file."""

    stems: frozenset[str]
    """Their base names without the ending, in lower case."""


class DebugPages:
    """Pages by their names, compared with what every other page mentions."""

    name = "debug_pages"
    title = "pages for debugging that nothing links to"
    means = (
        "The web interface holds a page that is named for debugging, the factory or engineering, and no other page "
        "leads to it: whoever knows its address may ask for it. What it shows or does was not followed."
    )
    checked = (
        "Names of pages in folders that a server hands out, or that are named as such; pages that an executable which "
        "serves requests names as a text of its own. A mention in any other page, script, menu or settings file, with "
        "its ending or in quotes, rules the finding out. Factory reset, speed and line tests, documents, examples, "
        "libraries and what web_shells tells are left out, as are pages that only their title tells. The first 256 "
        "KiB of a page, the first 20 pages of a program."
    )
    refutes = "A link that is put together from parts, a server that refuses the page, or a manual that names it."
    references = ("CWE-489: Active Debug Code", "CWE-425: Direct Request ('Forced Browsing')")
    marks = (PAGE_MARK, STEM_MARK)

    def wants(self, file: Visited) -> bool:
        """Take such pages, what may link to them, and programs that name them."""
        if file.type.startswith("ELF "):
            return PAGE_MARK[1] in file.marks and "request handlers" in file.marks
        if file.name.rpartition(".")[2].lower() not in LINKING:
            return False
        links = PAGE_MARK[1] in file.marks or STEM_MARK[1] in file.marks
        path = f"/{file.path}"
        return (links or is_page(file.name)) and not any(it in path for it in (*NOT_THE_PRODUCT, *LIBRARIES))

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield what a page is and mentions, and the pages that a program names."""
        if file.type.startswith("ELF "):
            start = max(0, file.marks[PAGE_MARK[1]] - 200)
            for at, name, stem in islice(in_program(file.content.read(start, 4 * MOST_BYTES)), MOST_NAMES):
                yield DebugPage(quoted(file, start + at, len(name), NAME), name, stem, True)
            return
        text = file.content.read(0, MOST_BYTES)
        if stems := mentioned(text):
            yield DebugLinks(whole(file, "mentions such pages", NAME), stems)
        if is_page(file.name):
            title = _TITLE.search(text)
            place = quoted(file, title.start(), len(title[0]), NAME) if title else None
            stem = file.name.rpartition(".")[0].lower()
            yield DebugPage(place or whole(file, f"the page {file.name}", NAME), file.name, stem, False)

    def conclude(self, image: Image) -> Iterator[Finding]:
        """Yield a finding for each page that nothing else mentions; of a page that is a file, the file's."""
        folders = served(image)
        told = {it.evidence.artefact for it in image.signs(CommandField)}
        linked: dict[str, set[str]] = {}
        for links in image.signs(DebugLinks):
            for stem in links.stems:
                linked.setdefault(stem, set()).add(links.evidence.artefact)
        pages = [it for it in image.signs(DebugPage) if linked.get(it.stem, set()) <= {it.evidence.artefact}]
        files = {it.stem for it in image.signs(DebugPage) if not it.program}
        for it in pages:
            path = image.path_of(it.evidence.locator)
            if it.program and it.stem not in files:
                what = f"{path} names the page {it.name}"
                yield _found(image, it, started(image, it.evidence.artefact), f"The program {what}", what)
            elif not it.program and it.evidence.artefact not in told:
                at = serving(image, folders, it.evidence.artefact, run=False)
                if at or any(folder in path for folder in WEB):
                    yield _found(image, it, at, f"No page links to the page {path}", f"{path} is a page")


def _found(image: Image, sign: DebugPage, at: Served | None, title: str, what: str) -> Finding:
    rule = "program-names-unlinked-page" if sign.program else "page-without-a-link"
    return served_finding(
        image, NAME, rule, sign, at, title=title, subject=sign.name,
        statement=f"{what} that is named for debugging, tests or the factory, and no other page that was read mentions "
        "it. What it shows or does was not followed.",
    )  # fmt: skip


DETECTOR = DebugPages()
