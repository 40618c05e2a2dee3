"""Debian's security tracker: its JSON goes in; what each release's package is affected by comes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cupel.records.advisory import Advisory, Affected, Span
from cupel.reference.damaged import Damaged
from cupel.reference.decoding import Unusable, cve_identifier, decoder, name, refused
from cupel.reference.documents import Document
from cupel.reference.feed import Entry, Item
from cupel.reference.json_stream import parts


@dataclass(frozen=True, slots=True)
class Release:
    """What holds in one release."""

    status: str
    fixed_version: str | None = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One vulnerability in one source package."""

    releases: dict[str, Release] = field(default_factory=dict)


class Debian:
    """The feed's facts and its reading."""

    name = "debian"
    title = "Debian security tracker"
    description = (
        "For each source package, vulnerability and release: fixed in which version, open, or never affected (fixed in "
        "version 0). The data states no day of its own."
    )
    reference = "https://security-team.debian.org/security_tracker.html"
    whole = True
    record_a_file = False
    members = r"(?i).*\.json"

    def __init__(self) -> None:
        self._decode = decoder(Issue)

    def recognises(self, head: bytes) -> bool:
        """Tell by the first package's first vulnerability."""
        return re.match(rb'\s*\{\s*"[^"]{1,200}"\s*:\s*\{\s*"(?:CVE|TEMP)-', head) is not None

    def read(self, document: Document) -> Iterator[Item]:
        """Yield a vulnerability of a package at a time."""
        for path, raw in parts(document.chunks(), 2):
            if len(path) < 2:
                raise Damaged(f"{str(path[0])[:80] if path else 'it'} is no package with vulnerabilities")
            package, issue = map(str, path)
            place = f"{package[:80]} {issue[:80]}"
            try:
                affected = tuple(_affected(name(package).lower(), *it) for it in self._decode(raw).releases.items())
                yield Entry(place, (Advisory(_identifier(issue), "debian", affected),))
            except ValueError as error:
                told = refused(raw, place, error)
                yield type(told)(place, told.why)


def _identifier(issue: str) -> str:
    """Return a CVE identifier, or the one that the tracker gives meanwhile (`TEMP-0841856-B18BAF`)."""
    return issue if re.fullmatch(r"TEMP-\d{7}-[0-9A-F]{6}", issue) else cve_identifier(issue)


def _affected(package: str, release: str, found: Release) -> Affected:
    everything = (Span(),)
    if found.status == "resolved":
        if found.fixed_version == "0":
            return Affected(package, "deb", release, everything, unaffected=everything)
        if not found.fixed_version:
            raise Unusable(f"it is resolved in {release[:40]}, but in no version")
        return Affected(package, "deb", release, (Span(fixed=found.fixed_version),))
    if found.status == "open":
        return Affected(package, "deb", release, everything)
    if found.status == "undetermined":
        return Affected(package, "deb", release)
    raise Unusable(f"the status {found.status[:40]!r} in {release[:40]} is not known")


FEED = Debian()
