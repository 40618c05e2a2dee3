"""Destinations in programs: which hosts ELF files hold as constants; and the count of those that are only named."""

from collections import Counter
from collections.abc import Iterable, Iterator

from cupel.inspect.detect.destinations._finding import findings
from cupel.inspect.detect.destinations._links import OWN_DETECTOR
from cupel.inspect.detect.destinations._program_uses import TOOL_MARK, uses
from cupel.inspect.detect.destinations._strings import TOOL, TOP_LEVEL
from cupel.inspect.detect.destinations._use import Named, Use
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding
from cupel.records.problem import Problem

MOST_LISTED = 40
"""Hosts that the summary lists."""


class Programs:
    """Reads constants: URLs of a service's shape, host names and addresses, commands, and request headers."""

    name = "programs"
    title = "destinations in programs"
    means = (
        "A program that can reach for other hosts holds this one as a constant of a shape that is called, not read. "
        "It does not show on which path through the program, or whether ever, it is called."
    )
    checked = (
        "Constants of dynamic ELF files that import connect, getaddrinfo, a client library or system() are searched "
        "for URLs, bare host names of three labels and more, public addresses, commands and Host headers. "
        "Namespaces, licences, home pages, prose, format strings without a host, and hosts of two labels are counted "
        "in one summary. Static programs, Go programs, kernel modules and hosts that are put together from parts are "
        "not read. 24 MB and 200 hosts a file."
    )
    refutes = "A setting replaces the constant, or the program compares or shows the name and never calls it."
    references = ("CWE-1242", "System V ABI, chapters 4 and 5", "RFC 3986", "RFC 6890", "RFC 2606")
    marks = (
        (rb"[a-z0-9]\.(?:" + TOP_LEVEL.encode() + rb")(?::[0-9]{1,5})?\x00", "destination host"),
        (rb"\x00[1-9][0-9]{0,2}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\x00", "destination constant"),
        (TOOL, TOOL_MARK),
    )

    def wants(self, file: Visited) -> bool:
        """Take ELF files in which something like a host was met; no kernel modules, and no Go programs."""
        if not file.type.startswith("ELF ") or file.path.endswith((".ko", ".o")) or "go" in file.marks:
            return False
        return any(it in file.marks for it in ("destination url", "destination host", "destination constant"))

    def examine(self, file: Visited) -> Iterable[Sign | Problem]:
        """Yield a Use for each destination, a Named for each host that is only named."""
        return uses(file)

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each destination and program, and one for all hosts that are only named."""
        own = [it for it in image.signs(Use) if it.origin == "program" and it.role not in OWN_DETECTOR]
        yield from findings(image, f"destinations/{self.name}", own)
        yield from _summary(image, f"destinations/{self.name}")


def _summary(image: Image, detector: str) -> Iterator[Finding]:
    """Count what names a host and is not shown to call it."""
    shown = {it.host for it in image.signs(Use)}
    named = [it for it in image.signs(Named) if it.host not in shown]
    only = sorted({it.host for it in named if it.why == "named"})
    if not only:
        return
    counts = Counter(why for _, why in {(it.host, it.why) for it in named})
    first = next(it for it in named if it.why == "named")
    reason = "not asked of hosts that are only named"
    yield found(
        image, detector, "hosts-only-named",
        title=f"Programs name {len(only)} hosts without a sign that they call them",
        statement=f"{len(only)} hosts stand in programs as constants; nothing that was read shows a call of them.",
        subject="hosts that are only named", tier="present", tier_reason="The names stand in the files.",
        evidence=[first.evidence], path="",
        facets=[facet(name, "unknown", reason) for name in
                ("encrypted", "authenticated", "can be changed by the operator", "sends an identity")],
        facts={"hosts": ", ".join(only[:MOST_LISTED]), "count": len(only),
               **{f"left out: {why}": number for why, number in sorted(counts.items()) if why != "named"}},
    )  # fmt: skip


DETECTOR = Programs()
