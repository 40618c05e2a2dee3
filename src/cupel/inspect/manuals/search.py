"""Searches manuals: what was read and what a finding is about go in, the first place that speaks of it comes out."""

import re
from collections import defaultdict
from collections.abc import Sequence

from cupel.inspect.detect.quoting import without_secrets
from cupel.inspect.manuals.reading import Document, Manuals
from cupel.inspect.manuals.terms import Term
from cupel.records.evidence import Evidence

RULE = "inspect/manuals"
MOST_QUOTED = 200
MOST_PLACES = 5_000
"""Places of one word that are looked at."""
AROUND = 240
"""Letters on either side of a word in which its context must stand."""
WORD = re.compile(r"[a-z0-9_]+")


class TooMany(Exception):
    """A word stands in more places than are looked at."""


class Index:
    """Where each word stands, so that a thousand findings cost no thousand passes over the text."""

    def __init__(self, manuals: Manuals) -> None:
        self._documents = manuals.documents
        self._known: dict[Term, tuple[Evidence | None, bool]] = {}
        self._pages: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, document in enumerate(manuals.documents):
            for page, text in enumerate(document.pages):
                for word in sorted(set(WORD.findall(text.lower()))):
                    self._pages[word].append((number, page))

    def find(self, terms: Sequence[Term]) -> tuple[Term, Evidence] | None:
        """Return the first place that speaks of one of some terms, in the order of the documents; None if none does.
        Raises TooMany where that is not known, because a word stands in more places than are looked at.
        """
        cut = False
        for term in terms:
            if term not in self._known:
                self._known[term] = self._find(term)
            found, missed = self._known[term]
            if found:
                return term, found
            cut |= missed
        if cut:
            raise TooMany
        return None

    def _find(self, term: Term) -> tuple[Evidence | None, bool]:
        """Return the first place, and whether some were not looked at."""
        looked = 0
        for number, page in self._pages.get(term.word, ()):
            document, text = self._documents[number], self._documents[number].pages[page]
            for found in re.finditer(re.escape(term.word), text, re.IGNORECASE):
                looked += 1
                if looked > MOST_PLACES:
                    return None, True
                place = term.pattern.search(text, max(0, found.start() - AROUND), found.end() + AROUND)
                if place:
                    return _evidence(document, page, text, place.start(), place.end()), False
        return None, False


def _evidence(document: Document, page: int, text: str, start: int, end: int) -> Evidence:
    line = f"line {text.count(chr(10), 0, start) + 1}"
    where = f"page {page + 1}, {line}" if document.paged else line
    spare = max(0, MOST_QUOTED - (end - start)) // 2
    begin = text.rfind("\n", max(0, start - spare), start) + 1 or max(0, start - spare)
    stop = text.find("\n", end, end + spare)
    told = without_secrets(text[begin : stop if stop >= 0 else end + spare])  # a manual may print the password too
    quote = " ".join(told.split())[:MOST_QUOTED]
    return Evidence(document.sha256, f"{document.name}, {where}", quote, RULE, "")
