"""Finds servers that nothing starts: programs of the table, and who names them, go in; a finding for each comes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import whole
from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.daemons import by_program
from cupel.inspect.reachable.origins import UNCALLED
from cupel.inspect.sign import Sign
from cupel.inspect.startup._remote_access import DEBUGGERS, FACTORY, REMOTE_ACCESS
from cupel.inspect.startup._script import is_script
from cupel.records.finding import Finding
from cupel.records.problem import Problem

SERVERS = tuple(
    sorted({name for name, daemon in by_program().items() if daemon.role == "server" and len(name) > 4} | REMOTE_ACCESS)
)
"""Programs that are asked about; shorter names are met in any text."""
PREFIX = "names the server "
TAKES = frozenset({"accept", "accept4", "recvfrom", "recvmsg", "recv", "recvmmsg"})


@dataclass(frozen=True, slots=True)
class Server(Sign):
    """An executable with a server's name that can take what comes from a network."""

    name: str
    """Base name."""


@dataclass(frozen=True, slots=True)
class Named(Sign):
    """Servers that an executable or script names; it may start them."""

    names: tuple[str, ...]
    """Their base names."""


class UnlaunchedServers:
    """Servers of the table and factory programs that lie in the image without a launcher."""

    name = "unlaunched_servers"
    title = "servers that nothing starts"
    means = (
        "The image holds a program that takes what comes from a network, and nothing that was read starts or names it. "
        "It does not run by that; whoever can run a command on the equipment can start it, and a later version may."
    )
    checked = (
        "Executables with the name of a server in the table of daemons, or of a factory or debugging program, that "
        "import bind and accept or recvfrom; compared with every start that files tell and with the names that the one "
        "scan met in other executables and in scripts. One mention there is enough to rule the finding out."
    )
    refutes = "A launcher that builds the name from parts, or one in a part of the equipment that is not in this image."
    references = ("CWE-1164: Irrelevant Code", "CWE-489: Active Debug Code")
    marks = tuple((rb"\b%s\b" % re.escape(name).encode(), f"{PREFIX}{name}") for name in SERVERS)

    def wants(self, file: Visited) -> bool:
        """Take executables with a server's name, and whatever may start one and names it."""
        executable = file.type.startswith("ELF ")
        if executable and file.name in SERVERS:
            return True
        return (executable or is_script(file) or "/etc/" in f"/{file.path}") and any(
            mark.startswith(PREFIX) for mark in file.marks
        )

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield whether it is such a server, and which others it names."""
        if file.name in SERVERS and file.type.startswith("ELF "):
            elf = elf_of(file)
            imports = elf.imported if elf else frozenset[str]()
            if "bind" in imports and imports & TAKES:
                yield Server(
                    whole(file, f"imports bind and {', '.join(sorted(imports & TAKES))}", self.name), file.name
                )
        names = tuple(sorted(mark.removeprefix(PREFIX) for mark in file.marks if mark.startswith(PREFIX)))
        others = tuple(name for name in names if name != file.name)
        if others and not (file.name == "services" or file.path.endswith((".md", ".txt", ".html"))):
            yield Named(whole(file, ", ".join(others)[:200], self.name), others)

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each server that is neither started nor named."""
        named = {name for sign in image.signs(Named) for name in sign.names}
        named |= {launch.program.rsplit("/", 1)[-1] for launch in image.build.launches}
        for sign in image.signs(Server):
            for place in image.places(sign.evidence.artefact):
                name = place.rsplit("/", 1)[-1].rsplit("!", 1)[-1]
                if name == sign.name and name not in named and not image.starts(place) and not image.runs(place):
                    yield _finding(image, sign, place)


def _finding(image: Image, sign: Server, place: str) -> Finding:
    where = image.path_of(place)
    daemon = by_program().get(sign.name)
    title = daemon.title if daemon else sign.name
    ports = ", ".join(daemon.listens) if daemon else ""
    kind = (
        "made to test equipment"
        if sign.name in FACTORY
        else "a debugger's remote end"
        if sign.name in DEBUGGERS
        else ""
    )
    text = f"{where} ({title}) takes what comes from a network"
    text += f", by default on {ports}" if ports else ""
    text += f"; it is {kind}" if kind else ""
    facts: dict[str, str | int | bool] = {"program": sign.name, "factory_program": sign.name in FACTORY}
    facts |= {"ports": ports} if ports else {}
    return found(
        image, "access/unlaunched_servers", "server-without-launcher",
        title=f"The server {where} is there, and no start script that was read starts it",
        statement=f"{text}. No script, table or executable that was read starts or names it.",
        subject=sign.name, tier="present", tier_reason=f"The program is there; {UNCALLED} starts it.",
        evidence=(sign.evidence,), facts=facts, path=where, places=image.places(sign.evidence.artefact)[:20],
        facets=(facet("active by default", "no", f"{UNCALLED} starts it"),),
    )  # fmt: skip


DETECTOR = UnlaunchedServers()
