"""Which starts give who connects a shell or a test interface: a launch goes in, the rule that it fulfils comes out."""

import re

from cupel.inspect.detect.access._launching import account_of, option
from cupel.inspect.startup._remote_access import (
    BY_ADDRESS,
    CONNECTORS,
    DEBUGGERS,
    FACTORY,
    FILES_WITHOUT_LOGIN,
    SSH,
    TELNET,
)
from cupel.records.build import Launch

SHELLS = frozenset({"sh", "ash", "bash", "dash", "hush", "ksh", "zsh", "msh"})
_CONNECTED = re.compile(
    r"(?:^|\s)-\w*[ec]\s*(?:/\S*/)?(?:ba|a|da)?sh\b|(?:EXEC|SYSTEM):[\"']?(?:/\S*/)?(?:ba|a|da)?sh\b"
)
_LISTENS = re.compile(r"(?:^|\s)-\w*l|LISTEN", re.IGNORECASE)
_CREATES = re.compile(r"(?:^|\s)(?:-\w*c\w*|--create)(?:\s|$)")
"""Lets a client make files that are not there: tftpd(8) of tftp-hpa; BusyBox, tftpd -c."""
_CONSOLE = re.compile(r"\btty|\bconsole\b|::(?:respawn|askfirst|askconsole|console)")
RULES = {
    "shell-without-login": "starts {name} with a shell in place of a login",
    "account-in-start": "starts {name} with an account that the start itself names",
    "telnet-service": "starts {name}: a remote login in clear text",
    "ssh-empty-passwords": "starts {name} so that it takes empty passwords",
    "connected-shell": "connects a network port with a shell by {name}",
    "debug-service": "starts {name}: a debugger's remote end",
    "factory-service": "starts {name}: a program made to test equipment in a factory",
    "files-without-login": "starts {name}: files over a protocol without login",
    "files-taken-without-login": "starts {name} so that it takes new files over a protocol without login",
    "login-by-address": "starts {name}: a remote login that trusts addresses or sends passwords in clear",
    "console-shell": "puts a shell without login on a console",
}
"""Rule -> what the starter does, as titles say it."""
_VERBS = (("starts ", "would start "), ("connects ", "would connect "), ("puts ", "would put "))
TELL_TALE = frozenset({"shell-without-login", "account-in-start", "connected-shell"})
"""Rules that the start's own words fulfil, whether or not the program is there."""


def in_words(rule: str, name: str, starter: str, never: bool) -> str:
    """Write what a start does: `starts telnetd: ...`; of inetd's table, that inetd does; of one that is not
    carried out, what it would do."""
    does = RULES[rule].format(name=name)
    if starter == "inetd":
        does = does.replace("starts ", "has inetd start ", 1)
        return does.replace("has ", "would have ", 1) if never else does
    for verb, would in _VERBS if never else ():
        does = does.replace(verb, would, 1) if does.startswith(verb) else does
    return does


def rule_of(launch: Launch) -> str:
    """Tell which rule a start fulfils; empty where none."""
    name, arguments = launch.program.rsplit("/", 1)[-1], launch.arguments
    quote = launch.evidence.quote
    if name in TELNET:
        if account_of(arguments):
            return "account-in-start"
        login = option(arguments, ("-l",))
        return "shell-without-login" if login.rsplit("/", 1)[-1] in SHELLS else "telnet-service"
    if name in CONNECTORS:
        return "connected-shell" if _CONNECTED.search(arguments) and _LISTENS.search(arguments) else ""
    if name in SSH:
        blank = r"(?:^|\s)-\w*B\w*(?:\s|$)" if name == "dropbear" else r"(?i)PermitEmptyPasswords[ =]yes"
        return "ssh-empty-passwords" if re.search(blank, arguments) else ""
    if name in FILES_WITHOUT_LOGIN and name != "atftpd" and _CREATES.search(arguments):
        return "files-taken-without-login"
    for names, rule in (
        (DEBUGGERS, "debug-service"),
        (FACTORY, "factory-service"),
        (FILES_WITHOUT_LOGIN, "files-without-login"),
        (BY_ADDRESS, "login-by-address"),
    ):
        if name in names:
            return rule
    if name in SHELLS and not arguments and launch.evidence.rule == "startup/inittab" and _CONSOLE.search(quote):
        return "console-shell"
    return ""
