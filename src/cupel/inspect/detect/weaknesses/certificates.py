"""The certificates of an image go in; those with their private key beside them, with weak keys or ends come out."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from cupel.inspect.detect.credentials.key_file import PrivateKey
from cupel.inspect.detect.credentials.places import file_of, placed
from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.build import Certificate
from cupel.records.finding import Finding
from cupel.records.problem import Problem

RULE = "weaknesses/certificates"
BUNDLE = 8
"""Certificates of one file, or of one folder, from which they are a store of authorities."""
LEAST_RSA, LEAST_EC = 2048, 224
"""Bits: NIST SP 800-131A, revision 2."""
MOST_YEARS = 25
DAYS_OF_YEAR = 365.25
OLD = ("md5", "md2", "sha1")
MOST_EVIDENCE = 10


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
        "SHA-1, a validity of more than 25 years, and end dates before the newest beginning among the image's own "
        "certificates; and whether a private key of the image has the same public key. Stores of authorities give one "
        "finding together."
    )
    refutes = "A certificate that nothing presents or trusts; one that is replaced on the device."
    references = ("CWE-295", "CWE-326", "CWE-327", "NIST SP 800-131A", "RFC 5280")
    marks: tuple[tuple[bytes, str], ...] = ()

    def wants(self, file: Visited) -> bool:
        """Want no file: the certificates are read already."""
        return False

    def examine(self, file: Visited) -> Iterator[Sign | Problem]:
        """Yield nothing."""
        return iter(())

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Judge each certificate, and the stores together."""
        private = {sign.facts.spki: sign for sign in reversed(image.signs(PrivateKey)) if sign.facts.spki}
        files, folders = defaultdict[str, int](int), defaultdict[str, int](int)
        for it in image.build.certificates:
            files[file_of(it.evidence.locator)] += 1
            folders[file_of(it.evidence.locator).rpartition("/")[0]] += 1
        newest = max((it.not_before for it in image.build.certificates), default="")
        stored: list[tuple[Certificate, list[str]]] = []
        for it in image.build.certificates:
            place = file_of(it.evidence.locator)
            faults = _faults(it, newest)
            if key := private.get(it.public_key_sha256):
                yield _with_key(image, it, key)
            if max(files[place], folders[place.rpartition("/")[0]]) >= BUNDLE:
                stored += [(it, faults)] if faults else []
            elif faults:
                yield _weak(image, it, faults)
        if stored:
            yield _store(image, stored)


def _faults(it: Certificate, newest: str) -> list[str]:
    """Say what is weak. The signature of a root speaks for nothing: who trusts it trusts the key."""
    faults = []
    if it.key_bits and it.key_type in ("RSA", "DSA") and it.key_bits < LEAST_RSA:
        faults.append(f"its {it.key_type} key has {it.key_bits} bits")
    if it.key_bits and it.key_type.startswith("EC") and it.key_bits < LEAST_EC:
        faults.append(f"its curve has {it.key_bits} bits")
    if any(name in it.signature_algorithm.lower() for name in OLD) and not it.self_signed:
        faults.append(f"it is signed by {it.signature_algorithm}")
    if (days := _days(it.not_before, it.not_after)) is not None and days > MOST_YEARS * DAYS_OF_YEAR:
        faults.append(f"it is valid for {days / DAYS_OF_YEAR:.0f} years")
    if it.not_after < newest:
        faults.append(f"it ended on {it.not_after}, before another certificate of the image began ({newest})")
    return faults


def _days(first: str, last: str) -> int | None:
    try:
        return (date.fromisoformat(last) - date.fromisoformat(first)).days
    except ValueError:
        return None


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
        statement=f"/{place.path} holds a {own} for {it.subject or 'no name'}, valid until {it.not_after}; /{other.path} "
        "holds the private key to it. Every device with this image has the same pair unless it is replaced there.",
        subject=it.sha256[:16], tier="present", tier_reason="Both are in the image; who uses them is not told by them.",
        evidence=[place.evidence, other.evidence], facts=_facts(it), places=place.others,
    )  # fmt: skip


def _weak(image: Image, it: Certificate, faults: list[str]) -> Finding:
    place = placed(image, it.evidence, lambda _root, _path: True)
    return found(
        image, RULE, "weak-certificate", title=f"A certificate is weak: {faults[0]}",
        statement=f"/{place.path} holds a certificate for {it.subject or 'no name'}: {'; '.join(faults)}.",
        subject=it.sha256[:16], tier="present", tier_reason="It is in the image; who uses it is not told by it.",
        evidence=[place.evidence], facts=_facts(it), places=place.others,
    )  # fmt: skip


def _store(image: Image, stored: list[tuple[Certificate, list[str]]]) -> Finding:
    places = list(dict.fromkeys(file_of(it.evidence.locator) for it, _ in stored))
    return found(
        image, RULE, "weak-authorities", title=f"Stores of authorities hold {len(stored)} weak or ended certificates",
        statement=f"{len(stored)} certificates in stores of authorities are weak or ended before the image's newest; "
        f"for example {stored[0][0].subject or 'one without a name'}: {stored[0][1][0]}.",
        subject="stores of authorities", tier="present", tier_reason="They are in the image's stores.",
        evidence=[it.evidence for it, _ in stored[:MOST_EVIDENCE]], facts={"certificates": len(stored)},
        places=places[:MOST_EVIDENCE],
    )  # fmt: skip


DETECTOR = Certificates()
