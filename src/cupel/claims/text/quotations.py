"""Pairs quotation marks: a raw paragraph and its view go in, (start, end) of each outermost quotation comes out."""

import re

from cupel.claims.text.view import CLOSING, OPENING

DOUBLE = re.compile(r"\"")
PAIR = ("''", "``")
"""Two single marks that a text sets for a double one."""
OPENS = re.compile(r"(?<![\w.,!?%)])'(?=[\w$£€\[(…])")
CLOSES = re.compile(r"(?<=[\w.,!?…%)\]—])'(?![\w])")
MOST_SINGLE = 2_000
"""Signs that a quotation in single marks may have: beyond, its marks are taken for apostrophes."""


def quotations(raw: str, text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the outermost quotations, marks included.

    A quotation that opens and does not close ends with the paragraph: that is how a speech over several paragraphs is
    set. Single marks count where they stand outside double ones and hold more than a word, so that apostrophes do not.
    """
    doubles = _doubles(raw, text, start, end)
    if "'" not in text[start:end]:
        return doubles
    found, at = list(doubles), start
    for begin, stop in [*doubles, (end, end)]:
        found += _singles(text, at, begin)
        at = stop
    return sorted(found)


def _doubles(raw: str, text: str, start: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    opened = -1
    marks = [it.start() for it in DOUBLE.finditer(text, start, end)]
    if any(raw.find(pair, start, end) >= 0 for pair in PAIR):
        marks = [at for at in marks if not (at > start and raw[at - 1 : at + 1] in PAIR)]
    for number, at in enumerate(marks):
        sign = raw[at]
        if opened < 0:
            if sign in CLOSING and sign != "»" and number + 1 < len(marks) and _touches(text, at, end) != "opens":
                continue  # a stray closing mark
            opened = at
        elif sign in OPENING and sign not in "„«" and _touches(text, at, end) == "opens":
            found.append((opened, _cut(text, opened, at)))  # the one before was never closed
            opened = at
        else:
            found.append((opened, at + 2 if raw[at : at + 2] in PAIR and at + 2 <= end else at + 1))
            opened = -1
    if opened >= 0 and _touches(text, opened, end) == "opens":
        found.append((opened, end))
    return found


def _touches(text: str, at: int, end: int) -> str:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < end else " "
    return "opens" if (before in " \n(—[" or not before.isalnum()) and not after.isspace() else "closes"


def _cut(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1] in " \n":
        end -= 1
    return end


def _singles(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found, at = list[tuple[int, int]](), start
    while True:
        opening = OPENS.search(text, at, end)
        if not opening:
            return found
        closing = CLOSES.search(text, opening.end(), min(end, opening.end() + MOST_SINGLE))
        while closing and _is_possessive(text, closing.start(), end, closing.string.find("'", closing.end(), end)):
            closing = CLOSES.search(text, closing.end(), min(end, opening.end() + MOST_SINGLE))
        if not closing:
            at = opening.end()
            continue
        if " " in text[opening.end() : closing.start()]:
            found.append((opening.start(), closing.end()))
        at = closing.end()


def _is_possessive(text: str, at: int, end: int, later: int) -> bool:
    """Tell whether a mark after an s is rather an apostrophe: another mark follows that closes."""
    return text[at - 1] == "s" and at + 2 < end and text[at + 1] == " " and text[at + 2].islower() and later > 0
