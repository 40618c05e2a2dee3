"""The facts that cupel ships: every record is well formed, and what everybody knows stands in them."""

import re
from collections import Counter
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import cupel
from cupel.records.advisory import Advisory, Affected, Span, SupportEnd
from cupel.records.boundary import from_json

DATA = Path(cupel.__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Origin:
    name: str
    address: str
    retrieved: str
    dated: str = ""


@dataclass(frozen=True, slots=True)
class AdvisoryFile:
    dated: str
    sources: tuple[Origin, ...]
    advisories: tuple[Advisory, ...]


@dataclass(frozen=True, slots=True)
class SupportFile:
    dated: str
    sources: tuple[Origin, ...]
    support: tuple[SupportEnd, ...]


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    dated: str
    sources: tuple[Origin, ...]
    releases: dict[str, dict[str, str]]


@cache
def advisories() -> AdvisoryFile:
    return from_json(AdvisoryFile, (DATA / "advisories.json").read_bytes())


@cache
def support() -> SupportFile:
    return from_json(SupportFile, (DATA / "support.json").read_bytes())


@cache
def releases() -> ReleaseFile:
    return from_json(ReleaseFile, (DATA / "releases.json").read_bytes())


@cache
def by_id() -> dict[str, Advisory]:
    return {it.id: it for it in advisories().advisories}


def affected(cve: str, product: str) -> Affected:
    return next(it for it in by_id()[cve].affected if it.product == product)


def order(version: str) -> list[tuple[int, int, str]]:
    """Numbers by value, and above each of them the letters that follow: enough for 1.0.2zg, 9.3p2 and 2020.81."""
    parts = re.findall(r"\d+|[a-z]+", version.lower())
    return [(1, int(it), "") if it.isdigit() else (0, len(it), it) for it in parts]


def is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def test_there_are_enough_of_them_and_each_stands_once() -> None:
    ids = [it.id for it in advisories().advisories]
    assert len(ids) >= 1800
    assert [it for it, times in Counter(ids).items() if times > 1] == []
    assert [it for it in ids if not re.fullmatch(r"CVE-\d{4}-\d{4,}", it)] == []


def test_the_file_is_sorted_with_one_advisory_on_a_line() -> None:
    ids = [it.id for it in advisories().advisories]
    assert ids == sorted(ids, key=lambda it: tuple(map(int, it.split("-")[1:])))
    lines = (DATA / "advisories.json").read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith('{"id": "CVE-') for line in lines) == len(ids)


def test_every_product_is_a_lower_case_pair_and_stands_once_in_its_advisory() -> None:
    for it in advisories().advisories:
        products = [entry.product for entry in it.affected]
        assert products, it.id
        assert len(set(products)) == len(products), it.id
        for product in products:
            assert re.fullmatch(r"[a-z0-9._-]+:[a-z0-9._/+-]+", product), (it.id, product)


def test_every_product_of_an_advisory_states_versions_but_the_one_that_has_none() -> None:
    silent = [
        (it.id, entry.product)
        for it in advisories().advisories
        for entry in it.affected
        if not (entry.spans or entry.versions)
    ]
    assert silent == [("CVE-2014-8361", "realtek:realtek_sdk")]


def test_spans_end_and_end_behind_their_beginning() -> None:
    for it in advisories().advisories:
        for entry in it.affected:
            for span in entry.spans:
                end = span.fixed or span.last_affected
                assert end, (it.id, entry.product)
                assert not (span.fixed and span.last_affected), (it.id, entry.product)
                if span.introduced and span.fixed:
                    assert order(span.introduced) < order(span.fixed), (it.id, span)
                elif span.introduced:
                    assert order(span.introduced) <= order(span.last_affected), (it.id, span)


def test_one_span_over_several_branches_of_the_kernel_says_that_it_is_mainline_s() -> None:
    lines = [(it.id, e) for it in advisories().advisories for e in it.affected if e.product == "linux:linux_kernel"]
    for cve, entry in lines:
        ends = {tuple(v.split(".")[:2]) for s in entry.spans for v in (s.introduced, s.fixed or s.last_affected)}
        assert entry.mainline_only == (len(entry.spans) == 1 and len(ends) > 1), cve


def test_days_scores_and_weaknesses_are_written_as_such() -> None:
    for it in advisories().advisories:
        for day in (it.published, it.modified, it.exploited_since):
            assert not day or is_day(day), (it.id, day)
        assert it.score is None or 0 <= it.score <= 10, it.id
        assert (it.score is None) == (not it.vector), it.id
        assert not it.weakness or re.fullmatch(r"CWE-\d+", it.weakness), it.id
        assert it.source == "embedded"
        assert it.exploit_probability is None


def test_each_names_an_address() -> None:
    for it in advisories().advisories:
        assert it.references, it.id
        assert all(re.match(r"https?://\S+$", address) for address in it.references), it.id


def test_no_description_is_shipped() -> None:
    text = (DATA / "advisories.json").read_text(encoding="utf-8")
    keys = set(re.findall(r'"(\w+)": ', text))
    known = {it.name for record in (Advisory, Affected, Span, Origin, AdvisoryFile) for it in fields(record)}
    assert keys <= known
    assert all(" " not in text for it in advisories().advisories for entry in it.affected for text in entry.versions)


def test_every_file_says_when_and_whence() -> None:
    for file in (advisories(), support(), releases()):
        assert is_day(file.dated)
        assert file.sources
        assert all(it.address.startswith("https://") and is_day(it.retrieved) for it in file.sources)


@pytest.mark.parametrize(
    ("cve", "product", "span"),
    [
        ("CVE-2014-0160", "openssl:openssl", Span("1.0.1", "1.0.1g")),
        ("CVE-2014-0224", "openssl:openssl", Span("0.9.8", "0.9.8za")),
        ("CVE-2014-0224", "openssl:openssl", Span("1.0.1", "1.0.1h")),
        ("CVE-2016-2107", "openssl:openssl", Span("1.0.2", "1.0.2h")),
        ("CVE-2020-1967", "openssl:openssl", Span("1.1.1d", "1.1.1g")),
        ("CVE-2022-0778", "openssl:openssl", Span("1.1.1", "1.1.1n")),
        ("CVE-2022-3602", "openssl:openssl", Span("3.0.0", "3.0.7")),
        ("CVE-2023-0286", "openssl:openssl", Span("1.0.2", "1.0.2zg")),
        ("CVE-2017-14491", "thekelleys:dnsmasq", Span("", "", "2.77")),
        ("CVE-2020-25681", "thekelleys:dnsmasq", Span("", "2.83")),
        ("CVE-2022-0934", "thekelleys:dnsmasq", Span("", "2.87")),
        ("CVE-2020-8597", "point-to-point_protocol_project:point-to-point_protocol", Span("2.4.2", "", "2.4.8")),
        ("CVE-2016-7406", "dropbear_ssh_project:dropbear_ssh", Span("", "", "2016.73")),
        ("CVE-2018-15473", "openbsd:openssh", Span("", "", "7.7")),
        ("CVE-2024-6387", "openbsd:openssh", Span("8.5p1", "", "9.7p1")),
        ("CVE-2024-6387", "openbsd:openssh", Span("", "4.4p1")),
        ("CVE-2021-3156", "sudo_project:sudo", Span("1.8.2", "", "1.8.31p2")),
        ("CVE-2021-3156", "sudo_project:sudo", Span("1.9.0", "1.9.5p2")),
        ("CVE-2020-12695", "w1.fi:hostapd", Span("", "", "2.9")),
        ("CVE-2018-10933", "libssh:libssh", Span("0.8.0", "0.8.4")),
        ("CVE-2017-17562", "embedthis:goahead", Span("", "3.6.5")),
        ("CVE-2018-1000517", "busybox:busybox", Span("", "1.29.0")),
        ("CVE-2021-42374", "busybox:busybox", Span("1.27.0", "", "1.33.1")),
        ("CVE-2021-23017", "nginx:nginx", Span("0.6.18", "", "1.20.0")),
        ("CVE-2013-2028", "f5:nginx", Span("1.3.9", "", "1.4.0")),
        ("CVE-2019-3822", "haxx:libcurl", Span("7.36.0", "", "7.63.0")),
        ("CVE-2023-38545", "haxx:curl", Span("7.69.0", "8.4.0")),
        ("CVE-2018-25032", "zlib:zlib", Span("1.2.2.2", "1.2.12")),
        ("CVE-2017-7494", "samba:samba", Span("4.6.0", "4.6.4")),
        ("CVE-2020-1472", "samba:samba", Span("4.12.0", "4.12.7")),
        ("CVE-2019-11043", "php:php", Span("7.3.0", "7.3.11")),
        ("CVE-2016-5195", "linux:linux_kernel", Span("2.0.0", "4.8.3")),
        ("CVE-2019-11477", "linux:linux_kernel", Span("4.15", "4.19.52")),
        ("CVE-2022-0185", "linux:linux_kernel", Span("5.1", "5.4.173")),
        ("CVE-2022-22822", "libexpat_project:libexpat", Span("", "2.4.3")),
        ("CVE-2021-42386", "busybox:busybox", Span("1.16.0", "", "1.33.1")),
        ("CVE-2022-0847", "linux:linux_kernel", Span("5.8", "5.10.102")),
        ("CVE-2024-53197", "linux:linux_kernel", Span("6.12", "6.12.2")),
        ("CVE-2022-4304", "openssl:openssl", Span("1.0.2", "1.0.2zg")),
        ("CVE-2025-9232", "openssl:openssl", Span("3.0.16", "3.0.18")),
        ("CVE-2026-45447", "openssl:openssl", Span("4.0.0", "4.0.1")),
        ("CVE-2024-12797", "openssl:openssl", Span("3.3.0", "3.3.3")),
        ("CVE-2023-38546", "haxx:libcurl", Span("7.9.1", "", "8.3.0")),
        ("CVE-2025-9086", "haxx:curl", Span("7.31.0", "", "8.15.0")),
        ("CVE-2023-38408", "openbsd:openssh", Span("", "9.3p2")),
        ("CVE-2023-48795", "dropbear_ssh_project:dropbear_ssh", Span("", "", "2022.83")),
        ("CVE-2024-58250", "point-to-point_protocol_project:point-to-point_protocol", Span("", "2.5.2")),
        ("CVE-2025-26519", "musl-libc:musl", Span("0.9.13", "1.2.6")),
        ("CVE-2024-2961", "gnu:glibc", Span("2.1.93", "", "2.39")),
        ("CVE-2022-24807", "net-snmp:net-snmp", Span("", "5.9.2")),
        ("CVE-2022-33967", "denx:u-boot", Span("2020.10", "2022.07")),
        ("CVE-2025-10230", "samba:samba", Span("4.22.0", "4.22.5")),
        ("CVE-2025-40778", "isc:bind", Span("9.18.0", "", "9.18.39")),
        ("CVE-2023-25690", "apache:http_server", Span("2.4.0", "2.4.56")),
        ("CVE-2022-26377", "apache:http_server", Span("", "2.4.54")),
        ("CVE-2023-43622", "apache:http_server", Span("2.4.55", "2.4.58")),
        ("CVE-2021-35394", "realtek:rtl819x_jungle_software_development_kit", Span("2.0", "", "3.4.14b")),
    ],
)
def test_what_everybody_knows(cve: str, product: str, span: Span) -> None:
    assert span in affected(cve, product).spans


@pytest.mark.parametrize(
    ("cve", "product", "versions"),
    [
        ("CVE-2021-41773", "apache:http_server", ("2.4.49",)),
        ("CVE-2021-42013", "apache:http_server", ("2.4.49", "2.4.50")),
        ("CVE-2021-42377", "busybox:busybox", ("1.33.0", "1.33.1")),
    ],
)
def test_what_concerns_single_versions_only(cve: str, product: str, versions: tuple[str, ...]) -> None:
    entry = affected(cve, product)
    assert (entry.spans, entry.versions) == ((), versions)


def test_a_fixed_stable_branch_of_nginx_is_taken_out_of_the_span() -> None:
    assert Span("1.12.1", "1.13.0") in affected("CVE-2017-7529", "nginx:nginx").unaffected


@pytest.mark.parametrize(
    ("cve", "day"),
    [
        ("CVE-2014-0160", "2022-05-04"),
        ("CVE-2014-6271", "2022-01-28"),
        ("CVE-2014-8361", "2023-09-18"),
        ("CVE-2016-5195", "2022-03-03"),
        ("CVE-2021-3156", "2022-04-06"),
        ("CVE-2017-7494", "2023-03-30"),
        ("CVE-2017-17562", "2021-12-10"),
        ("CVE-2021-35395", "2021-11-03"),
        ("CVE-2022-0185", "2024-08-21"),
        ("CVE-2012-1823", "2022-03-25"),
        ("CVE-2021-41773", "2021-11-03"),
        ("CVE-2021-42013", "2021-11-03"),
        ("CVE-2021-40438", "2021-12-01"),
        ("CVE-2020-1472", "2021-11-03"),
        ("CVE-2018-14634", "2026-01-26"),
        ("CVE-2019-10149", "2022-01-10"),
        ("CVE-2022-0847", "2022-04-25"),
        ("CVE-2024-53197", "2025-04-09"),
        ("CVE-2025-27363", "2025-05-06"),
        ("CVE-2025-38352", "2025-09-04"),
        ("CVE-2025-32463", "2025-09-29"),
        ("CVE-2026-24061", "2026-01-26"),
    ],
)
def test_known_exploited(cve: str, day: str) -> None:
    assert by_id()[cve].exploited_since == day


def test_the_counts_that_the_provenance_gives_are_the_file_s() -> None:
    told = " ".join((DATA / "PROVENANCE.md").read_text("utf-8").split())
    held = advisories().advisories
    products = {entry.product for it in held for entry in it.affected}
    assert f"{len(held)} advisories under {len(products)} product names" in told
    assert f"{sum(bool(it.exploited_since) for it in held)} advisories have a day" in told
    assert f"the advisories of 2021 and later, {sum(it.id >= 'CVE-2021' for it in held)} in number" in told


def test_nobody_exploited_before_the_list_was_there() -> None:
    days = [it.exploited_since for it in advisories().advisories if it.exploited_since]
    assert len(days) >= 44
    assert min(days) >= "2021-11-03"
    assert max(days) <= advisories().dated


def test_support_ends_behind_the_first_release() -> None:
    lines = [(it.product, it.cycle) for it in support().support]
    assert len(lines) >= 60
    assert len(set(lines)) == len(lines)
    for it in support().support:
        assert is_day(it.released) and it.source.startswith("https://"), it
        assert not it.ends or (is_day(it.ends) and it.ends > it.released), it


@pytest.mark.parametrize(
    ("product", "cycle", "ends"),
    [
        ("openssl", "1.0.2", "2019-12-31"),
        ("openssl", "1.1.1", "2023-09-11"),
        ("openssl", "3.5", "2030-04-08"),
        ("python", "3.13", "2029-10-31"),
        ("php", "5.6", "2018-12-31"),
        ("openwrt", "19.07", "2022-04-30"),
        ("linux", "4.14", "2024-01-31"),
        ("python", "2.7", "2020-01-01"),
    ],
)
def test_known_ends_of_support(product: str, cycle: str, ends: str) -> None:
    assert {it.cycle: it.ends for it in support().support if it.product == product}[cycle] == ends


def test_releases_of_enough_products_with_days() -> None:
    assert len(releases().releases) >= 25
    for product, versions in releases().releases.items():
        assert re.fullmatch(r"[a-z0-9._-]+", product)
        assert versions, product
        for version, day in versions.items():
            assert re.fullmatch(r"\d[\w.]*", version), (product, version)
            assert is_day(day) and "1993" < day <= releases().dated, (product, version)


def test_patch_releases_follow_one_another() -> None:
    lines: dict[tuple[str, str], list[str]] = {}
    for product in ("dropbear", "expat", "hostapd", "lighttpd", "nginx", "php", "samba", "zlib"):
        for version in sorted(releases().releases[product], key=order):
            lines.setdefault((product, ".".join(version.split(".")[:2])), []).append(version)
    for (product, _), versions in lines.items():
        for before, behind in pairwise(versions):
            assert releases().releases[product][before] <= releases().releases[product][behind], (product, behind)


@pytest.mark.parametrize(
    ("product", "version", "day"),
    [
        ("openssl", "1.0.1g", "2014-04-07"),
        ("openssl", "1.1.1", "2018-09-11"),
        ("zlib", "1.2.11", "2017-01-15"),
        ("hostapd", "2.10", "2022-01-16"),
        ("dropbear", "2022.83", "2022-11-14"),
        ("busybox", "1.30.1", "2019-02-14"),
        ("busybox", "1.13.3", "2009-03-08"),
        ("u-boot", "2016.01", "2016-01-12"),
        ("u-boot", "1.3.4", "2008-08-12"),
        ("samba", "4.17.12", "2023-10-10"),
        ("curl", "7.72.0", "2020-08-19"),
        ("openssl", "1.1.1w", "2023-09-11"),
        ("sqlite", "3.22.0", "2018-01-22"),
        ("linux", "4.19", "2018-10-22"),
    ],
)
def test_known_release_days(product: str, version: str, day: str) -> None:
    assert releases().releases[product][version] == day
