"""Follows the order of firewall rules in one script: its commands go in; what makes a later rule void comes out.

As far as a straight list allows: commands without a condition in a script without functions. A rule that is appended
behind one which refuses everything in its chain never takes effect; one that is inserted does (iptables(8)).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cupel.inspect.detect.access._rules_in_scripts import COMMANDS, given_of
from cupel.inspect.startup._shell import Command

_MATCHES = frozenset({"protocol", "source", "port", "state", "match", "mark", "set"})


@dataclass(slots=True)
class Order:
    """What the commands so far have made of the chains."""

    straight: bool
    """Whether the script has no function, so that its lines are run in their order."""
    policies: dict[str, str] = field(default_factory=dict)
    """Chain -> its policy, as the last command without condition sets it."""
    _closed: dict[tuple[str, str, str], int] = field(default_factory=dict)  # (command, chain, interface) -> line

    def take(self, command: Command) -> None:
        """Learn from a command of iptables."""
        words = command.words
        if not self.straight or words[0].rsplit("/", 1)[-1] not in COMMANDS:
            return
        tool = words[0].rsplit("/", 1)[-1]
        if ({"-F", "--flush", "-D", "--delete", "-X"} & {*words}) or len(words) < 4:
            self._closed.clear()
        elif (chain := after(words, ("-P", "--policy"))) and not command.condition:
            self.policies[chain] = words[-1]
        given = given_of(words)
        if given is None or command.condition or given.get("target") not in ("DROP", "REJECT"):
            return
        if "-A" in words and not _MATCHES & set(given) and not given.get("interface", "").startswith("!"):
            self._closed.setdefault((tool, given["chain"], given.get("interface", "")), command.line)

    def void(self, command: Command, chain: str, interface: str) -> str:
        """Say which earlier rule takes what this one would let in; empty where none does."""
        if "-A" not in command.words:
            return ""
        tool = command.words[0].rsplit("/", 1)[-1]
        for key in ((tool, chain, ""), (tool, chain, interface)):
            if key in self._closed:
                return f"line {self._closed[key]} refuses everything in {chain} before it"
        return ""

    def policy(self, chain: str) -> str:
        """Return the chain's policy, ACCEPT or DROP; empty where the script sets none."""
        return self.policies.get(chain, "")


def after(words: Sequence[str], options: Sequence[str]) -> str:
    """Return the word behind one of some options; empty where none is there."""
    at = next((i for i, word in enumerate(words) if word in options), len(words))
    return words[at + 1] if at + 1 < len(words) else ""
