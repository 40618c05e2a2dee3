"""Hashes are compared with published default passwords: (account, field) pairs go in; what was tried comes out.

The work is bounded by counting rounds of a hash function, never by time, so that every run tries the same words.
"""

import base64
import binascii
import dataclasses
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cupel.inspect.detect.credentials.des_crypt import words_that_give
from cupel.inspect.detect.credentials.md5_crypt import ROUNDS, md5_crypt
from cupel.inspect.detect.credentials.password_field import scheme_of
from cupel.inspect.detect.credentials.sha_crypt import rounds_of, sha_crypt
from cupel.inspect.detect.credentials.words import words_for

ALL_ROUNDS = 320_000
"""Rounds for all hashes of one image: about 0.25 seconds."""
DES_ROUNDS = 100_000
"""What the traditional scheme costs, for all words at once."""
_DIGESTS = {"SHA": "sha1", "SSHA": "sha1", "SHA256": "sha256", "SSHA256": "sha256", "SHA512": "sha512",
            "SSHA512": "sha512", "MD5": "md5", "SMD5": "md5"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """What the comparison of one hash gave."""

    word: str | None = dataclasses.field(repr=False)
    """The password, where a word fits; it never leaves the detector in clear."""
    tried: int
    """Words that were tried."""
    of: int
    """Words that there are for the account."""

    @property
    def in_words(self) -> str:
        """Say it, for a statement."""
        if self.word == "":
            return "The hash is that of the empty password."
        if self.word is not None:
            return "The hash is that of a password in the list of published defaults or of the account's own name."
        if not self.tried:
            return "It was compared with no word: its scheme is costly or is not computed here."
        return f"None of the {self.tried} of {self.of} words that were tried fits."


def check(hashes: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Checked]:
    """Compare each (account, field) with the words for that account; the rounds are shared evenly among what is left.

    The same field of two accounts is compared for each, since the account's name is among the words.
    """
    distinct = list(dict.fromkeys(hashes))
    left, found = ALL_ROUNDS, dict[tuple[str, str], Checked]()
    for number, (account, field) in enumerate(distinct):
        share = left // (len(distinct) - number)
        words = words_for(account)
        found[account, field], cost = _compare(field, words, share, left)
        left -= cost
    return found


def _compare(field: str, words: Sequence[str], share: int, left: int) -> tuple[Checked, int]:
    if field[:7].upper() == "{CRYPT}":
        field = field[7:]
    scheme = scheme_of(field)
    if scheme == "DES":
        if left < DES_ROUNDS:
            return Checked(None, 0, len(words)), 0
        fitting = words_that_give([word.encode("utf-8") for word in words], field)
        return Checked(words[fitting[0]] if fitting else None, len(words), len(words)), DES_ROUNDS
    each, compute = _computing(field, scheme)
    most = min(len(words), share // each) if each else 0
    for number, word in enumerate(words[:most], 1):
        if compute(word.encode("utf-8")):
            return Checked(word, number, len(words)), number * each
    return Checked(None, most, len(words)), most * each


def _computing(field: str, scheme: str) -> tuple[int, Callable[[bytes], bool]]:
    """Return what one word costs, in rounds, and how it is compared; cost 0 where the scheme is not computed."""
    digits = field.rpartition("$")[2]
    if scheme in ("md5crypt", "apr1"):
        magic, salt = (part.encode("latin-1") for part in field.split("$")[1:3])
        return ROUNDS, lambda word: md5_crypt(word, salt, b"$" + magic + b"$").rpartition("$")[2] == digits
    if scheme in ("sha256crypt", "sha512crypt"):
        each = rounds_of(field) * (1 if scheme == "sha256crypt" else 3) // (1 if scheme == "sha256crypt" else 2)
        return each, lambda word: sha_crypt(word, field).rpartition("$")[2] == digits
    if scheme == "LDAP":
        return _ldap(field)
    return 0, lambda _: False


def _ldap(field: str) -> tuple[int, Callable[[bytes], bool]]:
    name = _DIGESTS.get(field[1 : field.index("}")], "")
    try:
        raw = base64.b64decode(field[field.index("}") + 1 :], validate=True)
    except (binascii.Error, ValueError):
        return 0, lambda _: False
    size = hashlib.new(name).digest_size if name else 0
    if not name or len(raw) < size:
        return 0, lambda _: False
    return 2, lambda word: hashlib.new(name, word + raw[size:]).digest() == raw[:size]
