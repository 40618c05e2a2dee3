"""Names of services and their ports, as the image's own /etc/services has them: the file goes in, a sign comes out."""

from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.files import Root
from cupel.inspect.sign import Sign
from cupel.inspect.startup._text import evidence, lines_of, rooted
from cupel.records.evidence import Evidence

MOST_NAMES = 5_000
KNOWN = {
    "telnet": "23",
    "ssh": "22",
    "ftp": "21",
    "tftp": "69",
    "http": "80",
    "shell": "514",
    "login": "513",
    "exec": "512",
}
"""RFC 6335's registry, for images without the file."""


@dataclass(frozen=True, slots=True)
class ServiceName(Sign):
    """One line of /etc/services that gives a name to a port; no listener by that alone."""

    name: str
    """The service, or an alias of it."""
    port: str
    """`53413/udp`."""


def is_services(file: Visited) -> bool:
    """Tell whether a file is /etc/services."""
    return file.name == "services" and rooted(file) == "/etc/services"


def names_of(file: Visited) -> Iterator[ServiceName]:
    """Yield each name and port."""
    count = 0
    for number, line in lines_of(file):
        fields = line.partition("#")[0].split()
        if len(fields) < 2 or not fields[1].partition("/")[0].isdigit():
            continue
        for name in (fields[0], *fields[2:6]):
            count += 1
            if count > MOST_NAMES:
                return
            yield ServiceName(evidence(file, number, "service_names"), name, fields[1])


class Services:
    """Answers which port a service name stands for."""

    def __init__(self, image: Image) -> None:
        self._ports: dict[tuple[Root, str], ServiceName] = {}
        for sign in image.signs(ServiceName):
            place = image.files.place(sign.evidence.locator)
            if place:
                self._ports.setdefault((place[0], f"{sign.name}/{sign.port.partition('/')[2]}"), sign)

    def sign(self, root: Root, service: str) -> ServiceName | None:
        """Return the line for `igdmptd/udp`; None where the file has none."""
        return self._ports.get((root, service))

    def of_name(self, root: Root, name: str) -> list[tuple[str, Evidence]]:
        """Return (port, line) of every protocol that the file gives a name."""
        found = (self.sign(root, f"{name}/{protocol}") for protocol in ("tcp", "udp"))
        return [(it.port, it.evidence) for it in found if it]

    def port(self, root: Root, service: str) -> str:
        """Return `53413/udp` for `igdmptd/udp`; a number, or a name that nothing explains, is returned as it is."""
        name, _, protocol = service.partition("/")
        found = self.sign(root, service)
        if found:
            return found.port
        return f"{KNOWN[name]}/{protocol}" if name in KNOWN else service
