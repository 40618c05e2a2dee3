"""OSV: single records and an ecosystem's all.zip go in; advisories by package come out."""

import re
from collections.abc import Iterator

from cupel.records.advisory import Advisory, Affected, Span
from cupel.reference.choice import Cvss, score
from cupel.reference.damaged import Damaged
from cupel.reference.decoding import Unusable, day, decoder, identifier, name
from cupel.reference.documents import Document
from cupel.reference.feed import Entry, Item
from cupel.reference.json_stream import MOST_PART
from cupel.reference.sources._osv_record import Event, Part, Record

ECOSYSTEMS = {"PyPI": "pypi", "npm": "npm", "Go": "golang", "crates.io": "cargo", "Maven": "maven",
              "Packagist": "composer", "RubyGems": "gem", "Debian": "deb", "Ubuntu": "deb", "Alpine": "apk",
              "openEuler": "rpm", "AlmaLinux": "rpm", "Rocky Linux": "rpm", "Red Hat": "rpm", "SUSE": "rpm",
              "openSUSE": "rpm", "Linux": "", "GIT": "", "OSS-Fuzz": ""}  # fmt: skip
DEBIAN = {"7": "wheezy", "8": "jessie", "9": "stretch", "10": "buster", "11": "bullseye", "12": "bookworm",
          "13": "trixie", "14": "forky"}  # fmt: skip
CVE = re.compile(r"CVE-\d{4}-\d{4,}")


class Osv:
    """The feed's facts and its reading."""

    name = "osv"
    title = "OSV"
    description = (
        "Affected packages of language ecosystems and distributions. A record is told under each CVE that it is an "
        "alias of, or that it follows. Scores follow from its CVSS vector."
    )
    reference = "https://ossf.github.io/osv-schema/"
    whole = False
    record_a_file = True
    members = r"(?i).*\.json"

    def __init__(self) -> None:
        self._decode = decoder(Record)

    def recognises(self, head: bytes) -> bool:
        """Tell by the members that a record must have."""
        return head.lstrip()[:1] == b"{" and b'"id"' in head and (
            (b'"modified"' in head and (b'"affected"' in head or b'"schema_version"' in head or b'"details"' in head))
            or (b'"schema_version"' in head and b'"result"' not in head)
        )  # fmt: skip

    def read(self, document: Document) -> Iterator[Item]:
        """Yield the one record, once for each CVE that it tells of."""
        try:
            record = self._decode(document.whole(MOST_PART))
            if record.schema_version.partition(".")[0] != "1":
                raise Unusable(f"it has schema {record.schema_version[:20]}; schema 1 can be read")
            found = advisories(record)
        except ValueError as error:
            raise Damaged(str(error)[:300]) from error
        yield Entry(record.id, found, record.modified)


def advisories(record: Record) -> tuple[Advisory, ...]:
    """Turn a record into advisories. Raises ValueError."""
    own, others = identifier(record.id), (*(record.aliases or ()), *(record.upstream or ()))
    cves = [own] if CVE.fullmatch(own) else [it for it in dict.fromkeys(others) if CVE.fullmatch(it)]
    base, vector = score(Cvss(it.score) for it in record.severity or () if it.type.startswith("CVSS"))
    affected = () if record.withdrawn else tuple(_affected(it) for it in record.affected or () if it.package)
    names = tuple(dict.fromkeys((own, *(it for it in record.aliases or () if not CVE.fullmatch(it)))))
    return tuple(
        Advisory(
            id=cve,
            source="osv",
            affected=affected,
            published=day(record.published),
            modified=day(record.modified),
            score=base,
            vector=vector,
            status="rejected" if record.withdrawn else "",
            aliases=tuple(it for it in names if it != cve)[:50],
            references=tuple(it.url for it in record.references or () if it.type in ("FIX", "ADVISORY"))[:20],
        )
        for cve in cves or [own]
    )


def _affected(part: Part) -> Affected:
    assert part.package is not None
    kind, _, release = part.package.ecosystem.partition(":")
    if kind == "Debian":
        release = DEBIAN.get(release, release)
    elif release:
        release = f"{kind} {release}"
    spans = [span for it in part.ranges if it.type != "GIT" for span in _spans(it.events)]
    ecosystem = ECOSYSTEMS.get(kind, kind.lower())
    return Affected(name(part.package.name).lower(), ecosystem, release, tuple(spans), part.versions)


def _spans(events: tuple[Event, ...]) -> list[Span]:
    """Pair the events of a range as they stand: each `introduced` with the end that follows it."""
    spans: list[Span] = []
    begin: str | None = None
    for it in events:
        if it.introduced:
            if begin is not None:
                spans.append(Span(begin))
            begin = "" if it.introduced == "0" else it.introduced
        elif (it.fixed or it.last_affected) and begin is not None:
            spans.append(Span(begin, it.fixed, it.last_affected))
            begin = None
    return [*spans, Span(begin)] if begin is not None else spans


FEED = Osv()
