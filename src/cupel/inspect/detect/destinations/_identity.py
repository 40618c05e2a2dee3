"""Tells what a request may carry of the equipment: a command or template goes in; kinds of data come out."""

import re
from collections.abc import Mapping

from cupel.inspect.detect.destinations._address import PLACEHOLDER

IDENTITIES = (
    "MAC address",
    "serial number",
    "UUID",
    "IMEI or IMSI",
    "OUI",
    "hardware identifier",
    "account",
    "password",
    "token",
)
"""Kinds of data that tell one unit from another, or its user; the others tell what it is."""
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("MAC address", r"(?<![a-z])(?:(?:lan|wan|eth|str|base|dev(?:ice)?|cpe|hw|if|router|local)_?)?mac"
                        r"(?:_?addr(?:ess)?)?(?![a-z])|/sys/class/net/[^/]{1,40}/address|hwaddr"),
        ("serial number", r"(?<![a-z])(?:serial(?:_?(?:no|num(?:ber)?))?|sn|str_?sn|dev_?sn|ssn)(?![a-z])"),
        ("UUID", r"(?<![a-z])[ug]uid(?![a-z])"),
        ("IMEI or IMSI", r"(?<![a-z])(?:imei|imsi|iccid)(?![a-z])"),
        ("OUI", r"(?<![a-z])oui(?![a-z])"),
        ("hardware identifier",
                                r"(?<![a-z])(?:hw_?id|(?:device|dev|machine|unit|cpe|board|chip|product)_?id)(?![a-z])"),
        ("account", r"(?<![a-z])(?:user(?:_?name)?|login|account|email)(?![a-z])"),
        ("password", r"(?<![a-z])(?:pass(?:wd|word)?|pwd|secret)(?![a-z])"),
        ("token", r"(?<![a-z])(?:token|api_?key)(?![a-z])"),
        ("configuration", r"(?<![a-z])(?:config(?:uration)?|cfg|nvram|backup)(?![a-z])|/etc/shadow"),
        ("model", r"(?<![a-z])(?:str)?(?:model|product(?:_?name)?|hw_?ver(?:sion)?)(?:_?name)?(?![a-z])"),
        ("software version", r"(?<![a-z])(?:fw|sw|soft(?:ware)?|firmware|build)?_?ver(?:sion)?(?![a-z])"),
        ("log", r"(?<![a-z])(?:syslog|log_?file|dmesg|messages|crash|core_?dump)(?![a-z])"),
    )
)  # fmt: skip
_PAIR = re.compile(r"([A-Za-z][\w.-]{0,60})[\"']?\s?[=:>]\s?[\"']?([^&\"'<>\s?/]{0,200})")
_FILLS = re.compile(r"^[ \t]*(?:export |local |readonly )*(\w{1,60})=[\"']?(?:\$\(|`)([^\n]{0,400})", re.MULTILINE)


def filled_by(script: str) -> dict[str, str]:
    """Return what fills the variables of a shell script: name -> the commands behind `$(` or a backquote."""
    return {match[1]: match[2] for match in _FILLS.finditer(script)}


def sent(template: str, sources: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Name the kinds of data that fill the placeholders of a template, in a fixed order.

    A placeholder counts by its own name, by the key before it (`mac=%s`), and by what fills it (`sources`).
    """
    texts: list[str] = []
    filled: list[str] = []
    for match in _PAIR.finditer(template[:4000]):
        if PLACEHOLDER.search(match[2]) or "$" in match[2]:
            texts.append(match[1])
    for match in PLACEHOLDER.finditer(template[:4000]):
        name = match[0].strip("${}[]@<>`()%")
        texts.append(name)
        filled += [(sources or {}).get(name, "")]
    by_name, by_source = kinds(" ".join(texts)), kinds(" ".join(filled))
    return tuple(kind for kind, _ in _KINDS if kind in by_name or (kind in by_source and kind in IDENTITIES))


def kinds(text: str) -> tuple[str, ...]:
    """Name the kinds of data that a text speaks of, in a fixed order."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", text).replace("_", " _ ").replace(" _ ", "_")
    spaced = text.replace("_", " ") + " " + text
    return tuple(kind for kind, pattern in _KINDS if pattern.search(spaced))


def identifying(found: tuple[str, ...]) -> tuple[str, ...]:
    """Return those kinds that tell one unit from another, or its user, or how it is configured."""
    return tuple(it for it in found if it in IDENTITIES or it == "configuration")
