"""Latin letters: a text in any script goes in; what it reads in Latin letters, without marks, comes out."""

import re
import unicodedata
from functools import cache

from cupel.suppliers.scripts.chinese import simplified, syllable
from cupel.suppliers.scripts.letters import letters

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""A Chinese sign, also where it stands in a Japanese or Korean name."""
MARKS = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]+")
"""Marks that make no other name: accents, points of Hebrew, vowels and lengthening of Arabic."""
ALPHABETS = ("latin", "cyrillic", "greek", "arabic", "hebrew")
HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
"""Hiragana -> katakana."""


def without_marks(text: str) -> str:
    """Return a text without accents and vowel points, ø as o and ł as l; a sign of kana or of Korean stays whole."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", MARKS.sub("", unicodedata.normalize("NFD", text))).translate(_plain_letters())


def latin(text: str) -> str:
    """Read a text in lower case in Latin letters; a sign that no table has stays as it is.

    Chinese signs are read in pinyin, also those of Japanese names: only a list of names knows how these are read.
    """
    if text.isascii():
        return text
    return "".join(map(_one, _units(simplified(without_marks(text).translate(HIRAGANA)))))


def _units(text: str) -> list[str]:
    """Cut a text into signs; two signs of kana that are read as one stay together."""
    table = letters("kana")
    units: list[str] = []
    for sign in text:
        if units and units[-1] + sign in table:
            units[-1] += sign
        else:
            units.append(sign)
    return units


@cache
def _plain_letters() -> dict[int, str]:
    return {ord(sign): read for sign, read in letters("latin").items()}


@cache
def _alphabets() -> dict[str, str]:
    return {sign: read for table in (*ALPHABETS, "kana") for sign, read in letters(table).items()}


def _one(unit: str) -> str:
    if unit.isascii():
        return unit
    if (read := _alphabets().get(unit)) is not None:
        return read
    if HAN.match(unit):
        return syllable(unit) or unit
    return _korean(unit) if "\uac00" <= unit <= "\ud7a3" else unit


def _korean(sign: str) -> str:
    """Return a Korean syllable by its two or three parts (Unicode 15.0, section 3.12)."""
    parts = unicodedata.normalize("NFD", sign)
    tables = ("hangul_initial", "hangul_vowel", "hangul_final")
    return "".join(letters(table).get(part, "") for table, part in zip(tables, parts, strict=False))
