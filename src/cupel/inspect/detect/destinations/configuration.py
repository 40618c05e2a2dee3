"""Destinations in configuration files: which hosts their settings name."""

import re
from collections.abc import Iterable, Iterator

from cupel.inspect.detect.destinations._configuration_uses import kind_of, uses
from cupel.inspect.detect.destinations._finding import findings
from cupel.inspect.detect.destinations._links import OWN_DETECTOR, Links
from cupel.inspect.detect.destinations._strings import TOP_LEVEL
from cupel.inspect.detect.destinations._use import Use
from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding
from cupel.records.problem import Problem

_FOLDERS = re.compile(r"(?:^|/)(?:etc|config|configs|conf|defaults?|usr/etc|nvram|factory|cfg|defnodes)/")
_ENDINGS = re.compile(
    r"\.(?:conf|cfg|cnf|ini|xml|json|toml|ya?ml|default|defaults|properties|list|sources|env)$|(?:^|/)[^.]+$"
)
_NOT_SETTINGS = re.compile(
    r"(?:^|/)(?:services|protocols|ethertypes|mime\.types|mime\.conf\w*|magic|copyright|licen[cs]e\w*|readme\w*|changelog\w*|motd|issue"
    r"|os-release|hosts|banner\w*|nginx/|lighttpd|apache2?/|l7-protocols/|doc/|docs/|examples?/|samples?/|locale/|i18n/|lang/|langs/"
    r"|icons/|themes?/|templates?/|opkg/info/|opkg/status|dpkg/|perl|python\d?|www/|htdocs/|html/|web/|ssl/|fonts/|dbus-1/|xdg/|X11/"
    r"|opkg/lists|alternatives/|terminfo/|zoneinfo/|init\.d/|rc\d?\.d/|cron\.\w+/|udev/|modprobe\.d/|polkit-1/|sgml/|xml/catalog)",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"(?:^|[/._-])(?:example|sample|dist|template|orig|dpkg-\w+|test|tests)(?:$|[/._-])", re.IGNORECASE
)


MOST_SEARCHED = 8 << 20
_NUMBER = re.compile(rb"\.(?<=[0-9]\.)[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}")
_NAME = re.compile(rb"\.(?<=[a-z0-9]\.)(?:example|" + TOP_LEVEL.encode() + rb")[\"' \t\r\n/:<]")
"""Both begin with a dot, which is searched for fast."""


def _speaks_of_hosts(file: Visited) -> bool:
    """Tell whether a file holds something like a host. As marks of the scan these expressions cost every file of the
    image a third of the scan, for few files that lie where configuration lies."""
    if "destination url" in file.marks:
        return True
    data = file.content.read(0, MOST_SEARCHED)
    return _NUMBER.search(data) is not None or _NAME.search(data) is not None


class Configuration:
    """Reads lines of known files, and URLs and hosts behind keys that name a destination in others."""

    name = "configuration"
    title = "destinations in configuration"
    means = (
        "A configuration file names this host as one to call: a management server, feed, log host, broker, update "
        "server. A program that reads the file will call it if it is run; the tier tells whether one is started."
    )
    checked = (
        "Files of a table (ntp.conf, snmpd.conf, syslog.conf, opkg feeds, UCI's ...) by their own syntax; other "
        "files in configuration folders for settings (key=value, UCI, XML, JSON) whose value is a URL, or whose key "
        "says that a host follows. Keys for people (manufacturer_url, help), namespaces, comments, example files, "
        "loopback and reserved addresses are left out. Sections are the syntax's own (UCI, INI, the element or object "
        "around a setting). A setting that a script hands to a command is told with the script. The first 512 KiB, 300 "
        "hosts a file."
    )
    refutes = "No program reads the setting, or another setting or the maker's default overrides it when it runs."
    references = ("CWE-1188", "Broadband Forum TR-069", "RFC 3986", "RFC 6890", "RFC 5737", "RFC 2606")
    marks: tuple[tuple[bytes, str], ...] = ()

    def wants(self, file: Visited) -> bool:
        """Take text files of the table, and others where configuration lies."""
        if file.type.startswith(("ELF", "script", "certificate")):
            return False
        if _EXAMPLE.search(file.path):
            return False
        if kind_of(file.path):
            return True
        if not file.type.startswith(("text", "XML", "JSON", "data")):
            return False
        path = "/" + file.path
        return bool(_FOLDERS.search(path) and _ENDINGS.search(path)) and not _NOT_SETTINGS.search(path)

    def examine(self, file: Visited) -> Iterable[Sign | Problem]:
        """Yield a Use for each host."""
        return uses(file) if _speaks_of_hosts(file) else ()

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each destination and file; time and name servers are told by dns_and_time."""
        own = [it for it in image.signs(Use) if it.origin == "configuration" and it.role not in OWN_DETECTOR]
        elsewhere = {setting for setting, _ in Links(image).joined(own)}
        yield from findings(image, f"destinations/{self.name}", (it for it in own if it not in elsewhere))


DETECTOR = Configuration()
