"""Reads ProFTPD's configuration as far as its blocks for anybody: the file goes in, each block comes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.settings.lines import Line, lines_of
from cupel.inspect.detect.settings.using import Readers
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.problem import Problem

PROFTPD = re.compile(r"(?:^|/)etc/(?:proftpd/(?:conf\.d/)?)?[^/]*(?:proftpd|anonymous)[^/]*\.conf$")
PROFTPD_READERS = Readers(("proftpd",), ("etc/proftpd.conf", "etc/proftpd/*"))
_OPENED = re.compile(r"<(/?)([A-Za-z]+)(?:\s+([^>]*))?>")


@dataclass(frozen=True, slots=True)
class AnonymousBlock(Sign):
    """One block. Evidence: its first line."""

    folder: str
    """The folder that is given."""
    writes: bool
    """Whether a limit in it allows to store files."""


def anonymous_blocks(file: Visited, rule: str) -> Iterator[Sign | Problem]:
    """Yield each block <Anonymous>, with whether a <Limit> for STOR or WRITE in it says AllowAll."""
    begun: Line | None = None
    folder, limit, writes = "", "", False
    for line in lines_of(file):
        if isinstance(line, Problem):
            yield line
            continue
        match = _OPENED.match(line.text)
        kind = match[2].lower() if match else ""
        if match and kind == "anonymous":
            if match[1] and begun is not None:
                yield AnonymousBlock(begun.evidence(file, rule), folder, writes)
            begun, folder, writes = (None, "", False) if match[1] else (line, (match[3] or "")[:100].strip(), False)
        elif match and kind == "limit":
            limit = "" if match[1] else (match[3] or "").upper()
        elif line.text.lower() == "allowall" and {"STOR", "WRITE", "ALL"} & set(limit.split()):
            writes = True
