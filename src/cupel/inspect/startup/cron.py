"""Reads crontabs: what cron starts; nothing of it listens by that alone."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.startup._text import bounded, evidence, lines_of, rooted, within
from cupel.records.build import Launch

_ENTRY = re.compile(r"(?:@(\w+)|(?:[\d*/,a-zA-Z-]+\s+){5})\s*(.+)")


class Cron:
    """Five fields of time, in /etc/crontab and /etc/cron.d a user, then a command."""

    name = "cron"
    title = "crontabs"
    description = "Commands that cron runs, with their times."
    reference = "https://manpages.debian.org/bookworm/cron/crontab.5.en.html"

    def wants(self, file: Visited) -> bool:
        """Take crontabs of the system and of users."""
        return rooted(file) == "/etc/crontab" or within(file, "etc/cron.d", "etc/crontabs", "cron/crontabs")

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a Launch for each entry."""
        return bounded(self._facts(file))

    def _facts(self, file: Visited) -> Iterator[Fact]:
        for number, when, command in self.entries(file):
            words = command.split(maxsplit=1)
            place = evidence(file, number, self.name)
            yield Launch(words[0], words[1] if len(words) > 1 else "", "cron", f"at {when}", place)

    def entries(self, file: Visited) -> Iterator[tuple[int, str, str]]:
        """Yield (line, times, command) of each entry that has a command."""
        named = rooted(file) == "/etc/crontab" or within(file, "etc/cron.d")
        for number, line in lines_of(file):
            match = _ENTRY.fullmatch(line)
            if match is None:
                continue
            command = "".join(match[2].split(maxsplit=1)[1:]) if named else match[2]
            if command:
                yield number, f"@{match[1]}" if match[1] else " ".join(line.split()[:5]), command


SOURCE = Cron()
