"""Reads /etc/inittab: what init itself starts."""

from collections.abc import Iterator

from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.reachable.origins import INITDEFAULT
from cupel.inspect.startup._text import bounded, evidence, lines_of, rooted
from cupel.records.build import Launch, Setting
from cupel.records.problem import Problem

EVENTS = frozenset({"shutdown", "ctrlaltdel", "restart", "powerfail", "powerwait", "powerokwait", "kbrequest", "off"})
"""Actions that start nothing at boot."""
ALWAYS = frozenset({"sysinit", "boot", "bootwait"})
"""Actions for which the run levels of the line do not count."""


class Inittab:
    """Lines of four fields; BusyBox, sysvinit and procd differ in the first two only."""

    name = "inittab"
    title = "inittab"
    description = "What init starts at boot and on consoles; lines for shutdown start nothing."
    reference = "https://manpages.debian.org/bookworm/sysvinit-core/inittab.5.en.html"

    def wants(self, file: Visited) -> bool:
        """Take /etc/inittab."""
        return file.name == "inittab" and rooted(file) == "/etc/inittab"

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a Launch for each line that starts something."""
        return bounded(self._facts(file))

    def _facts(self, file: Visited) -> Iterator[Fact]:
        default = ""
        for _, line in lines_of(file):
            fields = line.split(":", 3)
            if fields[2:3] == ["initdefault"]:
                default = fields[1].strip()[:1]
        for number, line in lines_of(file):
            fields = line.split(":", 3)
            if len(fields) < 4:
                yield Problem(f":{number}", "no line of an inittab: it has fewer than four fields")
                continue
            action, words = fields[2].strip(), fields[3].split(maxsplit=1)
            if action == "initdefault":
                yield Setting(file.path, "", INITDEFAULT, default, evidence(file, number, self.name))
            if action in EVENTS or not words:
                continue
            levels = fields[1].strip()
            if default and levels and default not in levels and action not in ALWAYS:
                continue  # of another run level; BusyBox's init has none, and no line of initdefault
            program = words[0].lstrip("-@+")  # signs for a login shell and for accounting
            condition = "somebody presses a key on the console" if action.startswith("ask") else ""
            place = evidence(file, number, self.name)
            yield Launch(program, words[1] if len(words) > 1 else "", "boot", condition, place)


SOURCE = Inittab()
