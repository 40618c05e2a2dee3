"""Settings of SSH servers: an image goes in; each setting that counts, with whom it is for and its rule, comes out.

Of sshd_config the first value of a keyword counts; what stands in a block `Match` holds for those it names, whatever
was said before; `Include` puts other files in its place (sshd_config(5)).
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cupel.inspect.detect.image import Image
from cupel.inspect.detect.settings.using import Readers
from cupel.inspect.reachable.files import Root
from cupel.records.build import Setting

MOST_INCLUDED = 50
_MAIN = re.compile(r"(?:^|/)etc(?:_ro)?/(?:\w+/)?sshd_config$")
_DROPBEAR = re.compile(r"(?:^|/)etc/config/dropbear$")
_OFF = {"0", "off", "no", "false", "disabled"}
SSHD = Readers(("sshd",), ("*etc/ssh/sshd_config", "*etc/sshd_config", "*etc/openssh/sshd_config"))
DROPBEAR = Readers(("dropbear",))
Files = Mapping[tuple[Root, str], Sequence[Setting]]


@dataclass(frozen=True, slots=True)
class SshRule:
    """One rule of `_ssh_settings.toml`."""

    server: str
    """sshd or dropbear."""
    key: str
    """The setting."""
    value: re.Pattern[str]
    """What its value must match."""
    password: bool
    """Whether it matters only where passwords are taken."""
    name: str
    """Words joined by dashes."""
    title: str
    """What holds."""
    means: str
    """What follows."""
    references: tuple[str, ...]
    """The weakness's class."""


@dataclass(frozen=True, slots=True)
class SshSetting:
    """A setting for which a rule holds."""

    rule: SshRule
    """The rule."""
    setting: Setting
    """Where it stands."""
    root: Root
    """The root file system."""
    path: str
    """The server's own configuration, which holds or includes it."""
    whom: str
    """What `Match` narrows it to; empty: everybody."""


@cache
def rules() -> tuple[SshRule, ...]:
    """Return the rules of the table."""
    data = tomllib.loads((Path(__file__).parent / "_ssh_settings.toml").read_text("utf-8"))
    return tuple(
        SshRule(
            it["server"], it["key"], re.compile(it["value"]), it.get("password", False), it["rule"], it["title"],
            it["means"], tuple(it["references"]),
        )
        for it in data["rule"]
    )  # fmt: skip


def ssh_settings(image: Image) -> Iterator[SshSetting]:
    """Yield each setting of sshd and Dropbear for which a rule holds, once for everybody or for whom it names."""
    files = _files(image)
    for (root, path), settings in files.items():
        if _MAIN.search(path):
            told = list(_told(image, files, root, settings, {path}))
            yield from _of_sshd(told, root, path)
        elif _DROPBEAR.search(path):
            yield from _of_dropbear(settings, root, path)


def _files(image: Image) -> Files:
    found = defaultdict[tuple[Root, str], list[Setting]](list)
    for it in image.build.settings:
        if "sshd_config" in it.file or it.file.endswith("etc/config/dropbear"):
            place = image.files.place(it.evidence.locator)
            if place is not None:
                found[place].append(it)
    return found


def _told(
    image: Image, files: Files, root: Root, settings: Sequence[Setting], read: set[str]
) -> Iterator[tuple[str, Setting]]:
    """Yield (what `Match` says, setting) in the order in which sshd reads them; `read` are files that were read."""
    whom = ""
    for it in settings:
        key = it.key.lower()
        if key == "match":
            whom = "" if it.value.strip().lower() == "all" else it.value.strip()[:100]
        elif key == "include":
            for pattern in it.value.split()[:MOST_INCLUDED]:
                full = pattern if pattern.startswith("/") else f"/etc/ssh/{pattern}"
                for path in image.files.matching(root, full)[:MOST_INCLUDED]:
                    if path not in read and len(read) < MOST_INCLUDED:
                        read.add(path)
                        inner = _told(image, files, root, files.get((root, path), ()), read)
                        yield from ((two or whom, one) for two, one in inner)
        else:
            yield whom, it


def _of_sshd(told: Sequence[tuple[str, Setting]], root: Root, path: str) -> Iterator[SshSetting]:
    first: dict[tuple[str, str], Setting] = {}
    for whom, it in told:
        first.setdefault((whom, it.key.lower()), it)
    for (whom, key), it in first.items():
        for rule in rules():
            value = it.value.strip("\"' ").lower()
            if rule.server != "sshd" or rule.key.lower() != key or not rule.value.fullmatch(value):
                continue
            taken = first.get((whom, "passwordauthentication")) or first.get(("", "passwordauthentication"))
            if not (rule.password and taken is not None and taken.value.strip("\"' ").lower() == "no"):
                yield SshSetting(rule, it, root, path, whom)


def _of_dropbear(settings: Sequence[Setting], root: Root, path: str) -> Iterator[SshSetting]:
    sections = defaultdict[str, dict[str, Setting]](dict)
    for it in settings:
        sections[it.section][it.key.lower()] = it
    for own in sections.values():
        off = {key for key, it in own.items() if it.value.lower() in _OFF}
        for rule in rules():
            setting = own.get(rule.key.lower()) if rule.server == "dropbear" and "enable" not in off else None
            closed = rule.password and bool(off & {"passwordauth", "rootlogin"})
            if setting is not None and rule.value.fullmatch(setting.value.lower()) and not closed:
                yield SshSetting(rule, setting, root, path, "")
