"""The certificates of an image go in; those with their private key beside them, with weak keys or ends come out."""

import re
from collections import Counter
from collections.abc import Iterator

from cupel.inspect.detect.credentials.certificate_faults import Fault, FaultKind, faults_of
from cupel.inspect.detect.credentials.key_file import PrivateKey
from cupel.inspect.detect.credentials.key_use import SHOWN
from cupel.inspect.detect.credentials.leaked import is_test_key
from cupel.inspect.detect.credentials.places import file_of, in_program, placed
from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.build import Certificate
from cupel.records.finding import Finding
from cupel.records.problem import Problem

RULE = "weaknesses/certificates"
BUNDLE = 8
"""Certificates of one file from which they are a store of authorities."""
STORE = re.compile(
    r"/(?:ssl|pki|tls)/(?:[^/]+/)*c?a?certs/|ca-certificates|ca-?certs?\b|ca[-_]?bundle|/cert\.pem$|trust"
)
MOST_EVIDENCE = 10
COUNTED: dict[FaultKind, str] = {
    "a short key": "with a short key",
    "an old signature": "signed by MD5 or SHA-1 by another",
    "ended": "ended before the newest of the image began",
}
"""Sort of fault of an authority -> how its count is told."""


class Certificates:
    """The detector's facts and its reading."""

    name = "certificates"
    title = "certificates with weak keys, old signatures or their private key beside them"
    means = (
        "A certificate whose private key is in the same image is no secret of one device. A short key or an old digest "
        "can be forged by who has the means. It does not say which program uses the certificate."
    )
    checked = (
        "Every certificate of the image: RSA and DSA below 2,048 bits, curves below 224 bits, signatures by MD5 or "
        "SHA-1 of certificates that others sign, end dates before the newest beginning among the image's own "
        "certificates, and, of certificates of services, a validity of more than 25 years; and whether a private key "
        "of the image has the same public key. Authorities give one finding together: roots (their own signature and "
        "long validity count for nothing) and stores."
    )
    refutes = "A certificate that nothing presents or trusts; one that is replaced on the device."
    references = ("CWE-295", "CWE-326", "CWE-327", "NIST SP 800-131A", "RFC 5280")
    marks: tuple[tuple[bytes, str], ...] = ()

    def wants(self, file: Visited) -> bool:  # noqa: ARG002 - the protocol names it
        """Want no file: the certificates are read already."""
        return False

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:  # noqa: ARG002 - the protocol names it
        """Yield nothing."""
        return iter(())

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Judge each certificate, and the stores together."""
        private = {sign.facts.spki: sign for sign in reversed(image.signs(PrivateKey)) if sign.facts.spki}
        newest = max((it.not_before for it in image.build.certificates), default="")
        counts = Counter(file_of(it.evidence.locator) for it in image.build.certificates)
        trusted: list[tuple[Certificate, list[Fault]]] = []
        for it in reversed({it.sha256: it for it in reversed(image.build.certificates)}.values()):
            program = in_program(image, it.evidence)
            key = private.get(it.public_key_sha256)
            if program and (key is None or is_test_key(it.public_key_sha256)):
                continue  # an authority that the program trusts, or a library's test of itself
            if key is not None and SHOWN.search(image.path_of(it.evidence.locator)):
                continue  # a pair that the documentation shows
            if key is not None:
                yield _with_key(image, it, key)
            stored = counts[file_of(it.evidence.locator)] >= BUNDLE or STORE.search(image.path_of(it.evidence.locator))
            authority = key is None and bool(stored or it.self_signed)
            if not (faults := faults_of(it, newest, authority)):
                continue
            if authority:
                trusted.append((it, faults))
            else:
                yield _weak(image, it, faults)
        if trusted:
            yield _store(image, trusted)


def _facts(it: Certificate) -> dict[str, str | int | bool]:
    return {
        "not_before": it.not_before, "not_after": it.not_after, "key_type": it.key_type, "bits": it.key_bits or 0,
        "signature": it.signature_algorithm, "self_signed": it.self_signed, "sha256": it.sha256,
    }  # fmt: skip


def _with_key(image: Image, it: Certificate, key: PrivateKey) -> Finding:
    place, other = (placed(image, evidence, lambda _root, _path: True) for evidence in (it.evidence, key.evidence))
    own = "self-signed certificate" if it.self_signed else "certificate"
    return found(
        image, RULE, "certificate-with-its-key",
        title=f"The private key of a {own} is in the image",
        statement=f"/{place.path} holds a {own} for {it.subject or 'no name'}, valid until {it.not_after}; "
        f"/{other.path} holds the private key to it. Every device has the same pair unless it is replaced there.",
        subject=it.sha256[:16], tier="present", tier_reason="Both are in the image; they do not tell who uses them.",
        evidence=[place.evidence, other.evidence], facts=_facts(it), places=place.others,
    )  # fmt: skip


def _weak(image: Image, it: Certificate, faults: list[Fault]) -> Finding:
    place = placed(image, it.evidence, lambda _root, _path: True)
    if all(fault.kind in ("ended", "a long validity") for fault in faults):
        title = f"A certificate: {faults[0].words}"
    else:
        title = f"A certificate is weak: {faults[0].words}"
    return found(
        image, RULE, "weak-certificate", title=title,
        statement=f"/{place.path} holds a certificate for {it.subject or 'no name'}: {_clauses(faults)}.",
        subject=it.sha256[:16], tier="present", tier_reason="It is in the image; who uses it is not told by it.",
        evidence=[place.evidence], facts=_facts(it), places=place.others,
    )  # fmt: skip


def _store(image: Image, trusted: list[tuple[Certificate, list[Fault]]]) -> Finding:
    places = list(dict.fromkeys(file_of(it.evidence.locator) for it, _ in trusted))
    first, faults = trusted[0]
    counts = Counter(kind for _, each in trusted for kind in {fault.kind for fault in each})
    told = [f"{counts[kind]} {words}" for kind, words in COUNTED.items() if counts[kind]]
    count = f"{len(trusted)} {'certificate' if len(trusted) == 1 else 'certificates'}"
    return found(
        image, RULE, "weak-authorities", title=f"{count} of authorities: {', '.join(told)}",
        statement=f"{count} of authorities (self-signed, or in a store of them): {', '.join(told)}; one may count "
        f"under several. The first is {first.subject or 'no name'}: {_clauses(faults)}.",
        subject="authorities", tier="present", tier_reason="They are in the image; they do not tell who trusts them.",
        evidence=[it.evidence for it, _ in trusted[:MOST_EVIDENCE]],
        facts={"certificates": len(trusted), **{kind: counts[kind] for kind in COUNTED}},
        places=places[:MOST_EVIDENCE],
    )  # fmt: skip


def _clauses(faults: list[Fault]) -> str:
    return "; ".join(it.words for it in faults)


DETECTOR = Certificates()
