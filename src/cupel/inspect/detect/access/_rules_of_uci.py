"""Firewall rules of UCI: settings go in; sections that let the outside in, or exempt addresses, come out."""

import ipaddress
import re
from collections.abc import Iterator, Sequence
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
    """One section that opens: rule, section's name, zone, protocol, port, source, enabled, and the settings."""

    rule: str
    name: str
    zone: str
    protocol: str
    port: str
    source: str
    enabled: bool
    settings: tuple[Setting, ...]


def openings(settings: Sequence[Setting]) -> Iterator[Opening]:
    """Yield rules that accept from outer zones to the equipment itself, redirects from there, and address lists."""
    sections: dict[tuple[str, str], list[Setting]] = {}
    for it in settings:
        if "etc/config/" in it.file:
            sections.setdefault((it.file, it.section), []).append(it)
    for (file, section), own in sections.items():
        if file.endswith("config/firewall"):
            yield from _of_firewall(section, own)
        else:
            yield from _lists(section, own)


def _of_firewall(section: str, own: Sequence[Setting]) -> Iterator[Opening]:
    kind = section.partition(" ")[0]
    values = {it.key: it.value.strip() for it in own}
    zone, port, protocol = values.get("src", ""), values.get("dest_port", ""), values.get("proto", "").lower()
    enabled = values.get("enabled", "1") not in OFF and values.get("disabled", "0") in OFF
    if kind not in ("rule", "redirect") or not (zone == "*" or _OUTSIDE.search(zone[:64])):
        return
    source = values.get("src_ip", "")
    name = values.get("name", section.partition(" ")[2])
    shown = tuple(it for it in own if it.key in ("", "src", "src_ip", "dest_port", "target", "enabled"))
    if kind == "redirect":
        if values.get("target", "DNAT").upper() == "DNAT":
            outer = values.get("src_dport", port)
            yield Opening("forwarded-from-outside", name, zone, protocol, outer, source, enabled, shown)
        return
    if values.get("target", "").upper() != "ACCEPT" or values.get("dest") or port in _CLIENT_REPLIES:
        return
    if protocol in _WITHOUT_PORTS and not (source and _public(source)):
        return
    if port or source or not protocol:
        yield Opening("opened-to-outside", name, zone, protocol or "any", port or "any", source, enabled, shown)


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
