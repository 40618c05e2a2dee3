"""Reads one record: JSON and its shape go in; an object with the right types, or what is wrong, comes out."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from cupel.reference.damaged import Damaged
from cupel.reference.feed import Refused
from cupel.reference.json_stream import MOST_PART, TooLarge

Shape = TypeVar("Shape")
NAME = re.compile(rb'"(?:id|cveId|cveID|name)"\s*+:\s*+"([^"\\]{1,80})"')
IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9]*[-:][A-Za-z0-9][A-Za-z0-9._:+-]{0,90}")
CVE = re.compile(r"CVE-(?:19|20)\d\d-\d{4,19}")
DAY = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?=T|\Z)")
LONGEST = 400


class Unusable(ValueError):
    """A record says something that cannot be; the message says what."""


def decoder(shape: type[Shape]) -> Callable[[bytes | TooLarge], Shape]:
    """Return a function that reads JSON of this shape (a dataclass); members that it does not name are passed over.

    The function raises ValueError that names the place, for a wrong type, bad JSON, or a record that is too large.
    """
    made = msgspec.json.Decoder(shape)

    def read(data: bytes | TooLarge) -> Shape:
        if isinstance(data, TooLarge):
            raise Unusable(f"it has more than {MOST_PART:,} bytes")
        try:
            return made.decode(data)
        except RecursionError as error:
            raise Unusable("it nests too deep") from error

    return read


def refused(raw: bytes | TooLarge, place: str, error: ValueError) -> Refused:
    """Say of a record why it cannot be used, by its name where that can be read."""
    found = None if isinstance(raw, TooLarge) else NAME.search(raw[:4096])
    return Refused(found[1].decode("utf-8", "backslashreplace") if found else place, str(error)[:300])


def identifier(text: str) -> str:
    """Return an identifier of a vulnerability. Raises Unusable where the text is none."""
    if not IDENTIFIER.fullmatch(text):
        raise Unusable(f"{text[:80]!r} is no identifier of a vulnerability")
    return cve_identifier(text) if text.upper().startswith("CVE") else text


def cve_identifier(text: str) -> str:
    """Return a CVE identifier. Raises Unusable where the text is none."""
    if not CVE.fullmatch(text):
        raise Unusable(f"{text[:80]!r} is no CVE identifier")
    return text


def day(text: str) -> str:
    """Return the day of a time in ISO 8601; empty for no text. Raises Unusable where it is none."""
    if not text:
        return ""
    found = DAY.match(text)
    if not found:
        raise Unusable(f"{text[:40]!r} is no date")
    return found[0]


def within(value: float | None, least: float, most: float, what: str) -> float | None:
    """Return a number. Raises Unusable where it is not from `least` to `most`."""
    if value is not None and not least <= value <= most:
        raise Unusable(f"the {what} {value} is not from {least:g} to {most:g}")
    return value


def name(text: str) -> str:
    """Return the name of a product. Raises Unusable where it is longer than any name."""
    if len(text) > LONGEST:
        raise Unusable(f"a name has {len(text):,} characters")
    return text.strip()


def plain(data: bytes | TooLarge) -> Any:
    """Read what a document says of itself. Raises Damaged where that is no JSON."""
    try:
        return None if isinstance(data, TooLarge) else msgspec.json.decode(data)
    except (ValueError, RecursionError) as error:
        raise Damaged(f"what it says of itself is no JSON: {error}") from error
