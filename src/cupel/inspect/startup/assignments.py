"""Reads configuration files of one setting a line: `key=value` or `key value`, without sections."""

import re
from collections.abc import Iterator
from fnmatch import translate

from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.startup._text import bounded, cut, evidence, lines_of, within
from cupel.records.build import Setting

EQUAL = (
    "dnsmasq*.conf", "hostapd*.conf", "wpa_supplicant*.conf", "vsftpd*.conf", "miniupnpd*.conf", "minidlna*.conf",
    "pure-ftpd.conf", "mini_httpd.conf", "thttpd.conf", "transmission.conf", "igmpproxy.conf", "goahead.conf",
)  # fmt: skip
"""Base names of files that write `key=value`."""
SPACE = (
    "sshd_config", "snmpd.conf", "ntp.conf", "ntpd.conf", "chrony.conf", "proftpd.conf", "boa.conf", "mosquitto.conf",
    "redis.conf", "squid.conf", "radvd.conf", "openvpn*.conf", "server.ovpn", "cupsd.conf", "pptpd.conf", "bftpd.conf",
    "stunnel.conf", "tinyproxy.conf", "dhcpd.conf", "udhcpd.conf", "httpd.conf", "options.pptpd",
)  # fmt: skip
"""Base names of files that write `key value`."""
_EQUAL_NAMES, _SPACE_NAMES = (re.compile("|".join(map(translate, names))) for names in (EQUAL, SPACE))
_EQUAL = re.compile(r"([\w.-]+)\s*(?:=\s*(.*))?")
_SPACE = re.compile(r"([\w.:-]+)(?:\s+(.*))?")


class Assignments:
    """The syntax follows from the file's base name."""

    name = "assignments"
    title = "configuration of one setting a line"
    description = "Settings of dnsmasq, hostapd, sshd, snmpd, ntpd, vsftpd and others whose files have no sections."
    reference = "the manual pages dnsmasq(8), sshd_config(5), snmpd.conf(5), vsftpd.conf(5), ntp.conf(5)"

    def wants(self, file: Visited) -> bool:
        """Take the files whose base names are listed, and those that Debian's sshd_config includes."""
        if file.name.endswith(".conf") and within(file, "sshd_config.d"):
            return True
        return bool(_EQUAL_NAMES.match(file.name) or _SPACE_NAMES.match(file.name))

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a Setting for each line that has the syntax."""
        return bounded(self._facts(file))

    def _facts(self, file: Visited) -> Iterator[Fact]:
        yield from cut(file)
        equal = _EQUAL_NAMES.match(file.name) is not None
        for number, line in lines_of(file):
            match = (_EQUAL if equal else _SPACE).fullmatch(line.partition(" #")[0].rstrip())
            if match is None:
                continue  # a block or a continuation, which no rule asks about
            value = (match[2] or "").strip().strip('"')
            yield Setting(file.path, "", match[1], value, evidence(file, number, self.name))


SOURCE = Assignments()
