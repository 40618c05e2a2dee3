"""NVD JSON 2.0: pages of its interface and its yearly files go in; advisories by CPE name come out."""

from collections.abc import Iterator

from cupel.records.advisory import Advisory
from cupel.reference.choice import references, score, weakness
from cupel.reference.configurations import affected
from cupel.reference.damaged import Damaged
from cupel.reference.decoding import day, decoder, identifier, plain, refused
from cupel.reference.documents import Document
from cupel.reference.feed import Entry, Item, Statement
from cupel.reference.json_stream import parts
from cupel.reference.sources._nvd_record import Cve, Wrapped


class Nvd:
    """The feed's facts and its reading."""

    name = "nvd"
    title = "National Vulnerability Database"
    description = (
        "Affected products as CPE names with version ranges, scores and weaknesses, as NIST's analysts and others "
        "assign them. Metrics of NVD itself (Primary) go before those of others."
    )
    reference = "https://csrc.nist.gov/schema/nvd/api/2.0/cve_api_json_2.0.schema"
    whole = False
    record_a_file = False
    members = r"(?i).*\.json"

    def __init__(self) -> None:
        self._decode = decoder(Wrapped)

    def recognises(self, head: bytes) -> bool:
        """Tell by the format's own name."""
        return b'"NVD_CVE"' in head or b'"CVE_data_type"' in head

    def read(self, document: Document) -> Iterator[Item]:
        """Yield the records of one page or file."""
        head = document.head()
        if b'"CVE_data_type"' in head:
            raise Damaged("it is an NVD feed of schema 1.1; schema 2.0 can be read")
        said: dict[str, object] = {}
        for path, raw in parts(document.chunks(), 2):
            if len(path) == 1:
                said[str(path[0])] = plain(raw)
                if path == ("version",) and said["version"] != "2.0":
                    raise Damaged(f"it is an NVD file of schema {said['version']}; schema 2.0 can be read")
            elif path[0] == "vulnerabilities":
                try:
                    found = advisory(self._decode(raw).cve)
                except ValueError as error:
                    yield refused(raw, f"vulnerabilities[{path[1]}]", error)
                else:
                    yield Entry(found[0].id, (found[0],), found[1])
        if said.get("version") != "2.0":
            raise Damaged("it names no schema version")
        yield _statement(said)


def _statement(said: dict[str, object]) -> Statement:
    page, total = said.get("resultsPerPage"), said.get("totalResults")
    stamp = str(said.get("timestamp") or "")
    try:
        dated = day(stamp)
    except ValueError:
        dated = ""
    if isinstance(page, int) and isinstance(total, int) and page < total:
        return Statement(dated, page, total)
    return Statement(dated, total if isinstance(total, int) else None)


def advisory(cve: Cve) -> tuple[Advisory, str]:
    """Turn a record into an advisory, and when it was changed. Raises ValueError."""
    by_version = (cve.metrics.cvssMetricV31, cve.metrics.cvssMetricV30, cve.metrics.cvssMetricV40,
                  cve.metrics.cvssMetricV2)  # fmt: skip
    metrics = [it.cvssData for found in by_version for it in sorted(found, key=lambda it: it.type != "Primary")]
    base, vector = score(metrics)
    disputed = any("disputed" in it.tags for it in cve.cveTags)
    rejected = cve.vulnStatus.lower() == "rejected"
    return Advisory(
        id=identifier(cve.id),
        source="nvd",
        affected=() if rejected else affected(cve.configurations),
        published=day(cve.published),
        modified=day(cve.lastModified),
        score=base,
        vector=vector,
        weakness=weakness(text.value for it in cve.weaknesses for text in it.description),
        status="rejected" if rejected else "disputed" if disputed else "",
        references=references((it.url, it.tags) for it in cve.references),
        exploited_since=day(cve.cisaExploitAdd),
    ), cve.lastModified


FEED = Nvd()
