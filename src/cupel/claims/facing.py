"""What stands against what, side by side: contradictions of a ledger go in, figures without a verdict come out."""

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence

from cupel.claims.views.contradictions import scope_words
from cupel.records.claim import Claim, Contradiction
from cupel.records.figure import Facing, Saying, Side

KINDS = {
    "allegation and denial": ("denied", "said", "denied"),
    "difference in scope": ("scope", "goes all the way", "goes less far"),
    "difference in description": ("description", "described so", "and so"),
    "denial and fact": ("beside fact", "told by an outlet", "denied"),
}
"""Kind of contradiction -> a word for it, and what its two sides are."""
DIFFERENCES = {
    "difference in scope": "Both speak of the same matter, one of all of it, the other of less.",
    "difference in description": "Two documents describe the same in other words.",
    "denial and fact": "What is denied touches what an outlet tells in its own voice.",
}
MOST_SAYINGS = 3
"""Claims that a side shows; the others are named."""
LAST_LETTERS = re.compile(r"[\w-]*")
QUOTED = re.compile("“([^”]+)”")


def facing(
    row: Contradiction,
    claims: dict[str, Claim],
    names: str,
    saying: Callable[[Claim], Saying],
    number: Callable[[Claim], str],
) -> Facing:
    """Put a contradiction's sides beside each other; the words in which they differ are stressed."""
    mark, *headings = KINDS[row.kind]
    sides = [_inner_first([claims[name] for name in side if name in claims]) for side in (row.one, row.other)]
    words = _differing(row)
    shown = []
    for heading, side, differing in zip(headings, sides, words, strict=True):
        sayings = tuple(_stressed(saying(it), differing) for it in side[:MOST_SAYINGS])
        left = side[MOST_SAYINGS:]
        note = f"and {len(left)} more: {', '.join(map(number, left))}" if left else ""
        shown.append(Side(heading, sayings, note))
    return Facing(f"{row.kind.capitalize()}, about {names}", mark, tuple(shown), DIFFERENCES.get(row.kind, ""))


def _inner_first(side: Sequence[Claim]) -> list[Claim]:
    """Put last what tells on another claim of its side: the same words, once more."""
    return sorted(side, key=lambda it: any(holds(it, other) for other in side))


def holds(outer: Claim, inner: Claim) -> bool:
    """Tell whether one claim's words are a part of another's, who tells it on."""
    if outer.document != inner.document or not inner.content or not outer.content or inner.content == outer.content:
        return False
    return outer.content[0].start <= inner.content[0].start and inner.content[-1].end <= outer.content[-1].end


def _stressed(saying: Saying, words: re.Pattern[str] | None) -> Saying:
    if words is None:
        return saying
    return dataclasses.replace(saying, stressed=tuple(_whole(saying.words, words)))


def _whole(text: str, words: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Find the words of a list in a text, each up to its last letter."""
    at = 0
    lower = "".join(it.lower() if len(it.lower()) == 1 else it for it in text)  # sign for sign
    for found in words.finditer(lower):
        rest = LAST_LETTERS.match(text, found.end())
        end = rest.end() if rest else found.end()
        if found.start() >= at:
            yield found.start(), end
            at = end


def _differing(row: Contradiction) -> Sequence[re.Pattern[str] | None]:
    """Return what the two sides differ in: words of scope.toml, or the descriptions; None where all of it differs."""
    if row.kind == "difference in scope":
        return scope_words()
    if row.kind == "difference in description":
        described = [it.lower() for it in QUOTED.findall(row.difference)]
        found = re.compile("|".join(map(re.escape, described))) if described else None
        return found, found
    return None, None
