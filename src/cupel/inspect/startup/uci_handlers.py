"""Reads which scripts and programs UCI configuration names to be run: includes of the firewall, handlers of events."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.startup._text import MOST_BYTES, bounded, evidence, lines_of, within
from cupel.records.build import Launch

_OPTION = re.compile(r"(?:option|list)\s+['\"]?(\w+)['\"]?\s+['\"]?(/[\w./+-]+)([^'\"]*)")
_KEYS = frozenset({"handler", "action_script", "script", "exec", "command", "run"})


class UciHandlers:
    """`config include` with `option path`, and options of any section whose key says that a command is to be run."""

    name = "uci_handlers"
    title = "scripts that UCI configuration names"
    description = "Scripts that the firewall includes, and commands that settings name as handlers."
    reference = "https://openwrt.org/docs/guide-user/firewall/firewall_configuration, Includes"

    def wants(self, file: Visited) -> bool:
        """Take the files of /etc/config."""
        return within(file, "etc/config") and file.type.startswith("text") and file.content.size <= MOST_BYTES

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a Launch for each command that is named by its path."""
        return bounded(self._facts(file))

    def _facts(self, file: Visited) -> Iterator[Fact]:
        kind = ""
        for number, line in lines_of(file):
            words = line[:1000].split()
            if words[0] == "config" and len(words) > 1:
                kind = words[1].strip("'\"")
                continue
            match = _OPTION.match(line[:1000])
            if match and (match[1] in _KEYS or (kind == "include" and match[1] == "path")):
                place = evidence(file, number, self.name)
                yield Launch(match[2], match[3].strip(), "event", "", place, (f"{kind}.{match[1]}",))


SOURCE = UciHandlers()
