"""Tells what kind of address a host is: its text goes in; its normal form and kind come out, or nothing.

Special ranges: RFC 6890 and its registries; RFC 5737, 6676, 3849 and 9637 (documentation), RFC 1918, 4193, 3879 and
6598 (local and operators' networks), RFC 6052 (translated IPv4), RFC 7526 (deprecated relays). Special names: RFC 2606,
6761, 6762, 7686, 8375 and 9476. Checked on 2026-11-25 against copies of these registries in public code.
"""

import ipaddress
import re
from dataclasses import dataclass
from typing import Literal

AddressKind = Literal[
    "public", "private", "loopback", "documentation", "reserved", "multicast", "name", "operator-filled"
]
_DOCUMENTATION = tuple(
    ipaddress.ip_network(it)
    for it in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "233.252.0.0/24", "2001:db8::/32", "3fff::/20")
)
_LOCAL = tuple(
    ipaddress.ip_network(it) for it in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10")
)
_OPERATOR = ipaddress.ip_network("100.64.0.0/10")
_RELAYS = ipaddress.ip_network("192.88.99.0/24")
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_DOCUMENTATION_NAME = re.compile(r"(?:^|\.)(?:example|invalid|test|example\.(?:com|net|org))$")
_LOCAL_NAME = re.compile(r"\.(?:local|localdomain|lan|home|internal|intranet|corp|private|home\.arpa)$")
_STAND_IN_NAME = re.compile(
    r"(?:^|\.)(?:foo|bar|baz|qux|foobar|domain|mydomain|yourdomain|somewhere|xxx+)\.(?:com|net|org)$"
    r"|^(?:your|my|some|another)[-_.]?(?:own[-_.]?)?(?:provider|server|domain|host|isp|company|name|site)\w{0,20}\."
)
_OUTSIDE_NAME = re.compile(r"\.(?:onion|alt)$")
_LOOPBACK_NAME = re.compile(r"(?:^|\.)localhost(?:\.localdomain)?$|^ip6-(?:localhost|loopback)$")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMERIC = re.compile(r"[0-9.]+|0x[0-9a-f]+")
PLACEHOLDER = re.compile(
    r"\$\{?[\w@*#?!]+\}?|\$\([^)]{0,400}\)|`[^`]{0,400}`|%(?:\.?\d{1,4}|\d{0,4})(?:ll?|h)?[sdiuxX]|%\.\*s"
    r"|\{\{?\w{0,60}\}?\}|<[\w .-]{1,60}>|\[[A-Z_]{2,40}\]|@@?[A-Z_]{2,40}@@?"
)
"""What stands for a value that is filled in later: of a shell, printf, a template."""
STAND_IN = "\x00"


@dataclass(frozen=True, slots=True)
class Address:
    """One host, classified."""

    host: str
    """Normal form: lower case, IDNA names in ASCII, IPv6 without brackets; placeholders as written."""
    kind: AddressKind
    """public, private, loopback, documentation, reserved, multicast: of a number or a name kept for that; name: that
    something else resolves; operator-filled: known only when it runs."""
    note: str
    """Why, in a clause."""

    @property
    def numeric(self) -> bool:
        """Whether it is an address and no name."""
        return _as_number(self.host) is not None


def classify(text: str) -> Address | None:
    """Classify a host: an IPv4 or IPv6 address, a name, or one with placeholders; None where it is no host."""
    text = text.strip().removeprefix("[").removesuffix("]").rstrip(".")
    if not text or len(text) > 400:
        return None
    marked = PLACEHOLDER.sub(STAND_IN, text)
    if STAND_IN in marked or "$" in marked:
        return _partly_known(text, marked)
    number = _as_number(text)
    if number is not None:
        return Address(str(number), *_of_number(number))
    name = _ascii(text)
    return Address(name, *_of_name(name)) if name else None


def _as_number(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None


def _of_number(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> tuple[AddressKind, str]:
    mapped = getattr(number, "ipv4_mapped", None)
    if mapped is not None:
        number = mapped
    if number in _TRANSLATED:
        number = ipaddress.IPv4Address(number.packed[-4:])
    if any(number in network for network in _DOCUMENTATION):
        rule = "RFC 5737 or RFC 6676" if number.version == 4 else "RFC 3849 or RFC 9637"
        return "documentation", f"an address kept for documentation ({rule})"
    if number.is_unspecified:
        return "reserved", "the unspecified address: no host"
    if number.is_loopback:
        return "loopback", "the equipment itself"
    if number.is_multicast:
        return "multicast", "a group, not one host"
    if number.is_link_local:
        return "private", "an address of the local link"
    if number.is_reserved or str(number) == "255.255.255.255" or (number.version == 4 and number.packed[0] == 0):
        return "reserved", "an address out of a reserved range"
    if any(number in network for network in _LOCAL):
        return "private", "an address of a local network"
    if number in _OPERATOR:
        return "private", "an address between an operator and its customers (RFC 6598)"
    if not number.is_global or number in _RELAYS:
        return "reserved", "an address of a special use (RFC 6890), which is no host of the public internet"
    return "public", "an address of the public internet"


def _ascii(text: str) -> str:
    """Return a name in ASCII and lower case; empty where it is none."""
    name = text.lower()
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except (UnicodeError, ValueError):
            return ""
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels) or _NUMERIC.fullmatch(labels[-1]):
        return ""
    return name


def _of_name(name: str) -> tuple[AddressKind, str]:
    if _LOOPBACK_NAME.search(name):
        return "loopback", "the equipment itself"
    if _DOCUMENTATION_NAME.search(name):
        return "documentation", "a name kept for documentation and tests (RFC 2606)"
    if _STAND_IN_NAME.search(name):
        return "operator-filled", "a stand-in for a name that the operator puts in"
    if "." not in name:
        return "private", "a name of one label, which the local network resolves"
    if _LOCAL_NAME.search(name):
        return "private", "a name of a local network"
    if _OUTSIDE_NAME.search(name):
        return "name", "a name outside of the public name system (RFC 7686, RFC 9476)"
    return "name", "a name of the public name system"


def _partly_known(text: str, marked: str) -> Address | None:
    """Classify a host with placeholders by the labels behind the last of them."""
    if not re.fullmatch(r"[A-Za-z0-9_.\x00$-]+", marked):
        return None
    tail = re.split(r"[\x00$]", marked)[-1]
    labels = tail.partition(".")[2].split(".") if "." in tail else []
    if len(labels) >= 2 and all(_LABEL.fullmatch(it.lower()) for it in labels) and not labels[-1].isdigit():
        kind, note = _of_name(tail.partition(".")[2].lower())
        return Address(text, kind, f"{note}; a part of it is filled in when it runs")
    return Address(text, "operator-filled", "filled in when it runs; this file does not say with what")
