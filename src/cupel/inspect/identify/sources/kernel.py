"""The banner of a Linux kernel goes in, wherever it stands; the kernel's upstream version comes out."""

import re
from collections.abc import Iterator

from cupel.inspect.identify import kernel_release
from cupel.inspect.identify.banners import banners, printable
from cupel.inspect.identify.source import Fact, Visited
from cupel.records.component import Extent, Sighting, Versions
from cupel.records.evidence import Evidence

BANNER = re.compile(
    rb"Linux version ([2-9]\.\d{1,3}(?:\.\d{1,5}){0,2}[^\s\0]{0,64}) "
    rb"\(([^\0\n]{3,200}?)\) [^\0\n]{0,300}?(#\d[^\0\n]{0,160})"
)
"""init/version.c: `Linux version %s (%s@%s) (%s) %s`: release, builder, compiler, number and date of the build."""
DEBIAN = re.compile(r"\bDebian (?:\d+:)?(\d+\.\d+(?:\.\d+)?)(?:~rc\d+)?-\S+")
UBUNTU = re.compile(r"\(Ubuntu \S+ (\d+\.\d+\.\d+)\)")
"""Distributors that name the upstream version beside their own: behind the build's date, or at the end."""
TEXTS = ("text", "script", "HTML", "XML")


class Kernel:
    """The source's facts and its reading."""

    name = "kernel"
    title = "a kernel's banner"
    description = (
        "The line that a Linux kernel prints first, in the decoded kernel, in a raw region of an image or in a log. "
        "Debian and Ubuntu count in the release what is no upstream version; the banner's end tells theirs."
    )
    reference = (
        "Linux init/version.c (linux_banner); https://kernel-team.pages.debian.net/kernel-handbook/ch-versions.html"
    )

    def wants(self, file: Visited) -> bool:
        """Want what the scan found a banner's beginning in."""
        return "kernel" in file.marks

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting for each different banner. In a text it is only told of, not the kernel itself."""
        extent: Extent | None = None if file.type.startswith(TEXTS) else "full"
        for offset, found in banners(file.content, BANNER, file.marks["kernel"], 8):
            evidence = Evidence(file.sha256, f"@0x{offset:x}", printable(found[0]), "identify/kernel", "")
            versions, package = _versions(found)
            yield Sighting(
                kernel_release.PRODUCT, versions, self.name, evidence, extent,
                "deb" if package else "", "linux" if package else "", package,
            )  # fmt: skip


def _versions(found: re.Match[bytes]) -> tuple[Versions, str]:
    """Tell the upstream version, and the packager's version where the banner names it."""
    text = printable(found[3])  # behind the build's number: the compiler before it names its own distribution
    if debian := DEBIAN.search(text):
        whole = debian[0].split(" ")[1]
        return (Versions() if "~rc" in whole else kernel_release.stated(debian[1])), whole
    if ubuntu := UBUNTU.search(text):
        return kernel_release.stated(ubuntu[1]), ""
    return kernel_release.versions_of(found[1].decode("utf-8", "replace")), ""


SOURCE = Kernel()
