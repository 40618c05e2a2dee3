"""Reads xinetd's files: what xinetd starts for whoever connects."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.startup._text import bounded, evidence, lines_of, within
from cupel.records.build import Launch, Setting

_SERVICE = re.compile(r"service\s+(\S+)\s*(\{)?")
_LINE = re.compile(r"(\w+)\s*[-+]?=\s*(.*)")


class Xinetd:
    """Blocks `service NAME { key = value }`; `disable = yes` switches one off."""

    name = "xinetd"
    title = "xinetd.conf"
    description = "Programs that xinetd starts for a connection, with service or port, protocol, address, and disable."
    reference = "https://manpages.debian.org/bookworm/xinetd/xinetd.conf.5.en.html"

    def wants(self, file: Visited) -> bool:
        """Take xinetd.conf and the files of xinetd.d."""
        return file.name == "xinetd.conf" or within(file, "etc/xinetd.d")

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a Launch and its Settings for each service."""
        return bounded(self._facts(file))

    def _facts(self, file: Visited) -> Iterator[Fact]:
        service, first, keys = "", 0, dict[str, str]()
        for number, line in lines_of(file):
            begun = _SERVICE.fullmatch(line)
            pair = _LINE.fullmatch(line)
            if begun:
                service, first, keys = begun[1], number, {}
            elif pair and service:
                keys[pair[1]] = pair[2].strip()
            elif line == "}" and service:
                yield from self._service(file, service, first, keys)
                service = ""

    def _service(self, file: Visited, service: str, line: int, keys: dict[str, str]) -> Iterator[Fact]:
        program = keys.get("server", "")
        if not program or keys.get("type", "").upper().startswith("INTERNAL"):
            return
        place = evidence(file, line, self.name)
        protocol = keys.get("protocol", "udp" if keys.get("socket_type") == "dgram" else "tcp")
        yield Setting(file.path, program, "port", f"{keys.get('port', service)}/{protocol}", place)
        address = keys.get("bind", keys.get("interface", ""))
        if address:
            yield Setting(file.path, program, "address", address, place)
        condition = "disabled" if keys.get("disable", "no").lower() in ("yes", "true") else ""
        yield Launch(program, keys.get("server_args", ""), "inetd", condition, place)


SOURCE = Xinetd()
