"""X.509 certificates, alone, bundled or inside other files, go in; whom they name and until when comes out."""

import base64
import binascii
import hashlib
import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cupel.inspect.identify.source import Fact, Visited
from cupel.records.build import Certificate
from cupel.records.evidence import Evidence
from cupel.records.problem import Problem

if TYPE_CHECKING:
    from cryptography import x509

PEM = re.compile(
    rb"-----BEGIN (TRUSTED )?CERTIFICATE-----([A-Za-z0-9+/=\s\\n]{64,65536}?)-----END (?:TRUSTED )?CERTIFICATE-----"
)
MOST = 512
"""Certificates of one file that are read: the largest bundle of authorities has 150."""
MOST_BYTES = 64 << 20
MOST_PROBLEMS = 5
NAMES = (".pem", ".crt", ".cer", ".der", ".cert", ".ca")
MOST_NAME = 500


class Certificates:
    """The source's facts and its reading."""

    name = "certificate"
    title = "a certificate"
    description = (
        "Certificates that the image ships: subject, issuer, validity, kind and size of the key, and whether it "
        "signs itself. PEM is found in any file, in programs too; DER in files of its own."
    )
    reference = "RFC 5280; RFC 7468"

    def wants(self, file: Visited) -> bool:
        """Want what the scan found a PEM header in, and DER files."""
        return (
            "certificate" in file.marks
            or file.type.startswith("X.509")
            or (file.name.lower().endswith(NAMES) and file.type == "data" and file.content.size < 1 << 16)
        )

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield each certificate; say which cannot be read."""
        refused = count = 0
        for place, der in _found(file):
            if isinstance(der, str):
                fact: Fact | None = Problem(place, f"the certificate cannot be read: {der}")
            elif count >= MOST:
                yield Problem(place, f"only its first {MOST} certificates were read")
                return
            else:
                fact = _read(der, place, file, alone=not place)
                count += 1
            if fact is None:
                continue
            refused += isinstance(fact, Problem)
            if refused <= MOST_PROBLEMS or not isinstance(fact, Problem):
                yield fact
        if refused > MOST_PROBLEMS:
            yield Problem("", f"{refused - MOST_PROBLEMS} more certificates cannot be read")


def _found(file: Visited) -> Iterator[tuple[str, bytes | str]]:
    """Yield (place, DER or what is wrong) of every certificate."""
    if "certificate" not in file.marks:
        yield "", file.content.read(0, 1 << 16)
        return
    start = max(0, file.marks["certificate"] - 64)
    data = file.content.read(start, MOST_BYTES)
    for it in PEM.finditer(data):
        place = f"@0x{start + it.start():x}"
        try:
            der = base64.b64decode(re.sub(rb"\s|\\n", b"", it[2]), validate=True)
            yield place, der
        except (binascii.Error, ValueError) as error:
            yield place, str(error)


def _read(der: bytes, place: str, file: Visited, alone: bool) -> Certificate | Problem | None:
    from cryptography import x509  # noqa: PLC0415 - 60 ms to load, and many images have no certificate

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of serial numbers and lengths that the standard forbids
            return _facts(x509.load_der_x509_certificate(_first(der)), place, file)
    except Exception as error:  # noqa: BLE001 - the library raises its own and Rust's errors at hostile bytes
        # a file of its own may as well be a key, which this source leaves to others
        return None if alone else Problem(place, f"the certificate cannot be read: {type(error).__name__} {error}")


def _first(der: bytes) -> bytes:
    """Cut off what follows the certificate: OpenSSL's TRUSTED form adds settings."""
    if len(der) > 4 and der[1] & 0x80 and (length := der[1] & 0x7F) <= 4:
        return der[: 2 + length + int.from_bytes(der[2 : 2 + length], "big")]
    return der


def _facts(found: "x509.Certificate", place: str, file: Visited) -> Certificate:
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 - as above

    subject, issuer = (it.rfc4514_string()[:MOST_NAME] for it in (found.subject, found.issuer))
    try:
        kind, bits, public = _key(found)
    except Exception:  # noqa: BLE001 - a key of a kind that the library refuses is still in a certificate
        kind, bits, public = "", None, ""
    der = found.public_bytes(Encoding.DER)
    oid = found.signature_algorithm_oid
    name = getattr(oid, "_name", "")
    return Certificate(
        subject, issuer, found.not_valid_before_utc.date().isoformat(), found.not_valid_after_utc.date().isoformat(),
        kind, bits, name if name and name != "Unknown OID" else oid.dotted_string, _self_signed(found),
        hashlib.sha256(der).hexdigest(), Evidence(file.sha256, place, subject, "identify/certificate", ""),
        public,
    )  # fmt: skip


def _key(found: "x509.Certificate") -> tuple[str, int | None, str]:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415 - as above

    key = found.public_key()
    public = hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()
    kind = type(key).__name__.lstrip("_").removesuffix("PublicKey")
    if curve := getattr(key, "curve", None):
        return f"EC {curve.name}", curve.key_size, public
    bits = getattr(key, "key_size", None) or {"Ed25519": 256, "Ed448": 456, "X25519": 256}.get(kind)
    return kind, bits, public


def _self_signed(found: "x509.Certificate") -> bool:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - as above

    if found.subject != found.issuer:
        return False
    try:
        found.verify_directly_issued_by(found)
    except InvalidSignature:
        return False
    except Exception:  # noqa: BLE001 - an algorithm that the library does not verify any more: the names decide
        return True
    return True


SOURCE = Certificates()
