"""Reads units of systemd: what a service starts, and where a socket listens."""

from collections.abc import Iterator

from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.startup._text import bounded, evidence, lines_of, within
from cupel.records.build import Launch, Setting


class Systemd:
    """Sections and `key=value`; which units are started tell the links in folders `*.wants`."""

    name = "systemd"
    title = "systemd units"
    description = "The programs of services (ExecStart), and the addresses and ports of sockets (ListenStream ...)."
    reference = "https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html"

    def wants(self, file: Visited) -> bool:
        """Take services and sockets in the folders of units."""
        return file.name.endswith((".service", ".socket")) and within(
            file, "systemd/system", "lib/systemd/system", "etc/systemd/system"
        )

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a Launch for each ExecStart and a Setting for each Listen."""
        return bounded(self._facts(file))

    def _facts(self, file: Visited) -> Iterator[Fact]:
        section, conditions = "", list[str]()
        for number, line in lines_of(file):
            if line.startswith("["):
                section = line.strip("[]")
                continue
            key, _, value = (part.strip() for part in line.partition("="))
            if key.startswith("Condition"):
                conditions.append(f"{key}={value}")
            place = evidence(file, number, self.name)
            if section == "Service" and key == "ExecStart" and value:
                program, _, arguments = value.lstrip("-@+!:").partition(" ")
                yield Launch(program, arguments, "boot", "; ".join(conditions)[:300], place)
            elif section == "Socket" and key in ("ListenStream", "ListenDatagram"):
                protocol = "tcp" if key == "ListenStream" else "udp"
                address, _, port = value.rpartition(":")
                if port.isdigit():
                    yield Setting(file.path, file.name, "port", f"{port}/{protocol}", place)
                    if address:
                        yield Setting(file.path, file.name, "address", address, place)


SOURCE = Systemd()
