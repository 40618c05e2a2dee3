"""Chinese signs: a text goes in; the same in simplified signs, or read aloud in pinyin, comes out."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

from cupel.suppliers.scripts.letters import letters


def simplified(text: str) -> str:
    """Return a text with its traditional signs, and Japan's own forms, as simplified ones. Twice is as once.

    One sign becomes one sign; what several signs together would become (the phrases of OpenCC) makes no difference to
    whether two names are the same.
    """
    return text if text.isascii() else text.translate(_simplified())


def syllable(sign: str) -> str:
    """Return how a Chinese sign is most often read, in pinyin without tones; empty for any other sign."""
    return _readings().get(sign, "")


@cache
def _simplified() -> Mapping[int, str]:
    return {ord(sign): line[0] for line in _lines("chinese_simplified.txt") for sign in line[1:]}


@cache
def _readings() -> Mapping[str, str]:
    lines = (line.partition(" ") for line in _lines("chinese_readings.txt"))
    return {sign: name for name, _, signs in lines for sign in signs} | dict(letters("chinese_in_names"))


def _lines(file: str) -> list[str]:
    text = (resources.files(__package__) / file).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
