"""Changelogs of Debian packages go in; the package, and the vulnerabilities said to be mended, come out."""

import re
from collections.abc import Iterable, Iterator

from cupel.inspect.identify.packages import Package, product_of
from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.identify.text import read_text
from cupel.records.component import Sighting
from cupel.records.evidence import Evidence

ENTRY = re.compile(r"^([a-z0-9][a-z0-9+.-]+) \(([^\s()]+)\)[^;\n]*; ?urgency=", re.MULTILINE)
CVE = re.compile(r"\bCVE-\d{4}-\d{4,7}\b")
NOT_MENDED = re.compile(
    r"\b(?:not (?:affected|vulnerable|fixed)|unfixed|revert|drop(?:ped|s)?|ignore[ds]?)\b", re.IGNORECASE
)
MOST_TEXT = 8 << 20
MOST_LINES = 2000


class Changelog:
    """The source's facts and its reading."""

    name = "changelog"
    title = "a changelog of a Debian package"
    description = (
        "What a packager says was mended: the items that name a vulnerability, from the newest entry down. An item "
        "that speaks of a fix taken back, or of software that is not affected, is left out."
    )
    reference = (
        "https://www.debian.org/doc/debian-policy/ch-source.html#debian-changelog-debian-changelog; deb-changelog(5)"
    )

    def wants(self, file: Visited) -> bool:
        """Want texts named changelog, and those that a compressed one came out as."""
        return file.type == "text" and (file.name.startswith("changelog") or file.path == "data")

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting for the package, and one for each line of a mend that names vulnerabilities."""
        if not ENTRY.match(file.content.read(0, 512).decode("latin-1")):
            return
        text, problems = read_text(file.content, MOST_TEXT)
        yield from problems
        if not (first := ENTRY.match(text)):
            return
        product, versions = product_of("deb", Package(first[1], first[2], "", "", first[1]))
        told = 0
        lines = text.splitlines()
        taken_back = {number for item in _items(lines) if _taken_back(item) for number, _ in item}
        for number, line in enumerate(lines, 1):
            named = list(dict.fromkeys(CVE.findall(line)))
            if number > 1 and (not named or number in taken_back):
                continue
            quote = " ".join(named) if number > 1 else line.strip()
            evidence = Evidence(file.sha256, f":{number}", quote, "identify/changelog", "")
            yield Sighting(product, versions, self.name, evidence)
            told += 1
            if told >= MOST_LINES:
                return


def _items(lines: Iterable[str]) -> Iterator[list[tuple[int, str]]]:
    """Yield the lines of each item, with their numbers: it goes on until the next asterisk or an empty line."""
    item: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if item and (not line.strip() or line.lstrip().startswith("*")):
            yield item
            item = []
        if line.strip():
            item.append((number, line))
    if item:
        yield item


def _taken_back(item: Iterable[tuple[int, str]]) -> bool:
    return bool(NOT_MENDED.search(" ".join(line.strip() for _, line in item)))


SOURCE = Changelog()
