"""SSH public keys go in, as a blob or a line; type, bits, fingerprint and what is wrong with them come out."""

import base64
import binascii
import hashlib
import re
import struct
from dataclasses import dataclass

TYPES = (
    "ssh-rsa", "ssh-dss", "ssh-ed25519", "ssh-ed448", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521", "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
)  # fmt: skip
"""Key types of RFC 4253, 5656, 8709 and OpenSSH's PROTOCOL.u2f."""
LINE = re.compile(
    r"(?:^|(?<=[\s\"']))(" + "|".join(re.escape(it) for it in TYPES) + r")[ \t]+(AAAA[A-Za-z0-9+/]{8,12000}={0,3})"
    r"(?![A-Za-z0-9+/=])[ \t]*([^\r\n]{0,200})"
)
"""A key in a line: type, blob in base 64, comment; sshd(8), 'AUTHORIZED_KEYS FILE FORMAT'."""
_CURVE_BITS = {"nistp256": 256, "nistp384": 384, "nistp521": 521}


@dataclass(frozen=True, slots=True)
class SshKey:
    """One public key."""

    type: str
    """Its type, as the line or the blob names it."""
    bits: int | None
    """Size; None where the blob does not hold it."""
    fingerprint: str
    """`SHA256:` and the hash of the blob in base 64 without padding, as ssh-keygen -l writes it."""
    wrong: str = ""
    """What is the matter with the blob; empty where it is sound."""


def read_line(kind: str, text: str) -> SshKey:
    """Read a blob in base 64; one that is cut off or broken is a key all the same, and told as such."""
    whole = text.rstrip("=")
    broken = "its base 64 is broken" if len(whole) % 4 == 1 else ""
    try:
        blob = base64.b64decode(whole[: len(whole) - 1 if broken else len(whole)] + "=" * (-len(whole) % 4 % 3))
    except (binascii.Error, ValueError):
        return SshKey(kind, None, fingerprint_of(text.encode()), "its base 64 is broken")
    key = read_blob(blob)
    if key.type != kind and not key.wrong:
        return SshKey(kind, key.bits, key.fingerprint, f"its blob is of another type, {key.type[:40]}")
    return SshKey(kind, key.bits, key.fingerprint, key.wrong or broken)


def read_blob(blob: bytes) -> SshKey:
    """Read a blob of RFC 4253, section 6.6."""
    found = fingerprint_of(blob)
    parts, at = list[bytes](), 0
    while at < len(blob) and len(parts) < 8:
        if at + 4 > len(blob):
            return SshKey(_name(parts), None, found, "it is cut off")
        (size,) = struct.unpack_from(">I", blob, at)
        if at + 4 + size > len(blob):
            return SshKey(_name(parts), None, found, f"it is cut off: {len(blob) - at - 4} of {size} bytes are there")
        parts.append(blob[at + 4 : at + 4 + size])
        at += 4 + size
    kind = _name(parts)
    if kind == "ssh-rsa" and len(parts) == 3:
        return SshKey(kind, _bits(parts[2]), found)
    if kind == "ssh-dss" and len(parts) == 5:
        return SshKey(kind, _bits(parts[1]), found)
    if "ed25519" in kind and len(parts) >= 2 and len(parts[1]) == 32:
        return SshKey(kind, 256, found)
    if kind == "ssh-ed448" and len(parts) == 2:
        return SshKey(kind, 456, found)
    if "ecdsa" in kind and len(parts) >= 3:
        return SshKey(kind, _CURVE_BITS.get(parts[1].decode("latin-1")), found)
    return SshKey(kind, None, found, "it is no key of its type")


def fingerprint_of(blob: bytes) -> str:
    """Hash a blob as ssh-keygen does."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def _name(parts: list[bytes]) -> str:
    return parts[0][:64].decode("latin-1") if parts else ""


def _bits(number: bytes) -> int:
    return int.from_bytes(number[:2048], "big").bit_length() + 8 * max(0, len(number) - 2048)
