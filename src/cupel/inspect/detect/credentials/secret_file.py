"""A configuration file, script or program goes in; one sign for each plain secret in it comes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.credentials.lines import cut, lines_with
from cupel.inspect.detect.credentials.placeholder import is_secret
from cupel.inspect.detect.credentials.secret_name import kind_of
from cupel.inspect.detect.credentials.settings_text import settings_of
from cupel.inspect.detect.credentials.tokens import PUBLISHED, tokens_of
from cupel.inspect.detect.quoting import quoted
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.problem import Problem

RULE = "weaknesses/plain_secrets"
MOST_SIGNS = 100
WINDOW, OVERLAP = 1 << 20, 1024
MOST_WINDOWS = 64
_CERTAIN = frozenset({"SNMPv3 password", "password in a URL"})
"""Kinds whose place alone says that a value is a password, be it a plain word."""
_CUSTOMARY = frozenset({"public", "private"})
WORD = re.compile(rb"[Pp](?:[Aa][Ss][Ss]|[Ww][Dd]|[Ss][Kk])|[Ss][Ee][Cc][Rr][Ee][Tt]|[Tt][Oo][Kk][Ee][Nn]|[Cc]ommunity|"
                  rb"com2sec|[Kk][Ee][Yy]|[Ss]hared|createUser|://[\w.~%-]{1,64}:[^/@\s]{1,64}@")  # fmt: skip
"""What a line must have before its names are looked at."""
WORDS = (
    b"pass", b"pwd", b"psk", b"secret", b"token", b"community", b"com2sec", b"key", b"shared", b"createuser", b"://",
)  # fmt: skip
"""What WORD matches holds one of, in small letters."""
UNITS = re.compile(r"systemd/(?:system|user)/[^/]+\.service(?:\.d/[^/]+\.conf)?$")
"""Units of systemd, which give their programs an environment."""
_DOCUMENTED = re.compile(
    r"(?:^|\.)(?:example|invalid|test|localhost|example\.(?:com|net|org))$|^(?:host|server|hostname|ip)$"
)
_COMMENT = re.compile(r"\s*(?:#|;|//|<!--|--|\*|!)")


@dataclass(frozen=True, slots=True)
class PlainSecret(Sign):
    """One secret that stands in clear."""

    rule: str
    """password, wifi-key, community, token, access-key ..., as the rule that reports it."""
    kind: str
    """What it is, in words."""
    name: str
    """Name of the setting; of a token, its kind."""
    example: bool = False
    """Whether it is one that the service publishes as an example."""
    customary: bool = False
    """Whether it is a word that is customary as a default: `public` and `private` of SNMP."""
    writes: bool = False
    """Whether, of a community, it allows to write."""


RULES = {
    "password": "plain-password", "passphrase": "plain-password", "Wi-Fi key": "plain-wifi-key",
    "secret": "plain-secret", "pre-shared key": "plain-secret", "token": "plain-token", "community": "snmp-community",
    "SNMPv3 password": "plain-password", "password in a URL": "plain-password",
}  # fmt: skip
"""Kind of a setting -> rule."""


def plain_secrets(file: Visited, settings: bool) -> Iterator[PlainSecret | Problem]:
    """Yield the tokens of a file, and with `settings` the values of settings whose names say that they are secret."""
    count = 0
    taken: list[tuple[int, int]] = []
    if "service token" in file.marks:
        for sign, start, end in _tokens(file):
            taken.append((start, end))
            count += 1
            yield sign
    if not settings:
        return
    yield from cut(file, "secrets")
    for sign, start, end in _settings(file):
        if any(start < last and first < end for first, last in taken):
            continue
        count += 1
        if count > MOST_SIGNS:
            yield Problem(sign.evidence.locator, f"only the first {MOST_SIGNS} secrets were read")
            return
        yield sign


def _tokens(file: Visited) -> Iterator[tuple[PlainSecret, int, int]]:
    start = max(0, file.marks["service token"] - 256)
    seen = set[int]()
    for number in range(MOST_WINDOWS):
        begin = start + number * WINDOW
        if begin >= file.content.size:
            return
        data = file.content.read(max(0, begin - 1), WINDOW + OVERLAP)
        for kind, rule, first, last in tokens_of(data, program=file.type.startswith("ELF")):
            at = max(0, begin - 1) + first
            if at in seen:
                continue
            seen.add(at)
            evidence = quoted(file, at, last - first, RULE, [(0, last - first)])
            example = PUBLISHED.search(data[first:last]) is not None
            yield PlainSecret(evidence, rule, kind, kind, example), at, at + last - first


def _settings(file: Visited) -> Iterator[tuple[PlainSecret, int, int]]:
    xml = file.type == "XML" or file.name.endswith(".xml")
    script = file.type.startswith("script")
    for number, offset, line in lines_with(file, WORD, WORDS):
        text = line.decode("latin-1")
        if _COMMENT.match(text):
            continue
        for name, value, start, end in settings_of(text, xml, script, UNITS.search(file.path) is not None):
            kind = _kind(file, name)
            if kind == "password in a URL" and not _called(text, end):
                continue
            strict = (script or xml) and kind not in _CERTAIN
            customary = value in _CUSTOMARY and kind == "community"
            if not kind or not (customary or is_secret(value, strict)):
                continue
            if kind == "token" and len(value) < 12:
                continue
            first = min(len(text) - len(text.lstrip()), start)
            evidence = quoted(file, offset + first, end - first, RULE, [(start - first, end - first)], number)
            writes = name.startswith("rw")
            short = name.partition(":")[0] if "://" in name else name.split()[0]
            yield (
                PlainSecret(
                    evidence, RULES[kind], kind, short, "EXAMPLE" in value.upper(), value in _CUSTOMARY, writes
                ),
                offset + start,
                offset + end,
            )


def _called(text: str, end: int) -> bool:
    """Tell whether the host behind `password@` is one that could be called: none kept for documentation."""
    host = re.match(r"@([\w.-]{1,200})", text[end:])
    return host is not None and not _DOCUMENTED.search(host[1].lower())


def _kind(file: Visited, name: str) -> str:
    if re.match(r"r[ow]community|com2sec", name):
        return "community"
    if "://" in name:
        return "password in a URL"
    if name == "createUser":
        return "SNMPv3 password"
    if name in ("key", "key1", "key2", "key3", "key4") and file.path.endswith("etc/config/wireless"):
        return "Wi-Fi key"
    return kind_of(name)
