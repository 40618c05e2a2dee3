"""Finds teasers: the paragraphs of a document go in; those that only repeat others, and why, come out."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

WORD = re.compile(r"\w+")
CUT_OFF = re.compile(
    r"(?:\.\.\.|…|\[(?:\.\.\.|…)\])[\s\"')]*(?:read more|more|continue reading)?[\s.»>]*\Z", re.IGNORECASE
)
RUN = 4
"""Words in a row that are compared."""
FEWEST = 8
"""Words below which a paragraph is too short to repeat another."""
SAME = 0.8
"""Share of its runs that must stand elsewhere."""
MOST = 1 << 20
"""Signs of a document of which the paragraphs are compared; a teaser stands near the beginning."""


def repeats(paragraphs: Sequence[str]) -> dict[int, str]:
    """Return paragraph -> why it is a teaser.

    1. One that is cut off with three points, and whose words stand in later paragraphs.
    2. One whose words stand nearly all in one other paragraph: the shorter (a pull quote); of two alike, the later.
    """
    runs = dict(_runs(paragraphs))
    last: dict[tuple[str, ...], int] = {}
    for number, found in runs.items():
        last |= dict.fromkeys(found, number)
    teasers: dict[int, str] = {}
    for number, found in runs.items():
        if CUT_OFF.search(paragraphs[number][-60:]) and sum(last[it] > number for it in found) >= SAME * len(found):
            teasers[number] = "cut off; its words stand in a later paragraph"
    kept = {number: found for number, found in runs.items() if number not in teasers}
    return teasers | _alike(kept)


def _runs(paragraphs: Sequence[str]) -> Iterator[tuple[int, list[tuple[str, ...]]]]:
    size = 0
    for number, paragraph in enumerate(paragraphs):
        size += len(paragraph)
        if size > MOST:
            return
        words = WORD.findall(paragraph.lower())
        if len(words) >= FEWEST:
            if CUT_OFF.search(paragraph[-60:]):
                words = words[:-1]  # the last word may be cut off too
            yield number, list(zip(*(words[it:] for it in range(RUN)), strict=False))


def _alike(runs: Mapping[int, list[tuple[str, ...]]]) -> dict[int, str]:
    holders: dict[tuple[str, ...], tuple[int, ...]] = {}
    for number, found in runs.items():
        for it in found:
            held = holders.get(it, ())
            if len(held) < 2 and number not in held:
                holders[it] = (*held, number)
    teasers = {}
    for number, found in runs.items():
        shared = Counter(other for it in found for other in holders[it] if other != number)
        for other, count in shared.most_common(1):
            is_lesser = len(found) < len(runs[other]) or (len(found) == len(runs[other]) and other < number)
            if count >= SAME * len(found) and is_lesser and other not in teasers:
                where = "later" if other > number else "earlier"
                teasers[number] = f"its words stand in a{'n' if where == 'earlier' else ''} {where} paragraph"
    return teasers
