"""Tells whom a claim is about: the stretches of its content go in; identifiers of entities, as named, come out."""

import re
from collections.abc import Sequence

from cupel.claims.entities import known
from cupel.claims.entities.cast import Cast

STATE = re.compile(
    r"[- ](?:government|authorit|militar|hack|state|communist|intelligence|sp(?:y|ies)|ministr|army|court"
    r"|parliament|market)",
    re.IGNORECASE,
)
"""Behind a country's adjective: that its state is meant."""
LINK = re.compile(
    r" (?:and|or|in|on|at|by|from|to|of|for|with|has|have|had|is|are|was|were|will|would|could|might|may|can|should"
    r"|must|as|after|before|over|said|who|which|that|into|than|but|while|about|such|including|among|against|between)\b"
)
"""Behind a country's name: that it does not belong to the noun after it."""
DESCRIBED = re.compile(
    r"\b(?:the|its) (?:[\w-]+ )?(?P<word>company|firm|bank|maker|supplier|vendor|carrier|group)\b", re.IGNORECASE
)
PRONOUN = re.compile(r"\b(?:it|its|itself|they|their|we|our|us)\b", re.IGNORECASE)
PERSON = re.compile(r"\b(?:he|his|him|she|her|hers)\b", re.IGNORECASE)
MOST = 12
"""Entities of one claim that are kept."""


def about(cast: Cast, content: Sequence[tuple[int, int]], speaker: str) -> tuple[str, ...]:
    """Return whom a claim is about, at most `MOST`.

    Named figures other than the speaker; a country's adjective only before a word for its state; "the company" as the
    company told of. Where no organisation is named, a pronoun stands for what is told of there, even if that is
    the speaker; where nobody but a country is, the claim is about the document's one main subject, if it has one.
    """
    found: list[str] = []
    text = cast.text
    for start, end in content:
        for begin, stop, figure in cast.within(start, end):
            how = known.places().get(text[begin:stop], ("", ""))[1]
            if (
                how
                and (
                    how == "adjectives" or (text[stop : stop + 2].strip(" -").islower() and not LINK.match(text, stop))
                )
                and not STATE.match(text, stop)
            ):
                continue  # "US firms", "Chinese vendors": where from, not about whom
            if figure.id != speaker and figure.kind != "outlet":
                found.append(figure.id)
        described = DESCRIBED.search(text, start, end)
        if described:
            main = cast.main(described.start(), ("org",), "")
            if main:
                found.append(main.id)
    if not any(it.startswith("org:") for it in found):
        found.extend(_by_pronoun(cast, content, speaker))
    if cast.subject and not any(it.startswith(("org:", "person:")) for it in found):
        found.append(cast.subject.id)
    return tuple(dict.fromkeys(found))[:MOST]


def _by_pronoun(cast: Cast, content: Sequence[tuple[int, int]], speaker: str) -> list[str]:
    found = []
    for start, end in content:
        if PERSON.search(cast.text, start, end):
            for _, _, figure in cast.before(start, max(0, start - 800)):
                if figure.kind == "person" and figure.id != speaker:
                    found.append(figure.id)
                    break
        if PRONOUN.search(cast.text, start, end):
            main = cast.main(start, ("org",))
            if main:
                found.append(main.id)
    return found
