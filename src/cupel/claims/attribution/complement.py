"""Finds what follows a verb that attributes: a sentence, the verb and its place go in; the words claimed come out."""

from collections.abc import Iterator

from cupel.claims.attribution.extent import content_end
from cupel.claims.attribution.found import Range
from cupel.claims.attribution.lexicon import Verb
from cupel.claims.attribution.phrases import has_finite_verb, phrase_after
from cupel.claims.attribution.rule import Reading
from cupel.claims.text.lists import listed

MEDIA = listed(__name__, "media")
"""Prepositions of an adverbial between the verb and its content: "said in a statement that"."""
RECIPIENTS = listed(__name__, "recipients")
TIMES = listed(__name__, "times")
PERIODS = listed(__name__, "periods")
ADVERBS = listed(__name__, "adverbs")
DEMONSTRATIVES = listed(__name__, "demonstratives")
WRITTEN = listed(__name__, "written")
"""What something is told by: "by letter"."""
NAMING = listed(__name__, "naming")
ABOUT = listed(__name__, "about")


LINKS = {"put": "at", "charge": "with"}
"""The word that links what is said of an object to it, where it is not "as"."""
UNNAMED = (("named",), ("identified",), ("quoted",))
"""What sources ask or refuse to be: that is no claim."""


def complement(reading: Reading, verb: Verb, after: int, embedded: bool) -> Range | None:
    """Return the content that follows a verb at word `after`; None where what follows is none.

    `embedded`: the verb stands in a clause that another one holds, so its content ends with that clause.
    """
    tags, lower = reading.tags, reading.lower
    end = len(tags)
    at = after
    while at < end and tags[at] == "r" and not (at + 1 < end and tags[at + 1] in "PDOXn" and lower[at] not in ADVERBS):
        at += 1
    if at >= end:
        return None
    if "r" in verb.takes or verb.lemma in RECIPIENTS:
        recipient = phrase_after(tags, lower, at, end)
        reach = after_adverbials(tags, lower, recipient, end) if recipient else end
        if (
            recipient
            and recipient < end
            and (_opens(tags, lower, recipient, verb) or "r" in verb.takes or tags[reach : reach + 1] == "T")
        ):
            at = at if "o" in verb.takes and tags[recipient] in "tN" else recipient
            if tags[at : at + 2] == ",W" and "," in tags[at + 2 : at + 16]:  # "the magazine Ether, which ..., that"
                closed = tags.index(",", at + 2)
                at = closed + 1 if _opens(tags, lower, closed + 1, verb) else at
    skipped = after_adverbials(tags, lower, at, end)
    if skipped != at and _opens(tags, lower, skipped, verb):
        at = skipped
    if at >= end or is_time(tags, lower, at):
        return None
    return (
        _quoted(reading, verb, at, embedded)
        or _clause(reading, verb, at, embedded)
        or _phrase(reading, verb, at, embedded)
    )


def _quoted(reading: Reading, verb: Verb, at: int, embedded: bool) -> Range | None:
    tags, end = reading.tags, len(reading.tags)
    if tags[at] == ":" and at + 1 < end:
        return at + 1, end if tags[end - 1] != "." else end - 1
    if tags[at] in ",-" and at + 1 < end and tags[at + 1] == "q":
        return at + 1, content_end(reading, at + 1, embedded)
    if tags[at] == "q" and set("qnc") & set(verb.takes):
        return at, content_end(reading, at, embedded)
    return None


def _clause(reading: Reading, verb: Verb, at: int, embedded: bool) -> Range | None:
    tags, lower, end = reading.tags, reading.lower, len(reading.tags)
    tag = tags[at]
    if tag == "T" and set("tc") & set(verb.takes) and not _points(tags, at):
        return at, content_end(reading, at, embedded)
    if (
        (tag == "W" or lower[at] in ("whether", "if"))
        and set("wt") & set(verb.takes)
        and (tag != "W" or lower[at] != "who")
    ):
        return at, content_end(reading, at, embedded)
    if tag == "t" and lower[at + 1 : at + 2] == ("be",) and lower[at + 2 : at + 3] in UNNAMED:
        return None
    if tag == "t" and "i" in verb.takes and at + 1 < end and tags[at + 1] in "nVAvreKJX":
        return at, content_end(reading, at, embedded, clause=False)
    if tag == "N" and at + 2 < end and tags[at + 1] == "t" and "i" in verb.takes and lower[at + 2] != "be":
        return at, content_end(reading, at, embedded, clause=False)
    if "g" in verb.takes and (tag in "gU" or lower[at] in ("having", "being")):
        return at, content_end(reading, at, embedded, clause=False)
    if "c" in verb.takes and tag in "PDOXnWSR#mJeKgUqrT":
        stop = content_end(reading, at, embedded)
        joint = _joint(tags, at, stop)
        if "n" in verb.takes and joint < stop and not has_finite_verb(tags, at, joint) and "q" not in tags[at:joint]:
            return None
        if verb.strength == 2 and stop - at > 2 and tag in "DOPX":
            return at, stop
        if has_finite_verb(tags, at, stop) or "q" in tags[at:stop]:
            return at, stop
    if "c" in verb.takes and tag == "A" and after_gap(tags, at):
        return at, content_end(reading, at)
    return None


def _joint(tags: str, at: int, stop: int) -> int:
    """Return where another clause is joined to what may be a noun phrase: ", and", "but has", ", which"."""
    for here in range(at + 1, stop - 1):
        comma, after = tags[here - 1] == ",", tags[here + 1]
        if tags[here] in "CB" and (comma or after in "AvV"):
            return here
        if (tags[here] == "W" and comma) or (tags[here] == "S" and after in "gU"):
            return here
    return stop


def _points(tags: str, at: int) -> bool:
    """Tell whether "that" points at something and opens no clause: "disputes that figure, but", "describes that as"."""
    after = tags[at + 1 : at + 2]
    if after in ("n", "K"):
        stop = next((here for here in range(at + 2, len(tags)) if tags[here] in ",.;:BC-"), len(tags))
        return not has_finite_verb(tags, at + 2, stop)
    return after in (".", ",", "S")


def _phrase(reading: Reading, verb: Verb, at: int, embedded: bool) -> Range | None:
    tags, lower, end = reading.tags, reading.lower, len(reading.tags)
    tag = tags[at]
    if lower[at] == "as" and set("os") & set(verb.takes) and "W" in tags[:at] and at + 1 < end:
        return at + 1, content_end(reading, at + 1, embedded, clause=False)
    if "o" in verb.takes:
        if tag == "T" and at + 1 < end and tags[at + 1] in "SR":
            return at, content_end(reading, at, embedded, clause=False)
        if phrase_after(tags, lower, at, end) is None and tag not in "qg":
            return None
        stop = content_end(reading, at, embedded, clause=False)
        return (at, stop) if verb.lemma not in NAMING or _says_of(tags, at, stop) else None
    if (
        "n" in verb.takes
        and lower[at] in ("around", "about", "between", "over")
        and at + 1 < end
        and tags[at + 1] == "#"
    ):
        return at, content_end(reading, at, embedded, clause=False)
    if "n" in verb.takes and lower[at] in DEMONSTRATIVES and at + 1 < end and tags[at + 1] in "RStCr":
        return at, at + 1
    if "n" in verb.takes and tag in "DOXnKq#eJPrgT" and lower[at] not in ("himself", "herself", "itself", "themselves"):
        stop = content_end(reading, at, embedded, clause=False)
        return (at, stop) if phrase_after(tags, lower, at, end) or tag in "gT" else None
    if "p" in verb.takes and tag in "Rt" and lower[at] in ABOUT and at + 1 < end and tags[at + 1] not in "vVA.,":
        return at + 1, content_end(reading, at + 1, embedded, clause=False)
    if "s" in verb.takes and phrase_after(tags, lower, at, end):
        stop = content_end(reading, at, embedded, clause=False)
        return (at, stop) if LINKS.get(verb.lemma, "as") in lower[at:stop] else None
    return None


def that_clauses(tags: str, content: Range) -> Iterator[Range]:
    """Yield each of "that A, and that B": they are claimed on their own."""
    begin = content[0]
    for at in range(content[0] + 2, content[1] - 2):
        if tags[at] != "T" or not (tags[at - 1] == "C" or (tags[at - 1] == "," and tags[begin] == "T")):
            continue
        opens = tags[begin] == "T" or tags[at - 2] == ","  # else "and that place" may be no clause
        if tags[at + 1] not in (",." if opens else ",.nK"):
            yield begin, at - 1
            begin = at
    yield begin, content[1]


def after_gap(tags: str, at: int) -> bool:
    """Tell whether an auxiliary after a verb of saying has its subject before it: "the drug that he said was safe"."""
    return "W" in tags[:at] or "T" in tags[:at]


def _says_of(tags: str, at: int, stop: int) -> bool:
    """Tell whether something is said of the object: "called it a sham", not "called early elections"."""
    stretch = tags[at:stop]
    if stretch[0] == "P":
        return len(stretch) > 1
    return (
        "q" in stretch[1:]
        or "R" in stretch[1:2]
        or any(tag in "DJ" for tag in stretch[1:])
        or (stretch[0] in "DO" and len(stretch) > 2)
    )


def _opens(tags: str, lower: tuple[str, ...], at: int, verb: Verb) -> bool:
    """Tell whether a content begins at a word."""
    if at >= len(tags):
        return False
    tag = tags[at]
    if tag in "Tq:" or (tag in ",-" and at + 1 < len(tags) and tags[at + 1] == "q"):
        return True
    if tag == "W" or lower[at] in ("whether", "if"):
        return "w" in verb.takes or "c" in verb.takes
    if tag in "tN":
        return "i" in verb.takes or "o" in verb.takes
    if tag == "R":
        return "p" in verb.takes and lower[at] in ABOUT
    return "c" in verb.takes and tag in "PDOXn" and has_finite_verb(tags, at, len(tags))


def is_time(tags: str, lower: tuple[str, ...], at: int) -> bool:
    """Tell whether only a time stands at a word: "next week", "on Monday"."""
    return tags[at] == "m" or (
        lower[at] in TIMES and at + 1 < len(tags) and (lower[at + 1] in PERIODS or tags[at + 1] == "m")
    )


def after_adverbials(tags: str, lower: tuple[str, ...], at: int, end: int) -> int:
    """Return the word after adverbials that stand between a verb and its content: "on Monday", "in a statement"."""
    here = at
    while here < end:
        if (
            tags[here] == "m"
            or (tags[here] == "#" and here and tags[here - 1] == "m")
            or (tags[here] == "r" and lower[here] in ADVERBS)
        ) or (lower[here] in PERIODS and tags[here - 1] == "m"):
            here += 1
        elif here + 1 < end and is_time(tags, lower, here):
            here += 2
        elif tags[here : here + 2] == ",#" and tags[here - 1] == "#":  # "on March 3, 2021, that"
            here += 3 if tags[here + 2 : here + 3] == "," else 2
        elif lower[here] == "by" and here + 1 < end and lower[here + 1] in WRITTEN:
            here += 2
        elif lower[here] == "dated":  # "told it by letter dated March 3 that"
            here += 1
        elif lower[here] in MEDIA and not (tags[here] == "t" and tags[here + 1 : here + 2] not in ("D", "O", "X", "P")):
            stop = phrase_after(tags, lower, here + 1, end) or (
                here + 2 if lower[here : here + 2] == ("in", "writing") else None
            )
            if stop is None:
                if here + 1 < end and tags[here + 1] == "m":
                    here += 2
                    continue
                return here
            here = stop
        else:
            return here
    return here
