"""Reads shell scripts: which daemons they start, and which scripts they call."""

from collections.abc import Iterator

from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.reachable.called import starter_of
from cupel.inspect.reachable.daemons import programs
from cupel.inspect.startup._registered import registered
from cupel.inspect.startup._remote_access import REMOTE_ACCESS
from cupel.inspect.startup._script import commands_of, is_script
from cupel.inspect.startup._starts import started
from cupel.inspect.startup._text import bounded, cut, evidence
from cupel.records.build import Launch


class Scripts:
    """Init scripts (SysV, procd, BusyBox) and every other shell script that one of them may call."""

    name = "scripts"
    title = "shell scripts"
    description = (
        "What init scripts and other shell scripts start: in the background, through start-stop-daemon or procd, or by "
        "a daemon's name; and the scripts that they call. Functions and branches that stop things are left out."
    )
    reference = "POSIX.1-2017, Shell Command Language; https://openwrt.org/docs/techref/initscripts"

    def wants(self, file: Visited) -> bool:
        """Take scripts of a shell, and what lies where init scripts lie."""
        return is_script(file)

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a Launch for each command that starts something, with the conditions around it."""
        return bounded(self._facts(file))

    def _facts(self, file: Visited) -> Iterator[Fact]:
        yield from cut(file)
        starter = starter_of(file.path)
        known = programs() | REMOTE_ACCESS
        for command in commands_of(file):
            for program, arguments, event in registered(command.words):
                condition = "; ".join(it for it in (command.condition, f"{event} comes") if it)
                place = evidence(file, command.line, self.name)
                yield Launch(program, arguments, "event", condition[:300], place, command.variables)
            found = started(command.words, command.background, known)
            if found is None:
                continue
            place = evidence(file, command.line, self.name)
            yield Launch(found[0], found[1], starter, command.condition, place, command.variables)


SOURCE = Scripts()
