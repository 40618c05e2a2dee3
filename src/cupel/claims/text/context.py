"""Corrects tags by what stands around a word: words and tags go in, tags in which nouns are no verbs come out."""

from collections.abc import Container, Mapping, Sequence

from cupel.claims.text.lists import listed


def corrected(lower: Sequence[str], tags: str, nouns: Mapping[str, object], both: Container[str]) -> str:
    """Return the tags with each form that may be verb or noun decided, and 's as an auxiliary where it is one.

    A word after a determiner, a possessive or a preposition is no verb; one after an adjective in a phrase without a
    determiner ("persistent fears among") is none; an -s form after a plural is none. `both`: forms that are nouns too;
    another is a noun only right after a determiner or a possessive.
    """
    found = list(tags)
    for at, tag in enumerate(tags):
        if tag == "s":
            if at and found[at - 1] in "PWT":
                found[at] = "A"
        elif tag == "V":
            if lower[at] in ADJECTIVES and at and found[at - 1] in "RDO" and tags[at + 1 : at + 2] in ("n", "X", "K"):
                found[at] = "e"
            elif _is_noun(lower, found, at, lower[at] in both):
                found[at] = "K" if lower[at] in nouns else "n"
        elif tag == "O":
            if lower[at] == "her" and tags[at + 1 : at + 2] not in tuple("nXeJKg#qmUVrvO"):
                found[at] = "P"
        elif tag == "U":
            if at and _is_gerund_noun(lower[at - 1], found, at):
                found[at] = "K" if lower[at] in nouns else "n"
        elif tag == "r":
            if lower[at] == "first" and at and found[at - 1] in "DO":
                found[at] = "X" if tags[at + 1 : at + 2] == "X" else "n"
            elif lower[at] == "first" and at and lower[at - 1] == "former":
                found[at] = "n"
        elif tag == "m":
            if tags[at + 1 : at + 2] == "s" or (
                lower[at] in NAMES
                and at + 1 < len(tags)
                and (not at or found[at - 1] not in "Rm#")
                and tags[at + 1] in ("VXAvsR" if found[at - 1 : at] == ["X"] else "VXAvs")
            ):
                found[at] = "X"
        elif tag == "e" and at and found[at - 1] in "PXnm#)" and at + 1 < len(found) and found[at + 1] not in "R.,;:)C":
            found[at] = "v"
    return "".join(found)


def _is_gerund_noun(previous: str, tags: Sequence[str], at: int) -> bool:
    """Tell whether a form in -ing is a noun: "the red warning", "under questioning"."""
    before = tags[at - 1]
    return previous == "under" or before in "DOsJ" or (before == "n" and at > 1 and tags[at - 2] in "DOs")


def _is_noun(lower: Sequence[str], tags: Sequence[str], at: int, both: bool) -> bool:
    word = lower[at]
    before = tags[at - 1] if at else ""
    after = tags[at + 1] if at + 1 < len(tags) else "."
    if after == "r" and tags[at + 2 : at + 3] == ["T"]:
        after = "T"  # "states expressly that"
    finite_past = word.endswith("ed") or word in PAST
    if not before:
        return both and not finite_past
    if before in "Os":
        return True
    if before == "D" and lower[at - 1] in PRONOUNS and both and not word.endswith("s") and after and after in "TPDOX":
        return False  # "some dispute that"
    if before == "D":
        return not (finite_past and after in "T") and not (lower[at - 1] in PRONOUNS and finite_past)
    if not both and not finite_past:
        return False
    if word in NOUNS_FIRST and after != "T" and before not in "AtPN":
        return True
    if (
        both
        and not finite_past
        and (before in "VU" or after == "V" or (before == "T" and (after in "Av" or tags[at - 2] not in "nXK")))
    ):
        return True
    if before == "R":
        return not finite_past
    if before == "A" and both and lower[at - 1] in BE and word.endswith("s"):
        return True  # "there have been reports"
    if before == "r" and at > 1 and tags[at - 2] in "DO" and (finite_past or lower[at - 2] in ARTICLES):
        return True
    if before in "tAPWNr":
        return False
    if finite_past:
        return False
    if after in "s":
        return True
    if after and after in "TPDOXq" and before in "nXK" and _plural_head(lower, tags, at - 1, after == "T"):
        return False
    plural = word.endswith("s") and not word.endswith("ss")
    if plural and before == "n" and after == "." and at > 1 and tags[at - 2] == ",":  # ", study finds"
        return False
    if before in "nKe":
        previous = lower[at - 1]
        opened = _determined(tags, at - 1)
        if plural:  # "the company claims" is a verb; "persistent fears" and "officials claims" are not
            return not opened or (previous.endswith("s") and not previous.endswith("ss")) or after in "vAV"
        return not previous.endswith("s") and previous not in PLURALS  # "the report" of "the annual report"
    if before == "X" and not plural:
        return not lower[at - 1].endswith("s") and tags[at - 2 : at - 1] != ["C"]
    if before == "X" and plural:
        return after in "vAV"
    return before in "#J"


def _plural_head(lower: Sequence[str], tags: Sequence[str], at: int, anywhere: bool) -> bool:
    """Tell whether a plural heads the phrase that ends at a word: "supporters of the plan"; or is `anywhere` in it."""
    for here in range(at, max(-1, at - 8), -1):
        if tags[here] not in "nXKDOReJ#t":
            return False
        if tags[here] in "Rt":
            anywhere = True
        if not anywhere:
            continue
        if lower[here] in PLURALS or (
            lower[here].endswith("s") and not lower[here].endswith("ss") and tags[here] in "nXK"
        ):
            return True
    return False


def _determined(tags: Sequence[str], at: int) -> bool:
    """Tell whether a determiner, a possessive or a name opens the phrase that ends at a word."""
    while at >= 0 and tags[at] in "neK#J":
        at -= 1
    return at >= 0 and tags[at] in "DOsX"


BE = ("is", "are", "was", "were", "been", "be")
ARTICLES = ("a", "an", "the")
PLURALS = listed(__name__, "plurals")
PRONOUNS = listed(__name__, "pronouns")
NAMES = listed(__name__, "names")
"""Months and days that are names of persons and papers too."""
ADJECTIVES = frozenset(("known", "sworn", "written", "unseen"))
"""Participles that do not end in -ed and stand before nouns."""
NOUNS_FIRST = frozenset(["state", "states"])
"""Forms that are far oftener a noun than the verb."""
PAST = listed(__name__, "past")
