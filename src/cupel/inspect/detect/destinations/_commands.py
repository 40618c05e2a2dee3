"""Tells whom a command of a shell calls: its words go in; calls come out."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cupel.inspect.detect.destinations._address import Address, classify
from cupel.inspect.detect.destinations._url import ENCRYPTED, PORTS, urls

BEFORE = frozenset(
    {"exec", "nohup", "setsid", "command", "env", "sudo", "eval", "time", "busybox", "ionice", "then", "do"}
)
"""Commands that run the command behind them."""
TIMED = frozenset({"timeout", "nice", "chrt", "taskset", "watch"})
"""The same, with options or a number between."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One command that reaches for another host."""

    host: str
    """Where the host stands among its words."""
    protocol: str
    port: int
    role: str
    """What it is always for; empty where that depends on the host."""
    option: tuple[str, ...]
    valued: frozenset[str]
    insecure: frozenset[str]
    credential: frozenset[str]
    data: frozenset[str]
    checks: str
    needs: str
    """A word without which it calls nobody."""
    next_port: bool


@dataclass(frozen=True, slots=True)
class Call:
    """One host that a command calls."""

    program: str
    """Base name of the command."""
    address: Address
    port: int
    protocol: str
    shown: str
    """The address as written, without secrets."""
    role: str
    insecure: str
    """The option that switches the check of certificates off; empty where none does."""
    checks: str
    """Whether certificates are checked by default: yes, no, unknown."""
    credential: str
    """The option, or place, that carries a credential; empty where none does."""
    data: tuple[str, ...]
    """What is sent, as far as options say."""

    @property
    def encrypted(self) -> bool:
        """Whether its protocol is encrypted."""
        return self.protocol in ENCRYPTED


@cache
def telling() -> frozenset[str]:
    """Return the commands that call nobody by the words that they are given: `echo`, `uci` ..."""
    return frozenset(_table()["telling"])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "tools.toml").read_text("utf-8"))


@cache
def tools() -> dict[str, Tool]:
    """Load the table, by the base names of the commands."""
    return {name: _tool(row) for row in _table()["tool"] for name in row["programs"]}


def _tool(row: dict[str, Any]) -> Tool:
    options = {key: frozenset(row.get(key, "").split()) for key in ("valued", "insecure", "credential", "data")}
    return Tool(
        row["host"], row["protocol"], row.get("port", 0), row.get("role", ""), tuple(row.get("option", "").split()),
        options["valued"], options["insecure"], options["credential"], options["data"], row.get("checks", "unknown"),
        row.get("needs", ""), row.get("next_port", False),
    )  # fmt: skip


def bare(words: Sequence[str]) -> list[str]:
    """Return a command without what only runs it: `exec`, `nohup`, `timeout 5` ..."""
    rest = list(words)
    while rest:
        name = rest[0].rsplit("/", 1)[-1]
        if name in BEFORE:
            rest = rest[1:]
        elif name in TIMED:
            rest = rest[1:]
            while rest and (rest[0].startswith("-") or rest[0].rstrip("smhd").isdigit()):
                rest = rest[1:]
        else:
            break
    return rest


def calls(words: Sequence[str]) -> Iterator[Call]:
    """Yield the hosts that a command calls; of a command that is not in the table, those in URLs of its own words."""
    rest = bare(words)
    if not rest or "=" in rest[0]:
        return
    name = rest[0].rsplit("/", 1)[-1]
    tool = tools().get(name)
    if tool is None:
        if name not in telling() and not name.startswith(("$", "-", "_")) and "$" not in name:
            yield from _of_unlisted(name, rest[1:])
        return
    if tool.needs and tool.needs not in rest:
        return
    yield from _of_tool(name, tool, rest[1:])


def _of_unlisted(name: str, words: list[str]) -> Iterator[Call]:
    """A program that is given a whole URL of its own, as one word or behind `=`."""
    for word in words:
        for url in urls(word):
            own = url.start == 0 or word[: url.start].endswith("=")
            if own and url.end == len(word) and url.address.kind != "operator-filled":
                credential = "the address" if url.user else ""
                yield Call(
                    name, url.address, url.port, url.scheme, url.shown, "", "", "unknown", credential, tuple(words)
                )


def _of_tool(name: str, tool: Tool, words: list[str]) -> Iterator[Call]:
    insecure = next((it for it in words if _is(it, tool.insecure)), "")
    credential = next((it for it in words if _is(it, tool.credential)), "")
    data = tuple(word for word, before in zip(words, ["", *words], strict=False) if _is(before, tool.data))
    data += tuple(it for it in words if it.startswith("--") and "=" in it and it.partition("=")[0] in tool.data)
    plain = _plain(words, tool)
    for place, port in _places(tool, words, plain):
        url = next(urls(place), None)
        if url is not None:
            address, port, protocol, shown = url.address, url.port, url.scheme, url.shown
            credential = credential or ("the address" if url.user else "")
        else:
            host, at_port = _host_and_port(place, tool)
            found = classify(host)
            if found is None or not _looks_like_host(found, tool):
                continue
            address, protocol, shown = found, tool.protocol, host
            port = at_port or port or tool.port or PORTS.get(protocol, 0)
        option = insecure.partition("=")[0] if insecure.startswith("--") else insecure
        carried = credential.partition("=")[0][:20]
        yield Call(name, address, port, protocol, shown, tool.role, option, tool.checks, carried, data)


def _is(word: str, options: frozenset[str]) -> bool:
    """Tell whether a word is one of the options, alone, with `=VALUE`, or among short ones: `-sk`."""
    if word.partition("=")[0] in options or word in options:
        return True
    if not word.startswith("-") or word.startswith("--") or not word[1:].isalpha() or len(word) > 8:
        return False
    return any(len(it) == 2 and it[0] == "-" and it[1] in word[1:] for it in options)


def _plain(words: list[str], tool: Tool) -> list[str]:
    """Return the words that are neither options nor their values."""
    found, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word in tool.valued or (
            word[:1] == "-" and len(word) < 8 and f"-{word[-1]}" in tool.valued and word[1:].isalpha()
        ):
            skip = True
        elif not word.startswith("-") or word == "-":
            found.append(word)
    return found


def _places(tool: Tool, words: list[str], plain: list[str]) -> Iterator[tuple[str, int]]:
    """Yield (host or URL as written, port of its own word or 0)."""
    if tool.host == "url":
        with_url = [it for it in words if next(urls(it), None)]
        yield from ((it, 0) for it in with_url or [it for it in plain if "/" in it or "." in it][:1])
    elif tool.host == "option":
        for at, word in enumerate(words[:-1]):
            if word in tool.option or (
                word[:1] == "-" and word[1:].isalpha() and f"-{word[-1]}" in tool.option and len(word) < 6
            ):
                yield words[at + 1], 0
    elif tool.host == "connect":
        for word in plain:
            kind, _, place = word.partition(":")
            if kind.upper() in (
                "TCP",
                "TCP4",
                "TCP6",
                "UDP",
                "UDP4",
                "OPENSSL",
                "SSL",
                "TCP-CONNECT",
                "UDP-SENDTO",
                "UDP-DATAGRAM",
            ):
                yield place.partition(",")[0], 0
    elif tool.host == "at":
        yield from ((it[1:], 0) for it in words if it.startswith("@"))
    elif tool.host == "remote":
        yield from ((it.partition(":")[0], 0) for it in plain if ":" in it and not it.startswith(("/", ":", ".")))
    elif tool.host == "all":
        yield from ((it, 0) for it in plain)
    elif tool.host == "second":
        yield from ((it, 0) for it in plain[1:2])
    else:
        yield from _by_position(tool, plain)


def _by_position(tool: Tool, plain: list[str]) -> Iterator[tuple[str, int]]:
    if not plain:
        return
    if tool.host == "last":
        at = len(plain) - 1
        if tool.next_port and plain[at].isdigit() and at:
            at -= 1
    else:
        at = 0
    port = plain[at + 1] if tool.next_port and len(plain) > at + 1 else ""
    yield plain[at], int(port) if port.isascii() and port.isdigit() and len(port) < 6 else 0


def _host_and_port(place: str, tool: Tool) -> tuple[str, int]:
    """Cut `user@`, `:port` and a path off."""
    place = place.rpartition("@")[2]
    if tool.host == "url":
        place = place.partition("/")[0].partition("?")[0]
    host, colon, port = place.rpartition(":")
    if colon and port.isascii() and port.isdigit() and len(port) < 6 and host.count(":") == 0:
        return host, int(port)
    return place, 0


def _looks_like_host(address: Address, tool: Tool) -> bool:
    """A bare word is a host where the tool takes nothing else there; of URL tools, a name with a dot or an address."""
    return tool.host != "url" or address.kind not in ("private", "operator-filled") or address.numeric
