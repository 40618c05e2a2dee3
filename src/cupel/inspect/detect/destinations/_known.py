"""Tells what is known of a host and what it is for: hosts, paths and keys go in; services and roles come out."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent
_PART = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+|[A-Z]")
OTHER = "other"
"""The role of what nothing tells."""


@dataclass(frozen=True, slots=True)
class Service:
    """A public service."""

    what: str
    """What it is, in words."""
    role: str
    """What it is for."""


@cache
def _services() -> dict[str, Service]:
    rows = tomllib.loads((FOLDER / "known.toml").read_text("utf-8"))["service"]
    return {host: Service(row["what"], row["role"]) for row in rows for host in row["hosts"]}


@cache
def _not_called() -> tuple[frozenset[str], frozenset[str]]:
    data = tomllib.loads((FOLDER / "not_called.toml").read_text("utf-8"))
    return frozenset(data["namespaces"]), frozenset(data["pages"])


@dataclass(frozen=True, slots=True)
class Role:
    """What a destination may be for."""

    name: str
    title: str
    """The same in words."""
    words: frozenset[str]
    """Words, one of which tells it."""
    weak: frozenset[str]
    """Words that tell it in some places, or two of them together."""
    phrases: tuple[str, ...]
    """Parts of paths that tell it, as a protocol fixes them."""


@cache
def _roles() -> tuple[Role, ...]:
    rows = tomllib.loads((FOLDER / "roles.toml").read_text("utf-8"))["role"]
    return tuple(
        Role(row["name"], row["title"], frozenset(row["words"]), frozenset(row.get("weak", ())),
             tuple(row.get("phrases", ())))
        for row in rows
    )  # fmt: skip


def service_of(host: str) -> Service | None:
    """Return the public service that a host is, or that it lies below."""
    for name in _upwards(host):
        if name in _services():
            return _services()[name]
    return None


def is_namespace(host: str) -> bool:
    """Tell whether addresses of this host name schemas and standards."""
    return any(name in _not_called()[0] for name in _upwards(host))


def is_page(host: str) -> bool:
    """Tell whether addresses of this host are pages for people: licences, projects, manuals."""
    return any(name in _not_called()[1] for name in _upwards(host))


def role_of(*texts: str, host: str = "", key: str = "") -> str:
    """Return the role that words tell; `other` where none do.

    A word that may mean many things (`update`, `log`) tells a role only as the name of a setting (`key`), as the first
    label of a host, or with a second such word of the same role.
    """
    for text in (key, *texts, host):
        words, lower = words_of(text), text.lower()
        for role in _roles():
            if words & role.words or any(it in lower for it in role.phrases):
                return role.name
    label = host.partition(".")[0].rstrip("0123456789-")
    for role in _roles():
        alone = words_of(key) | {label}
        if alone & role.weak or any(len(words_of(it) & role.weak) > 1 for it in texts):
            return role.name
    return OTHER


def speaks_of_service(*texts: str) -> bool:
    """Tell whether a word of a text is one that services are named by, whatever it means there."""
    return any(words_of(text) & (role.words | role.weak) for text in texts for role in _roles())


def title_of(role: str) -> str:
    """Return what a role is, in words; empty of `other`."""
    return next((it.title for it in _roles() if it.name == role), role if role != OTHER else "")


def words_of(text: str) -> frozenset[str]:
    """Cut a name into its words, in lower case; digits separate, and the whole of each part counts too."""
    return _words_of(text[:1000])


@lru_cache(maxsize=1024)  # every role asks for the words of the same few texts
def _words_of(text: str) -> frozenset[str]:
    parts = _PART.findall(text)
    wholes = re.split(r"[^A-Za-z]+", text)
    numbered = re.findall(r"tr-?0?69|p2p", text.lower())
    return frozenset(it.lower() for it in (*parts, *wholes, *(it.replace("-", "") for it in numbered)) if it)


def _upwards(host: str) -> list[str]:
    """Return a host and the names above it: a.b.c, b.c."""
    labels = host.split(".")
    return [host] if ":" in host or labels[-1].isdigit() else [".".join(labels[at:]) for at in range(len(labels) - 1)]
