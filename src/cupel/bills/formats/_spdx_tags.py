"""Reads SPDX 2.2 and 2.3 in the form tag-value: bytes go in, a Stated comes out."""

import re
from collections.abc import Iterator

from cupel.bills.document import ADVICE, MOST_VALUES, Source, shown
from cupel.bills.formats._spdx_read import Package, check, stated_of
from cupel.errors import InputError
from cupel.records.bill import Stated

TAG = re.compile(r"[A-Za-z][A-Za-z0-9]*")
OPEN, CLOSE = "<text>", "</text>"


def read_tag_value(data: bytes, source: Source) -> Stated:
    """Read a document of tags and values. Raises InputError where it is not in UTF-8 or of another major version."""
    author, described, created, version = [], set(), "", ""
    packages: list[Package] = []
    inside = False
    for line, tag, value in _tags(data, source):
        if tag == "SPDXVersion":
            version = value
        elif tag == "Creator":
            author.append(value)
        elif tag == "Created":
            created = value
        elif tag == "PackageName":
            packages.append(Package(f"line {line}", value))
            inside = True
        elif tag in ("FileName", "SnippetSPDXID", "LicenseID"):
            inside = False  # what follows is of another element
        elif tag == "Relationship" and (words := re.fullmatch(r"(\S+)\s+(\S+)\s+(\S+)", value)):
            if words[2].upper() == "DESCRIBES":
                described.add(words[3])
            elif words[2].upper() == "DESCRIBED_BY":
                described.add(words[1])
        elif inside and tag == "SPDXID":
            packages[-1].id = packages[-1].id or value
        elif inside and tag == "PackageVersion":
            packages[-1].version = value
        elif inside and tag == "PrimaryPackagePurpose":
            packages[-1].purpose = value
        elif inside and tag == "ExternalRef" and (words := re.fullmatch(r"(\S+)\s+(\S+)\s+(\S+)", value)):
            packages[-1].refer(words[2], words[3])
    check(version, source, "line 1")
    return stated_of(source, author, created, packages, described)


def _tags(data: bytes, source: Source) -> Iterator[tuple[int, str, str]]:
    """Yield (line, tag, value); of a value in <text> that goes over several lines, the first."""
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(f"{source.name} is not in UTF-8: {error}.", ADVICE) from error
    if len(lines) > MOST_VALUES:
        raise InputError(f"{source.name} has {len(lines):,} lines; at most {MOST_VALUES:,} are read.", ADVICE)
    until = ""
    for number, line in enumerate(lines, 1):
        if until:
            until = "" if until in line else until
            continue
        tag, colon, value = (word.strip() for word in line.partition(":"))
        if colon and TAG.fullmatch(tag):
            if value.startswith(OPEN):
                until = "" if CLOSE in value else CLOSE
                value = value.removeprefix(OPEN).partition(CLOSE)[0]
            yield number, tag, shown(value)
        elif line.strip() and not tag.startswith("#"):
            source.complain(f"line {number}", "This line is no tag and value. It is left out.")
    if until:
        source.complain(f"line {len(lines)}", f"A text that was begun with {OPEN} is not ended.")
