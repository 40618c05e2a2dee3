"""Products of packages: a package's name goes in, the catalogue's name of what it is made of comes out.

The catalogue's own names of packages come first. They are learned from Debian; embedded distributions cut the same
software into other packages, whose names stand here.
"""

import re
from fnmatch import fnmatchcase
from functools import lru_cache

from cupel.inspect.identify.catalogue import catalogue
from cupel.inspect.identify.libraries import product_of_library

EMBEDDED: tuple[tuple[str, str], ...] = (
    ("libopenssl*", "openssl"),
    ("openssl-util", "openssl"),
    ("libmbedtls*", "mbed_tls"),
    ("mbedtls*", "mbed_tls"),
    ("libpolarssl*", "mbed_tls"),
    ("libwolfssl*", "wolfssl"),
    ("libcurl*", "curl"),
    ("wpad*", "hostapd"),
    ("hostapd*", "hostapd"),
    ("wpa-supplicant*", "wpa_supplicant"),
    ("wpa-cli", "wpa_supplicant"),
    ("dnsmasq*", "dnsmasq"),
    ("dropbear*", "dropbear"),
    ("busybox*", "busybox"),
    ("ppp", "ppp"),
    ("ppp-mod-*", "ppp"),
    ("iptables*", "iptables"),
    ("ip6tables*", "iptables"),
    ("libip4tc*", "iptables"),
    ("libip6tc*", "iptables"),
    ("libiptc*", "iptables"),
    ("libxtables*", "iptables"),
    ("ebtables*", "ebtables"),
    ("ip", "iproute2"),
    ("ip-*", "iproute2"),
    ("tc", "iproute2"),
    ("tc-*", "iproute2"),
    ("libgcc*", "gcc"),
    ("libstdcpp*", "gcc"),
    ("libstdc++*", "gcc"),
    ("libssp*", "gcc"),
    ("libatomic", "gcc"),
    ("libgomp*", "gcc"),
    ("liblua", "lua"),
    ("liblua5*", "lua"),
    ("zlib", "zlib"),
    ("libncurses*", "ncurses"),
    ("terminfo", "ncurses"),
    ("libnetsnmp*", "net-snmp"),
    ("snmpd*", "net-snmp"),
    ("snmp-*", "net-snmp"),
    ("openssh-*", "openssh"),
    ("openvpn-*", "openvpn"),
    ("strongswan-*", "strongswan"),
    ("samba3*", "samba"),
    ("samba4*", "samba"),
    ("libavahi*", "avahi"),
    ("avahi-*", "avahi"),
    ("libdbus", "dbus"),
    ("lighttpd*", "lighttpd"),
    ("miniupnpd*", "miniupnpd"),
    ("minidlna*", "minidlna"),
    ("tcpdump*", "tcpdump"),
    ("libevent2*", "libevent"),
    ("libsqlite3*", "sqlite"),
    ("glib2", "glib"),
    ("libopenldap*", "openldap"),
    ("pure-ftpd*", "pure-ftpd"),
)
"""(shell pattern, product): names of OpenWrt, Yocto and Buildroot where the catalogue knows none."""
NUMBERED = re.compile(r"-?\d[\d.]*$")


@lru_cache(maxsize=1 << 14)
def product_of_package(ecosystem: str, name: str) -> str:
    """Return the product, or nothing. Remembered: the same names come again in list after list."""
    known = catalogue()
    if found := known.of_package(name):
        return found.product
    if name in known.signatures:
        return name
    for pattern, product in EMBEDDED:
        if ecosystem != "deb" and fnmatchcase(name, pattern):
            return product
    if name.startswith("lib"):
        bare = name.removeprefix("lib")
        named = next(
            (it for it in (bare, NUMBERED.sub("", name), NUMBERED.sub("", bare)) if it in known.signatures), ""
        )
        return named or product_of_library(name) or product_of_library(NUMBERED.sub("", name))
    return ""
