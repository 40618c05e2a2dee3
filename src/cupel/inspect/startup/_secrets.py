"""Secrets in what starts and configures: a command or a setting goes in; it comes out with them as fingerprints."""

import re
from dataclasses import replace

from cupel.inspect.detect.credentials.secret_name import kind_of
from cupel.inspect.detect.quoting import fingerprint
from cupel.records.build import Setting

_ACCOUNT = re.compile(rb"(?:^|\s)-u\s{0,4}['\"]?[^\s:'\"]{1,64}:([^\s'\"$`][^\s'\"]{0,127})")
"""`-u name:password`, as telnetd of several makers and curl take it; a variable is no password."""


_COMMUNITY = frozenset({"rocommunity", "rwcommunity", "rocommunity6", "rwcommunity6", "trapcommunity", "com2sec"})
"""Keys of snmpd.conf whose value holds a community, which is a password."""


def hidden(setting: Setting) -> Setting:
    """Return a setting with its value as a fingerprint where its key names a secret; others as they are."""
    key = setting.key.lower()
    wifi = key == "key" and setting.section.startswith("wifi-iface")
    if not setting.value or not (wifi or key in _COMMUNITY or kind_of(setting.key)):
        return setting
    evidence, mark = setting.evidence, fingerprint(setting.value.encode("utf-8", "surrogateescape"))
    at = evidence.quote.rfind(setting.value)
    secrets: tuple[tuple[int, int], ...]
    if not evidence.secrets and at >= 0 and evidence.quote.isascii() and len(evidence.quote) == evidence.size:
        quote = evidence.quote[:at] + mark + evidence.quote[at + len(setting.value) :]
        secrets = ((at, at + len(setting.value)),)
    else:  # where in the bytes it stands is not plain: then all of them are kept back
        quote, secrets = mark, ((0, evidence.size),) if evidence.size else ()
    return replace(setting, value=mark, evidence=replace(evidence, quote=quote, secrets=secrets))


def secrets_in(data: bytes) -> tuple[tuple[int, int], ...]:
    """Return (start, end) of each password in a line."""
    return tuple(match.span(1) for match in _ACCOUNT.finditer(data))


def without_secrets(text: str) -> str:
    """Return the text with each password as its fingerprint."""
    data = text.encode("utf-8", "surrogateescape")
    for start, end in reversed(secrets_in(data)):
        data = data[:start] + fingerprint(data[start:end]).encode() + data[end:]
    return data.decode("utf-8", "surrogateescape")
