"""Who published a document, and when, as it states it: metadata and text go in; an outlet and a date come out."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from email.utils import parseaddr, parsedate_to_datetime

from cupel.claims.entities.imprint import outlet_printed
from cupel.claims.text.view import view
from cupel.records.claim import Passage, When

HOLDER = re.compile(
    r"(?i:copyright|©|\(c\))(?: ?(?:\([cC]\)|©))? ?(?:[12]\d{3}(?:-[12]\d{3})?,? )?(?:by )?"
    r"((?:[A-Z][\w&.'-]*|the|of|and|for|de)(?: (?:[A-Z][\w&.'-]*|of|and|for|de|the|&)){0,7})"
)
CAPITAL = re.compile(r"[A-Z]")
LEGAL = re.compile(
    r",? (?:Limited|Ltd|Inc|LLC|LLP|plc|PLC|Corp|Corporation|Company|Co|GmbH|AG|SA|Pty|All Rights)\.?(?= |\Z).*",
    re.IGNORECASE,
)
PRINTED = 2_000
"""Signs at the start of a document that may name its outlet."""
DAY = re.compile(r"\s*(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)")
MONTH = re.compile(r"\s*(\d{4})-(0[1-9]|1[0-2])\s*\Z")


def published(metadata: Mapping[str, str]) -> When:
    """Return the date that a page or message states. When a file was made or changed is no date of publication, nor is
    the year of a copyright notice.
    """
    stated = metadata.get("published", "")
    day = DAY.match(stated)
    try:
        if day:
            return When(date(*map(int, day.groups())).isoformat(), "stated: metadata")
        if MONTH.match(stated):
            return When(stated.strip(), "stated: metadata")
        return When(parsedate_to_datetime(stated).date().isoformat(), "stated: metadata")
    except (TypeError, ValueError, IndexError, OverflowError):
        return When("", "unknown")


def holder(text: str, passages: Sequence[Passage]) -> str:
    """Return who a copyright notice at the end of a document names; empty where none does."""
    for it in reversed(passages):
        if it.part == "boilerplate" and it.reason == "copyright notice":
            found = HOLDER.search(view(text[it.span.start : it.span.end]))
            name = LEGAL.sub("", found[1]).strip(" .,") if found else ""
            if CAPITAL.match(name):
                return name
    return ""


def outlet(metadata: Mapping[str, str], text: str) -> str:
    """Return who published it: the site, the sender of a message, whom its head names, or who holds the copyright."""
    if metadata.get("site"):
        return metadata["site"]
    if metadata.get("sender"):
        name, address = parseaddr(metadata["sender"])
        return name or address
    printed = outlet_printed(view(text[:PRINTED]))
    if printed:
        return printed
    name = metadata.get("copyright holder", "")
    bare = name.removeprefix("The ")
    return bare if f"the {bare}" in text else name
