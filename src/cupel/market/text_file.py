"""Reads a text file that a user names: a path goes in, its text and hash come out, or words that say what to do."""

import hashlib
from pathlib import Path

from cupel.errors import InputError


def read_text(file: Path, most: int, advice: str) -> tuple[str, str]:
    """Return (text, SHA-256 of the bytes) of a UTF-8 file of at most `most` bytes. Raises InputError with `advice`."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.", advice) from error
    if len(data) > most:
        raise InputError(f"{file} is larger than {most >> 20} MB.", advice)
    try:
        return data.decode("utf-8-sig"), hashlib.sha256(data).hexdigest()
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8 (byte {error.start}).", "Save it as UTF-8.") from error
