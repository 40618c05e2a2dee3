"""Finds phrases around a cue: tags of a sentence go in; the subject before it and noun phrases after it come out."""

from collections.abc import Sequence

from cupel.claims.attribution.found import Range
from cupel.claims.text.lists import listed

ATTACHED = listed(__name__, "attached")
"""Prepositions whose phrase may belong to a noun before them."""
MOST = 30
"""Words of a noun phrase."""


def subject(tags: str, lower: Sequence[str], end: int, start: int = 0) -> Range | None:
    """Return the noun phrase that ends before word `end`, without what is set in commas or brackets after it.

    "Charlie Chen, senior vice-president of marketing at Huawei, [said]" gives "Charlie Chen"; "officials who are wary,
    [said]" gives "officials"; a sentence's adverbial before it is left out ("In 2012 Rogers" gives "Rogers").
    """
    at, aside = end - 1, False
    for _ in range(STEPS):
        at = _before_times(tags, lower, at, start)
        if at < start:
            return None
        if tags[at] in ",)-":
            at, aside = _before_aside(tags, lower, at, start), True
            if at < start:
                return None
        if tags[at] == "W" or (tags[at] == "T" and at > start and tags[at - 1] in "nX"):
            if lower[at] not in ("who", "which", "that") or at - 1 < start:
                return None
            if tags[at - 1] == "C" and "W" in tags[start : at - 1]:  # "who edits a letter and who [doubts]"
                at = tags.rindex("W", start, at - 1)
                continue
            aside = aside or tags[at - 1] in ",-"
            at -= 2 if tags[at - 1] in ",-" else 1
            continue
        found = noun_phrase(tags, lower, at, start)
        if found is None:  # "officials who asked not to be named [said]"
            return _relative(tags, lower, at, start) if tags[at] in "eVv" else None
        outer = _described(tags, lower, found[0], start) if aside else None
        if outer is None:
            return found
        at = outer
    return None


PARTICIPLES = listed(__name__, "participles")
"""Participles that may be finite by their form and open what describes a subject: ", based in Oxton,"."""
MOST_ITEMS = 8
"""Items of a list that is a subject."""
STEPS = 6
"""Asides that a subject may have before its verb."""
PERIODS = listed(__name__, "periods")


def _before_times(tags: str, lower: Sequence[str], at: int, start: int) -> int:
    """Return the word before adverbs and times that end at a word: "a report released last year [said]"."""
    while at >= start:
        if tags[at] == "r":
            at -= 1
        elif tags[at] == "m" and at > start and tags[at - 1] == "R":
            at -= 2
        elif tags[at] == "m" and at > start and tags[at - 1] in "nXKe":
            at -= 1
        elif (lower[at] in PERIODS and at - 1 > start and lower[at - 1] in ("last", "this", "next", "that")) or (
            tags[at] == "#" and at - 1 > start and lower[at - 1] == "in" and lower[at].isdigit() and len(lower[at]) == 4
        ):
            at -= 2
        elif tags[at] in "ev" and at > start and tags[at - 1] in "nXK" and lower[at].endswith("ed"):
            at -= 1
        else:
            break
    return at


def _described(tags: str, lower: Sequence[str], begin: int, start: int) -> int | None:
    """Return the last word of what an aside that begins at a word describes: "Ann Lee, 58, of Leith, ...", "Ann Lee,
    owner of a bakery, who ..."; None where the phrase is the head itself."""
    if lower[begin] == "whose" and begin - 2 >= start and tags[begin - 1] == ",":
        return begin - 2
    here = begin - 1
    if here - 1 > start and tags[here] == "R" and tags[here - 1] == ",":
        here -= 2
    elif not (here > start and tags[here] == "," and tags[begin] in "DnO#" and tags[here - 1] in "X"):
        return None
    else:
        here -= 1
    if here - 1 > start and tags[here] == "#" and tags[here - 1] == ",":
        here -= 2
    return here if here >= start and tags[here] in "nX" else None


def noun_phrase(tags: str, lower: Sequence[str], at: int, start: int) -> Range | None:
    """Return the noun phrase or pronoun that ends at a word."""
    if tags[at] == "P":
        if at - 1 > start and lower[at - 1] == "of" and tags[at - 2] in "D#nX":
            begin = _phrase_start(tags, lower, at - 2, start)
            return (at - 2 if begin is None else begin), at + 1
        held = _relative(tags, lower, at - 1, start) if at > start and tags[at - 1] in "RtvVe" else None
        if held is not None:  # "engineers who inspected it [found]"
            return held
        return (at, at + 1) if lower[at] not in ("there", "them", "him", "her", "us", "me") else None
    if tags[at] == "q" and not (at > start and tags[at - 1] in "DOnXs"):
        return None
    begin = _phrase_start(tags, lower, at, start)
    if begin is None:
        return None
    bare = begin - 2 >= start and tags[begin - 1] == "W" and tags[begin] == "n"  # "who live in the town"
    relative = _relative(tags, lower, begin - 1, start) if bare or tags[begin - 1 : begin] in tuple("RtvVe") else None
    if relative is not None:
        return relative
    for _ in range(2):  # "people briefed on the review", "liquidators acting for savers"
        here = begin - 1
        if here > start and tags[here] in "Rt":
            here -= 1
        if (
            here <= start
            or tags[here] not in "egU"
            or tags[here - 1] not in "nX"
            or (tags[here] == "e" and here == begin - 1)
        ):
            break
        head = _phrase_start(tags, lower, here - 1, start)
        if head is None or (head > start and tags[head - 1] in "R"):
            break
        begin = head
    return begin, at + 1


def _relative(tags: str, lower: Sequence[str], last: int, start: int) -> Range | None:
    """Return the head of a relative clause without commas that holds a word: "people who live [in] the town"."""
    for at in range(last, max(start, last - MOST_RELATIVE), -1):
        if tags[at] in ",.;:CSBTq-":
            return None
        if tags[at] == "W":
            if lower[at] not in ("who", "which") or tags[at - 1] not in "nXK":
                return None
            head = _phrase_start(tags, lower, at - 1, start)
            return (head, at) if head is not None else None
    return None


MOST_RELATIVE = 12
"""Words of a relative clause without commas."""


def _before_aside(tags: str, lower: Sequence[str], at: int, start: int) -> int:
    """Return the word before an apposition, a relative clause or brackets that end at `at`; below `start` if none."""
    if tags[at] == ")":
        opening = tags.rfind("(", start, at)
        return opening - 1 if opening > start else start - 1
    sign = tags[at]
    low = max(start, at - MOST)
    opening = tags.rfind(sign, low, at)
    while opening > start:
        first = tags[opening + 1]
        if (
            not tags[opening + 1 : at].strip("r") and tags[opening - 1] in "nXs#m)KP"
        ):  # "Union leaders, meanwhile, said"
            return opening - 1
        if first == "r" and opening + 2 < at:
            first = tags[opening + 2]
        if first not in "W" and lower[opening + 1] != "whose" and not _verbless(tags, opening + 1, at):
            opening = tags.rfind(sign, low, opening)
            continue
        opens = first in "DOnXWReg#KJS" or lower[opening + 1] in PARTICIPLES
        if opens and tags[opening - 1] in "nXs#m)KP" and not _is_list(tags, opening):
            return opening - 1
        opening = tags.rfind(sign, low, opening)
    return start - 1


def _verbless(tags: str, start: int, end: int) -> bool:
    """Tell whether a stretch has no finite verb but in its own relative clauses, as an apposition has none."""
    for at in range(start, end):
        if tags[at] in "WT":
            return True
        if tags[at] in "AV" and tags[at - 1] not in "t":
            return False
    return True


def _is_list(tags: str, opening: int) -> bool:
    return opening + 1 < len(tags) and tags[opening + 1] == "C"


def _phrase_start(tags: str, lower: Sequence[str], at: int, start: int) -> int | None:
    """Return the first word of the noun phrase whose last word is `at`; None where that word ends none."""
    if tags[at] not in "nX#mKDeqs":
        return None
    if tags[at] == "e" and not (at > start and tags[at - 1] in "DOs"):
        return None
    if tags[at] == "D" and lower[at] in ("the", "a", "an", "every"):
        return None
    begin = at
    low = max(start, at - MOST)
    while begin > low:
        before = tags[begin - 1]
        here = tags[begin]
        if before in "nXKJ#":
            if here in "DO" and before in "nXKJ#":  # a new phrase begins: "last month the minister"
                break
            begin -= 1
        elif before in "DO":
            if here in "O":
                break
            if (
                here == "D"
                and lower[begin] in ("the", "a", "an")
                and lower[begin - 1] not in ("all", "both", "half", "some")
            ):
                break
            begin -= 1
        elif (
            before == "s"
            or (before == "e" and begin - 2 >= low and tags[begin - 2] in "DOsr" and here in "nXK")
            or (before in "gU" and here in "nXK" and begin - 2 >= low and tags[begin - 2] in "DOs")
            or (before == "r" and here in "neJ" and begin - 2 >= low and tags[begin - 2] in "DOs")
        ):
            begin -= 1
        elif before == "m" and here in "nX#":
            break
        elif before == "q" and here in "nXK" and begin - 2 >= low and tags[begin - 2] in "DOs":
            begin -= 1
        elif begin - 2 >= low and _attaches(tags, lower, begin) and _heads(tags, lower, begin):
            left = begin - 2 if tags[begin - 2] == "D" else _phrase_start(tags, lower, begin - 2, start)
            if left is None or (here == "m" or lower[begin] in ("monday",)) or _adverbial(tags, left, start):
                break
            begin = left
            break
        elif before == "C" and lower[begin - 1] == "and" and begin - 2 >= low and tags[begin - 2] in "nXK":
            left = _phrase_start(tags, lower, begin - 2, start)
            if left is None or not _coordinates(tags, left, start):
                break
            begin = _list_start(tags, lower, left, start)
            break
        else:
            break
    while begin < at and tags[begin] in "r-":
        begin += 1
    if tags[begin] == "C":
        begin += 1
    return begin


def _list_start(tags: str, lower: Sequence[str], begin: int, start: int) -> int:
    """Return where a list begins whose last items begin at a word: "Norway, [Sweden and Denmark]"."""
    for _ in range(MOST_ITEMS):
        if begin - 2 < start or tags[begin - 1] != "," or tags[begin - 2] not in "nXK":
            break
        left = _phrase_start(tags, lower, begin - 2, start)
        if left is None or not (left == start or tags[left - 1] in ",;:-.S"):
            break
        begin = left
    return begin


def _attaches(tags: str, lower: Sequence[str], begin: int) -> bool:
    """Tell whether a preposition before a word may join its phrase to a noun: "a study by the university"."""
    if tags[begin - 1] not in "Rt":
        return False
    return lower[begin - 1] in ATTACHED or (lower[begin - 1] == "by" and tags[begin - 2] in "nK")


def _heads(tags: str, lower: Sequence[str], begin: int) -> bool:
    """Tell whether what stands before a preposition may be a subject's head: a noun, or "some of", "one of"."""
    return tags[begin - 2] in "nXK#" or (
        tags[begin - 2] == "D" and lower[begin - 1] == "of" and lower[begin - 2] not in ("the", "a")
    )


def _adverbial(tags: str, left: int, start: int) -> bool:
    """Tell whether the phrase on the left is itself the object of a preposition that opens the sentence."""
    return left > start and tags[left - 1] in "R" and (left - 1 == start or tags[left - 2] in ",;:-SBC")


def _coordinates(tags: str, left: int, start: int) -> bool:
    """Tell whether "A and B" is one subject: nothing before A may be a verb or preposition that takes A."""
    before = tags[left - 1] if left > start else ","
    return before in ",;:.-STWqB(C" or (before == "R" and left - 1 > start and tags[left - 2] in ",")


def phrase_after(tags: str, lower: Sequence[str], at: int, end: int, names_only: bool = False) -> int | None:
    """Return the word after the noun phrase that begins at word `at`; None where none does.

    Prepositional phrases that belong to it are in it; an apposition in commas is not.
    """
    here = at
    if here < end and tags[here] == "P":
        return here + 1
    if here < end and tags[here] in "D" and here + 1 < end and tags[here + 1] in "DO":
        here += 1
    while (here < end and tags[here] in "DOnX#seKJqr") or (
        here < end and tags[here] in "gU" and here > at and tags[here - 1] in "DOs"
    ):
        if tags[here] == "O" and here > at and tags[here - 1] in "nXKq":
            break
        if tags[here] == "D" and here > at and tags[here - 1] in "nXK#":
            break
        if lower[here] in ("last", "this", "next") and here + 1 < end and lower[here + 1] in PERIODS:
            break
        if tags[here] == "r" and not (here + 1 < end and tags[here + 1] in "nXeJ"):
            break
        if (
            tags[here] == "e"
            and here > at
            and tags[here - 1] in "nXK"
            and not (here + 1 < end and tags[here + 1] in "nX")
        ):
            break
        here += 1
    if here == at or not any(tag in "nXKsqD#" for tag in tags[at:here]):
        return None
    if (
        not names_only
        and here < end - 1
        and lower[here] in ATTACHED
        and tags[here + 1] in ("DOX#" if tags[here] == "t" else "DOnXK#")
    ):
        inner = phrase_after(tags, lower, here + 1, end)
        if inner:
            return inner
    if here < end - 1 and tags[here] == "C" and tags[here + 1] in "DOnXK" and tags[here - 1] in "nXKq":
        inner = phrase_after(tags, lower, here + 1, end)
        if inner and not (inner < end and tags[inner] in "AvV"):
            return inner
    return here


def has_finite_verb(tags: str, start: int, end: int) -> bool:
    """Tell whether a stretch holds a finite verb, as a clause does."""
    for at in range(start, min(end, len(tags))):
        if tags[at] in "AvV" or (tags[at] == "e" and at > start and tags[at - 1] in "nXPKm#)rs"):
            return True
    return False
