"""A multi-call binary (BusyBox, Toybox) goes in; its version and the applets that it was built with come out."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.banners import banners, printable
from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.multi_call import applets
from cupel.inspect.identify.source import Fact, Visited
from cupel.records.build import Applets
from cupel.records.component import Sighting, Versions
from cupel.records.evidence import Evidence

BANNERS = {
    "busybox": re.compile(rb"BusyBox v(\d+\.\d+(?:\.\d+)?(?:-(?:pre|rc)\d*|\.git)?)(?=[\s\0(-])[^\0\n]{0,60}"),
    "toybox": re.compile(rb"(?<![\w-])toybox (\d+\.\d+\.\d+)(?=[\s\0-])[^\0\n]{0,40}"),
}

BARE = {"toybox": re.compile(rb"(?<=\0)(0\.\d{1,2}\.\d{1,2})(?:-[a-z0-9]{1,16})?(?=\0)")}
"""Of one whose banner is put together when it runs: the version as a text of its own, if there is no other like it."""

Banner = tuple[int, re.Match[bytes]]


class Busybox:
    """The source's facts and its reading."""

    name = "busybox"
    title = "a multi-call binary"
    description = (
        "BusyBox and Toybox: their version, and which of their applets are compiled in. Most of their weaknesses are "
        "of one applet, and one that is not there cannot be used."
    )
    reference = "https://busybox.net/downloads/BusyBox.html; BusyBox applets/applet_tables.c; Toybox toys.h"

    def wants(self, file: Visited) -> bool:
        """Want programs that the scan found a banner in, or that are named so."""
        if not file.type.startswith(("ELF executable", "ELF shared")):
            return False
        return "busybox" in file.marks or "toybox" in file.marks or file.name in BANNERS

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a sighting with the version, and the applets."""
        elf = elf_of(file)
        if elf is None:
            return
        for product, expression in BANNERS.items():
            if product not in file.marks and file.name != product:
                continue
            names, offset = applets(elf)
            found = _banner(file, product, expression)
            # a program that only asks for BusyBox, or names it, has no list
            if not names and (file.name != product or found is None):
                continue
            if found is not None:
                version = found[1][1].decode("ascii", "replace")
                exact = "" if version.endswith(".git") else version
                place = f"@0x{found[0]:x}"
                evidence = Evidence(file.sha256, place, printable(found[1][0]), "identify/busybox", "")
                yield Sighting(product, Versions(exact), self.name, evidence, "full")
            if names:
                quote = ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
                yield Applets(product, names, Evidence(file.sha256, f"@0x{offset:x}", quote, "identify/busybox", ""))


def _banner(file: Visited, product: str, expression: re.Pattern[bytes]) -> Banner | None:
    found = next(banners(file.content, expression, file.marks.get(product, 0), 1), None)
    if found is None and product in BARE:
        bare = list(banners(file.content, BARE[product], 0, 2))
        return bare[0] if len(bare) == 1 else None
    return found


SOURCE = Busybox()
