"""Tells a source's name from what describes it: a sentence, a source's head and its cue go in; both spans come out."""

from collections.abc import Sequence

from cupel.claims.attribution.found import Range
from cupel.claims.attribution.rule import Reading
from cupel.claims.text.lists import listed

LONGEST = 40
"""Words that an apposition or a relative clause may have."""


def named(tags: str, lower: Sequence[str], source: Range, cue: Range) -> Range:
    """Return the words that name a source: an apposition where the head is no name; a name without the job before it.

    "the company's lawyer, Ann Lee, said" and "company lawyer Ann Lee said" give "Ann Lee"; "Dr Ann Lee" stays.
    """
    begin, end = source
    if end + 1 < len(tags) and tags[end] == "," and (tags[end - 1] in "nK" or _is_title(tags, lower, source)):
        stop = end + 1
        while stop < len(tags) and tags[stop] in "XDOneJ":
            stop += 1
        name = stop
        while name > end + 1 and tags[name - 1] == "X":
            name -= 1
        closed = stop >= len(tags) or tags[stop] in ",.;R"
        if name < stop and closed and (cue[0] == stop + 1 or cue[1] <= begin):
            return (name - 1 if tags[name - 1] == "D" else name), stop
    at = end
    while at > begin and tags[at - 1] in "X-#":
        at -= 1
    if begin < at < end and tags[at - 1] == "n" and tags[at] == "X" and not set(tags[begin:at]) & set("RtCqW"):
        return at, end
    return source


def _is_title(tags: str, lower: Sequence[str], source: Range) -> bool:
    """Tell whether a source is an office in capitals: "The First Minister, Ann Lee, said"."""
    return tags[source[0]] in "DO" and may_be_person(lower[source[1] - 1])


def may_be_person(word: str) -> bool:
    """Tell whether a noun in lower case, by how it ends, may name a person or people."""
    return word.endswith(PERSONS)


def may_be_people(tags: str, lower: Sequence[str], start: int, stop: int) -> bool:
    """Tell whether a phrase may name people or a body: it has a name, a plural, or a noun for a person."""
    return "X" in tags[start:stop] or any(
        may_be_person(word) or word.endswith(("s", "government")) for word in lower[start:stop]
    )


PERSONS = tuple(sorted(listed(__name__, "persons")))


def whole(reading: Reading, source: Range, cue: Range) -> Range:
    """Return all words of the source's noun phrase: with its job, its appositions, brackets and relative clauses."""
    tags = reading.tags
    begin, end = source
    if end <= cue[0]:
        stop = cue[0]
        while stop > end and tags[stop - 1] in "r":
            stop -= 1
        if stop > end and tags[stop - 1] == "W":
            return stop - 1, stop
        if stop == end or (tags[end] not in ",(-We" and not reading.lower[end].endswith("ed")) or stop - end > LONGEST:
            return source
        return (begin, stop) if _belongs(reading, end, stop) else source
    stop = end
    while stop < len(tags) and stop - end <= LONGEST:
        tag = tags[stop]
        if tag == "," and stop + 1 < len(tags) and tags[stop + 1] in "DnWO" and not _clause(tags, stop + 1):
            stop = _to_sign(tags, stop + 1)
        elif tag in "We(" or (tag == "R" and stop > end):
            stop = _to_sign(tags, stop + 1) + (tag == "(")
        else:
            break
    return begin, min(stop, len(tags))


def _belongs(reading: Reading, start: int, stop: int) -> bool:
    """Tell whether what stands between a source and its verb describes the source, and does not say when or how."""
    tags = reading.tags
    first = "e" if tags[start] in "ev" else tags[start] if tags[start] == "W" else tags[start + 1 : start + 2]
    if first not in tuple("DOnXW#er") and reading.lower[start + 1] not in ("of", "including", "like"):
        return first in ("(", "R") and tags[start] == "("
    relative = False
    if not tags[start:stop].strip(",r"):
        return False
    for at in range(start, stop):
        relative = relative or tags[at] in "WT" or reading.lower[at] == "whose"
        if tags[at] in "AVv" and not relative and at > start:
            return False
    return True


def _to_sign(tags: str, at: int) -> int:
    while at < len(tags) and tags[at] not in ",.;:-)q":
        at += 1
    return at


def _clause(tags: str, at: int) -> bool:
    """Tell whether a main clause begins: its verb comes before any relative pronoun or the next sign."""
    for here in range(at, min(len(tags), at + 12)):
        if tags[here] in "W,.;:-":
            return False
        if tags[here] in "AvV":
            return True
    return False
