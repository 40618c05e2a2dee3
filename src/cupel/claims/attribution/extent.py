"""Finds how far a content reaches: a sentence's tags and where it begins go in; the word after its last comes out."""

from cupel.claims.attribution.lexicon import verbs
from cupel.claims.attribution.phrases import phrase_after, subject
from cupel.claims.attribution.rule import Reading
from cupel.claims.text.lists import listed

SPEAKING = listed(__name__, "speaking")


def content_end(reading: Reading, start: int, embedded: bool = False, clause: bool = True) -> int:
    """Return the word after the content that begins at word `start`.

    It reaches to the end of the sentence, less what attributes anew: ", adding that", "and said", ", according to",
    ", the agency said"; and less a clause that contrasts what the author adds: ", but declined". Of an `embedded`
    clause ("While it denied any, ..."; "..., who said so, is ...") it ends with that clause. Of what is no `clause`
    but a phrase ("urged firms to stop") it ends where another clause is joined.
    """
    tags, lower = reading.tags, reading.lower
    end = len(tags)
    at = start
    verb = free = False
    while at < end:
        tag = tags[at]
        if tag in ".;" and not (tag == ";" and at + 1 < end and tags[at + 1] in "T"):
            return at
        if at > start:
            if lower[at] == "according" and at + 1 < end and tags[at + 1] == "t":
                return at - 1 if tags[at - 1] in ",-" else at
            if tag in ",-" and _attributes_anew(reading, at, end):
                return at
            if not clause and _leaves(tags, lower, at, start, end):
                return at - 1 if tags[at - 1] in "," else at
            if tag == "," and (
                (embedded and at + 1 < end and tags[at + 1] in "PDOXnAvVe#") or _joined(tags, lower, at, end, clause)
            ):
                return at
            if embedded and tag in "Av" and verb and not free and tags[start:at].rstrip("r")[-1:] not in tuple("AvNt"):
                return at
            if tag == "," and verb and at + 1 < end and tags[at + 1] == "g" and not _has_more(tags, at + 1, end):
                return at
            if tag in "AvV":
                verb, free = True, False
            elif tag in "CSWT,Bq-tP":
                free = True
            if tag in "CB" and tags[at - 1] not in "," and _elided(reading, at + 1, end):
                return at
        at += 1
    return end


JOINED = listed(__name__, "joined")
"""Conjunctions whose clause belongs to a noun phrase before them."""
HELD = JOINED | frozenset(["until", "unless", "before", "after", "because", "since", "when", "as"])
"""The same, of an infinitive."""


def _leaves(tags: str, lower: tuple[str, ...], at: int, start: int, end: int) -> bool:
    """Tell whether a word after a phrase opens what the author adds: "which", "although", "but has"."""
    tag = tags[at]
    if tag in "SB" and lower[at] not in (HELD if tags[start] in "tN" else JOINED):
        return _finite_soon(tags, at + 1, end) or (tags[at - 1] == "," and at + 1 < end and tags[at + 1] in "gU")
    if tag == "W" and tags[at - 1] == "," and lower[at] in ("which", "who", "whose", "where"):
        return True
    if tag == "C" and at + 1 < end:
        return (tags[at + 1] in "AV" and tags[at - 1] != ",") or (tags[at + 1] in "Vv" and tags[start] != "t")
    return False


def _has_more(tags: str, at: int, end: int) -> bool:
    """Tell whether a comma or a finite verb follows: a participle between commas does not end a content."""
    return bool(set(tags[at:end]) & set(",AV"))


def _finite_soon(tags: str, at: int, end: int) -> bool:
    """Tell whether a clause with its verb begins at a word."""
    for here in range(at, min(end, at + 10)):
        if tags[here] in "AvV":
            return True
        if tags[here] in ",.;:-qC":
            return False
    return False


ASIDES = ("in the wake of", "in exchange for", "in response to", "in an effort", "amid", "following", "despite")
"""What begins a remark of the author after a comma."""


def _joined(tags: str, lower: tuple[str, ...], comma: int, end: int, clause: bool) -> bool:
    """Tell whether what follows a comma is no longer content: an aside of the author, or, after a phrase, a clause."""
    after = " ".join(lower[comma + 1 : comma + 5])
    if after.startswith(ASIDES):
        return True
    if clause or comma + 2 >= end or tags[comma + 1] not in "CB":
        return False
    stop = phrase_after(tags, lower, comma + 2, end)
    return bool(stop and stop < end and tags[stop] in "AvV")


def _attributes_anew(reading: Reading, comma: int, end: int) -> bool:
    tags, lower = reading.tags, reading.lower
    at = comma + 1
    while at < end and tags[at] == "r":
        at += 1
    if at >= end:
        return True
    if tags[at] == "U" and _goes_on_speaking(lower[at]):
        return True
    if tags[at] == "U" and at + 1 < end and f"{lower[at]} {lower[at + 1]}" in verbs():
        return True
    if tags[at] == "V" and lower[at].endswith("s") and at + 1 < end and tags[at + 1] in "nDXTO" and tags[-1] != ".":
        return True
    if tags[at] in "CB" and _elided(reading, at + 1, end):
        return True
    if lower[at] in ("citing", "quoting"):
        return True
    if tags[at] in "SB" and lower[at] in ("but", "yet", "nor") and at + 1 < end and tags[at + 1] in "AN":
        return True
    return _trailing(reading, at, end) or (
        tags[at] in "SBC" and lower[at] in CONTRAST and tags[at + 1 : at + 2] != "T" and _speaks(reading, at + 1, end)
    )


def _goes_on_speaking(word: str) -> bool:
    verb = verbs().get(word)
    return bool(verb and verb.strength == 2 and verb.lemma in PARTICIPLES)


PARTICIPLES = listed(__name__, "participles")
CONTRAST = listed(__name__, "contrast")


def _elided(reading: Reading, at: int, end: int) -> bool:
    """Tell whether a verb that speaks follows without a subject of its own: "and said", "but would not comment"."""
    tags, lower = reading.tags, reading.lower
    while at < end and tags[at] in "rAN":
        at += 1
    if at >= end or tags[at] != "V":
        return False
    word = lower[at]
    if word in ("comment", "respond", "declined", "refused"):
        return True
    verb = verbs().get(word)
    return bool(
        verb
        and verb.strength == 2
        and (verb.lemma in SPEAKING or word.endswith(("ed", "s")))
        and verb.lemma not in ("show",)
    )


def _speaks(reading: Reading, at: int, end: int) -> bool:
    """Tell whether a clause with its own subject speaks: "but the agency said"."""
    tags, lower = reading.tags, reading.lower
    for here in range(at, min(end, at + 14)):
        if tags[here] in ".;q":
            return False
        if tags[here] == "V" and here > at:
            verb = verbs().get(lower[here])
            return bool(verb and verb.strength == 2)
        if tags[here] in "vA" and lower[here] not in ("has", "have", "had", "also"):
            return False
    return False


def _trailing(reading: Reading, at: int, end: int) -> bool:
    """Tell whether ", Reuters reported" or ", said the minister" follows and ends the clause."""
    tags, lower = reading.tags, reading.lower
    for here in range(at, min(end, at + 16)):
        tag = tags[here]
        if tag == "V":
            verb = verbs().get(lower[here])
            if not verb or verb.strength < 2 or "c" not in verb.takes:
                return False
            after = tags[here + 1] if here + 1 < end else "."
            if here == at:
                return after in "nXDOP" and not lower[here].endswith("e")
            if after in ",.;:-" or (after in "mRXtn" and _only_adjuncts(tags, here + 1, end)):
                return subject(tags, lower, here, at) is not None
            return False
        if tag in ".;:qTSWU":
            return False
    return False


def _only_adjuncts(tags: str, at: int, end: int) -> bool:
    """Tell whether nothing but adverbials follows, up to a comma or the end."""
    here = at
    while here < end and tags[here] in "mR#DnXOtsJ":
        here += 1
    return here >= end or tags[here] in ",.;-"
