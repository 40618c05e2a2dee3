"""Tells where a daemon listens: its line in the table, its settings and its arguments go in; listeners come out."""

import ipaddress
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from cupel.inspect.reachable.daemons import Daemon, Keys
from cupel.records.build import Setting
from cupel.records.evidence import Evidence

OFF = frozenset({"0", "off", "no", "false", "disabled"})
ON = frozenset({"1", "on", "yes", "true", "enabled"})
_INTERFACE = re.compile(r"^(?:\$\{?\w+\}?|lo|[a-z][\w.-]*\d[\w.]*)$")
_ADDRESS_PORT = re.compile(
    r"(?:(?P<proto>udp|tcp)6?:)?(?:(?P<address>\[[0-9a-fA-F:.%\w]*\]|[\w.*-]+):)?(?P<port>\d{1,5})\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Listener:
    """One place where a daemon takes what comes."""

    port: str
    """`22/tcp`, or a protocol."""
    where: str
    """`any address`, `the loopback only`, or the interface or address as configured."""
    loopback: bool
    """Whether nothing but the equipment itself can reach it."""
    evidence: tuple[Evidence, ...] = ()
    """Settings that say so; none: it is the daemon's default."""


def switched_off(daemon: Daemon, settings: Sequence[Setting]) -> tuple[bool, Setting | None]:
    """Tell whether settings switch the daemon off, and by which: every section that could start it must say so."""
    for keys in daemon.keys:
        if not keys.enable and not keys.disable:
            continue
        sections: dict[str, Setting | None] = {}
        of_file = [it for it in settings if concerns(keys, it)]
        for it in of_file:
            sections.setdefault(it.section, it if keys.needs else None)
            if keys.enable and it.key == keys.enable:
                sections[it.section] = it if it.value.strip().lower() in OFF else None
            if keys.disable and it.key == keys.disable:
                sections[it.section] = it if it.value.strip().lower() in ON else None
        if sections and all(sections.values()):
            return True, next(iter(sections.values()))
    return False, None


def listeners(daemon: Daemon, arguments: str, settings: Sequence[Setting]) -> tuple[Listener, ...]:
    """Return where the daemon listens: what its settings say, else its arguments, else the table's default."""
    found: list[Listener] = []
    for keys in daemon.keys:
        found += _configured(keys, settings, daemon)
    if found:
        return _merged(found)
    bound = _INTERFACE.search(_value(daemon.interface_option, arguments))
    where, loopback = place(bound[0]) if bound else ("any address", False)
    if (address := _value(daemon.address_option, arguments)) and "$" not in address:
        given = _ADDRESS_PORT.fullmatch(address)
        if given and given["address"]:
            return tuple(_at(daemon, given["port"], *place(given["address"])))
        where, loopback = place(address)
    option = rf"(?:^|\s){re.escape(daemon.port_option)}[ =]?(\S+)"
    for value in re.findall(option, arguments) if daemon.port_option else ():
        if given := _ADDRESS_PORT.fullmatch(value):
            found += _at(daemon, given["port"], *(place(given["address"]) if given["address"] else (where, loopback)))
        else:
            found += (Listener(port, where, loopback) for port in daemon.listens)
    if found:
        return _merged(found)
    return tuple(Listener(port, where, loopback) for port in daemon.listens)


def _value(option: str, arguments: str) -> str:
    """Return the value of an option of the command line; empty where it is not given."""
    found = re.search(rf"(?:^|\s){re.escape(option)}[ =]?(\S+)", arguments) if option else None
    return found[1] if found else ""


def concerns(keys: Keys, setting: Setting, section: bool = True) -> bool:
    """Tell whether a setting stands in the file (and the section, if that is asked) that the keys mean."""
    path = "/" + setting.file.strip("/")
    if not fnmatchcase(path, f"*/{keys.file}"):
        return False
    return not section or not keys.section or setting.section.split(" ")[0].lower() == keys.section.lower()


def _configured(keys: Keys, settings: Sequence[Setting], daemon: Daemon) -> list[Listener]:
    sections: dict[str, dict[str, list[Setting]]] = {}
    for it in settings:
        if concerns(keys, it):
            sections.setdefault(it.section, {}).setdefault(it.key, []).append(it)
    found: list[Listener] = []
    for section in sections.values():
        off = keys.enable and any(it.value.lower() in OFF for it in section.get(keys.enable, ()))
        ports = section.get(keys.port, []) if keys.port else []
        binds = not keys.only or any(it.value.strip().lower() in ON for it in section.get(keys.only, ()))
        bound = [*section.get(keys.address or "-", ()), *(section.get(keys.interface or "-", ()) if binds else ())]
        if off or not (ports or bound):
            continue
        where, loopback = _bound([it.value for it in bound])
        binding = tuple(it.evidence for it in bound)
        for part, witnesses in (
            (part, (it.evidence, *binding)) for it in ports for part in it.value.split(",") if part.strip()
        ):
            if _is_address(part.split()[0]):  # without a port
                found += (Listener(port, *place(part.split()[0]), witnesses) for port in daemon.listens)
                continue
            if given := _ADDRESS_PORT.search(part):
                own = place(given["address"]) if given["address"] else (where, loopback)
                found += _at(daemon, given["port"], *own, witnesses, (given["proto"] or "").lower())
        if not ports:
            found += (Listener(port, where, loopback, binding) for port in daemon.listens)
    return found


def _at(
    daemon: Daemon, port: str, where: str, loopback: bool, evidence: tuple[Evidence, ...] = (), protocol: str = ""
) -> Iterator[Listener]:
    """Yield where it listens when told a port: there, by each protocol that moves; and on the ports that are fixed."""
    moving = [it.partition("/")[2] for it in daemon.listens if it not in daemon.fixed]
    if port != "0":  # which switches the service off: dnsmasq(8), redis.conf
        for it in [protocol] if protocol else moving:
            yield Listener(f"{port}/{it or 'tcp'}", where, loopback, evidence)
    yield from (Listener(it, where, loopback) for it in daemon.fixed)


def _merged(found: Sequence[Listener]) -> tuple[Listener, ...]:
    """Return one listener for each port and place, with what all settings that name it show."""
    held: dict[tuple[str, str, bool], dict[Evidence, None]] = {}
    for it in found:
        held.setdefault((it.port, it.where, it.loopback), {}).update(dict.fromkeys(it.evidence))
    return tuple(Listener(*key, tuple(evidence)) for key, evidence in held.items())


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return False
    return not text.isdigit()


def _bound(values: list[str]) -> tuple[str, bool]:
    places = [place(value) for text in values for value in re.split(r"[,\s]+", text) if value]
    if not places:
        return "any address", False
    outside = [where for where, loopback in places if not loopback]
    return (", ".join(dict.fromkeys(outside)), False) if outside else ("the loopback only", True)


def place(value: str) -> tuple[str, bool]:
    """Name an address or interface, and tell whether it is the loopback."""
    text = value.strip().strip("[]").removeprefix("interface:")
    if text in ("", "*", "0.0.0.0", "::", "any"):  # noqa: S104 - it is read, nothing is bound
        return "any address", False
    if text.startswith(("|", "$", "@", "%")):
        return "an interface that the equipment fills in", False
    if text in ("lo", "loopback", "localhost"):
        return "the loopback only", True
    try:
        return (text, False) if not ipaddress.ip_address(text).is_loopback else ("the loopback only", True)
    except ValueError:
        return f"interface {text}", False
