"""Reads the zones of a UCI firewall: settings go in; which zones refuse what comes to the equipment comes out."""

from collections.abc import Sequence

from cupel.records.build import Setting
from cupel.records.evidence import Evidence

REFUSING = frozenset({"REJECT", "DROP"})


def refusing_zones(settings: Sequence[Setting]) -> dict[str, Evidence]:
    """Return the zones whose policy for input refuses, by name, with the setting that says so.

    Rules that open single ports in such a zone are not weighed here: `opened` names them.
    """
    names: dict[str, str] = {}
    policies: dict[str, Setting] = {}
    for it in settings:
        if it.file.rstrip("/").endswith("etc/config/firewall") and it.section.startswith("zone "):
            if it.key == "name":
                names[it.section] = it.value
            elif it.key == "input":
                policies[it.section] = it
    return {
        names.get(section, section): it.evidence
        for section, it in policies.items()
        if it.value.strip().upper() in REFUSING
    }


def networks_of(settings: Sequence[Setting], zone: str) -> tuple[str, ...]:
    """Return the interfaces, as UCI names them, that a zone has; without a list, the one of the zone's own name."""
    of_zones = [it for it in settings if it.file.endswith("etc/config/firewall") and it.section.startswith("zone ")]
    sections = {it.section for it in of_zones if it.key == "name" and it.value == zone}
    named = [it.value.split() for it in of_zones if it.section in sections and it.key == "network"]
    return tuple(name for names in named for name in names) or (zone,)


def opened(settings: Sequence[Setting], zone: str, port: str) -> Evidence | None:
    """Return the rule that lets `port` (`22/tcp`) into a zone, where one does."""
    rules: dict[str, dict[str, Setting]] = {}
    for it in settings:
        if it.file.rstrip("/").endswith("etc/config/firewall") and it.section.startswith("rule "):
            rules.setdefault(it.section, {})[it.key] = it
    number = port.partition("/")[0]
    for rule in rules.values():
        values = {key: it.value.strip() for key, it in rule.items()}
        if values.get("enabled", "1") == "0" or values.get("target", "").upper() != "ACCEPT" or "dest" in values:
            continue
        if values.get("src") in (zone, "*") and number in values.get("dest_port", "").split():
            return rule["dest_port"].evidence
    return None
