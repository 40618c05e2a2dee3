"""Decodes text sign for sign: bytes go in; the text, the encoding that made it, and what was guessed come out."""

import codecs
import re
from dataclasses import dataclass

from cupel.documents.format import Unreadable

MARKS = (  # the longer first: UTF-32's mark begins like UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
SAMPLE = 64 << 10
"""Bytes from which an encoding is guessed, and binary data is told."""
CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x08\x1a\x1b")) + b"\x7f"
MOST_CONTROL = 0.01
"""Share of control bytes above which data is no text; random bytes have a tenth."""
SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
COMMON = {
    "gb18030": re.compile(rb"[\x00-\x7f]+|([\xb0-\xd7][\xa1-\xfe]|[\xa1\xa3][\xa1-\xfe])|[\x80-\xff][\x30-\xff]?"),
    "big5": re.compile(
        rb"[\x00-\x7f]+|([\xa4-\xc6][\x40-\x7e\xa1-\xfe]|[\xa1-\xa3][\x40-\xfe])|[\x80-\xff][\x40-\xff]?"
    ),
    "shift_jis": re.compile(
        rb"[\x00-\x7f]+|(\x82[\x4f-\xf1]|\x83[\x40-\x96]|\x81[\x40-\xac]|[\x88-\x97][\x40-\xfc])"
        rb"|[\xa1-\xdf]|[\x80-\xff][\x40-\xff]?"
    ),
    "windows-1252": re.compile(
        rb"[\x00-\x7f]+|(?<![\x80-\xff])"
        rb"([\xc0-\xff\x80\x85\x8a\x8c\x8e\x91-\x97\x99\x9a\x9c\x9e\x9f\xa0-\xbf]{1,2})(?![\x80-\xff])|[\x80-\xff]"
    ),
}
"""Encoding -> its signs; a group holds those that ordinary text consists of: GB 2312 level 1, Big5's frequent plane,
kana and JIS level 1; of Latin letters, at most two in a row that are no ASCII."""
ENOUGH = 0.6
"""Share of common signs from which on a guess is taken."""


WIDE = frozenset({"gb18030", "big5", "shift_jis"})
CERTAIN = 0.85
"""Share from which on signs of two bytes are what they seem, though some of them look like UTF-8."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how it came about."""

    text: str
    encoding: str
    """Python's name of the codec that gives the same bytes back; of mixed text, the names joined by `and`."""
    notes: tuple[str, ...] = ()
    """What was guessed."""


def decode(data: bytes, declared: str = "") -> Decoded:
    """Decode bytes; every sign stays, a byte order mark too, so that an offset leads back to the bytes.

    1. A byte order mark decides.
    2. Bytes that are UTF-8 throughout are UTF-8.
    3. A declared encoding counts where the bytes keep it.
    4. Lines that are UTF-8 between lines that are not are read each by itself.
    5. Else the most likely of windows-1252, GB 18030, Big5 and Shift JIS, which is told as a guess.

    Raises Unreadable at binary data.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _marked(data, encoding)
    wide = _wide(data[:SAMPLE])
    if wide:
        return Decoded(*_whole(data, wide), (f"it has no byte order mark; read as {wide.upper()}",))
    _refuse_binary(data[:SAMPLE])
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            name = codecs.lookup(declared).name
            return Decoded(data.decode("cp1252" if name == "iso8859-1" else name), declared.lower())
        except (LookupError, UnicodeError, ValueError):  # no such encoding, or the bytes are of another
            pass
    told = f"it is not in the encoding {declared[:40]} that it declares; " if declared else ""
    return _mixed(data, told) or _guessed(data, told)


def _marked(data: bytes, encoding: str) -> Decoded:
    text, encoding = _whole(data, encoding)
    bad = text.count("\ufffd")
    note = f"it has {bad:,} signs that are no {encoding.upper()} or were lost before" if bad else ""
    return Decoded(text, encoding, (note,) if note else ())


def _whole(data: bytes, encoding: str) -> tuple[str, str]:
    return data.decode(encoding, "replace"), encoding


def _wide(sample: bytes) -> str:
    """Name UTF-16 without a mark: in Western text every second byte is zero."""
    low, high = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half < 4 or low + high < 0.3 * half or min(low, high) > 0.02 * half:
        return ""
    return "utf-16-le" if high > low else "utf-16-be"


def _refuse_binary(sample: bytes) -> None:
    control = len(sample) - len(sample.translate(None, CONTROL))
    if control > MOST_CONTROL * len(sample):
        raise Unreadable("it is binary data, and no text in an encoding that is known", "save its text as UTF-8")


def _mixed(data: bytes, told: str) -> Decoded | None:
    """Decode line by line where some lines are certainly UTF-8 and others are not."""
    lines = data.split(b"\n")
    foreign = [line for line in lines if not _is_utf8(line)]
    outside = b"\n".join(foreign)
    kept = sum(len(it) for line in lines if not line.isascii() and _is_utf8(line) for it in SEQUENCE.findall(line))
    inside = sum(map(len, SEQUENCE.findall(outside)))
    beyond = len(outside.translate(None, bytes(range(128))))
    other, share = _likely(outside)
    is_wide = other in WIDE and share >= CERTAIN
    if not is_wide and inside >= 4 and inside >= 0.5 * beyond:
        other = "windows-1252"
    elif kept < 6:
        return None
    text = "\n".join(_line(line, other) for line in lines)
    note = f"{told}its encodings are mixed: {len(foreign):,} of {len(lines):,} lines are no UTF-8; read as {other}"
    return Decoded(text, f"utf-8 and {other}", (note,))


def _line(line: bytes, other: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if other != "windows-1252":
        return line.decode(other, "replace")
    parts, at = [], 0  # UTF-8 and windows-1252 may meet inside a line too
    for found in SEQUENCE.finditer(line):
        parts += [_western(line[at : found.start()]), found.group().decode("utf-8", "replace")]
        at = found.end()
    return "".join([*parts, _western(line[at:])])


def _western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:  # five bytes are no sign of windows-1252
        return data.decode("latin-1")


def _is_utf8(line: bytes) -> bool:
    if line.isascii():
        return True
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _guessed(data: bytes, told: str) -> Decoded:
    encoding, share = _likely(data)
    unsure = "" if share >= ENOUGH else ", though little speaks for it"
    note = f"{told}it is no UTF-8 and names no encoding that fits; it was read as {encoding}, a guess{unsure}"
    return Decoded(data.decode(encoding), encoding, (note,))


def _likely(data: bytes) -> tuple[str, float]:
    """Return the encoding in which most signs are ordinary, and their share; Latin-1 where no other is possible."""
    sample = data[:SAMPLE]
    sample = sample[: sample.rfind(b"\n") + 1] or sample
    best, share = "", -1.0
    for encoding, pattern in COMMON.items():
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        signs = [found.group(1) is not None for found in pattern.finditer(sample) if found.group()[0] >= 0x80]
        common = sum(signs) / (len(signs) or 1)
        if common > share:
            best, share = encoding, common
    return (best, share) if share >= ENOUGH or best == "windows-1252" else _fallback(data, share)


def _fallback(data: bytes, share: float) -> tuple[str, float]:
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "iso-8859-1", min(share, 0.0)
    return "windows-1252", min(share, 0.0)
