"""Published keys: a fingerprint goes in, what is published of the key comes out.

`leaked_keys.toml` has keys of devices and services; `test_keys.toml` those that libraries publish to test themselves.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("leaked_keys.toml")
TESTS = Path(__file__).with_name("test_keys.toml")


@dataclass(frozen=True, slots=True)
class LeakedKey:
    """A key whose private half is published."""

    name: str
    """Whose key it is, as the source has it."""
    use: str
    """`login`: it lets somebody in; `host`: it is a server's; `test`: a library tests itself with it."""
    source: str
    """Where it is published."""
    cve: str
    """The CVE record that speaks of it; empty where there is none."""


@cache
def leaked_keys() -> dict[str, LeakedKey]:
    """Return every published key by the fingerprints of its public half, SSH's and SubjectPublicKeyInfo's."""
    found: dict[str, LeakedKey] = {}
    for it in tomllib.loads(FILE.read_text("utf-8"))["key"]:
        key = LeakedKey(it["name"], it["use"], it["source"], it.get("cve", ""))
        found |= {it["ssh"]: key, it["spki"]: key}
    for each in tomllib.loads(TESTS.read_text("utf-8"))["set"]:
        key = LeakedKey(f"{each['name']}, test keys", "test", each["source"], "")
        found |= dict.fromkeys(each["spki"], key)
    return found


def is_test_key(spki: str) -> bool:
    """Tell whether a library publishes the key to test itself with."""
    key = leaked_keys().get(spki)
    return key is not None and key.use == "test"
