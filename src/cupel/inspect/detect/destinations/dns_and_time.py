"""Name servers and time servers that are fixed in scripts, configuration or programs."""

from collections.abc import Iterator

from cupel.inspect.detect.destinations._finding import findings
from cupel.inspect.detect.destinations._links import OWN_DETECTOR
from cupel.inspect.detect.destinations._use import Use
from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.records.finding import Finding
from cupel.records.problem import Problem


class DnsAndTime:
    """Concludes from what the other detectors of destinations read."""

    name = "dns_and_time"
    title = "name servers and time servers"
    means = (
        "A server for names or time is fixed in this file. Whoever runs it learns when the equipment is on, and which "
        "names it asks for, or sets its clock. Most are defaults that the operator's network or a setting replaces."
    )
    checked = (
        "What the detectors of destinations in scripts, configuration and programs read, where the role is DNS or NTP. "
        "It reads no file itself."
    )
    refutes = "The value is replaced by DHCP, by management, or by the operator's setting before it is used."
    references = (
        "RFC 5905 (NTP)",
        "RFC 8915 (NTS)",
        "RFC 1035 (DNS)",
        "RFC 7858 (DNS over TLS)",
        "RFC 9076 (DNS privacy)",
    )
    marks: tuple[tuple[bytes, str], ...] = ()

    def wants(self, file: Visited) -> bool:  # noqa: ARG002 - a detector has it
        """Take no file."""
        return False

    def examine(self, file: Visited) -> Iterator[Problem]:  # noqa: ARG002 - a detector has it
        """Yield nothing."""
        return iter(())

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each server and file."""
        own = (it for it in image.signs(Use) if it.role in OWN_DETECTOR)
        yield from findings(image, f"destinations/{self.name}", own)


DETECTOR = DnsAndTime()
