"""Reads rules of sudo and doas: their files go in; who may run what without a password comes out.

Syntax: sudoers(5), doas.conf(5).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.settings.lines import Line, lines_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.problem import Problem

SUDOERS = re.compile(r"(?:^|/)etc/(?:sudoers|sudoers\.d/[^/.~]+)$")
"""sudoers(5): in the folder, names with a dot or a tilde at the end are not read."""
DOAS = re.compile(r"(?:^|/)etc/doas(?:\.d/[^/]+)?\.conf$")
OTHERS = "what other rules allow"
"""What `!authenticate` frees from a password."""
MOST_USERS = 100
_ALIASES = ("Cmnd_Alias", "Host_Alias", "Runas_Alias", "Cmd_Alias")
_ALIAS = re.compile(r"User_Alias\s+(.+)")
_FREE = re.compile(r"\bNOPASSWD\s*:\s*(.*?)(?=,?\s*(?<!NO)PASSWD\s*:|$)")
_TAG = re.compile(r"\b(?:NO)?(?:EXEC|SETENV|LOG_INPUT|LOG_OUTPUT|MAIL|FOLLOW|INTERCEPT)\s*:\s*")
_DEFAULT = re.compile(r"Defaults(?:([:@>!])(\S+))?\s+(.*)")
_INCLUDES = re.compile(r"[#@]includedir\s+(/\S*sudoers\.d)/?\s*")
_DOAS_OPTIONS = frozenset({"nopass", "nolog", "persist", "keepenv"})


@dataclass(frozen=True, slots=True)
class Privilege(Sign):
    """Who may run commands as another user without a password. Evidence: the line."""

    program: str
    """sudo or doas."""
    who: str
    """A user, `%group`, `ALL`; of doas, `:group`."""
    commands: str
    """The commands, `ALL` for every one."""


@dataclass(frozen=True, slots=True)
class FolderRead(Sign):
    """A line by which sudo reads the folder sudoers.d. Evidence: the line."""


def sudo_rules(file: Visited, rule: str) -> Iterator[Sign | Problem]:
    """Yield each rule that asks no password, and whether the folder sudoers.d is read."""
    aliases: dict[str, str] = {}
    for line in lines_of(file, comment="\0"):
        if isinstance(line, Problem):
            yield line
            continue
        if _INCLUDES.fullmatch(line.text):
            yield FolderRead(line.evidence(file, rule))
        text = re.split(r"(?:^|\s)#(?!\d)", line.text, maxsplit=1)[0].strip()  # `#1000` is a user
        alias, default = _ALIAS.fullmatch(text), _DEFAULT.fullmatch(text)
        if alias:
            pairs = (part.partition("=") for part in alias[1].split(":"))
            aliases |= {name.strip(): members.strip() for name, _, members in pairs}
        elif default:
            if re.search(r"(?:^|[\s,])!authenticate\b", default[3]) and default[1] in (None, ":"):
                yield from _each(file, line, rule, default[2] or "ALL", OTHERS, aliases)
        elif not text.startswith(_ALIASES):
            before, _, commands = text.partition("=")
            users, _, hosts = before.strip().rpartition(" ")
            free = ", ".join(_TAG.sub("", it[1]).strip(" ,") for it in _FREE.finditer(commands))
            if free and users and hosts:
                yield from _each(file, line, rule, users, free, aliases)


def _each(
    file: Visited, line: Line, rule: str, users: str, commands: str, aliases: dict[str, str]
) -> Iterator[Privilege]:
    named = [one.strip() for it in users.split(",") for one in aliases.get(it.strip(), it).split(",")]
    for who in dict.fromkeys(it.strip('"') for it in named[:MOST_USERS]):
        if who and who not in ("root", "#0") and not who.startswith("!"):
            yield Privilege(line.evidence(file, rule), "sudo", who[:64], commands[:200])


def doas_rules(file: Visited, rule: str) -> Iterator[Sign | Problem]:
    """Yield each line `permit` that has the option nopass."""
    for line in lines_of(file):
        if isinstance(line, Problem):
            yield line
            continue
        words = re.sub(r"\bsetenv\s*\{[^}]{0,400}\}", "", line.text).split()
        options = []
        while len(words) > 1 and words[1] in _DOAS_OPTIONS:
            options.append(words.pop(1))
        if words[:1] == ["permit"] and "nopass" in options and len(words) > 1 and words[1] != "root":
            command = " ".join(words[words.index("cmd") + 1 :]) if "cmd" in words else "ALL"
            yield Privilege(line.evidence(file, rule), "doas", words[1][:64], command[:200])
