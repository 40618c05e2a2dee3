"""Tells what OpenWrt's netifd starts for interfaces and radios: UCI settings go in, programs with a reason come out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cupel.inspect.reachable.listening import OFF, ON
from cupel.records.build import Setting
from cupel.records.evidence import Evidence
from cupel.records.vulnerability import State

BY_PROTOCOL = {
    "pppoe": "pppd", "pppoa": "pppd", "ppp": "pppd", "pptp": "pppd", "3g": "pppd", "l2tp": "xl2tpd",
    "dhcp": "udhcpc", "dhcpv6": "odhcp6c", "openconnect": "openconnect", "vpnc": "vpnc",
}  # fmt: skip
"""`proto` of an interface -> the program that its handler starts (OpenWrt, package netifd and proto handlers)."""
BY_MODE = {"ap": "hostapd", "sta": "wpa_supplicant", "mesh": "wpa_supplicant"}
"""`mode` of a wireless interface -> the program that drives it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A program that an interface needs."""

    program: str
    """Base name."""
    state: State
    """Whether its interface is brought up, if netifd runs."""
    reason: str
    """Why."""
    evidence: tuple[Evidence, ...]
    """The settings that say so."""


def wanted_by_interfaces(settings: Sequence[Setting]) -> Iterator[Wanted]:
    """Yield what each interface of /etc/config/network and /etc/config/wireless needs."""
    for file, kind, key, programs in (
        ("etc/config/network", "interface", "proto", BY_PROTOCOL),
        ("etc/config/wireless", "wifi-iface", "mode", BY_MODE),
    ):
        sections = _sections(settings, file)
        for name, section in sections.items():
            setting = section.get(key)
            if not name.startswith(kind + " ") or setting is None or setting.value not in programs:
                continue
            own = name.partition(" ")[2]
            deciding = _decisive(section, sections)
            state: State = "yes" if deciding is None else "unknown" if deciding.key == "auto" else "no"
            text = f"{setting.file}: interface {own} with {key} {setting.value}"
            if deciding is not None:
                text += f", which has {deciding.key} {deciding.value}"
            witness = (setting.evidence, *([deciding.evidence] if deciding else []))
            yield Wanted(programs[setting.value], state, text, witness)


def _sections(settings: Sequence[Setting], file: str) -> dict[str, dict[str, Setting]]:
    found: dict[str, dict[str, Setting]] = {}
    for it in settings:
        if it.file.rstrip("/").endswith(file):
            found.setdefault(it.section, {})[it.key] = it
    return found


def _decisive(section: dict[str, Setting], sections: dict[str, dict[str, Setting]]) -> Setting | None:
    """Return the setting that keeps an interface down: its own, or its radio's."""
    device = section.get("device")
    radio = sections.get(f"wifi-device {device.value}", {}) if device else {}
    for options in (section, radio):
        if "disabled" in options and options["disabled"].value.lower() in ON:
            return options["disabled"]
    auto = section.get("auto")
    return auto if auto and auto.value.lower() in OFF else None
