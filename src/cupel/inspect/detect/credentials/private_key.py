"""Bytes that may be a private key go in; its form, kind, bits and the fingerprints of its public half come out."""

import base64
import binascii
import hashlib
import re
import struct
import warnings
from dataclasses import dataclass, replace
from typing import Any

from cupel.inspect.detect.credentials.ssh_key import SshKey, fingerprint_of, read_blob

OPENSSH = b"openssh-key-v1\0"
_HEADER = re.compile(rb"^[A-Za-z-]{1,40}: [^\n]{0,200}\n", re.MULTILINE)
_PUTTY_LINES = re.compile(rb"Public-Lines: (\d{1,3})\r?\n")


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What can be told of a private key without its passphrase."""

    form: str
    """How it is written: `PEM RSA PRIVATE KEY`, `OpenSSH`, `Dropbear`, `PuTTY`, `DER` ..."""
    kind: str
    """`RSA`, `DSA`, `EC secp256r1`, `Ed25519` ...; empty where that is not told."""
    bits: int | None = None
    """Its size."""
    encrypted: bool = False
    """Whether a passphrase is needed."""
    ssh: str = ""
    """Fingerprint of the public half as an SSH key, `SHA256:...`."""
    spki: str = ""
    """SHA-256 of the public half as SubjectPublicKeyInfo, DER, hexadecimal: what a certificate has of it."""
    wrong: str = ""
    """Why it cannot be read; empty where it can."""


def read_pem(label: str, body: bytes) -> KeyFacts:
    """Read what stands between BEGIN and END of `label` (RFC 7468; RFC 1421 for headers)."""
    form = f"PEM {label}".strip()
    body = body.replace(b"\\r", b"").replace(b"\\n", b"\n").replace(b"\r", b"")
    encrypted = b"ENCRYPTED" in body[:400] or label.startswith("ENCRYPTED")
    raw = re.sub(rb"\s", b"", _HEADER.sub(b"", body))
    try:
        der = base64.b64decode(raw, validate=True)
    except (binascii.Error, ValueError):
        return KeyFacts(form, _kind_of(label), wrong="its base 64 is broken")
    if label.startswith("OPENSSH"):
        return read_openssh(der)
    if encrypted:
        return KeyFacts(form, _kind_of(label), encrypted=True)
    return replace(read_der(der), form=form)


def _kind_of(label: str) -> str:
    first = label.split(" ", maxsplit=1)[0]
    return first if first in ("RSA", "DSA", "EC") else ""


def read_der(der: bytes) -> KeyFacts:
    """Read PKCS #1, PKCS #8 or SEC 1 without a passphrase."""
    from cryptography.hazmat.primitives.serialization import load_der_private_key  # noqa: PLC0415 - 60 ms to load

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # its numbers are only read: whether they are primes is not asked, which would take a second
            key = load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)
            return _facts("DER", key.public_key())
    except Exception as error:  # noqa: BLE001 - the library raises its own and Rust's errors at hostile bytes
        return KeyFacts("DER", "", wrong=f"it is no key that can be read ({type(error).__name__})")


def _facts(form: str, public: Any) -> KeyFacts:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415 - as above

    spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    kind = type(public).__name__.lstrip("_").removesuffix("PublicKey")
    bits = getattr(public, "key_size", None) or {"Ed25519": 256, "Ed448": 456, "X25519": 256}.get(kind)
    if curve := getattr(public, "curve", None):
        kind = f"EC {curve.name}"
    try:
        ssh = public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
        name = fingerprint_of(base64.b64decode(ssh.split(b" ")[1]))
    except Exception:  # noqa: BLE001 - SSH has no form for every kind of key
        name = ""
    return KeyFacts(form, kind, bits, ssh=name, spki=hashlib.sha256(spki).hexdigest())


def read_openssh(data: bytes) -> KeyFacts:
    """Read OpenSSH's own form: the public half stands before what a passphrase may protect (PROTOCOL.key)."""
    if not data.startswith(OPENSSH):
        return KeyFacts("OpenSSH", "", wrong="its head is missing")
    parts, at = list[bytes](), len(OPENSSH)
    for step in range(4):  # cipher, key derivation, its options; then the number of keys, and the first public half
        if step == 3:
            at += 4
        if at + 4 > len(data):
            return KeyFacts("OpenSSH", "", wrong="it is cut off")
        (size,) = struct.unpack_from(">I", data, at)
        if at + 4 + size > len(data):
            return KeyFacts("OpenSSH", "", wrong="it is cut off")
        parts.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    return _of_public("OpenSSH", parts[3], encrypted=parts[0] != b"none")


def read_dropbear(data: bytes) -> KeyFacts:
    """Read a key as dropbearkey writes it: the public blob, with the private numbers behind it."""
    parts, at = list[bytes](), 0
    while at + 4 <= len(data) and len(parts) < 7:
        (size,) = struct.unpack_from(">I", data, at)
        if at + 4 + size > len(data):
            break
        parts.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    name = parts[0].decode("latin-1") if parts else ""
    public = {"ssh-rsa": 3, "ssh-dss": 5}.get(name, 3 if name.startswith("ecdsa-sha2-") else 2)
    if name == "ssh-ed25519" and len(parts) == 2 and len(parts[1]) == 64:
        parts = [parts[0], parts[1][32:], parts[1][:32]]
    if len(parts) <= public:
        return KeyFacts("Dropbear", "", wrong="it is cut off, or holds no private numbers")
    blob = b"".join(struct.pack(">I", len(part)) + part for part in parts[:public])
    return _of_public("Dropbear", blob, encrypted=False)


def read_putty(data: bytes) -> KeyFacts:
    """Read PuTTY's form: the public half stands in lines of base 64 (PuTTY manual, appendix 'PPK file format')."""
    match = _PUTTY_LINES.search(data)
    lines = data[match.end() :].split(b"\n")[: int(match[1])] if match else []
    try:
        blob = base64.b64decode(b"".join(line.strip() for line in lines), validate=True)
    except (binascii.Error, ValueError):
        return KeyFacts("PuTTY", "", wrong="its base 64 is broken")
    return _of_public("PuTTY", blob, encrypted=not re.search(rb"Encryption: none\r?\n", data))


def _of_public(form: str, blob: bytes, encrypted: bool) -> KeyFacts:
    key: SshKey = read_blob(blob)
    if key.wrong:
        return KeyFacts(form, key.type, wrong=key.wrong)
    return KeyFacts(form, _ssh_kind(key.type), key.bits, encrypted, key.fingerprint, spki_of(key.type, blob))


def _ssh_kind(name: str) -> str:
    known = {"ssh-rsa": "RSA", "ssh-dss": "DSA", "ssh-ed25519": "Ed25519", "ssh-ed448": "Ed448"}
    return known.get(name, "EC " + name.rpartition("-")[2] if name.startswith("ecdsa") else name)


def spki_of(name: str, blob: bytes) -> str:
    """Hash an SSH public key as a certificate would hold it; empty where that cannot be."""
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - 60 ms to load
        Encoding,
        PublicFormat,
        load_ssh_public_key,
    )

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            public = load_ssh_public_key(name.encode() + b" " + base64.b64encode(blob))
        return hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()
    except Exception:  # noqa: BLE001 - the library refuses short and odd keys
        return ""
