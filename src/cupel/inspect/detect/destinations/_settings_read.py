"""Reads which settings a script asks for: its text goes in; each setting, and the call that takes it, come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.destinations._identity import filled_by, sent
from cupel.inspect.detect.destinations._text import Text
from cupel.inspect.sign import Sign

MARK = rb"uci_get|uci (?:-q )?get |config_load|(?:xmldbc|rgdb) -[gw]|nvram(?:_| )get|[ =(]query\(\"/|[:.]get\([\"']"
"""What the one scan looks for."""
READS = (
    re.compile(r"uci_get(?:_state)?[ \t]+[\"']?(?P<file>[\w-]{1,60})[\"']?[ \t]+\S{1,80}[ \t]+[\"']?(?P<key>\w{1,60})"),
    re.compile(
        r"\buci[ \t]+(?:-\w+[ \t]+){0,3}get[ \t]+[\"']?(?P<file>[\w-]{1,60})\.[^\s\"'`).]{1,80}\.(?P<key>\w{1,60})"
    ),
    re.compile(r"\bconfig_load[ \t]+[\"']?(?P<file>[\w-]{1,60})"),
    re.compile(r"\b(?:xmldbc|rgdb)[ \t]+-\w{0,3}[gw][ \t]+[\"']?(?P<path>/[\w/:.-]{3,200})"),
    re.compile(r"\bnvram(?:_|[ \t]+)get[ \t]+[\"']?(?P<key>\w{1,60})"),
    re.compile(r"\bquery\(\s{0,4}[\"'](?P<path>/[\w/:.-]{3,200})"),
    re.compile(
        r"\w[:.]get\(\s{0,4}[\"'](?P<file>[\w-]{1,60})[\"']\s{0,4},\s{0,4}[\"'][^\"']{1,80}[\"']\s{0,4},\s{0,4}[\"'](?P<key>\w{1,60})"
    ),
)
"""OpenWrt's uci in a shell and in Lua, a database of XML (its command and its function), nvram."""
_LOADED_KEY = re.compile(
    r"\bconfig_get(?:_bool)?[ \t]+\S{1,80}[ \t]+\S{1,80}[ \t]+[\"']?(?P<got>\w{1,60})"
    r"|\bconfig_list_foreach[ \t]+\S{1,80}[ \t]+[\"']?(?P<each>\w{1,60})"
)
"""What is asked for of files that `config_load` has read."""
_GIVEN = re.compile(r"^[ \t]*(?:export |local |readonly )*(\w{1,60})=([^\n]{1,600})", re.MULTILINE)
_NAME = re.compile(r"\$\{?(\w{1,60})")
_CALLS = re.compile(
    r"^[^#\n]{0,200}?(?<![\w/.-])(?:/\w[\w/]{0,60}/)?"
    r"(?P<program>wget|curl|uclient-fetch|tftp|ftpput|ftpget|nc|ssh|scp|ntpdate|ntpclient|rdate|logger|mosquitto_pub|snmptrap)"
    r"[ \t]+(?P<rest>[^\n]{1,2000})",
    re.MULTILINE,
)
MOST_READ = 400
MOST_DEEP = 4


@dataclass(frozen=True, slots=True)
class Reading(Sign):
    """A setting that a script asks for. Evidence: the line of the call that takes it; else the line that asks."""

    file: str
    """Base name of the file that holds it; empty where the path or the key alone says which it is."""
    parent: str
    """Name of what encloses it, of a path in a database of XML."""
    key: str
    """Its name."""
    asked: str
    """The words that ask for it."""
    program: str = ""
    """Of a call that takes it as its host or URL: the command's base name."""
    sends: tuple[str, ...] = ()
    """Kinds of data that fill the call."""


def readings(read: Text) -> Iterator[Reading]:
    """Yield each setting that is read, once; with a call where a command takes it."""
    text = read.text
    given = {match[1]: match[2] for match in _GIVEN.finditer(text)}
    sources = filled_by(text)
    calls = list(_CALLS.finditer(text))[:MOST_READ]
    names = {call.start(): _names(call["rest"], given) for call in calls}
    loaded = dict.fromkeys(it["got"] or it["each"] for it in _LOADED_KEY.finditer(text))
    seen = set()
    for count, match in enumerate(it for pattern in READS for it in pattern.finditer(text)):
        if count >= MOST_READ:
            return
        file, parent, key = _setting(match)
        if not key:
            evidence = read.evidence(match.start(), "destinations/scripts")
            for name in [name for name in loaded if (file, "", name) not in seen][:MOST_READ]:
                seen.add((file, "", name))
                yield Reading(evidence, file, "", name, f"config_load {file}, config_get {name}")
            continue
        if (file, parent, key) in seen:
            continue
        seen.add((file, parent, key))
        asked = " ".join(match[0].split()).replace('"', "").replace("'", "")[:120] + (")" if "(" in match[0] else "")
        start = text.rfind("\n", 0, match.start()) + 1
        variable = re.match(r"[ \t]*(?:export |local |readonly )*(\w{1,60})=", text[start : match.start()])
        call = next((it for it in calls if variable and variable[1] in names[it.start()]), None)
        if call is None:
            yield Reading(read.evidence(match.start(), "destinations/scripts"), file, parent, key, asked)
            continue
        plain = (given.get(name, "") for name in sorted(names[call.start()]))
        template = " ".join([call["rest"], *(it for it in plain if "`" not in it and "$(" not in it)])
        evidence = read.evidence(call.start("program"), "destinations/scripts")
        yield Reading(evidence, file, parent, key, asked, call["program"], sent(template, sources))


def _setting(match: re.Match[str]) -> tuple[str, str, str]:
    parts = match.groupdict()
    if path := parts.get("path"):
        *above, last = [it.partition(":")[0] for it in path.strip("/").split("/")]
        return "", above[-1] if above else "", last
    return parts.get("file") or "", "", parts.get("key") or ""


def _names(command: str, given: dict[str, str]) -> set[str]:
    """Return the variables of a command, and those that fill them."""
    found = set(_NAME.findall(command))
    fresh = found
    for _ in range(MOST_DEEP):
        fresh = {name for it in fresh if it in given for name in _NAME.findall(given[it])} - found
        if not fresh:
            break
        found |= fresh
    return found
