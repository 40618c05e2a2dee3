"""Firewall rules of UCI: settings go in; sections that let the outside in, or exempt addresses, come out."""

import ipaddress
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cupel.inspect.reachable.listening import OFF
from cupel.records.build import Setting

_OUTSIDE = re.compile(r"wan|internet|mgmt|wwan|voip|iptv|ppp", re.IGNORECASE)
_ALLOW_LIST = re.compile(
    r"allow\w*(?:ip|addr|host|net|client|acl)|(?:ip|addr|host|client)\w*allow|white_?list|trusted_?(?:ip|host|net)",
    re.IGNORECASE,
)
_CLIENT_REPLIES = frozenset({"68", "546"})
"""Ports on which DHCP clients take answers."""
_WITHOUT_PORTS = frozenset({"icmp", "igmp", "ipv6-icmp", "icmpv6"})


class Opening(NamedTuple):
    """One section that opens: rule, section's name, zone, protocol, port, source, enabled, the settings, the set of
    addresses that it is limited to, and why it is void although it is switched on."""

    rule: str
    name: str
    zone: str
    protocol: str
    port: str
    source: str
    enabled: bool
    settings: tuple[Setting, ...]
    limit: str = ""
    void: str = ""


def openings(settings: Sequence[Setting]) -> Iterator[Opening]:
    """Yield rules that accept from outer zones to the equipment itself, redirects from there, and address lists."""
    sections: dict[tuple[str, str], list[Setting]] = {}
    for it in settings:
        if "etc/config/" in it.file:
            sections.setdefault((it.file, it.section), []).append(it)
    sets: dict[str, bool] = {}
    for (file, section), own in sections.items():
        if file.endswith("config/firewall") and section.startswith("ipset "):
            values = {it.key: it.value.strip() for it in own}
            sets[values.get("name", section.partition(" ")[2])] = values.get("enabled", "1") not in OFF
    for (file, section), own in sections.items():
        if file.endswith("config/firewall"):
            yield from _of_firewall(section, own, sets)
        else:
            yield from _lists(section, own)


def _of_firewall(section: str, own: Sequence[Setting], sets: Mapping[str, bool]) -> Iterator[Opening]:
    kind = section.partition(" ")[0]
    values = {it.key: it.value.strip() for it in own}
    zone, port, protocol = values.get("src", ""), values.get("dest_port", ""), " ".join(sorted(protocols_of(values)))
    enabled = values.get("enabled", "1") not in OFF and values.get("disabled", "0") in OFF
    if kind not in ("rule", "redirect") or not (zone == "*" or _OUTSIDE.search(zone[:64])):
        return
    source = values.get("src_ip", "")
    limit = (values.get("ipset", "").split() or [""])[0].lstrip("!")
    void = ""
    if limit and not sets.get(limit, False):
        void = f"its set of addresses {limit} is {'switched off' if limit in sets else 'not in the configuration'}"
    name = values.get("name", section.partition(" ")[2])
    shown = tuple(it for it in own if it.key in ("", "src", "src_ip", "dest_port", "target", "enabled", "ipset"))
    if kind == "redirect":
        if values.get("target", "DNAT").upper() == "DNAT":
            outer = values.get("src_dport", port)
            yield Opening("forwarded-from-outside", name, zone, protocol, outer, source, enabled, shown, limit, void)
        return
    if values.get("target", "").upper() != "ACCEPT" or values.get("dest") or port in _CLIENT_REPLIES:
        return
    if protocol in _WITHOUT_PORTS and not (source and _public(source)):
        return
    if port or source or not values.get("proto"):
        any_port = port or "any"
        yield Opening("opened-to-outside", name, zone, protocol, any_port, source, enabled, shown, limit, void)


def protocols_of(values: Mapping[str, str]) -> frozenset[str]:
    """Return the protocols of a section of the firewall: without `proto`, TCP and UDP; `any` is every one."""
    words = values.get("proto", "").lower().split() or ["tcp", "udp"]
    found = {part for word in words for part in (("tcp", "udp") if word == "tcpudp" else (word,))}
    return frozenset({"any"}) if found & {"all", "any", "*"} else frozenset(found)


def _lists(section: str, own: Sequence[Setting]) -> Iterator[Opening]:
    """Yield lists of addresses that a service takes, where any of them is outside of private ranges."""
    values = {it.key.lower(): it.value.strip() for it in own}
    for it in own:
        if _ALLOW_LIST.search(it.key[:64]) and _public(it.value):
            zone = values.get("interface", values.get("src", ""))
            enabled = values.get("enable", values.get("enabled", "1")) not in OFF
            switches = tuple(s for s in own if s.key.lower() in ("", "enable", "enabled", "interface"))
            yield Opening(
                "exempted-addresses", section, zone, "", values.get("port", ""), it.value, enabled, (it, *switches)
            )


def addresses(text: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Return the networks in a list that is parted by spaces or commas."""
    found = []
    for word in re.split(r"[\s,;]+", text[:4000]):
        try:
            found.append(ipaddress.ip_network(word, strict=False))
        except ValueError:
            continue
    return found


def _public(text: str) -> bool:
    return any(it.is_global for it in addresses(text))
