"""A private key's sign goes in; what it is for comes out, as far as its place, settings and certificates tell."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from cupel.inspect.detect.credentials.key_file import PrivateKey
from cupel.inspect.detect.credentials.leaked import is_test_key
from cupel.inspect.detect.credentials.places import Placed, placed
from cupel.inspect.detect.credentials.servers import reader_of
from cupel.inspect.detect.image import Image
from cupel.records.build import Certificate, Setting
from cupel.records.evidence import Evidence
from cupel.records.finding import Facet, Tier

LIBRARY = re.compile(
    r"(?:^|/)lib(?:gnutls|wolfssl|cyassl|mbed\w*|polarssl|crypto|ssl\d*|nss\w*|nettle|hogweed|gcrypt|ssh2?|matrixssl|"
    r"axtls|tomcrypt|botan|bearssl|gio|rdkafka|websockets|curl\w*|mongoc\S*)[-.\w]*$|(?:^|/)[^/]*(?:selftest|_test|test_)[^/]*$"
)
"""Cryptographic libraries, which carry published keys to test themselves with."""
SHOWN = re.compile(
    r"(?:^|/)(?:tests?|testdata|testing|t|examples?|demos?|samples?|fixtures|mock|docs?|man|usr/share/doc)/", re.I
)
_SIGNING = re.compile(r"sign|update|upgrade|firmware|fw_|image|opkg|usign|release", re.I)
_CLIENT = re.compile(r"client|device|cpe|id_(?:rsa|dsa|ecdsa|ed25519)$", re.I)
_SERVER = re.compile(r"server|https?|ssl|tls|web|nginx|lighttpd|stunnel|snakeoil", re.I)


@dataclass(frozen=True, slots=True)
class Use:
    """What a key is for."""

    place: Placed
    """Where it lies."""
    use: str
    """One word or two: `SSH host`, `TLS server`, `signing`, `client`, `unknown`."""
    rule: str
    """Which rule reports it."""
    title: str
    """Beginning of the finding's title."""
    words: str
    """What it is for, in a sentence."""
    tier: Tier
    """How far it is used."""
    reason: str
    """Why so far."""
    facets: tuple[Facet, ...] = ()
    """What the server's start tells."""
    evidence: tuple[Evidence, ...] = ()
    """What says so, beside the key itself."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What an image has beside its keys, in tables made once."""

    certificates: Mapping[str, Certificate]
    """Fingerprint of the public key -> the first certificate of it."""
    settings: Mapping[str, list[Setting]]
    """Path -> settings whose value it is."""
    tested: frozenset[str]
    """Artefacts that hold a key with which a library tests itself."""


def beside(image: Image) -> Beside:
    """Make the tables of an image."""
    settings: dict[str, list[Setting]] = defaultdict(list)
    for it in image.build.settings:
        if (path := it.value.strip("\"'= ")).startswith("/"):
            settings[path].append(it)
    certificates = {it.public_key_sha256: it for it in reversed(image.build.certificates) if it.public_key_sha256}
    tested = frozenset(it.evidence.artefact for it in image.signs(PrivateKey) if is_test_key(it.facts.spki))
    return Beside(certificates, settings, tested)


def use_of(image: Image, sign: PrivateKey, known: Beside) -> Use | None:
    """Tell what a key is for; None for one that is there to test a library or to show a format.

    1. In a place where a host key of sshd or dropbear is read.
    2. In a program.
    3. Named by a setting; or with a certificate of the same public half beside it; else by its path alone.
    """
    place = placed(image, sign.evidence, lambda root, path: reader_of(image, root, path, "host") is not None)
    if SHOWN.search(place.path) or (sign.program and (LIBRARY.search(place.path) or _tests_itself(sign, known))):
        return None
    reader = reader_of(image, place.root, place.path, "host")
    if reader is not None:  # 1
        return Use(
            place, "SSH host", "ssh-host-key", "An SSH host key is shipped",
            f"It is where {reader.name} reads its host key: who has it can pass as any device that has it too.",
            "configured", f"{reader.name} is in the same root file system and reads this file.", (reader.running,),
        )  # fmt: skip
    if sign.program:  # 2
        return Use(
            place, "unknown", "private-key-in-program", "A program holds a private key",
            "What the program does with it was not looked at.", "present", "The bytes are in the program.",
        )  # fmt: skip
    certificate = known.certificates.get(sign.facts.spki)
    use = _by_name(place.path, certificate)
    words = f"Its name and place speak of a key for: {use}." if use != "unknown" else "What it is for is not told."
    evidence: tuple[Evidence, ...] = ()
    if certificate is not None:
        words = f"A certificate in the image has the same public key: {certificate.subject or 'without a name'}."
        evidence = (certificate.evidence,)
    setting = _named(image, place, known)
    tier: Tier = "configured" if setting else "present"
    reason = f"{setting.file} names the file ({setting.key})." if setting else "Nothing read tells what uses it."
    if setting:
        evidence = (*evidence, setting.evidence)
    rule = "key-container" if sign.container else "private-key"
    return Use(place, use, rule, "A private key is shipped", words, tier, reason, (), evidence)  # 3


def _tests_itself(sign: PrivateKey, known: Beside) -> bool:
    """Tell whether a key in a program is a library's test key, or a locked one beside such keys."""
    return is_test_key(sign.facts.spki) if sign.facts.spki else sign.evidence.artefact in known.tested


def _named(image: Image, place: Placed, known: Beside) -> Setting | None:
    """Return a setting of the same root whose value is the file's path."""
    for setting in known.settings.get("/" + place.path, ()):
        at = image.files.place(setting.evidence.locator)
        if at is not None and at[0] == place.root:
            return setting
    return None


def _by_name(path: str, certificate: Certificate | None) -> str:
    name = path.rpartition("/")[2]
    if "ssh_host" in name or "host_key" in name:
        return "SSH host"
    if _SIGNING.search(name):
        return "signing"
    if _CLIENT.search(name) or "/.ssh/" in path:
        return "client"
    if certificate is not None or _SERVER.search(path):
        return "TLS server"
    return "unknown"
