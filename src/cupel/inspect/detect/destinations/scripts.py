"""Destinations in scripts and crontabs: which hosts their commands call."""

import re
from collections.abc import Iterable, Iterator

from cupel.inspect.detect.destinations._finding import findings
from cupel.inspect.detect.destinations._links import OWN_DETECTOR, Links, told
from cupel.inspect.detect.destinations._settings_read import MARK, readings
from cupel.inspect.detect.destinations._shell_uses import uses
from cupel.inspect.detect.destinations._text import Text
from cupel.inspect.detect.destinations._use import Use
from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding
from cupel.records.problem import Problem

_SHELL = re.compile(r"\b(?:ba|da|a|k|z)?sh\b")
_CRONTAB = re.compile(r"(?:^|/)(?:etc/crontab|etc/cron\.d/[^/]+|etc/crontabs/[^/]+|cron/crontabs/[^/]+)$")
READERS = (".sh", ".php", ".lua")
_NAMED = re.compile(r"(?:^|/)etc/(?:crontab|cron\.d/[^/]+)$")


class Scripts:
    """Reads commands, with variables as far as the script itself sets them."""

    name = "scripts"
    title = "destinations in scripts"
    means = (
        "A command in a script or crontab reaches for this host when it is run. Whether it is run is the tier; what "
        "it may send is what the command fills in. It does not mean that the host was ever reached, or that it answers."
    )
    checked = (
        "Shell scripts are cut into commands, in substitutions and functions too, variables put in where the script "
        "sets them. Commands of a table (wget, curl, tftp, nc, ssh, ntpdate, logger -n, snmptrap, mosquitto_pub ...) "
        "and others that are given a whole URL count. What echo and the like write, loopback addresses, and hosts "
        "that only the run knows are counted and not told one by one, unless the request carries an identity, or a "
        "setting of the image (uci, a database of XML, nvram) tells the host. The first 512 KiB of a script, 300 calls."
    )
    refutes = "The script is never run; a condition keeps the command from being run; the variable is set elsewhere."
    references = ("CWE-1242", "POSIX.1-2017, Shell Command Language", "RFC 3986", "RFC 6890", "RFC 5737", "RFC 2606")
    marks = (
        (rb"(?:https?|s?ftps?|tftp|mqtts?)://[A-Za-z0-9%$\[]", "destination url"),
        (
            rb"[\t\n ;&|(`/\"'](?:wget|curl|uclient-fetch|tftp|ftpget|ftpput|lftp|ftp|nc|netcat|telnet|ssh|scp|rsync"
            rb"|dbclient|ping|ping6|nslookup|dig|ntpdate|ntpd|ntpclient|sntp|rdate|logger|syslogd|snmptrap|snmpinform|mosquitto_[a-z]{2,3}"
            rb"|add_list|nameserver|socat|s_client|dnrd|traceroute|iperf3?|stunclient|ez-ipupdate)[ \t]",
            "destination command",
        ),
        (MARK, "setting read"),
    )

    def wants(self, file: Visited) -> bool:
        """Take shell scripts and crontabs in which a command or URL was met, and scripts that read settings."""
        return self._calls(file) or self._reads(file)

    @staticmethod
    def _calls(file: Visited) -> bool:
        if "destination url" not in file.marks and "destination command" not in file.marks:
            return False
        shell = file.type.startswith("script, ") and _SHELL.search(file.type) is not None
        return shell or file.path.endswith(".sh") or _CRONTAB.search(file.path) is not None

    @staticmethod
    def _reads(file: Visited) -> bool:
        return "setting read" in file.marks and (file.type.startswith("script") or file.path.endswith(READERS))

    def examine(self, file: Visited) -> Iterable[Sign | Problem]:
        """Yield a Use for each call, a Reading for each setting that is asked for."""
        if self._reads(file):
            yield from readings(Text(file))
        if self._calls(file):
            yield from uses(file, _CRONTAB.search(file.path) is not None, _NAMED.search(file.path) is not None)

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each destination and script; time and name servers are told by dns_and_time."""
        own = [it for it in image.signs(Use) if it.role not in OWN_DETECTOR]
        joined = [call for _, call in Links(image).joined(it for it in own if it.origin == "configuration")]
        called = told(joined, [it for it in own if it.origin == "script"])
        yield from findings(image, f"destinations/{self.name}", called)


DETECTOR = Scripts()
