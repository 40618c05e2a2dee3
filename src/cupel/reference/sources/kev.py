"""CISA's list of vulnerabilities known to be exploited: its JSON or CSV goes in; identifiers and days come out."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.records.advisory import Exploited
from cupel.reference.damaged import Damaged
from cupel.reference.decoding import cve_identifier, day, decoder, plain, refused
from cupel.reference.documents import Document
from cupel.reference.feed import Entry, Item, Refused, Statement
from cupel.reference.json_stream import parts

MOST_BYTES = 64 << 20
"""Of the CSV, whose fields may hold line breaks. The list has 1 MB."""


@dataclass(frozen=True, slots=True)
class Row:
    """One vulnerability."""

    cveID: str
    dateAdded: str


class Kev:
    """The feed's facts and its reading."""

    name = "kev"
    title = "CISA Known Exploited Vulnerabilities"
    description = "Which vulnerabilities are known to be exploited, and since which day they are in the list."
    reference = "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities_schema.json"
    whole = True
    record_a_file = False
    members = r"(?i).*\.(?:json|csv)"

    def __init__(self) -> None:
        self._decode = decoder(Row)

    def recognises(self, head: bytes) -> bool:
        """Tell by the JSON's or the CSV's first words."""
        return b'"catalogVersion"' in head or re.match(rb'(?:\xef\xbb\xbf)?"?cveID"?,', head) is not None

    def read(self, document: Document) -> Iterator[Item]:
        """Yield the vulnerabilities."""
        if document.head().lstrip()[:1] == b"{":
            yield from self._json(document)
        else:
            yield from self._csv(document)

    def _json(self, document: Document) -> Iterator[Item]:
        said: dict[str, object] = {}
        for path, raw in parts(document.chunks(), 2):
            if len(path) == 1:
                said[str(path[0])] = plain(raw)
            elif path[0] == "vulnerabilities":
                try:
                    row = self._decode(raw)
                    yield _entry(row.cveID, row.dateAdded)
                except ValueError as error:
                    yield refused(raw, f"vulnerabilities[{path[1]}]", error)
        count = said.get("count")
        try:
            dated = day(str(said.get("dateReleased") or ""))
        except ValueError:
            dated = ""
        yield Statement(dated, count if isinstance(count, int) else None)

    def _csv(self, document: Document) -> Iterator[Item]:
        text = document.whole(MOST_BYTES).decode("utf-8-sig", "backslashreplace")
        if not text.endswith("\n"):
            raise Damaged("it is cut: its last line has no end")
        rows = csv.DictReader(text.splitlines(keepends=True))
        try:
            for row in rows:
                found, since = row.get("cveID") or "", row.get("dateAdded") or ""
                try:
                    yield _entry(found, since)
                except ValueError as error:
                    yield Refused(found[:80] or f"line {rows.line_num}", str(error))
        except csv.Error as error:
            raise Damaged(f"line {rows.line_num} is no CSV: {error}") from error


def _entry(found: str, since: str) -> Entry:
    cve = cve_identifier(found)
    if not since:
        raise ValueError("it has no day on which it was added")
    return Entry(cve, (Exploited(cve, day(since)),))


FEED = Kev()
