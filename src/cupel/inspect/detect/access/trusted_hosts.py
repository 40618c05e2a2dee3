"""Finds hosts and users that are let in by their address: hosts.equiv, .rhosts and such go in, findings come out."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.settings.lines import Line, bounded, is_text, lines_of
from cupel.inspect.detect.settings.placing import At, at_every_place
from cupel.inspect.detect.settings.using import Readers, use_of
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.files import Root
from cupel.inspect.sign import Sign
from cupel.records.build import Setting
from cupel.records.finding import Finding
from cupel.records.problem import Problem

NAME = "access/trusted_hosts"
PLACES = re.compile(r"(?:^|/)(?:etc/s?hosts\.equiv|[^/]+/\.[rs]hosts|\.[rs]hosts)$")
OLD = ("rshd", "in.rshd", "rlogind", "in.rlogind", "inetutils-rshd", "inetutils-rlogind")
"""Servers that read hosts.equiv and .rhosts: rshd(8), rlogind(8)."""
MOST_EVIDENCE = 10
_LINE = re.compile(r"(\+@?|\+?[A-Za-z0-9@][\w.:@-]{0,255})(?:\s+(\+@?[\w.-]{0,64}|[\w.@-]{1,64}))?\s*")
_OWN = re.compile(r"localhost(?:\.localdomain)?|127\.[\d.]+|::1")


@dataclass(frozen=True, slots=True)
class Trusted(Sign):
    """One line that trusts a host. Evidence: the line."""

    host: str
    """The host, a group of hosts (`@group`), or `+`: any."""
    user: str
    """The user there; `+`: any; empty: the one of the same name."""


class TrustedHosts:
    """Lines of hosts.equiv(5) that are no exclusion."""

    name = "trusted_hosts"
    title = "hosts that are let in without a password"
    means = (
        "A file names hosts or users whose remote login or command is taken without a password, by the address that "
        "they come from. It matters where a server runs that reads it: rshd, rlogind, or sshd with host-based login."
    )
    checked = (
        "Lines of /etc/hosts.equiv, /etc/shosts.equiv, and .rhosts and .shosts in any folder; a line that begins with "
        "`-` excludes, and one that names the equipment itself lets nobody in from elsewhere: neither is told."
    )
    refutes = "The servers that read it refuse it by an option (rshd -l, IgnoreRhosts), or check rights of the file."
    references = ("CWE-291: Reliance on IP Address for Authentication", "hosts.equiv(5)", "sshd(8), FILES")
    marks: tuple[tuple[bytes, str], ...] = ()

    def wants(self, file: Visited) -> bool:
        """Want the files by their names."""
        return "hosts" in file.path and PLACES.search(file.path) is not None and is_text(file)

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield each line that trusts somebody."""
        return bounded(self._trusted(file))

    @staticmethod
    def _trusted(file: Visited) -> Iterator[Sign | Problem]:
        for line in lines_of(file):
            match = _LINE.fullmatch(line.text) if isinstance(line, Line) else None
            if isinstance(line, Problem):
                yield line
            elif match and not _OWN.fullmatch(match[1].lstrip("+")):
                host = match[1] if match[1] == "+" else match[1].lstrip("+")
                yield Trusted(line.evidence(file, NAME), host, match[2] or "")

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield one finding for a file's lines that trust any host, and one for those that name hosts."""
        groups = defaultdict[tuple[Root, str, bool], list[At[Trusted]]](list)
        for it in at_every_place(image, image.signs(Trusted), PLACES):
            groups[it.root, it.path, it.sign.host == "+"].append(it)
        for (root, path, anybody), lines in groups.items():
            yield _finding(image, root, path, anybody, lines)


def _finding(image: Image, root: Root, path: str, anybody: bool, lines: list[At[Trusted]]) -> Finding:
    use = use_of(image, root, path, Readers(_readers(image, root, path)))
    everyone = any(it.sign.user == "+" for it in lines)
    hosts = ", ".join(dict.fromkeys(it.sign.host for it in lines[:MOST_EVIDENCE]))
    who = "every host" if anybody else f"the host {hosts}" if len(lines) == 1 else f"{len(lines)} hosts: {hosts}"
    of = "any user there" if everyone else "users there"
    whose = "any account but root" if "hosts.equiv" in path else "the account whose folder it lies in"
    return found(
        image, NAME, "any-host" if anybody else "named-host", title=f"/{path} trusts {who}",
        statement=f"/{path} lets {of}, coming from {who}, into {whose} without a password, where a server reads it.",
        subject="+" if anybody else hosts[:100], tier=use.tier, tier_reason=use.reason,
        evidence=[*(it.evidence for it in lines[:MOST_EVIDENCE]), *use.evidence], program=use.program,
        facets=(use.active, facet("credential can be changed", "no", "no credential is asked for: the address counts")),
        facts={"lines": len(lines), "any_host": anybody, "any_user": everyone}, path=f"/{path}",
    )  # fmt: skip


def _readers(image: Image, root: Root, path: str) -> tuple[str, ...]:
    """Name the servers that read a file: sshd where host-based login is on and, for users' files, IgnoreRhosts off.

    Source: sshd_config(5).
    """
    asked: dict[str, tuple[str, ...]] = {"hostbasedauthentication": ("yes",)}
    if path.endswith(("/.rhosts", "/.shosts")):
        asked["ignorerhosts"] = ("no", "shosts-only") if path.endswith(".shosts") else ("no",)
    for key, values in asked.items():
        said = [it for it in image.settings_of(key) if _root_of(image, it) == root]
        if not said or said[0].value.lower() not in values:
            return () if "shosts" in path else OLD
    return ("sshd",) if "shosts" in path else (*OLD, "sshd")


def _root_of(image: Image, setting: Setting) -> Root | None:
    place = image.files.place(setting.evidence.locator)
    return place[0] if place else None


DETECTOR = TrustedHosts()
