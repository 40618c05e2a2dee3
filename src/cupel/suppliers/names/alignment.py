"""Alignment of two names: their words go in; which are the same, which nearly, and which are left over come out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from cupel.suppliers.names.normal import Parsed, parsed
from cupel.suppliers.names.tables import Word

ALLOWED = (0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3)
"""Letters of the longer word -> letters that may differ: a word of three letters is another word when one differs."""
LEAST_ALONE = 6
"""Letters of a word that may differ by one though no other word is the same: Akris is not Arris."""
ABBREVIATED = 4
"""Letters that an abbreviation has at least; it is the beginning of the word."""
MISSING = 3
"""Letters that it leaves out at least: fewer are an ending."""
LIKENESS_OF_ABBREVIATION = 0.7


@dataclass(slots=True)
class Aligned:
    """Words of two names, put beside each other."""

    same: list[Word] = field(default_factory=list)
    """Words that both have."""
    similar: list[tuple[Word, Word, float]] = field(default_factory=list)
    """(word of one, word of the other, likeness below 1)."""
    left: tuple[list[Word], list[Word]] = field(default_factory=lambda: ([], []))
    """Words that only the first has, and only the second."""


def aligned(one: Parsed, other: Parsed) -> Aligned:
    """Align the words of two names, whatever their order.

    1. Where two words of one are one of the other (`good will`, `goodwill`), make them one.
    2. Words that are the same.
    3. Of the others, pairs that are alike, the likeliest first.
    4. The rest is left over, but for fillers.
    """
    words, others = _split_alike(one, other)
    result = Aligned()
    rest: list[Word] = []
    there = list(others)
    for word in words:
        if word in there:
            there.remove(word)
            result.same.append(word)
        elif word.kind != "filler":
            rest.append(word)
    there = [word for word in there if word.kind != "filler"]
    if not rest or not there:
        result.left = rest, there
        return result
    alone = not any(word.kind in ("name", "trade") for word in result.same)
    pairs = sorted(
        (-likeness, at, against)
        for at, word in enumerate(rest)
        for against, opposite in enumerate(there)
        if (word.kind == "name" or opposite.kind == "name") and (likeness := _likeness(word, opposite, alone)) > 0
    )
    if alone and all(max(len(rest[at].text), len(there[by].text)) < LEAST_ALONE for _, at, by in pairs):
        pairs = []
    used: tuple[set[int], set[int]] = (set(), set())
    for negative, at, against in pairs:
        if at not in used[0] and against not in used[1]:
            used[0].add(at)
            used[1].add(against)
            result.similar.append((rest[at], there[against], -negative))
    result.left = (
        [word for at, word in enumerate(rest) if at not in used[0]],
        [word for at, word in enumerate(there) if at not in used[1]],
    )
    return result


def _likeness(one: Word, other: Word, alone: bool) -> float:
    """Return how alike two words are; 0 where they are two words. `alone`: nothing else speaks for the same name."""
    if one.kind == "number" or other.kind == "number":
        return 0.0
    short, long = (one, other) if len(one.text) <= len(other.text) else (other, one)
    less = len(long.text) - len(short.text)
    if "trade" in (one.kind, other.kind):
        cut = short.kind == "name" and less >= MISSING and len(short.text) >= ABBREVIATED
        return LIKENESS_OF_ABBREVIATION if cut and not alone and long.text.startswith(short.text) else 0.0
    allowed = ALLOWED[min(len(long.text), len(ALLOWED) - 1)]
    if less > allowed or not allowed:
        return 0.0
    distance = OSA.distance(short.text, long.text, score_cutoff=allowed)
    return 1.0 - distance / len(long.text) if distance <= allowed else 0.0


def _split_alike(one: Parsed, other: Parsed) -> tuple[Sequence[Word], Sequence[Word]]:
    tokens, others = one.core.split(), other.core.split()
    merged, others_merged = _merged(tokens, others), _merged(others, tokens)
    words = one.words if merged is tokens else parsed(" ".join(merged)).words
    opposite = other.words if others_merged is others else parsed(" ".join(others_merged)).words
    return words, opposite


def _merged(tokens: list[str], others: list[str]) -> list[str]:
    """Make two neighbouring words one where the other name has them so."""
    if len(tokens) < 2 or not others:
        return tokens
    there = set(others)
    for at in range(len(tokens) - 1):
        if (both := tokens[at] + tokens[at + 1]) in there and tokens[at] not in there:
            return [*tokens[:at], both, *tokens[at + 2 :]]
    return tokens
