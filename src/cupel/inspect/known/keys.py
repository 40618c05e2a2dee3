"""Finds keys in a file: a content goes in; the fingerprint of each key's public half comes out, and where it stands.

Formats: RFC 4253, section 6.6 (public keys); RFC 4716's one-line form of OpenSSH; PEM (RFC 7468) by cryptography.
"""

import base64
import binascii
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from cupel.inspect.detect.credentials.ssh_key import fingerprint_of
from cupel.inspect.unpack.content import Content

MOST_READ = 1 << 20
"""Bytes behind the first mark that are searched."""
MOST_KEYS = 64
BEFORE = 64
"""Bytes before the end of a mark at which its key may begin."""
PUBLIC = re.compile(rb"(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp\d{3}) (AAAA[A-Za-z0-9+/]{60,5000}={0,2})")
PRIVATE = re.compile(
    rb"-----BEGIN ((?:RSA |DSA |EC |OPENSSH )?PRIVATE KEY)-----[\w\s+/=:,.]{60,9000}-----END \1-----", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Key:
    """One key."""

    fingerprint: str
    """Of its public half, as `ssh-keygen -l` writes it."""
    offset: int
    """Where it begins."""
    size: int
    """Bytes of its text."""
    private: bool
    """Whether it is a private key."""


def keys_in(content: Content, mark: int) -> Iterator[Key]:
    """Yield up to MOST_KEYS keys, from the end of the scan's first mark on; what cannot be read is left out."""
    start = max(0, mark - BEFORE)
    data = content.read(start, MOST_READ)
    public = PUBLIC.finditer(data) if b" AAAA" in data else ()  # of the mark's first place most have private keys only
    found = [(it, False) for it in public] + [(it, True) for it in PRIVATE.finditer(data)]
    for it, private in sorted(found, key=lambda each: each[0].start())[:MOST_KEYS]:
        blob = _public_half(it[0]) if private else _decoded(it[1])
        if blob:
            yield Key(fingerprint_of(blob), start + it.start(), len(it[0]), private)


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _public_half(pem: bytes) -> bytes:
    """Return the public half of a private key in SSH's wire format; empty where it is damaged or locked."""
    from cryptography.hazmat.primitives import serialization as form  # noqa: PLC0415 - only where there is a key
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa  # noqa: PLC0415

    text = pem.replace(b"\r", b"")
    load = form.load_ssh_private_key if b"OPENSSH" in text[:40] else form.load_pem_private_key
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # old and short keys are what is looked for
            # its public half is looked up: whether the private numbers are primes is not asked, which takes 20 ms
            key = load(text + b"\n", None, unsafe_skip_rsa_key_validation=True)
            if not isinstance(
                key, rsa.RSAPrivateKey | dsa.DSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
            ):
                return b""
            public = key.public_key().public_bytes(form.Encoding.OpenSSH, form.PublicFormat.OpenSSH)
    except Exception:  # noqa: BLE001 - hostile bytes: cryptography raises many kinds, and a broken key is no key
        return b""
    return _decoded(public.split()[1])
