"""Reads configuration files with sections in square brackets: smb.conf, avahi-daemon.conf, rsyncd.conf."""

from collections.abc import Iterator

from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.startup._text import bounded, cut, evidence, lines_of
from cupel.records.build import Setting

FILES = frozenset({"smb.conf", "smb.conf.template", "avahi-daemon.conf", "rsyncd.conf", "asterisk.conf", "sip.conf"})


class Ini:
    """`[section]`, `key = value`; comments begin with # or ;."""

    name = "ini"
    title = "configuration with sections"
    description = "Settings of Samba, Avahi, rsync and Asterisk."
    reference = "the manual pages smb.conf(5), avahi-daemon.conf(5), rsyncd.conf(5)"

    def wants(self, file: Visited) -> bool:
        """Take the files whose base names are listed."""
        return file.name in FILES

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a Setting for each key; keys are in lower case."""
        return bounded(self._facts(file))

    def _facts(self, file: Visited) -> Iterator[Fact]:
        yield from cut(file)
        section = ""
        for number, line in lines_of(file):
            if line.startswith("[") and "]" in line:
                section = line[1 : line.index("]")].strip().lower()
            elif "=" in line and not line.startswith(";"):
                key, _, value = (part.strip() for part in line.partition("="))
                yield Setting(file.path, section, key.lower(), value, evidence(file, number, self.name))


SOURCE = Ini()
