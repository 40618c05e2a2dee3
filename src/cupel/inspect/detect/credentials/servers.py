"""The place of a key file goes in; the SSH server of its root that reads it, and how far that runs, come out."""

import re
from dataclasses import dataclass

from cupel.inspect.detect.finding import facet
from cupel.inspect.detect.image import Image
from cupel.inspect.reachable.files import Root
from cupel.records.finding import Facet

HOST_KEY = {
    "sshd": re.compile(r"etc/(?:ssh/|sshd/|openssh/)?ssh_host_(?:[a-z0-9]+_)?key"),
    "dropbear": re.compile(r"etc/(?:dropbear|config)/dropbear_(?:rsa|dss|ecdsa|ed25519)_host_key"),
}
"""Where each reads its host keys unless told otherwise: sshd_config(5), dropbear(8)."""
AUTHORIZED = re.compile(r"(?:root|home/[^/]+|(?:[^/]+/)*[^/]+)/\.ssh/authorized_keys2?|etc/dropbear/authorized_keys")
"""Where both read whose key lets somebody in; the second place is that of OpenWrt's build of Dropbear."""
_SETTINGS = {"host": "HostKey", "authorized": "AuthorizedKeysFile"}


@dataclass(frozen=True, slots=True)
class Reader:
    """A server that reads a file."""

    name: str
    """sshd or dropbear."""
    program: str
    """Locator of its program."""
    running: Facet
    """Whether it is started, as the facet `active by default`."""


def reader_of(image: Image, root: Root, path: str, purpose: str) -> Reader | None:
    """Return the server in the same root that reads `path` as a `host` key or as `authorized` keys."""
    for name, expression in HOST_KEY.items():
        wanted = expression.fullmatch(path) if purpose == "host" else AUTHORIZED.fullmatch(path)
        if purpose == "authorized" and path.startswith("etc/dropbear/") and name != "dropbear":
            continue
        if not wanted and not _named(image, root, path, purpose, name):
            continue
        found = image.files.program(root, name)
        if found is not None and found[0] == root:
            locator = locator_of(image, *found[:2])
            return Reader(name, locator, _running(image, name, locator))
    return None


def _named(image: Image, root: Root, path: str, purpose: str, name: str) -> bool:
    """Tell whether sshd_config names the file."""
    if name != "sshd":
        return False
    for setting in image.settings_of(_SETTINGS[purpose]):
        if setting.file.endswith("sshd_config"):
            place = image.files.place(setting.evidence.locator)
            for value in setting.value.split():
                if place and place[0] == root and (value == "/" + path or _fits(value, path)):
                    return True
    return False


def _fits(value: str, path: str) -> bool:
    """Tell whether a pattern of AuthorizedKeysFile with %h or %u, or below a home, leads to a path."""
    if "%" not in value:
        return False
    expression = re.escape(value.lstrip("/")).replace("%h", r"(?:root|home/[^/]+)").replace("%u", r"[^/]+")
    return re.fullmatch(expression, path) is not None


def _running(image: Image, name: str, locator: str) -> Facet:
    runs = image.runs(locator)
    if not runs:
        return facet("active by default", "unknown", f"{name} is in the image; nothing read tells what starts it")
    return facet("active by default", runs[0].state, f"{name}: {runs[0].reason}", *runs[0].evidence[:2])


def locator_of(image: Image, root: Root, path: str) -> str:
    """Return the locator of a file by its root and path; empty where there is none."""
    found = image.files.resolve(root, path)
    if found is None:
        return ""
    seen = found[1]
    place = next(
        (it.locator for it in image.inspection.containers if it.number == seen.container), image.inspection.name
    )
    return f"{place}!{seen.path}"
