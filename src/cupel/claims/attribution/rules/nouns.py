"""Rule: a noun that attributes, with its source before or after it: "fears among officials that", "its denial of"."""

from collections.abc import Iterator

from cupel.claims.attribution.extent import content_end
from cupel.claims.attribution.found import Found, Range
from cupel.claims.attribution.lexicon import nouns
from cupel.claims.attribution.phrases import phrase_after, subject
from cupel.claims.attribution.preceding import clause_before
from cupel.claims.attribution.rule import Reading
from cupel.claims.attribution.source import may_be_people
from cupel.claims.attribution.verb_group import is_negated
from cupel.claims.text.lists import listed

SOURCES = listed(__name__, "sources")
ABOUT = listed(__name__, "about")
HAVE = listed(__name__, "have")


class Nouns:
    """Nouns of saying and thinking that name whose they are."""

    name = "nouns"
    title = 'a noun that attributes: "accusations from lawmakers that ...", "the minister\'s denial of ..."'
    description = (
        "Takes the noun as the cue; who is named by a possessive before it, or by from, by, among, within or of after "
        'it, as the source; a clause with "that" or a phrase with about, over, of or to as the content.'
    )
    order = 40

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield one for each noun that has a content."""
        tags, lower = reading.tags, reading.lower
        if "K" not in tags:
            return
        for at, tag in enumerate(tags):
            if tag != "K" or reading.taken(at) or (at + 1 < len(tags) and tags[at + 1] in "nsK"):
                continue
            noun, cue = nouns()[lower[at]], (at, at + 1)
            if noun.clause and "T" not in tags[at:]:
                continue
            source, after = _owner(reading, at, noun.stance)
            content = _content(reading, after, noun.stance)
            if source and source[0] > 1 and tags[source[0] - 1] in ":-" and tags[source[0] - 2] == "q":
                content = clause_before(tags, source[0] - 1)  # "'No more': council leader's vow"
            if content is None or (noun.clause and tags[content[0]] != "T"):
                continue
            had = _had(reading, at) if source is None else None
            if had:
                source, cue = had[0], (had[1], at + 1)
            if source or _stands_alone(reading, at, content, noun.stance):
                negated = "no" in lower[slice(*cue)] or is_negated(reading, *cue)
                yield Found(
                    cue, (content,), source, noun.lemma, noun.stance, self.name, negated, implicit=source is None
                )


def _owner(reading: Reading, at: int, stance: str) -> tuple[Range | None, int]:
    """Return whose a noun is, where that stands beside it, and the word after both."""
    tags, lower = reading.tags, reading.lower
    source, after = _possessor(tags, lower, at), at + 1
    if source:
        return source, _after_date(tags, after)
    if (
        after < len(tags)
        and lower[after] in SOURCES
        and (lower[after] not in ("of", "in", "at") or stance == "concern")
    ):
        stop = phrase_after(tags, lower, after + 1, len(tags), names_only=True)
        if stop and (may_be_people(tags, lower, after + 1, stop) or tags[stop : stop + 1] == "T"):
            return (after + 1, stop), stop
    return _floated(tags, lower, after)


def _stands_alone(reading: Reading, at: int, content: Range, stance: str) -> bool:
    """Tell whether a noun that is nobody's attributes: with "that", and nobody says the same beside it."""
    denied = at > 0 and reading.lower[at - 1] in ("no", "any")
    said = any(content in it.content for it in reading.found)
    return reading.tags[content[0]] == "T" and stance != "opinion" and not denied and not said


def _floated(tags: str, lower: tuple[str, ...], at: int) -> tuple[Range | None, int]:
    """Return the source of a participle between commas, and the word after it: "a suggestion, floated by X, that"."""
    by = at + 2
    if by + 1 < len(tags) and tags[at] == "," and tags[at + 1] in "ev" and lower[by] == "by":
        stop = phrase_after(tags, lower, by + 1, len(tags))
        if stop and tags[stop : stop + 2] == ",T":
            return (by + 1, stop), stop + 1
    return None, at


def _after_date(tags: str, at: int) -> int:
    """Return the word after a date and a dash: "the regulator's warning of 2019 - that"."""
    here = at + 2 if tags[at : at + 2] in ("R#", "Rm") else at
    return here + 1 if tags[here : here + 2] in ("-T", ",T") else at


def _possessor(tags: str, lower: tuple[str, ...], at: int) -> Range | None:
    """Return who owns the noun: "Rogers' comments", "its decision"; through adjectives before it."""
    here = at - 1
    while here >= 0 and tags[here] in "neJ#r":
        here -= 1
    if here < 0:
        return None
    if tags[here] == "s":
        return subject(tags, lower, here)
    if tags[here] == "O" and lower[here] != "whose":
        return here, here + 1
    return None


def _content(reading: Reading, at: int, stance: str) -> Range | None:
    tags, lower = reading.tags, reading.lower
    if at >= len(tags):
        return None
    if tags[at] == "T":  # of a noun that is itself a subject, the clause ends before that subject's verb
        return at, content_end(reading, at, embedded=not set(tags[:at]) & set("AvV"))
    if lower[at] in ABOUT and at + 1 < len(tags):
        stop = phrase_after(tags, lower, at + 1, len(tags))
        return (at + 1, stop) if stop else None
    if tags[at] == "t" and stance in ("decision", "intention", "recommendation") and at + 1 < len(tags):
        return at, _infinitive_end(reading, at)
    if tags[at] in ":" and at + 1 < len(tags) and tags[at + 1] == "q":
        return at + 1, at + 2
    return None


def _infinitive_end(reading: Reading, at: int) -> int:
    """Return where an infinitive that hangs on a noun ends: before a conjunction, or the verb of the sentence."""
    stop = content_end(reading, at)
    for here in range(at + 2, stop):
        if reading.tags[here] in "SA,":
            return here
    return stop


def _had(reading: Reading, at: int) -> tuple[Range, int] | None:
    """Return (source, first word of the cue) of "officials have expressed concerns about"."""
    tags, lower = reading.tags, reading.lower
    here = at - 1
    while here >= 0 and tags[here] in "neJ#rDO":
        if lower[here] in HAVE:
            break
        here -= 1
    if here < 0 or lower[here] not in HAVE:
        return None
    while here and (tags[here - 1] in "ANr"):
        here -= 1
    source = subject(tags, lower, here)
    return (source, here) if source else None


RULE = Nouns()
