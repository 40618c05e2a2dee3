"""Which account file a login may read in place of /etc/passwd: programs and scripts go in; a reason comes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.credentials.account_script import GeneratedAccount
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.files import Root
from cupel.inspect.sign import Sign

LOGINS = frozenset({"busybox", "login", "telnetd", "utelnetd", "in.telnetd", "sshd", "dropbear"})
"""Programs that check logins."""
MARK = (rb"/(?:var|tmp|etc|mnt|usr)/[\w./-]{0,40}passwd[._-]\w[\w.-]{0,24}", "another file of accounts")
MOST_BYTES = 8 << 20
MOST_NAMES = 20
_NAME = re.compile(MARK[0])


@dataclass(frozen=True, slots=True)
class OtherFile(Sign):
    """A path like that of a file of accounts, in a program that checks logins."""

    path: str
    """The path."""


def is_login(file: Visited) -> bool:
    """Tell whether a file is a program that checks logins and names such a path."""
    return file.type.startswith("ELF ") and file.name in LOGINS and MARK[1] in file.marks


def others_in(file: Visited, rule: str) -> Iterator[OtherFile]:
    """Yield each such path in a program."""
    data = file.content.read(0, MOST_BYTES)
    for count, match in enumerate(_NAME.finditer(data)):
        if count >= MOST_NAMES:
            return
        yield OtherFile(quoted(file, match.start(), len(match[0]), rule), match[0].decode("ascii", "replace"))


def other_account_file(image: Image, root: Root) -> str:
    """Say that a login names another file, and a script writes accounts to it; empty where that is not so."""
    named: dict[str, str] = {}
    for sign in image.signs(OtherFile):
        for locator in image.places(sign.evidence.artefact):
            place = image.files.place(locator)
            if place and place[0] == root:
                named.setdefault(sign.path, f"/{place[1]}")
    for written in image.signs(GeneratedAccount):
        place = image.files.place(written.evidence.locator)
        path = written.target
        if place and place[0] == root and path in named:
            return f"{named[path]}, which checks logins, names {path}, and /{place[1]} writes accounts there"
    return ""
