"""Words that protocols, configurations and command lines are made of: a constant goes in; whether it is one comes out.

Names of RFC 9110, 9111, 6265, 7826, 959, 3659, 5321, 3501, 1939, 2132, 3261, UPnP 2.0, TR-069, RFC 2307 and POSIX; no
credential is among them.
"""

import re
from pathlib import Path

WORDS = frozenset(Path(__file__).with_name("vocabulary.txt").read_text("utf-8").split())
HEADER = re.compile(r"(?:x-)?[A-Z][a-zA-Z0-9]*(?:-[A-Z][a-zA-Z0-9]*)+:? ?")
PATTERN = re.compile(
    r"HTTP/\d?\.?\d?|https?://|[a-z]+://|text/[\w+-]+|application/[\w+.-]+|image/[\w+-]+|--?[a-z][a-z0-9-]*=?|"
    r"\.[a-z]{1,5}|/[a-z]{1,8}/|/dev/[\w/]+|/proc/[\w/]+|/{1,2}|\.{1,3}/?|[\r\n]+|-{1,2}>?|%%|&&|::?|\$\{?|/\*|\*/|[=?*#\"]|\w?|%\w+|<[\w?/!:-]+>?|\*\.?\w*|\d+|\d+\.\d+|"
    r"0\.0\.0\.0|255\.255\.255\.255|127\.0\.0\.1|(?:eth|br|wlan|ppp|ath|ra|lo|usb|tun|vlan)-?\d{1,4}"
)


def bare(text: str) -> str:
    """Return a text without the signs round it."""
    return text.strip(" \t\r\n=:;,\"'<>?&")


def expected(text: str) -> bool:
    """Tell whether a text is a word of a known protocol, an option, a type of content or nothing but signs."""
    return bare(text).lower() in WORDS or bool(PATTERN.fullmatch(text.strip())) or bool(HEADER.fullmatch(text))
