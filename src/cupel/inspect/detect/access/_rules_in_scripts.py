"""Firewall rules in scripts: a command's words go in; what it lets in, from where, comes out."""

import re
from dataclasses import dataclass

from cupel.inspect.sign import Sign

COMMANDS = frozenset({"iptables", "ip6tables", "iptables-legacy", "ip6tables-legacy"})
_INPUT = re.compile(r"(?:^INPUT$|input(?:_rule)?$|_INPUT$|^INPUT_)")
_INSIDE = re.compile(r"^(?:lo|br[-_]?\w*|lan\d*|eth0\.1|wlan\w*|ra\d|\$\{?(?:LAN|BRIDGE|BR_?|lan|bridge|br)\w*\}?)$")
_ANYWHERE = frozenset({"0.0.0.0/0", "::/0", "any", "0/0"})
_LOCAL = re.compile(r"^(?:127\.|::1|fe[89ab])", re.IGNORECASE)
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


def opened(words: tuple[str, ...]) -> dict[str, str] | None:
    """Return chain, protocol, port, source and interface of a rule that accepts; None of any other command.

    Left out are rules for established connections, for the loopback and interfaces that are named as inner ones, for
    single sets and marks, and for protocols without ports unless a source address is named.
    """
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
    if given.get("target") != "ACCEPT" or given.get("table", "filter") != "filter":
        return None
    if not _INPUT.search(given.get("chain", "")) or {"state", "mark", "set"} & set(given):
        return None
    interface, source = given.get("interface", ""), given.get("source", "")
    if interface.startswith("! ") or _INSIDE.match(interface) or _LOCAL.match(source):
        return None
    source = "" if source in _ANYWHERE else source
    if not source and not (given.get("port") and given.get("protocol", "tcp") in ("tcp", "udp", "TCP", "UDP", "all")):
        return None
    given["source"] = source
    return {key: given.get(key, "") for key in ("chain", "protocol", "port", "source", "interface")}
