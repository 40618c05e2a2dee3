"""Reads scripts of /etc/uci-defaults, which run once at the first boot: what they edit, enable, and name to be run."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.reachable.first_boot import EDITED, SWITCHED
from cupel.inspect.startup._script import commands_of
from cupel.inspect.startup._text import bounded, evidence, lines_of, within
from cupel.records.build import Launch, Setting

_NAMES = re.compile(r"\b(?:set\s+)([\w.@\[\]-]+)\.(path|handler|script)=['\"]?(/[\w./+-]+)")
_SCRIPT = re.compile(r"/(?:etc|bin|sbin|usr|lib|www|opt)/[\w./+-]+")
_EDITORS = frozenset({"rm", "mv", "cp", "ln", "chmod"})


class FirstBoot:
    """Commands that change other scripts, and lines of `uci set` or `uci batch` that name a script."""

    name = "first_boot"
    title = "scripts of the first boot"
    description = (
        "What scripts of /etc/uci-defaults change before the equipment is used: scripts that sed edits or that are "
        "removed or replaced, init scripts that are enabled or disabled, scripts that become a firewall's include or "
        "an event's handler. Conditions around it are kept."
    )
    reference = "https://openwrt.org/docs/guide-developer/uci-defaults"

    def wants(self, file: Visited) -> bool:
        """Take what lies in /etc/uci-defaults."""
        return within(file, "etc/uci-defaults") and file.type.startswith(("text", "script"))

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a Setting for each file that is edited or switched, and a Launch for each script that is named."""
        return bounded(self._facts(file))

    def _facts(self, file: Visited) -> Iterator[Fact]:
        for command in commands_of(file):
            name, words = command.words[0].rsplit("/", 1)[-1], command.words
            place = evidence(file, command.line, self.name)
            if words[1:2] in (("enable",), ("disable",)) and _SCRIPT.fullmatch(words[0]):
                yield Setting(words[0], command.condition, SWITCHED, words[1], place)
            elif (name == "sed" and any(it.startswith("-i") for it in words)) or name in _EDITORS:
                for target in (it for it in words[1:] if _SCRIPT.fullmatch(it)):
                    yield Setting(target, command.condition, EDITED, name, place)
        for number, line in lines_of(file):
            if match := _NAMES.search(line[:1000]):
                section = f"{match[1]}.{match[2]}"
                yield Launch(match[3], "", "event", "", evidence(file, number, self.name), (section,))


SOURCE = FirstBoot()
