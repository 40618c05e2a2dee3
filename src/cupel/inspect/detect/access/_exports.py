"""Reads exports of NFS: /etc/exports goes in; what anybody may write, or with root's rights, comes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.settings.lines import lines_of
from cupel.inspect.detect.settings.using import Readers
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.problem import Problem

EXPORTS = re.compile(r"(?:^|/)etc/(?:exports|exports\.d/[^/]+\.exports)$")
NFS = Readers(("rpc.nfsd", "nfsd", "exportfs", "rpc.mountd", "mountd", "unfsd", "ganesha.nfsd"))
ANYBODY = ("*", "0.0.0.0/0", "0.0.0.0/0.0.0.0", "::/0", "any host")
"""Clients that are everybody; exports(5): a client that is not named is any host."""
MOST_CLIENTS = 200
_LINE = re.compile(r"(\"[^\"]{1,400}\"|\S{1,400})(?:\s+(.*))?")
_CLIENT = re.compile(r"([^()]{0,255})(?:\(([^()]{0,400})\))?")


@dataclass(frozen=True, slots=True)
class Export(Sign):
    """One folder given to one client. Evidence: the line."""

    path: str
    """The folder."""
    client: str
    """A host, a network, `*`, or `any host` where none is named."""
    options: str
    """As written."""
    writes: bool
    """Whether it may be written."""
    root_rights: bool
    """Whether root on the client is root here (no_root_squash)."""


def exports(file: Visited, rule: str) -> Iterator[Sign | Problem]:
    """Yield what anybody may write, and what is given with root's rights and writing or to anybody."""
    for line in lines_of(file):
        if isinstance(line, Problem):
            yield line
            continue
        match = _LINE.fullmatch(line.text)
        if match is None or not match[1].strip('"').startswith("/"):
            continue
        common = ""
        clients = [_CLIENT.fullmatch(word) for word in (match[2] or "").split()[:MOST_CLIENTS]]
        for it in clients:
            if it is None:
                continue
            if it[1].startswith("-"):
                common = it[1][1:]
                continue
            options = ",".join(part for part in (common, it[2] or "") if part)
            words = {word.strip().lower() for word in options.split(",")}
            client = it[1] or "any host"
            writes, root = "rw" in words, "no_root_squash" in words and "all_squash" not in words
            if root or (writes and client in ANYBODY):
                where = match[1].strip('"')
                yield Export(line.evidence(file, rule), where[:200], client, options[:200], writes, root)
