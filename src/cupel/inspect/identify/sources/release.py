"""The files in which a distribution names itself and its release go in; distribution and release come out."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.identify.text import read_text
from cupel.records.component import Sighting, Versions
from cupel.records.evidence import Evidence

MOST = 64 << 10
ASSIGNED = re.compile(r"^\s*(?:export )?([A-Z_]+)=([\"']?)(.*?)\2\s*$", re.MULTILINE)
OPENWRT = re.compile(r"\b(\d\d\.\d\d(?:\.\d{1,2})?(?:-rc\d+)?)(?![\d.])")
"""OpenWrt numbers a release by year and month; builds between releases have a revision only."""
SPOKEN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:OpenWrt|LEDE)\b[^\n]{0,40}?\b(\d\d\.\d\d(?:\.\d{1,2})?(?:-rc\d+)?)(?![\d.])"), "openwrt"),
    (
        re.compile(
            r"\b(?:KAMIKAZE|BACKFIRE|ATTITUDE ADJUSTMENT|BARRIER BREAKER|CHAOS CALMER|DESIGNATED DRIVER|Reboot) "
            r"\((\d{1,2}\.\d\d(?:\.\d{1,2})?(?:-rc\d+)?)?"
        ),
        "openwrt",
    ),
    (re.compile(r"\bBuildroot (20\d\d\.\d\d(?:\.\d{1,2})?(?:-rc\d+)?)(?!\d)"), "buildroot"),
    (re.compile(r"\bPoky \([^)\n]{1,60}\) (\d\.\d{1,2}(?:\.\d{1,2})?)(?![\d.])"), "poky"),
    (re.compile(r"\bDebian GNU/Linux (\d{1,2}(?:\.\d{1,2})?)(?![\d.])"), "debian"),
    (re.compile(r"\bAlpine Linux (\d\.\d{1,2}(?:\.\d{1,2})?)(?![\d.])"), "alpine"),
)
"""What a login text or a banner says, in the words that each distribution ships."""
SAME = {"lede": "openwrt"}
RELEASES = ("os-release", "openwrt_release", "lede-release", "lsb-release")
VERSIONS = {
    "openwrt_version": "openwrt",
    "br-version": "buildroot",
    "debian_version": "debian",
    "alpine-release": "alpine",
}
TEXTS = ("version", "issue", "issue.net", "banner", "motd")


class Release:
    """The source's facts and its reading."""

    name = "release"
    title = "a distribution's release file"
    description = (
        "os-release, openwrt_release, br-version and their kin, and the texts shown at login: which distribution the "
        "image was built from, in which release. A maker's own version number in such a file is no release of a "
        "distribution."
    )
    reference = (
        "https://www.freedesktop.org/software/systemd/man/os-release.html; OpenWrt package/base-files; Buildroot "
        "Makefile"
    )

    def wants(self, file: Visited) -> bool:
        """Want these files in an etc or lib folder."""
        name = file.name
        folder = f"/{file.path}".rpartition("/")[0]
        return (name in RELEASES or name in VERSIONS or name in TEXTS) and folder.endswith(("/etc", "/lib", "/rom"))

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting of the distribution, if it is one that can be told."""
        text, _ = read_text(file.content, MOST)
        found = _stated(text) if file.name in RELEASES else None
        if file.name in VERSIONS:
            found = _numbered(VERSIONS[file.name], text)
        if file.name in TEXTS:
            found = _spoken(text)
        if found:
            product, version, quote = found
            line = text[: text.find(quote)].count("\n") + 1
            evidence = Evidence(file.sha256, f":{line}", quote, "identify/release", "")
            yield Sighting(product, Versions(version), self.name, evidence)


def _stated(text: str) -> tuple[str, str, str] | None:
    fields: dict[str, tuple[str, str]] = {}
    for it in ASSIGNED.finditer(text):
        fields.setdefault(it[1], (it[3], it[0].strip()))
    identity, quote = fields.get("ID") or fields.get("DISTRIB_ID") or ("", "")
    if not identity:
        return _spoken(text) if "OpenWrt" in text else None
    product = SAME.get(identity.lower(), identity.lower())
    version, said = fields.get("VERSION_ID") or fields.get("DISTRIB_RELEASE") or ("", "")
    if product == "openwrt":
        told = OPENWRT.search(version) or OPENWRT.search(fields.get("DISTRIB_DESCRIPTION", ("", ""))[0])
        if told and not OPENWRT.search(version):
            said = fields["DISTRIB_DESCRIPTION"][1]
        return product, told[1] if told else "", said if told else quote
    if not re.fullmatch(r"[a-z][a-z0-9._-]{0,40}", product):
        return None
    return product, version if re.fullmatch(r"\d[\w.-]{0,30}", version) else "", said or quote


def _numbered(product: str, text: str) -> tuple[str, str, str] | None:
    line = text.strip().split("\n")[0].strip()[:80]
    pattern = OPENWRT if product == "openwrt" else re.compile(r"^(\d[\w.-]{0,30})$")
    found = pattern.match(line)
    return (product, found[1] if found else "", line) if line else None


def _spoken(text: str) -> tuple[str, str, str] | None:
    for pattern, product in SPOKEN:
        if found := pattern.search(text):
            return product, found[1] or "", found[0]
    return None


SOURCE = Release()
