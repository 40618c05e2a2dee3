"""Reads which hosts a configuration names: a visited file goes in; uses of destinations come out."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase, translate
from functools import cache
from pathlib import Path

from cupel.inspect.detect.destinations._address import Address, classify
from cupel.inspect.detect.destinations._identity import identifying, sent
from cupel.inspect.detect.destinations._known import (
    OTHER,
    is_namespace,
    is_page,
    role_of,
    service_of,
    speaks_of_service,
    words_of,
)
from cupel.inspect.detect.destinations._settings import Item, Sections, items, lines
from cupel.inspect.detect.destinations._started import stem
from cupel.inspect.detect.destinations._text import Text
from cupel.inspect.detect.destinations._url import ENCRYPTED, Url, urls
from cupel.inspect.detect.destinations._use import Answer, Named, Use
from cupel.inspect.detect.quoting import without_secrets
from cupel.inspect.identify.source import Visited
from cupel.records.problem import Problem

FOLDER = Path(__file__).parent
MOST_USES = 300
"""Uses that one file may give."""
_HOST_ENDINGS = ("server", "srv", "svr", "host1", "host2")
_SYSLOG = re.compile(r"\s(@@?)\(?(?:[^)\s]{0,20}\))?(\[[0-9a-fA-F:]+\]|[^\s:;@]{1,253})(?::(\d{1,5}))?")
_ON = ("1", "yes", "true", "on")
_OFF_VALUE = re.compile(r"0|no|off|false|disabled?", re.IGNORECASE)
_CREDENTIAL = re.compile(r"(?:user(?:name)?|login|pass(?:word|wd)?|pwd)$", re.IGNORECASE)
_UNCHECKED = re.compile(
    r"(?:ssl|tls|cert\w{0,12}|peer)_?verif\w{0,10}|verif\w{0,4}_?(?:ssl|tls|peer|host|cert\w{0,8})|verify",
    re.IGNORECASE,
)
_IDENTITY: dict[str, Answer] = {
    "acs": ("yes", "a CWMP Inform carries maker, OUI, product class and serial number (TR-069, DeviceId)"),
    "ntp": ("no", "a time request carries nothing of the equipment but its address"),
    "dns": ("no", "a DNS query carries names that are asked for, and the equipment's address"),
    "ddns": ("yes", "an update carries the account and the name that belong to this unit"),
    "packages": ("no", "a feed's list is fetched by name"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of configuration file of the table."""

    path: str
    syntax: str
    words: frozenset[str]
    role: str
    protocol: str
    port: int
    readers: tuple[str, ...]


@cache
def keys() -> dict[str, frozenset[str]]:
    """Load the words of keys: `host`, `url`, `for_people`."""
    found = {name: frozenset(it) for name, it in tomllib.loads((FOLDER / "keys.toml").read_text("utf-8")).items()}
    return found | {"url": found["url"] | found["host"]}


@cache
def kinds() -> tuple[Kind, ...]:
    """Load the table of configuration files."""
    rows = tomllib.loads((FOLDER / "readers.toml").read_text("utf-8"))["file"]
    return tuple(
        Kind(
            row["path"], row["syntax"], frozenset(row.get("words", ())), row.get("role", ""), row.get("protocol", ""),
            row.get("port", 0), tuple(row["readers"]),
        )
        for row in rows
    )  # fmt: skip


def kind_of(path: str) -> Kind | None:
    """Return the kind of a file by its path; None where the table does not have it."""
    path = "/" + path.lstrip("/")
    if not _any_kind().match(path):
        return None
    return next((it for it in kinds() if fnmatchcase(path, it.path)), None)


@cache
def _any_kind() -> re.Pattern[str]:
    """One expression for the paths of all kinds: every file of an image that is no program is asked."""
    return re.compile("|".join(translate(it.path) for it in kinds()))


def uses(file: Visited) -> Iterator[Use | Named | Problem]:
    """Yield each host that the file names as one to call."""
    read = Text(file)
    kind = kind_of(file.path)
    found = _of_kind(read, kind) if kind and kind.syntax in ("words", "syslog") else _of_settings(read, kind)
    for count, use in enumerate(found):
        if count >= MOST_USES:
            yield Problem("", f"names more than {MOST_USES} hosts; the rest was left out")
            return
        yield use
    if file.content.size > len(read.data):
        yield Problem(
            "", f"only its first {len(read.data):,} of {file.content.size:,} bytes were read for destinations"
        )


def _of_kind(read: Text, kind: Kind) -> Iterator[Use | Named]:
    """Read a file of lines in which hosts stand behind a first word, or behind `@` (syslog)."""
    for start, line in lines(read):
        if kind.syntax == "syslog":
            for match in _SYSLOG.finditer(line):
                yield from _host(
                    read, kind, "a rule", Item("", "", match[2], start + match.start(2)), int(match[3] or 0)
                )
            continue
        words = list(re.finditer(r"\S+", line))
        if words[0][0] not in kind.words:
            continue
        for word in words[1:4]:
            url = next(urls(word[0]), None)
            item = Item("", words[0][0], word[0].strip("\"'"), start + word.start())
            if url:
                yield from _url(read, kind, item, url, [])
            elif kind.role != "packages" and not word[0].startswith(("-", "127.127.")):
                port = words[2][0] if len(words) > 2 and kind.role == "vpn" else ""
                yield from _host(read, kind, f"the line {words[0][0]}", item, int(port) if port.isdigit() else 0)
                break


def _of_settings(read: Text, kind: Kind | None) -> Iterator[Use | Named]:
    """Read a file of settings: URLs, and bare hosts behind keys that say so."""
    held = list(items(read))
    sections = Sections(held)
    for item in held:
        known = kind is not None and item.key in kind.words
        url = next(urls(item.value), None)
        if url is not None and url.start == 0:
            words = words_of(item.key)
            if known or (not words & keys()["for_people"] and (words & keys()["url"] or speaks_of_service(item.key))):
                yield from _url(read, kind, item, url, sections.beside(item))
            else:
                yield Named(read.evidence(item.offset, "destinations/configuration"), url.address.host, "page")
        elif known or (_asks_for_host(item) and _is_host(item.value)):
            for value in item.value.split():
                bare = value.rpartition("/")[2] if "/" in value else value
                yield from _host(read, kind, f"the setting {item.key}", Item(item.section, item.key, bare, item.offset),
                                 0, sections.beside(item))  # fmt: skip


def _asks_for_host(item: Item) -> bool:
    words = words_of(item.key)
    return (bool(words & keys()["host"]) or any(it.endswith(_HOST_ENDINGS) for it in words)) and not words & keys()[
        "for_people"
    ]


def _is_host(value: str) -> bool:
    """Tell whether a bare value is certainly a host: an address, or a name of two dots or a well-known service."""
    address = classify(value.rpartition(":")[0] if value.count(":") == 1 else value)
    if address is None:
        return False
    if address.numeric:
        return address.kind in ("public", "documentation")
    return address.kind in ("name", "documentation") and (
        address.host.count(".") > 1 or service_of(address.host) is not None
    )


def _host(
    read: Text, kind: Kind | None, by: str, item: Item, port: int, near: list[Item] | None = None
) -> Iterator[Use | Named]:
    value = item.value
    if value.count(":") == 1 and value.rpartition(":")[2].isdigit():
        value, _, text = value.partition(":")
        port = int(text[:6])
    value, _, at_port = value.partition("#")
    address = classify(value.partition("@")[0])
    if address is None:
        return
    evidence = read.evidence(item.offset, "destinations/configuration")
    if address.kind in ("loopback", "reserved", "multicast", "operator-filled"):
        yield Named(evidence, address.host, address.kind)
        return
    service = service_of(address.host)
    role = (
        (kind.role if kind else "")
        or (service.role if service else "")
        or role_of(item.parent, host=address.host, key=item.key)
    )
    protocol = kind.protocol if kind else role if role in ("dns", "ntp") else ""
    port = (
        port
        or int(at_port if at_port.isdigit() else 0)
        or (kind.port if kind else {"dns": 53, "ntp": 123}.get(role, 0))
    )
    yield _use(read, kind, item, address, port, protocol, role, by, "", near or [])


def _url(read: Text, kind: Kind | None, item: Item, url: Url, near: list[Item]) -> Iterator[Use | Named]:
    evidence = read.evidence(item.offset, "destinations/configuration")
    if url.address.kind in ("loopback", "reserved", "multicast", "operator-filled"):
        yield Named(evidence, url.address.host, url.address.kind)
        return
    if is_namespace(url.address.host) or (is_page(url.address.host) and not kind):
        yield Named(evidence, url.address.host, "namespace")
        return
    service = service_of(url.address.host)
    role = (kind.role if kind else "") or role_of(key=item.key)
    if role == OTHER:
        role = (service.role if service else "") or role_of(
            item.parent, url.path.partition("?")[0], host=url.address.host
        )
    yield _use(read, kind, item, url.address, url.port, url.scheme, role, f"the setting {item.key}",
               without_secrets(url.shown), near, url.user)  # fmt: skip


def _use(
    read: Text, kind: Kind | None, item: Item, address: Address, port: int, protocol: str, role: str, by: str,
    text: str, near: list[Item], user: bool = False,
) -> Use:  # fmt: skip
    given = sent(text)
    known = identifying(given)
    unchecked = next((it for it in near if _UNCHECKED.fullmatch(it.key) and _OFF_VALUE.fullmatch(it.value)), None)
    off = next((it for it in near if it.key in ("enabled", "enable") and _OFF_VALUE.fullmatch(it.value)), None)
    off = off or next((it for it in near if it.key in ("disabled", "disable") and it.value in _ON), None)
    on = next((it for it in near if it.section and it.key in ("enabled", "enable") and it.value in _ON), None)
    identity: Answer = _IDENTITY.get(role, ("unknown", "what is sent there is not told by the configuration"))
    if known:
        identity = "yes", f"the address fills in: {', '.join(known)}"
    return Use(
        read.evidence(item.offset, "destinations/configuration"), "configuration", "setting", address.host, port,
        protocol, address.kind, address.note, role, by, text, _encrypted(protocol),
        _authenticated(protocol, role, near, unchecked, user),
        ("yes", "it is the value of a setting in a configuration file"), identity, given,
        kind.readers if kind else (), () if kind else _guessed(read.file.path), unchecked=unchecked is not None,
        off=f"Line {read.line_of(off.offset)}, of the same section, switches it off ({off.key} {off.value})"
        if off else "",
        on=f"Line {read.line_of(on.offset)}, of the same section, switches it on ({on.key} {on.value})" if on else "",
        parent=item.parent, key=item.key,
    )  # fmt: skip


def _guessed(path: str) -> tuple[str, ...]:
    """Name programs that may read a file, by its name: `foo.conf` may be read by foo or food."""
    name = stem(path)
    return (name, f"{name}d") if name else ()


def _encrypted(protocol: str) -> Answer:
    if not protocol:
        return "unknown", "the setting names a host and no protocol"
    if protocol in ENCRYPTED or protocol == "openvpn":
        return "yes", f"{protocol} is encrypted"
    return "no", f"{protocol} is not encrypted"


def _authenticated(protocol: str, role: str, near: list[Item], unchecked: Item | None, user: bool) -> Answer:
    if unchecked:
        return "no", f"the check of certificates is switched off beside it ({unchecked.key} {unchecked.value})"
    if user:
        return "yes", "a user name or a password stands in the address"
    named = [it.key for it in near if _CREDENTIAL.search(it.key) and it.value]
    if named:
        return "yes", f"credentials stand in the same section ({', '.join(dict.fromkeys(named[:3]))})"
    if protocol in ENCRYPTED:
        return "unknown", "whether the program checks the certificate is not told by the configuration"
    if role in ("dns", "ntp") or protocol:
        return "no", f"{protocol or role}, with no credential beside it"
    return "unknown", "the setting names a host and no protocol"
