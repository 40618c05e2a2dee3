"""Lists what listens on the network: what runs, weighed, goes in; one finding for each listener comes out."""

from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.access._binding import binds
from cupel.inspect.detect.access._joined_starts import joined_starts, start_of
from cupel.inspect.detect.access._launching import Concluding, default_of, launched
from cupel.inspect.detect.access._listener_findings import of_no_port, of_port, ports_named
from cupel.inspect.detect.access._service_names import Services
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import whole
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.daemons import programs
from cupel.inspect.reachable.listening import Listener
from cupel.inspect.reachable.origins import rank, uncalled
from cupel.inspect.reachable.running import Running
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding
from cupel.records.problem import Problem


@dataclass(frozen=True, slots=True)
class Takes(Sign):
    """An executable that can take what comes on a port. Evidence: the file as a whole, with what it imports."""


class Listeners(Concluding):
    """An inventory: protocol, port, interface, program, who starts it, what the firewall says."""

    name = "listeners"
    title = "programs that listen on the network"
    means = (
        "A program is started and takes what comes on a port. That is a fact of the inventory and no fault: most "
        "equipment must listen. What stands out is for the reader to see: a port that no manual names, a service "
        "without a firewall before it."
    )
    checked = (
        "All that boot, inetd, xinetd, systemd and procd start, as far as files tell, with the port out of its "
        "configuration, its arguments or the table of daemons. Starts whose program is missing or that settings "
        "switch off are left out, and so are names in /etc/services alone. A program that is started, imports what a "
        "server needs and gives bind the size of an Internet address (16 or 28 bytes, by its code) or has getaddrinfo "
        "compute it, is told without a port where no table and no configuration gives one; where it has more than "
        "256 KiB of code, only the latter is known. Starts by compiled programs are not seen."
    )
    refutes = "A setting, a condition or a firewall rule that is set up by a program whose work files do not show."
    references = (
        "CWE-1327: Binding to an Unrestricted IP Address",
        "ETSI EN 303 645, 5.6-1",
        "3GPP TS 33.117, 4.3.2.2",
    )

    def wants(self, file: Visited) -> bool:
        """Take executables that the table of daemons does not hold: of those it tells where they listen."""
        return file.type.startswith("ELF ") and ".so" not in file.name and file.name not in programs()

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield whether it binds an address of the Internet and takes what comes there."""
        told = binds(file)
        if told:
            yield Takes(whole(file, told[:200], self.name))

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each port, place and program, then for each program that is started and has no port."""
        services = Services(image)
        told: dict[tuple[str, str, str], tuple[Listener, list[Running]]] = {}
        launches = {start_of(run): it for it, run in launched(image) if run is not None}

        def in_order(run: Running) -> tuple[int, bool]:
            launch = launches.get(start_of(run))
            return rank(run.state, run.reason), launch is None or default_of(run, launch, image).answer != "yes"

        runs = [it for it in image.running if it.state != "no" and it.path and not it.path.startswith("etc/")]
        runs = joined_starts(image, runs, launches)
        runs.sort(key=in_order)  # the start that factory state brings about is told first
        for run in runs:
            if run.role == "client":
                continue  # what a client asks for is no service
            for listener in run.listeners:
                port = services.port(run.root, listener.port)
                if "/" in port:
                    key = (str(run.root) + run.path, port, listener.where)
                    told.setdefault(key, (listener, []))[1].append(run)
        for (_, port, _), (listener, alike) in told.items():
            launch = launches.get(start_of(alike[0]))
            yield of_port(image, alike, listener, port, launch)
        # of a program with applets the imports tell nothing about the one that is started
        several = {it.evidence.artefact for it in image.build.applets}
        takes = {it.evidence.artefact: it for it in image.signs(Takes) if it.evidence.artefact not in several}
        seen = {it.artefact for it in runs if it.listeners and not uncalled(it.reason)}
        for run in runs:
            sign = takes.get(run.artefact)
            if sign is None or run.role in ("client", "local") or run.artefact in seen or uncalled(run.reason):
                continue
            seen.add(run.artefact)
            yield of_no_port(image, run, sign.evidence, launches.get(start_of(run)), ports_named(image, services, run))


DETECTOR = Listeners()
