"""A UCI firewall: settings go in; which zones refuse what comes to the equipment's own ports comes out."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from cupel.inspect.reachable.listening import OFF, Listener
from cupel.inspect.reachable.openings import openings, protocols_of
from cupel.records.build import Setting

REFUSING = frozenset({"REJECT", "DROP"})
_RANGE = re.compile(r"(\d{1,5})(?:[-:](\d{1,5}))?")


class _Rule(NamedTuple):
    zone: str
    protocols: frozenset[str]
    ports: tuple[tuple[int, int], ...]  # empty: every port
    only: str  # `from 13 listed address ranges (/etc/config/telnet)`; empty: from anywhere

    def lets(self, zone: str, port: str) -> bool:
        number, _, protocol = port.partition("/")
        if self.zone not in (zone, "*") or not ({protocol, "any"} & self.protocols) or not number.isdigit():
            return False
        return not self.ports or any(low <= int(number) <= high for low, high in self.ports)


class Firewall:
    """Policies of zones for input, and rules and lists of addresses that let single ports in. Other rules are not
    weighed."""

    def __init__(self, settings: Sequence[Setting]) -> None:
        sections: dict[str, dict[str, str]] = {}
        networks: dict[str, list[str]] = {}
        for it in settings:
            if it.file.rstrip("/").endswith("etc/config/firewall"):
                sections.setdefault(it.section, {})[it.key] = it.value.strip()
                if it.key == "network":
                    networks.setdefault(it.section, []).extend(it.value.split())
        zones = {name: it for name, it in sections.items() if name.startswith("zone ")}
        self.refusing = tuple(
            (it.get("name", name), tuple(networks.get(name, [it.get("name", name)])))
            for name, it in zones.items()
            if it.get("input", "").upper() in REFUSING
        )
        """(zone that refuses, its interfaces as UCI names them; without a list, the one of its own name)."""
        self._opening = [
            _Rule(
                it.get("src", ""), protocols_of(it), ports_of(it.get("dest_port", "")),
                f"from {it['src_ip']}" if it.get("src_ip") else "",
            )
            for name, it in sections.items()
            if name.startswith("rule ")
            and it.get("target", "").upper() == "ACCEPT"
            and "dest" not in it
            and (it.get("dest_port") or it.get("src_ip") or "proto" not in it)
            and it.get("enabled", "1") not in OFF
        ]  # fmt: skip
        for opening in openings(settings) if self.refusing else ():
            if opening.rule == "exempted-addresses" and opening.enabled and opening.zone and opening.port:
                file = opening.settings[0].file.strip("/")
                only = f"from {len(opening.source.split())} listed address ranges (/{file})"
                listed = ports_of(opening.port)
                self._opening.append(_Rule(opening.zone, frozenset({"tcp", "udp"}), listed, only))

    def opens(self, zone: str, port: str) -> bool:
        """Tell whether a rule lets `port` (`22/tcp`) into a zone, from anywhere or from some addresses."""
        return any(it.lets(zone, port) for it in self._opening)

    def guard(self, places: Sequence[Listener]) -> str:
        """Say which zones refuse what comes to these listeners; empty where none does."""
        ports = [it.port for it in places if "/" in it.port]
        texts = []
        for zone, _ in self.refusing:
            open_to_all = [port for port in ports if any(it.lets(zone, port) and not it.only for it in self._opening)]
            if len(open_to_all) == len(ports):
                continue
            but = list(open_to_all)
            for port in (it for it in ports if it not in open_to_all):
                only = list(dict.fromkeys(it.only for it in self._opening if it.lets(zone, port)))
                sources = [it for it in only if it.endswith(")")]  # lists are told by themselves, addresses are counted
                single = [it for it in only if it not in sources]
                sources += single if len(single) == 1 else [f"from {len(single)} addresses of rules"] if single else []
                but += [f"{port} {' and '.join(sources)}"] if sources else []
            text = f"the firewall's zone {zone} refuses what comes to the equipment"
            texts.append(text + (f", except {', '.join(but)}" if but else ""))
        return "; ".join(texts)

    def admits(self, places: Sequence[Listener]) -> str:
        """Say which zones that refuse let all of these listeners be reached by a rule; empty where none does."""
        ports = [it.port for it in places if "/" in it.port]
        zones = [
            zone
            for zone, _ in self.refusing
            if ports and all(any(it.lets(zone, port) and not it.only for it in self._opening) for port in ports)
        ]
        return f"a rule of the firewall lets {', '.join(ports)} in from zone {', '.join(zones)}" if zones else ""

    def closes(self, places: Sequence[Listener]) -> bool:
        """Tell whether each listener is bound to an interface of a zone that refuses, and no rule lets its port in."""
        zones = {f"interface {network}": zone for zone, networks in self.refusing for network in networks}
        return bool(places) and all(it.where in zones and not self.opens(zones[it.where], it.port) for it in places)


def ports_of(text: str) -> tuple[tuple[int, int], ...]:
    """Return (first, last) of each port or range in a list; empty where it names none."""
    found = (_RANGE.fullmatch(word) for word in re.split(r"[\s,]+", text[:1000]))
    return tuple((int(it[1]), int(it[2] or it[1])) for it in found if it)
