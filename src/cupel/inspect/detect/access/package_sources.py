"""Finds package sources whose signatures are not checked: configurations of opkg and apt go in; findings come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.files import Root
from cupel.inspect.reachable.listening import ON
from cupel.inspect.sign import Sign
from cupel.inspect.startup._text import evidence, lines_of
from cupel.records.finding import Finding, Tier
from cupel.records.problem import Problem

MOST_SIGNS = 200
_OPKG = re.compile(r"(?:^|/)etc/opkg(?:/[^/]+)?\.conf$")
_APT = re.compile(r"(?:^|/)etc/apt/(?:sources\.list(?:\.d/[^/]+\.(?:list|sources))?|apt\.conf(?:\.d/[^/]+)?)$")
_FEED = re.compile(r"src(?:/gz)?\s+(\S+)\s+(\w+://\S+)")
_CHECK = re.compile(r"option\s+check_signature(?:\s+(\S+))?")
_TRUSTED = re.compile(r"deb(?:-src)?\s+\[[^\]]*\btrusted\s*=\s*yes\b[^\]]*\]\s+(\S+)|(Trusted:\s*yes)")
_UNAUTHENTICATED = re.compile(
    r"(APT::Get::AllowUnauthenticated|Acquire::AllowInsecureRepositories|Acquire::AllowWeakRepositories)"
    r'\s+"?(?:true|yes|1)"?;?',
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PackageSource(Sign):
    """One line of a package manager's configuration."""

    kind: str
    """feed, check (opkg: signatures are checked), trusted, or unauthenticated (apt)."""
    value: str
    """Address of a feed or source, or the option's name."""


class PackageSources:
    """Feeds of opkg without its check, and sources of apt that are trusted without one."""

    name = "package_sources"
    title = "package sources whose signatures are not checked"
    means = (
        "The package manager installs from a source without checking a signature over its list of packages. Whoever "
        "answers for that address decides what is installed when somebody, or a script, asks for a package."
    )
    checked = (
        "The configurations of opkg in /etc (feeds, and whether `option check_signature` stands anywhere in the same "
        "root file system) and of apt (trusted=yes, AllowUnauthenticated, AllowInsecureRepositories)."
    )
    refutes = "A build of opkg that checks signatures without being told, or a package manager that is never run."
    references = (
        "CWE-347: Improper Verification of Cryptographic Signature",
        "https://openwrt.org/docs/guide-user/additional-software/opkg",
        "https://manpages.debian.org/bookworm/apt/sources.list.5.en.html",
    )
    marks: tuple[tuple[bytes, str], ...] = ()

    def wants(self, file: Visited) -> bool:
        """Take the configurations of opkg and apt."""
        return file.type.startswith("text") and bool(_OPKG.search(file.path) or _APT.search(file.path))

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield feeds, checks and what switches checks off."""
        opkg = bool(_OPKG.search(file.path))
        count = 0
        for number, line in lines_of(file):
            kind, value = _of_opkg(line) if opkg else _of_apt(line)
            if not kind:
                continue
            count += 1
            if count > MOST_SIGNS:
                yield Problem("", f"more than {MOST_SIGNS} package sources; the rest was left out")
                return
            yield PackageSource(evidence(file, number, self.name), kind, value)

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each source that is used without a check."""
        checked: set[Root] = set()
        signs = image.signs(PackageSource)
        for sign in signs:
            place = image.files.place(sign.evidence.locator)
            if sign.kind == "check" and place:
                checked.add(place[0])
        for sign in signs:
            place = image.files.place(sign.evidence.locator)
            if sign.kind != "check" and place and not (sign.kind == "feed" and place[0] in checked):
                yield _finding(image, sign, place[0])


def _of_opkg(line: str) -> tuple[str, str]:
    feed, check = _FEED.match(line), _CHECK.fullmatch(line)
    if check:
        return ("check", "") if (check[1] or "1").lower() in ON else ("", "")
    return ("feed", feed[2]) if feed else ("", "")


def _of_apt(line: str) -> tuple[str, str]:
    trusted, open_ = _TRUSTED.match(line), _UNAUTHENTICATED.match(line)
    if trusted:
        return "trusted", trusted[1] or trusted[2]
    return ("unauthenticated", open_[1]) if open_ else ("", "")


def _finding(image: Image, sign: PackageSource, root: Root) -> Finding:
    where = image.path_of(sign.evidence.locator)
    manager = "opkg" if sign.kind == "feed" else "apt"
    program = image.files.program(root, manager)
    tier: Tier = "configured" if program else "present"
    why = {
        "feed": f"{where} names the feed {sign.value}, and no configuration of opkg asks for a check of signatures",
        "trusted": f"{where} takes packages from {sign.value} without a check of signatures (trusted)",
        "unauthenticated": f"{where} lets apt install what is not authenticated ({sign.value})",
    }[sign.kind]
    return found(
        image, "access/package_sources", f"{sign.kind}-without-check" if sign.kind == "feed" else sign.kind,
        title=f"{where}: packages from {sign.value} are taken without a signature check"
        if sign.kind != "unauthenticated" else f"{where} lets apt install what is not authenticated",
        statement=f"{why}.", subject=sign.value[:120], tier=tier,
        tier_reason=f"{manager} is in the image." if program else f"{manager} is not in the image.",
        evidence=(sign.evidence,), facts={"manager": manager, "source": sign.value[:200]}, path=where,
    )  # fmt: skip


DETECTOR = PackageSources()
