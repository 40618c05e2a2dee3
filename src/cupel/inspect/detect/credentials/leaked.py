"""Published keys: a fingerprint goes in, what is published of the key comes out."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("leaked_keys.toml")


@dataclass(frozen=True, slots=True)
class LeakedKey:
    """A key whose private half is published."""

    name: str
    """Whose key it is, as the source has it."""
    use: str
    """`login`: it lets somebody in; `host`: it is a server's."""
    source: str
    """Where it is published."""
    cve: str
    """The CVE record that speaks of it; empty where there is none."""


@cache
def leaked_keys() -> dict[str, LeakedKey]:
    """Return every published key by the fingerprints of its public half, SSH's and SubjectPublicKeyInfo's."""
    found = {}
    for it in tomllib.loads(FILE.read_text("utf-8"))["key"]:
        key = LeakedKey(it["name"], it["use"], it["source"], it.get("cve", ""))
        found |= {it["ssh"]: key, it["spki"]: key}
    return found
