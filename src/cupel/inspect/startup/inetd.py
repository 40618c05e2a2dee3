"""Reads inetd.conf: what inetd starts for whoever connects."""

from collections.abc import Iterator

from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.startup._text import bounded, evidence, lines_of
from cupel.records.build import Launch, Setting
from cupel.records.problem import Problem


class Inetd:
    """Lines of six or more fields: service, socket type, protocol, wait, user, program, its words."""

    name = "inetd"
    title = "inetd.conf"
    description = "Programs that inetd starts for a connection, with the service's name or port and its protocol."
    reference = "https://manpages.debian.org/bookworm/openbsd-inetd/inetd.conf.5.en.html"

    def wants(self, file: Visited) -> bool:
        """Take inetd.conf and its variants for IPv6."""
        return file.name.startswith("inetd") and file.name.endswith(".conf")

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a Launch and the Setting of its service for each line."""
        return bounded(self._facts(file))

    def _facts(self, file: Visited) -> Iterator[Fact]:
        for number, line in lines_of(file):
            fields = line.split()
            if len(fields) < 6:
                yield Problem(f":{number}", "no line of an inetd.conf: it has fewer than six fields")
                continue
            service, protocol, program = fields[0], fields[2], fields[5]
            if program == "internal":
                continue
            place = evidence(file, number, self.name)
            address, _, port = service.rpartition(":")
            yield Setting(file.path, program, "port", f"{port}/{protocol.rstrip('46')}", place)
            if address and address != "*":
                yield Setting(file.path, program, "address", address, place)
            yield Launch(program, " ".join(fields[7:]), "inetd", "", place)


SOURCE = Inetd()
