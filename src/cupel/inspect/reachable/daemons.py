"""The table of daemons: the files of table/ go in; what each listens on, and which settings rule it, come out."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent / "table"
Role = Literal["server", "client", "local"]
"""server: listens; client: asks others and reads what they answer; local: neither, by its default."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The settings of one configuration file that rule a daemon; a key that is empty is not used."""

    file: str
    """End of the file's path, a shell pattern: `etc/config/dropbear`."""
    section: str = ""
    """First word of the section; empty: any."""
    enable: str = ""
    """Key that switches it on or off."""
    disable: str = ""
    """Key that switches it off when true."""
    needs: bool = False
    """Whether it runs only where `enable` says so: its own default is off."""
    port: str = ""
    """Key of its port, or of `address:port`."""
    address: str = ""
    """Key of the address that it binds."""
    interface: str = ""
    """Key of the interface that it binds."""
    only: str = ""
    """Key without which, switched on, `interface` binds nothing; empty: it always does."""


@dataclass(frozen=True, slots=True)
class Daemon:
    """One program that speaks to a network, or is asked about because it could."""

    name: str
    """The file's name."""
    title: str
    """What people call it."""
    products: tuple[str, ...]
    """Products in the catalogue that it is made of."""
    programs: tuple[str, ...]
    """Base names of its programs."""
    role: Role
    """What it does on a network."""
    listens: tuple[str, ...]
    """Ports by default: `22/tcp`; or the protocol where it has no port: `802.11`."""
    fixed: tuple[str, ...]
    """Those of them that stay where a setting or an argument names another port: `1900/udp` of UPnP."""
    port_option: str
    """Option of the command line that names port or `address:port`; empty where there is none."""
    interface_option: str
    """Option that names the interface which it binds; empty where there is none."""
    address_option: str
    """Option that names the address which it binds, with a port or without; empty where there is none."""
    keys: tuple[Keys, ...]
    """Settings that rule it."""
    source: str
    """Where the ports and keys are documented."""


@cache
def daemons() -> tuple[Daemon, ...]:
    """Load the table, in the order of its names."""
    return tuple(_read(file) for file in sorted(FOLDER.glob("*.toml")))


@cache
def by_program() -> dict[str, Daemon]:
    """Return the daemons by the base names of their programs."""
    return {program: daemon for daemon in daemons() for program in daemon.programs}


@cache
def programs() -> frozenset[str]:
    """Return the base names of all programs of the table."""
    return frozenset(by_program())


@cache
def uci_packages() -> frozenset[str]:
    """Return the names of UCI files that a rule asks about."""
    files = (keys.file for daemon in daemons() for keys in daemon.keys)
    return frozenset(file.rsplit("/", 1)[-1] for file in files if "etc/config/" in file) | {
        "firewall",
        "network",
        "wireless",
    }


def _read(file: Path) -> Daemon:
    data = tomllib.loads(file.read_text("utf-8"))
    return Daemon(
        file.stem, data["title"], tuple(data["products"]), tuple(data["programs"]), data["role"],
        tuple(data["listens"]), tuple(data.get("fixed", ())), data.get("port_option", ""),
        data.get("interface_option", ""), data.get("address_option", ""),
        tuple(Keys(**keys) for keys in data.get("setting", ())), data["source"],
    )  # fmt: skip
