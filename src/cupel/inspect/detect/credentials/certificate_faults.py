"""A certificate goes in; what is weak about its key, signature and validity comes out, in words."""

from datetime import date

from cupel.records.build import Certificate

LEAST_RSA, LEAST_EC = 2048, 224
"""Bits: NIST SP 800-131A, revision 2."""
MOST_YEARS = 25
DAYS_OF_YEAR = 365.25
OLD = ("md5", "md2", "sha1")
"""Digests, a signature by which can be forged."""


def faults_of(it: Certificate, newest: str) -> list[str]:
    """Say what is weak of a certificate, in an image whose newest one began on `newest`.

    The signature of a root speaks for nothing: who trusts it trusts the key.
    """
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
