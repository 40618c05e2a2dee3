"""Firewall rules in scripts: a command's words go in; what it lets in, from where, comes out."""

import re
from dataclasses import dataclass

from cupel.inspect.sign import Sign

COMMANDS = frozenset({"iptables", "ip6tables", "iptables-legacy", "ip6tables-legacy"})
_INPUT = re.compile(r"(?:^INPUT$|input(?:_rule)?$|_INPUT$|^INPUT_)")
_INSIDE = re.compile(r"^(?:lo|br[-_]?\w*|lan\d*|eth0\.1|wlan\w*|ra\d|\$\{?(?:LAN|BRIDGE|BR_?|lan|bridge|br)\w*\}?)$")
_ANYWHERE = frozenset({"0.0.0.0/0", "::/0", "any", "0/0"})
_LOCAL = re.compile(r"^(?:127\.|::1|fe[89ab])", re.IGNORECASE)
_ARGUMENT = re.compile(r"\$\{?[0-9@*]\}?")
_WITH_VALUE = {
    "-A": "chain", "--append": "chain", "-I": "chain", "--insert": "chain", "-j": "target", "--jump": "target",
    "-p": "protocol", "--proto": "protocol", "--protocol": "protocol", "-s": "source", "--src": "source",
    "--source": "source", "--dport": "port", "--dports": "port", "--destination-port": "port",
    "--destination-ports": "port", "-i": "interface", "--in-interface": "interface", "-t": "table", "--table": "table",
    "--state": "state", "--ctstate": "state", "-m": "match", "--src-range": "source", "--mark": "mark",
    "--match-set": "set",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScriptRule(Sign):
    """One rule of a script that lets in what comes to the equipment itself."""

    chain: str
    """Chain that it is put into."""
    protocol: str
    """Protocol; empty: any."""
    port: str
    """Ports, or the variable that names them; empty: any."""
    source: str
    """Addresses that it is for; empty: any."""
    interface: str
    """Interface that it is for; empty: any."""
    condition: str
    """What it depends on."""
    variables: tuple[str, ...]
    """Where its variables come from, as written."""
    accepts: bool = True
    """Whether it lets in; else it refuses."""
    packages: tuple[str, ...] = ()
    """UCI files that the script loads."""
    void: str = ""
    """Which rule before it takes what it would let in; empty where none is seen."""
    policy: str = ""
    """The policy of its chain, where the script sets it."""


def opened(words: tuple[str, ...]) -> dict[str, str] | None:
    """Return chain, protocol, port, source and interface of a rule that accepts; None of any other command.

    Left out are rules for established connections, for the loopback and interfaces that are named as inner ones, for
    single sets and marks, for protocols without ports unless a source address is named, and for a source that only
    an argument of the script names.
    """
    given = given_of(words)
    if given is None or given.get("target") != "ACCEPT":
        return None
    interface, source = given.get("interface", ""), given.get("source", "")
    if interface.startswith("! ") or _INSIDE.match(interface) or _LOCAL.match(source):
        return None
    source = "" if source in _ANYWHERE else source
    by_port = given.get("port") and given.get("protocol", "tcp") in ("tcp", "udp", "TCP", "UDP", "all")
    if not by_port and (not source or _ARGUMENT.fullmatch(source)):
        return None
    given["source"] = source
    return {key: given.get(key, "") for key in ("chain", "protocol", "port", "source", "interface")}


def refused(words: tuple[str, ...]) -> dict[str, str] | None:
    """Return the same of a rule that drops or rejects what comes to a port; None of any other command."""
    given = given_of(words)
    if given is None or given.get("target") not in ("DROP", "REJECT") or not given.get("port"):
        return None
    return {key: given.get(key, "") for key in ("chain", "protocol", "port", "source", "interface")}


def given_of(words: tuple[str, ...]) -> dict[str, str] | None:
    """Return what a command of iptables says of a rule in an input chain of the filter; None of any other."""
    if words[0].rsplit("/", 1)[-1] not in COMMANDS:
        return None
    given: dict[str, str] = {}
    negated = False
    at = 1
    while at < len(words):
        word = words[at]
        if word == "!":
            negated = True
        elif word in _WITH_VALUE and at + 1 < len(words):
            value = words[at + 1]
            if value == "!" and at + 2 < len(words):
                negated, at, value = True, at + 1, words[at + 2]
            key = _WITH_VALUE[word]
            given.setdefault(key, f"! {value}" if negated and key in ("source", "interface") else value)
            negated, at = False, at + 1
        at += 1
    if given.get("table", "filter") != "filter":
        return None
    return given if _INPUT.search(given.get("chain", "")) and not {"state", "mark", "set"} & set(given) else None
