"""Acquisition: how an input was got; it decides what may be said of its maker."""

import datetime
import re
from dataclasses import dataclass
from typing import Literal

Grade = Literal["vendor-verified", "third-party copy", "modified", "unknown"]


@dataclass(frozen=True, slots=True)
class Acquisition:
    """How, when and on whose behalf an image, a document or a list was got, as the person who hands it in states it."""

    grade: Grade = "unknown"
    """`vendor-verified` only where the vendor's published hash was given and is the input's own."""
    source: str = ""
    """Where it was got: an address, a shop, a device's flash memory."""
    obtained_on: str = ""
    """The day it was got, ISO 8601."""
    obtained_by: str = ""
    """Who got it."""
    commissioned_by: str = ""
    """Who asked for the work and paid for it."""
    legal_basis: str = ""
    """On what legal basis it was got and may be examined."""
    vendor_sha256: str = ""
    """The SHA-256 that the vendor publishes for it, 64 hex digits."""
    vendor_sha256_source: str = ""
    """Where the vendor publishes that hash."""
    modification: str = ""
    """What was changed since the vendor made it (unpacked, files missing), where that is known."""
    note: str = ""
    """Anything else that a reader must know."""


def complaint(stated: Acquisition) -> str:
    """Say what of the stated facts cannot be what it should be, or nothing."""
    if stated.vendor_sha256 and not re.fullmatch(r"[0-9A-Fa-f]{64}", stated.vendor_sha256):
        return f"vendor_sha256 {stated.vendor_sha256!r} is not 64 hex digits"
    if stated.obtained_on:
        try:
            datetime.date.fromisoformat(stated.obtained_on)
        except ValueError:
            return f"obtained_on {stated.obtained_on!r} is no date like 2026-11-22"
    return ""


def grade(stated: Acquisition, sha256: str) -> tuple[Grade, str]:
    """Grade an acquisition against the input's own SHA-256, and say why in a sentence.

    1. The vendor's published hash was given, with its source, and it is the input's: `vendor-verified`.
    2. The vendor's hash was given and is another: `modified`, whatever else was stated.
    3. A modification was stated: `modified`.
    4. A source was stated: `third-party copy`.
    5. Otherwise `unknown`. A grade that the person states is never raised, only lowered.
    """
    vendor = stated.vendor_sha256.lower()
    if vendor and vendor != sha256:  # 2
        return "modified", f"The vendor publishes SHA-256 {vendor}; this file has {sha256}."
    if stated.modification:  # 3
        return "modified", f"Changed since the vendor made it: {stated.modification}"
    if vendor and stated.vendor_sha256_source:  # 1
        return (
            "vendor-verified",
            f"Its SHA-256 is the one that the vendor publishes ({stated.vendor_sha256_source}).",
        )
    if vendor:
        return "third-party copy", "A vendor's hash was given without saying where the vendor publishes it."
    if stated.source:  # 4
        return "third-party copy", f"Source as stated: {stated.source}. No hash that the vendor publishes was given."
    return "unknown", "Nothing was stated about where it comes from."  # 5


def subject(of_grade: Grade, sha256: str, label: str) -> str:
    """Name what statements may be about: the vendor's release only if verified, else this file under its label."""
    if of_grade == "vendor-verified":
        return f"the release {label}"
    return f"this file ({sha256[:12]}…), labelled {label}"


def labelled(stated: Acquisition, sha256: str, label: str, file: str) -> str:
    """Name what an answer is about at its beginning: a label that nothing proves is told as one, with whose it is."""
    if grade(stated, sha256)[0] == "vendor-verified":
        return f"The release {label}"
    if not label or label == file:
        return file
    return f"This file, labelled {label} by whoever handed it in"
