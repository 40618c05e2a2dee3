"""Reads URLs out of text: a text goes in; URLs with their parts, places and secrets come out.

Generic syntax: RFC 3986, section 3. What is filled in later (`$MAC`, `%s`, `[DOMAIN]`) may stand in every part.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.destinations._address import PLACEHOLDER, Address, classify

PORTS = {
    "http": 80, "https": 443, "ftp": 21, "ftps": 990, "sftp": 22, "scp": 22, "ssh": 22, "tftp": 69, "mqtt": 1883,
    "mqtts": 8883, "ws": 80, "wss": 443, "stun": 3478, "stuns": 5349, "turn": 3478, "turns": 5349, "coap": 5683,
    "coaps": 5684, "ldap": 389, "ldaps": 636, "rtmp": 1935, "amqp": 5672, "amqps": 5671, "telnet": 23, "syslog": 514,
    "snmp": 161, "rsync": 873, "hkp": 11371, "hkps": 443, "tcp": 0, "udp": 0, "ssl": 0, "tls": 0,
}  # fmt: skip
"""Scheme -> default port; 0: it has none. Source: IANA's registries of URI schemes and of service names."""
ENCRYPTED = frozenset({"https", "ftps", "sftp", "scp", "ssh", "mqtts", "wss", "stuns", "turns", "coaps", "ldaps"}) | {
    "amqps", "hkps", "ssl", "tls",
}  # fmt: skip
"""Schemes whose traffic is encrypted."""
MOST_LONG = 2_000
"""Characters of a URL that are read."""
_SCHEME = "|".join(sorted((it for it in PORTS if it not in ("stun", "turn")), key=len, reverse=True))
_URL = re.compile(
    rf"(?<![A-Za-z0-9+.-])(?:(?P<scheme>{_SCHEME})://|(?P<bare>stuns?|turns?):(?://)?)"
    rf"(?P<rest>(?:\$\([^()\s]{{0,200}}\)|[^\s\"'<>\\^`|\x00-\x1f]){{1,{MOST_LONG}}})",
    re.IGNORECASE,
)
MOST_USER = 20
"""Characters of a user name; a longer one is taken for a token."""
NO_PORT = -1
_TRAILING = ".,;:!?)]}>*"
_CREDENTIAL = re.compile(
    r"(?<=[?&;])(?:\w{0,40}(?:pass(?:wd|word)?|pwd|secret|token|api_?key|auth|sig(?:nature)?|access_?key))=([^&;#\s]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Url:
    """One URL in a text."""

    scheme: str
    """In lower case."""
    address: Address
    """Its host."""
    port: int
    """As written, or its scheme's; 0 where that is not known."""
    path: str
    """Path, query and fragment, as written, secrets cut out."""
    start: int
    """Its first character in the text."""
    end: int
    """Just past its last."""
    secrets: tuple[tuple[int, int], ...] = ()
    """(start, end) in the text of passwords and tokens in it."""
    user: bool = False
    """Whether a user name or a credential stands in it."""

    @property
    def shown(self) -> str:
        """The URL as findings may tell it: without user, password and tokens."""
        host = f"[{self.address.host}]" if ":" in self.address.host and self.address.numeric else self.address.host
        port = f":{self.port}" if self.port and self.port != PORTS.get(self.scheme) else ""
        return f"{self.scheme}://{host}{port}{self.path[:200]}"


def urls(text: str) -> Iterator[Url]:
    """Yield the URLs of a text in its order; one whose host is none is left out."""
    for match in _URL.finditer(text):
        found = _read(match)
        if found is not None:
            yield found


def _read(match: re.Match[str]) -> Url | None:
    scheme = (match["scheme"] or match["bare"]).lower()
    start = match.start("rest")
    rest = _without_trailing(match["rest"])
    cut = next((at for at, sign in enumerate(rest) if sign in "/?#"), len(rest))
    authority, path = rest[:cut], rest[cut:]
    user, at, place = authority.rpartition("@")
    host, port = _split(place)
    address = classify(host)
    if address is None or port == NO_PORT:
        return None
    secrets = []
    _, colon, password = user.partition(":")
    if not colon and len(user) > MOST_USER:
        password = user  # a token in the place of the user
    if at and not _filled(password):
        secrets.append((start + len(user) - len(password), start + len(user)))
    shown = path
    for found in reversed(list(_CREDENTIAL.finditer(path))):
        if not _filled(found[1]):
            secrets.append((start + cut + found.start(1), start + cut + found.end(1)))
            shown = f"{shown[: found.start(1)]}[secret]{shown[found.end(1) :]}"
    end = start + len(rest)
    return Url(
        scheme,
        address,
        PORTS[scheme] if port is None else port,
        shown,
        match.start(),
        end,
        tuple(sorted(secrets)),
        bool(at),
    )


def _filled(value: str) -> bool:
    """Tell whether a value is nothing but placeholders."""
    return not value or not PLACEHOLDER.sub("", value).strip("\\:@")


def _without_trailing(rest: str) -> str:
    """Cut punctuation of the text around it; a bracket that closes one of the URL's own stays."""
    while rest and rest[-1] in _TRAILING:
        opening = {")": "(", "]": "[", "}": "{", ">": "<"}.get(rest[-1])
        if opening and rest.count(opening) >= rest.count(rest[-1]):
            break
        rest = rest[:-1]
    return rest


def _split(place: str) -> tuple[str, int | None]:
    """Return host and port: None where none is told, 0 where it is filled in later, NO_PORT where it is none."""
    if place.startswith("["):
        host, closed, tail = place[1:].partition("]")
        if ":" in host:
            return (host, _port(tail.removeprefix(":"))) if closed else ("", NO_PORT)
    host, _, port = place.partition(":")
    return host, _port(port)


def _port(text: str) -> int | None:
    if not text:
        return None
    if not PLACEHOLDER.sub("", text):
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) < 65536 else NO_PORT
