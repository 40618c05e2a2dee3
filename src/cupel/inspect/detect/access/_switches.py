"""What switches a service on or an upgrade's checks off: words of a command or a text go in, facts come out."""

import re
from itertools import pairwise

from cupel.inspect.reachable.listening import OFF, ON

_SERVICE = re.compile(r"telnet|ssh|dropbear|(?<![a-z])adb|rlogin|remote_?(?:manage|mgmt|access|login)", re.IGNORECASE)
_SWITCH = re.compile(r"enabled?$|disabled?$|access$|allowed$|_on$|^state$|^active$", re.IGNORECASE)
_SETTERS = re.compile(
    r"^(?:nvram(?:_set)?|uci|fw_setenv|devdata|flash|cfgtool|setprop|xmldbc|rgdb|tcapi|mib|cfg|config|syscfg|ccfg|"
    r"sys_config|cfg_manager|\w*dbus_set|\w*cfgset)$"
)
_SETTING = frozenset({"set", "-s", "--set", "put", "add", "batch"})
_INIT_SCRIPT = re.compile(r"/etc/(?:init\.d|rc\.d)/([\w.-]+)$")
_TURNED_ON = ON | {"enable"}
_TURNED_OFF = OFF | {"disable"}
_CHECK = re.compile(
    rb"<(\w{0,40}Check\w{0,40})\s[^<>]{0,200}?\b(?:Check)?Enabled?\s{0,4}=\s{0,4}[\"'](\w{1,5})[\"']", re.IGNORECASE
)
_UPGRADE = re.compile(rb"up(?:grade|date)", re.IGNORECASE)
_NAMED = r"(?:telnetd?|sshd?|dropbear|adbd?|ftpd?|console|uart|serial|rootshell|shell)"
_MARKER = re.compile(
    rf"^\.?(?:{_NAMED}[-_.]?(?:enabled?|on|open|allow(?:ed)?|flag)|(?:enable|allow|open)[-_.]?{_NAMED}"
    r"|factory[-_]?mode|debug[-_]?mode|debugversionflag)$",
    re.IGNORECASE,
)
MOST_MARKER = 256
"""Bytes of a file that is there for its name alone."""
FEWEST_CHECKS = 2
MOST_CHECKS = 200


def is_marker(name: str, size: int) -> bool:
    """Tell whether a file of this name and size switches a service by being there."""
    return size <= MOST_MARKER and _MARKER.match(name) is not None


def switched_on(words: tuple[str, ...]) -> str:
    """Return the setting that a command switches on, `TELNETLanEnable`; empty where it does not."""
    script = _INIT_SCRIPT.search(words[0])
    if script and words[1:2] == ("enable",):
        return script[1] if _SERVICE.search(script[1]) else ""
    name = words[0].rsplit("/", 1)[-1]
    if not _SETTERS.match(name) or not (name in ("fw_setenv", "setprop", "nvram_set") or _SETTING & {*words[1:3]}):
        return ""
    rest = [word for word in words[1:] if not word.startswith("-")]
    pairs = [(key, value) for key, _, value in (word.partition("=") for word in rest) if value]
    pairs += list(pairwise(rest))
    for key, value in pairs:
        last = re.split(r"[./:]", key)[-1]
        if not _SERVICE.search(key) or not (_SWITCH.search(last) or (_SERVICE.search(last) and "." not in key)):
            continue
        off = re.search(r"disabled?$", last, re.IGNORECASE)
        if value.strip("'\"").lower() in (_TURNED_OFF if off else _TURNED_ON):
            return key
    return ""


def checks_of(data: bytes) -> list[tuple[str, bool, int, int]]:
    """Return (name, whether it is on, start, end) of each check that an XML text about upgrades switches."""
    if not _UPGRADE.search(data):
        return []
    found = []
    for match in _CHECK.finditer(data):
        is_on = match[2].lower() not in (b"0", b"false", b"no")
        found.append((match[1].decode("ascii", "replace"), is_on, match.start(), match.end()))
        if len(found) >= MOST_CHECKS:
            break
    return found if len(found) >= FEWEST_CHECKS else []
