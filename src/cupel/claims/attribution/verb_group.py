"""Reads the verb group around a cue: a sentence and its verb's place go in; the group's start and voice come out."""

from cupel.claims.attribution.lexicon import Verb, governors, verbs
from cupel.claims.attribution.rule import Reading
from cupel.claims.text.lists import listed

BE = listed(__name__, "be")
NEGATIVE = listed(__name__, "negative")
BETWEEN = listed(__name__, "between")
"""Words that are adverbs between an auxiliary and its verb: "has since accused"."""
REFUSES = frozenset(["decline", "refuse", "fail"])


def verb_at(lower: tuple[str, ...], at: int) -> tuple[Verb | None, int]:
    """Return the verb at a word, and the word after it with its particle ("called for", "pointed out")."""
    if at + 1 < len(lower):
        pair = verbs().get(f"{lower[at]} {lower[at + 1]}")
        if pair and not (pair.lemma == "put_it" and lower[at + 2 : at + 3] == ("at",)):  # "puts it at 6 percent"
            return pair, at + 2
    return verbs().get(lower[at]), at + 1


def group_start(reading: Reading, at: int) -> int:
    """Return the first word of the verb group that ends at a verb: auxiliaries, negation and adverbs."""
    tags = reading.tags
    begin = at
    while begin and (
        tags[begin - 1] in "ANr" or (begin > 1 and reading.lower[begin - 1] in BETWEEN and tags[begin - 2] in "AN")
    ):
        begin -= 1
    while (
        begin < at
        and tags[begin] == "r"
        and "A" in tags[begin:at]
        and reading.lower[begin] not in ("also", "still", "now")
    ):
        begin += 1
    return begin


def is_progressive(reading: Reading, at: int) -> bool:
    """Tell whether a form in -ing follows a form of be: "are asking"."""
    here = at - 1
    while here >= 0 and reading.tags[here] in "Nr":
        here -= 1
    return here >= 0 and reading.tags[here] == "A" and reading.lower[here] in BE


def is_passive(reading: Reading, group: int, at: int) -> bool:
    """Tell whether a past participle follows a form of be."""
    if reading.tags[at] == "U" or reading.lower[at].endswith("ing"):
        return False
    auxiliaries = [reading.lower[it] for it in range(group, at) if reading.tags[it] == "A"]
    return bool(auxiliaries) and auxiliaries[-1] in BE


def is_negated(reading: Reading, start: int, stop: int) -> bool:
    """Tell whether a verb group holds a negation."""
    return any(reading.lower[it] in NEGATIVE for it in range(start, stop))


def governed_from(reading: Reading, opening: int) -> tuple[int, bool] | None:
    """Return (first word, whether it negates) of what governs an infinitive or gerund that reports.

    "declined to [say]", "went on to [say]", "likes to [say]", "stops short of [claiming]". `opening`: the place of
    "to" or "of". None where the infinitive hangs on something that does not let its subject speak.
    """
    lower = reading.lower
    at = opening - 1
    while at > 0 and reading.tags[at] == "r" and lower[at] not in ("on",):
        at -= 1
    if at < 0:
        return None
    if at and f"{lower[at - 1]} {lower[at]}" in governors():  # "went on", "stops short"
        return group_start(reading, at - 1), False
    if lower[at] not in governors() or lower[opening] == "of":
        return None
    found = verbs().get(lower[at])
    negative = bool(found and found.lemma in REFUSES) or lower[at] in ("failed", "fails")
    group = group_start(reading, at)
    return group, negative or is_negated(reading, group, at)
