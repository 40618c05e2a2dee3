"""A certificate goes in; what is weak about its key, signature and validity comes out, in words."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from cupel.records.build import Certificate

LEAST_RSA, LEAST_EC = 2048, 224
"""Bits: NIST SP 800-131A, revision 2."""
MOST_YEARS = 25
DAYS_OF_YEAR = 365.25
OLD = ("md5", "md2", "sha1")
"""Digests, a signature by which can be forged."""


FaultKind = Literal["a short key", "an old signature", "ended", "a long validity"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is weak of a certificate."""

    kind: FaultKind
    """What sort it is, in words that a count can stand before."""
    words: str
    """The same of this certificate, in a clause."""


def faults_of(it: Certificate, newest: str, authority: bool) -> list[Fault]:
    """Say what is weak of a certificate, in an image whose newest one began on `newest`.

    The signature of a root speaks for nothing: who trusts it trusts the key. An authority is made to be valid for long.
    """
    faults = []
    if it.key_bits and it.key_type in ("RSA", "DSA") and it.key_bits < LEAST_RSA:
        faults.append(Fault("a short key", f"its {it.key_type} key has {it.key_bits} bits"))
    if it.key_bits and it.key_type.startswith("EC") and it.key_bits < LEAST_EC:
        faults.append(Fault("a short key", f"its curve has {it.key_bits} bits"))
    if any(name in it.signature_algorithm.lower() for name in OLD) and not it.self_signed:
        faults.append(Fault("an old signature", f"it is signed by {it.signature_algorithm}"))
    days = _days(it.not_before, it.not_after)
    if not authority and days is not None and days > MOST_YEARS * DAYS_OF_YEAR:
        faults.append(Fault("a long validity", f"it is valid for {days / DAYS_OF_YEAR:.0f} years"))
    if it.not_after < newest:
        ended = f"it ended on {it.not_after}, before another certificate of the image began ({newest})"
        faults.append(Fault("ended", ended))
    return faults


def _days(first: str, last: str) -> int | None:
    try:
        return (date.fromisoformat(last) - date.fromisoformat(first)).days
    except ValueError:
        return None
