"""A UCI firewall: settings go in; which zones refuse what comes to the equipment's own ports comes out."""

from collections.abc import Sequence

from cupel.inspect.reachable.listening import OFF, Listener
from cupel.records.build import Setting

REFUSING = frozenset({"REJECT", "DROP"})


class Firewall:
    """Policies of zones for input, and rules that let single ports in. Other rules are not weighed."""

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
            (it.get("src", ""), frozenset(it.get("dest_port", "").split()))
            for name, it in sections.items()
            if name.startswith("rule ")
            and it.get("target", "").upper() == "ACCEPT"
            and "dest" not in it
            and it.get("enabled", "1") not in OFF
        ]

    def opens(self, zone: str, port: str) -> bool:
        """Tell whether a rule lets `port` (`22/tcp`) into a zone."""
        return any(source in (zone, "*") and port.partition("/")[0] in ports for source, ports in self._opening)

    def guard(self, places: Sequence[Listener]) -> str:
        """Say which zones refuse what comes to these listeners; empty where none does."""
        ports = [it.port for it in places if "/" in it.port]
        texts = []
        for zone, _ in self.refusing:
            let_in = [port for port in ports if self.opens(zone, port)]
            if len(let_in) < len(ports):
                but = f", except {', '.join(let_in)}" if let_in else ""
                texts.append(f"the firewall's zone {zone} refuses what comes to the equipment{but}")
        return "; ".join(texts)

    def closes(self, places: Sequence[Listener]) -> bool:
        """Tell whether each listener is bound to an interface of a zone that refuses, and no rule lets its port in."""
        zones = {f"interface {network}": zone for zone, networks in self.refusing for network in networks}
        return bool(places) and all(it.where in zones and not self.opens(zones[it.where], it.port) for it in places)
