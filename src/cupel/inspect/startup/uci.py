"""Reads UCI configuration, as OpenWrt and its descendants keep it in /etc/config."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.reachable.daemons import uci_packages
from cupel.inspect.startup._text import bounded, cut, evidence, lines_of, within
from cupel.records.build import Setting
from cupel.records.problem import Problem

_WORD = re.compile(r"'([^']*)'|\"([^\"]*)\"|([^\s'\"]+)")


class Uci:
    """`config TYPE 'NAME'`, then `option KEY 'VALUE'` and `list KEY 'VALUE'`. A section without a name is
    `@TYPE[NUMBER]`, as uci itself writes it."""

    name = "uci"
    title = "UCI configuration"
    description = "Settings of the daemons in the table, of the network and of the firewall's zones."
    reference = "https://openwrt.org/docs/guide-user/base-system/uci"

    def wants(self, file: Visited) -> bool:
        """Take the files of /etc/config whose settings a rule asks about."""
        return within(file, "etc/config") and file.name in uci_packages()

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a Setting for each option and each value of a list; its section is `TYPE NAME`."""
        return bounded(self._facts(file))

    def _facts(self, file: Visited) -> Iterator[Fact]:
        yield from cut(file)
        section, numbers = "", dict[str, int]()
        for number, line in lines_of(file):
            words = [a or b or c for a, b, c in _WORD.findall(line)]
            if words[:1] == ["config"] and len(words) > 1:
                kind = words[1]
                at = numbers.setdefault(kind, 0)
                numbers[kind] += 1
                section = f"{kind} {words[2] if len(words) > 2 and words[2][:1] != '#' else f'@{kind}[{at}]'}"
                yield Setting(file.path, section, "", kind, evidence(file, number, self.name))
            elif words[:1] in (["option"], ["list"]) and len(words) > 1 and section:
                value = words[2] if len(words) > 2 else ""
                yield Setting(file.path, section, words[1], value, evidence(file, number, self.name))
            elif words[:1] != ["package"]:
                yield Problem(f":{number}", "no line of UCI: neither config, option nor list within a section")


SOURCE = Uci()
