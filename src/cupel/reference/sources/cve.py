"""CVE List, record format 5: single records and archives of them go in; advisories by vendor and product come out."""

import re
from collections.abc import Iterator
from contextlib import suppress

from cupel.records.advisory import Advisory, Affected
from cupel.reference.choice import references, score, weakness
from cupel.reference.configurations import affected
from cupel.reference.cpe import key, read_cpe
from cupel.reference.damaged import Damaged
from cupel.reference.decoding import Unusable, day, decoder, identifier
from cupel.reference.documents import Document
from cupel.reference.feed import Entry, Item
from cupel.reference.json_stream import MOST_PART
from cupel.reference.sources._cve_record import Container, Product, Record
from cupel.reference.versions import read_versions

MOST_NAMES = 50
NOBODY = frozenset(("", "n/a", "na", "unknown", "unspecified", "none"))
ECOSYSTEMS = {"npmjs": "npm", "pypi": "pypi", "crates": "cargo", "packagist": "composer", "maven": "maven",
              "rubygems": "gem", "golang": "golang", "go": "golang"}  # fmt: skip
"""A word of the collection's host name -> the type of its package URLs."""


class CveList:
    """The feed's facts and its reading."""

    name = "cve"
    title = "CVE List"
    description = (
        "Affected products and versions in the words of those who assigned the identifier, and of those who add to it. "
        "The first party that gives a metric is taken, and of it version 3.1 before 3.0, 4.0 and 2."
    )
    reference = "https://github.com/CVEProject/cve-schema/blob/main/schema/CVE_Record_Format.json"
    whole = False
    record_a_file = True
    members = r"(?i)(?:.*/)?CVE-\d{4}-\d+\.json"

    def __init__(self) -> None:
        self._decode = decoder(Record)

    def recognises(self, head: bytes) -> bool:
        """Tell by the record's own words; older ones begin with the containers and say so at their end."""
        first = re.match(rb'\s*\{\s*"containers"\s*:\s*\{\s*"(?:cna|adp)"', head) is not None
        return first or b'"CVE_RECORD"' in head or b'"CVE_data_meta"' in head

    def read(self, document: Document) -> Iterator[Item]:
        """Yield the one record."""
        raw = document.whole(MOST_PART)
        try:
            record = self._decode(raw)
            if record.dataVersion.partition(".")[0] != "5":
                raise Unusable(f"it has record format {record.dataVersion[:20] or 'unknown'}; format 5 can be read")
            found = advisory(record)
        except ValueError as error:
            older = b'"CVE_data_meta"' in raw and b'"cveMetadata"' not in raw
            raise Damaged("it has record format 4; format 5 can be read" if older else str(error)[:300]) from error
        yield Entry(found.id, (found,), record.cveMetadata.dateUpdated)


def advisory(record: Record) -> Advisory:
    """Turn a record into an advisory. Raises ValueError."""
    about, parties = record.cveMetadata, (record.containers.cna, *record.containers.adp)
    rejected = about.state.upper() == "REJECTED"
    base, vector = next((found for found in map(_score, parties) if found[0] is not None), (None, ""))
    tags = {tag for it in parties for tag in it.tags}
    products = [] if rejected else [found for party in parties for found in _affected(party)]
    return Advisory(
        id=identifier(about.cveId),
        source="cve",
        affected=tuple(dict.fromkeys(products)),
        published=day(about.datePublished),
        modified=day(about.dateUpdated),
        score=base,
        vector=vector,
        weakness=weakness(it.cweId for party in parties for kind in party.problemTypes for it in kind.descriptions),
        status="rejected" if rejected else "disputed" if "disputed" in tags else "",
        references=references((it.url, it.tags) for party in parties for it in party.references),
    )


def _score(party: Container) -> tuple[float | None, str]:
    return score(it for m in party.metrics for it in (m.cvssV3_1, m.cvssV3_0, m.cvssV4_0, m.cvssV2_0))


def _affected(party: Container) -> list[Affected]:
    """Return the party's products: as it names them, then as CPE names."""
    found = []
    for it in party.affected:
        versions = read_versions(it.versions, it.defaultStatus)
        for product, ecosystem in _names(it):
            found.append(Affected(product, ecosystem, "", *versions, platforms=it.platforms[:MOST_NAMES]))
    # an entry without versions (commits only, say) adds nothing to one with versions
    told = {it.product for it in found if it.spans or it.versions}
    found = [it for it in found if it.spans or it.versions or it.product not in told]
    return [*found, *affected(party.cpeApplicability)]


def _names(it: Product) -> list[tuple[str, str]]:
    """Name a product: `vendor:product` as in a CPE name, its CPE names, and its package in a known collection."""
    names = []
    vendor, product = ("" if text.strip().lower() in NOBODY else text.strip() for text in (it.vendor, it.product))
    if product:
        names.append((key(f"{vendor}:{product}".replace(" ", "_")) if vendor else key(product), ""))
    for text in it.cpes[:MOST_NAMES]:
        with suppress(Unusable):  # the product is named in words too
            names.append((read_cpe(text).product, ""))
    words = it.collectionURL.partition("://")[2].partition("/")[0].split(".")
    ecosystem = next((ECOSYSTEMS[word] for word in words if word in ECOSYSTEMS), "")
    if it.packageName and ecosystem:
        names.append((key(it.packageName), ecosystem))
    return list(dict.fromkeys(names))


FEED = CveList()
