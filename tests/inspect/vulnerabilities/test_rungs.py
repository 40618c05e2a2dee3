"""The rungs named, version affected and not patched."""

import dataclasses
from collections.abc import Callable

import pytest

from cupel.inspect.identify.source import Visited
from cupel.inspect.identify.sources.changelog import SOURCE as CHANGELOG
from cupel.inspect.unpack.content import BytesContent
from cupel.inspect.vulnerabilities.distribution import release_of
from cupel.inspect.vulnerabilities.named import Naming, asked_of, named, namings
from cupel.inspect.vulnerabilities.not_patched import not_patched
from cupel.inspect.vulnerabilities.version_affected import version_affected
from cupel.records.advisory import Advisory, Affected, Span
from cupel.records.build import Build, PatchSign
from cupel.records.component import Component, Sighting, Versions
from cupel.records.evidence import Evidence

Made = Callable[..., Component]
CVE = "CVE-2021-42386"
NOWHERE = Evidence("0" * 64, "", "", "", "")


def naming(source: str, product: str, *spans: Span, status: str = "", **more: object) -> Naming:
    line = Affected(product, spans=spans, **more)  # type: ignore[arg-type]
    return Naming(Advisory(CVE, source, (line,), status=status), line, product, True)


def debian(component: Made, version: str, upstream: str = "1.30.1") -> Component:
    seen = Sighting("busybox", Versions(upstream), "dpkg", NOWHERE, None, "deb", "busybox", version)
    return component("busybox", upstream, cpe="busybox:busybox", sightings=(seen,), package_version=version,
                     ecosystem="deb")  # fmt: skip


# --- named


def test_what_is_asked(component: Made) -> None:
    assert asked_of(debian(component, "1:1.30.1-6")) == ("busybox:busybox", ("deb", "busybox"), "busybox")
    assert asked_of(component("pypi:requests")) == ("requests",)


def test_a_package_s_line_counts_in_its_own_ecosystem_only(component: Made) -> None:
    line = Affected("busybox", "deb", "bullseye", (Span("", "1:1.30.1-7"),))
    told = {("deb", "busybox"): (Advisory(CVE, "debian", (line,)),), "busybox": (Advisory(CVE, "debian", (line,)),)}
    assert CVE in namings(debian(component, "1:1.30.1-6"), told)
    assert not namings(component("busybox", "1.30.1", ecosystem="opkg", package_version="1.30.1-6"), told)


@pytest.mark.parametrize(
    ("cpe", "vendor", "state"),
    [
        ("thekelleys:dnsmasq", "thekelleys", "yes"),
        ("thekelleys:dnsmasq", "acme", None),
        ("", "acme", "unknown"),
        ("", "dnsmasq", "yes"),
    ],
)
def test_a_name_alone_is_not_sure(component: Made, cpe: str, vendor: str, state: str | None) -> None:
    advisory = Advisory(CVE, "nvd", (Affected(f"{vendor}:dnsmasq", spans=(Span("", "3"),)),))
    own = component("dnsmasq", "2.80", cpe=cpe)
    found = namings(own, {"dnsmasq": (advisory,), **({cpe: ()} if cpe else {})})
    assert (named(own, found[CVE]).state if found else None) == state


# --- version affected


@pytest.mark.parametrize(
    ("lines", "state", "word"),
    [
        ([naming("nvd", "busybox:busybox", Span("", "1.34.0"))], "yes", "says nvd"),
        ([naming("nvd", "busybox:busybox", Span("1.31", "1.34.0"))], "no", "outside"),
        ([naming("nvd", "busybox:busybox", Span("", "1.34.0"), status="rejected")], "no", "rejected"),
        ([naming("nvd", "busybox:busybox", Span("", "1.34.0"), status="disputed")], "yes", "disputed"),
        (
            [naming("nvd", "busybox:busybox", Span("", "1.34.0")), naming("cve", "busybox:busybox", Span("", "1.30"))],
            "unknown", "sources disagree",
        ),
        ([naming("nvd", "busybox:busybox", Span(), requires=("a:b | c:d",))], "unknown", "with a:b | c:d"),
        ([naming("nvd", "busybox:busybox", Span(), requires=("linux:linux_kernel",))], "unknown", "only together"),
        ([naming("nvd", "busybox:busybox", Span(), requires=("openssl:openssl",))], "no", "only together"),
        ([naming("nvd", "busybox:busybox", Span(), requires=("a:b | gnu:glibc",))], "yes", "from the first on"),
        ([naming("nvd", "busybox:busybox", Span(), platforms=("windows",))], "no", "limits it to windows"),
        ([naming("nvd", "busybox:busybox")], "unknown", "states no version"),
        ([naming("debian", "busybox", Span("", "1:1.30.1-7"), ecosystem="deb", release="bullseye")], "yes", "debian"),
        ([naming("debian", "busybox", Span("", "0"), ecosystem="deb", release="bullseye")], "no", "debian"),
        ([naming("debian", "busybox", Span(), ecosystem="deb", release="sid")], "unknown", "about this release"),
    ],
)  # fmt: skip
def test_version_affected(component: Made, lines: list[Naming], state: str, word: str) -> None:
    step = version_affected(debian(component, "1:1.30.1-6"), lines, {"gnu:glibc"}, "bullseye")
    assert step.state == state and word in step.reason
    assert step.evidence == (NOWHERE,)


# --- not patched


def sign(patched: bool | None, text: str = "ELF busybox") -> PatchSign:
    import hashlib

    place = Evidence(hashlib.sha256(text.encode()).hexdigest(), "", "", "", "")
    return PatchSign("busybox_2021_42386", CVE, "busybox", patched, "a text is there", place)


FIXED = naming("debian", "busybox", Span("", "1:1.30.1-6+deb11u1"), ecosystem="deb", release="bullseye")
OTHER = naming("debian", "busybox", Span("", "1:1.35.0-4"), ecosystem="deb", release="bookworm")


@pytest.mark.parametrize(
    ("version", "lines", "release", "state", "word"),
    [
        ("1:1.30.1-6", [FIXED], "bullseye", "yes", "below 1:1.30.1-6+deb11u1"),
        ("1:1.30.1-6+deb11u1", [FIXED], "bullseye", "no", "outside"),
        ("1:1.30.1-6+deb11u1", [FIXED, OTHER], "bullseye", "no", "outside"),
        ("1:1.30.1-6+deb11u1", [FIXED, OTHER], "", "unknown", "of a release of Debian"),
        ("1:1.30.1-6", [FIXED, OTHER], "", "unknown", "of a release of Debian"),
        ("2:1.02.175-3", [FIXED], "bullseye", "unknown", "version of the source package is not known"),
        ("1:1.30.1-6", [], "bullseye", "unknown", "may carry a backported fix"),
    ],
)
def test_the_packager_s_revision(
    component: Made, version: str, lines: list[Naming], release: str, state: str, word: str
) -> None:
    step = not_patched(CVE, debian(component, version), lines, Build(), release)
    assert step.state == state and word in step.reason


@pytest.mark.parametrize(
    ("signs", "state", "word"),
    [
        ((sign(False),), "yes", "the test busybox_2021_42386 says"),
        ((sign(True),), "no", "says"),
        ((sign(None),), "unknown", "says"),
        ((sign(True), sign(False)), "yes", "of 2 copies, 1 lack"),
        ((sign(True, "ELF other"),), "unknown", "no patch-presence test exists"),
        ((), "unknown", "no patch-presence test exists"),
    ],
)
def test_patch_signs_of_the_component_s_own_files(
    component: Made, signs: tuple[PatchSign, ...], state: str, word: str
) -> None:
    own = component("busybox", "1.30.1", ("ELF busybox",))
    step = not_patched(CVE, own, [], Build(patch_signs=signs), "")
    assert step.state == state and word in step.reason


def test_a_version_alone_never_says_that_the_fix_is_missing(component: Made) -> None:
    upstream = naming("nvd", "busybox:busybox", Span("", "1.34.0"))
    assert not_patched(CVE, component("busybox", "1.30.1", ("ELF",)), [upstream], Build(), "").state == "unknown"


def test_a_test_and_a_revision_that_disagree_are_both_shown(component: Made) -> None:
    own = dataclasses.replace(
        debian(component, "1:1.30.1-6+deb11u1"), copies=component("busybox", "", ("ELF busybox",)).copies
    )
    step = not_patched(CVE, own, [FIXED], Build(patch_signs=(sign(False),)), "bullseye")
    assert step.state == "unknown"
    assert "they disagree" in step.reason and "test busybox" in step.reason and "debian on busybox" in step.reason


def test_a_changelog_that_names_the_vulnerability(component: Made) -> None:
    quote = Evidence("1" * 64, "fw!usr/share/doc/busybox/changelog:3", f"Fix {CVE} in awk", "", "")
    own = component("busybox", "1.30.1", sightings=(Sighting("busybox", Versions(), "changelog", quote),))
    step = not_patched(CVE, own, [], Build(), "")
    assert (step.state, step.evidence) == ("no", (quote,))
    assert not_patched("CVE-2000-0001", own, [], Build(), "").state == "unknown"


@pytest.mark.parametrize(
    ("installed", "named", "state"),
    [
        ("1.30.1-6", CVE, "no"),
        ("1.30.1-6+b1", CVE, "no"),
        ("1.30.1-5", CVE, "unknown"),
        ("1.30.1-6", CVE + "0", "unknown"),
    ],
)
def test_a_changelog_of_another_version_or_vulnerability_tells_nothing(
    component: Made, installed: str, named: str, state: str
) -> None:
    quotes = ("busybox (1.30.1-6) bookworm; urgency=medium", named)
    seen = tuple(Sighting("busybox", Versions(), "changelog", Evidence("1" * 64, "", it, "", "")) for it in quotes)
    own = component("busybox", "1.30.1", sightings=seen, package_version=installed, ecosystem="deb")
    assert not_patched(CVE, own, [], Build(), "").state == state


def test_an_item_of_a_changelog_is_read_whole() -> None:
    text = (
        "busybox (1.30.1-6) bookworm; urgency=medium\n\n  * Revert the patch for\n    CVE-2021-42386\n"
        "  * Fix\n    CVE-2021-42374\n"
    )
    file = Visited("changelog.Debian", "1" * 64, "text", BytesContent(text.encode()), ())
    quotes = [it.evidence.quote for it in CHANGELOG.examine(file) if isinstance(it, Sighting)]
    assert quotes[1:] == ["CVE-2021-42374"]


@pytest.mark.parametrize(
    ("version", "system", "release"),
    [
        ("1.0-1+deb12u3", "", "bookworm"),
        ("1.0-1", "11.7", "bullseye"),
        ("1.0-1", "trixie", "trixie"),
        ("1.0-1", "", ""),
    ],
)
def test_the_release_a_package_is_of(component: Made, version: str, system: str, release: str) -> None:
    others = [component("debian", system)] if system else []
    assert release_of(component("x", package_version=version), others) == release


def test_a_derivative_is_not_debian(component: Made) -> None:
    seen = Sighting("ubuntu", Versions("20.04"), "release", NOWHERE)
    others = [component("debian", "11"), component("ubuntu", "20.04", sightings=(seen,))]
    assert release_of(component("x", package_version="1.0-1ubuntu2"), others) == ""
