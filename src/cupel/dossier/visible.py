"""Makes text of hostile origin safe to look at: control and direction characters go in, their escapes come out."""

import unicodedata

KEPT = "\n\t"
_MADE: dict[int, str] = {}


def visible(text: str) -> str:
    """Write characters that a terminal obeys, or that reorder what is read, as escapes.

    A file name in an image may hold an escape sequence, or turn the direction of what follows; neither may reach a
    person as anything but what it is. The JSON keeps the name as it was found.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(letter) for letter in text)


def _escape(letter: str) -> str:
    code = ord(letter)
    if code not in _MADE:
        hidden = unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and letter not in KEPT
        _MADE[code] = letter.encode("unicode_escape").decode() if hidden else letter
    return _MADE[code]
