"""Rule: a verb that reports, its subject before it and what it reports after it: "Mr Chen said the company was ..."."""

from collections.abc import Iterator

from cupel.claims.attribution.complement import after_adverbials, complement, that_clauses
from cupel.claims.attribution.extent import content_end
from cupel.claims.attribution.found import Found, Range
from cupel.claims.attribution.lexicon import Verb, documents
from cupel.claims.attribution.phrases import phrase_after, subject
from cupel.claims.attribution.preceding import clause_before, content_before, part_start
from cupel.claims.attribution.rule import Reading
from cupel.claims.attribution.verb_group import (
    governed_from,
    group_start,
    is_negated,
    is_passive,
    is_progressive,
    verb_at,
)
from cupel.claims.text.lists import listed

PARTICIPLES = listed(__name__, "participles")
"""Forms that are never finite without an auxiliary."""
PERFECT = listed(__name__, "perfect")
"""Auxiliaries of "has learned", which outlets write of what they report."""


class ReportingVerbs:
    """Subject, verb, content: in this order."""

    name = "reporting-verbs"
    title = 'a verb that reports, with its subject: "Mr Chen said the company was ..."'
    description = (
        "Takes the verb with its auxiliaries, negation and adverbs as the cue, the noun phrase before it as the "
        'source, and as the content what follows it; each further clause with "that" is claimed on its own.'
    )
    order = 10

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield an attribution for each verb that has a content."""
        tags, lower = reading.tags, reading.lower
        for at in reading.verbs:
            if reading.taken(at) or (tags[at] == "U" and not _finite(reading, at)):
                continue
            verb, after = verb_at(lower, at)
            if verb is None:
                continue
            group = group_start(reading, at)
            if not is_passive(reading, group, at):
                yield from self._one(reading, verb, group, at, after)

    def _one(self, reading: Reading, verb: Verb, group: int, at: int, after: int) -> Iterator[Found]:
        tags, lower = reading.tags, reading.lower
        negated = is_negated(reading, group, at)
        if group and (tags[group - 1] == "t" or (tags[at] == "U" and lower[group - 1] == "of")):
            governed = governed_from(reading, group - 1)
            if governed is None:
                return
            group, negated = governed[0], negated or governed[1]
        source = _source(reading, group)
        if source is None or (source[0] and lower[source[0] - 1] in ("if", "unless")):
            return
        if "d" in verb.takes and not _may_show(reading, source, after):
            return
        if group == at and lower[at] in PARTICIPLES:
            return
        if "l" in verb.takes and (group == at or lower[group] not in PERFECT):
            return
        content = complement(reading, verb, after, _embedded(tags, lower, source, group))
        if content is None and "q" in verb.takes and source[0] and lower[source[0] - 1] == "as":
            content = _beside(reading, after, source[0] - 1)
        if content is None:
            return
        before = content_before(tags, source[0])
        parts = list(that_clauses(tags, content))
        first: tuple[Range, ...] = (parts[0],)
        if before and tags[before[1] - 1] == "q" and tags[content[0]] == "q" and "q" in verb.takes:
            first = (before, *first)
        if tags[after] in "Rt" and content[0] == after + 1:
            after += 1  # "railed against"
        yield Found((group, after), first, source, verb.lemma, verb.stance, self.name, negated)
        for part in parts[1:]:
            yield Found((group, after), (part,), source, verb.lemma, verb.stance, self.name, negated)


def _finite(reading: Reading, at: int) -> bool:
    return is_progressive(reading, at) or (
        at > 1 and reading.lower[at - 1] == "of" and reading.lower[at - 2] == "short"
    )


def _source(reading: Reading, group: int) -> Range | None:
    tags, lower = reading.tags, reading.lower
    source = subject(tags, lower, group, part_start(tags, group)) if group else None
    if source is None and group and tags[group - 1] in "CB,r":
        if tags[group - 1] == "," and not reading.found and tags[-1] == ".":
            return None
        source = reading.source_before(group) or first_subject(reading, group)
    return source


def first_subject(reading: Reading, before: int) -> Range | None:
    """Return the first subject of the sentence, for a verb after "and" or "but" that has none."""
    for at in range(1, before):
        if reading.tags[at] in "AvV":
            found = subject(reading.tags, reading.lower, at)
            if found:
                return found
    if reading.tags[0] in "PDXO":  # its verb may be one that no list knows: "He pours coffee and says"
        stop = phrase_after(reading.tags, reading.lower, 0, before, names_only=True)
        return (0, stop) if stop else None
    return None


def _beside(reading: Reading, after: int, opening: int) -> Range | None:
    """Return the clause beside "as Mr Lee pointed out": behind its comma, or before it."""
    tags = reading.tags
    stop = after_adverbials(tags, reading.lower, after, len(tags))
    if tags[stop : stop + 1] == "," and (opening == 0 or tags[opening - 1] in "CB"):
        return (stop + 1, content_end(reading, stop + 1)) if stop + 1 < len(tags) else None
    if opening > 2 and tags[opening - 1] == ",":
        return clause_before(tags, opening - 1)
    return None


def _may_show(reading: Reading, source: Range, after: int) -> bool:
    """Tell whether a verb that documents take attributes: of one, before a clause or quotation, or "found nothing"."""
    opens = reading.tags[after : after + 1] in ("T", "q") or reading.lower[after : after + 1] in (("no",), ("nothing",))
    return opens or _is_document(reading.lower, source)


def _is_document(lower: tuple[str, ...], source: Range) -> bool:
    return any(word in documents() for word in lower[slice(*source)])


def _embedded(tags: str, lower: tuple[str, ...], source: Range, group: int) -> bool:
    """Tell whether the verb stands in a clause that another one holds: after a conjunction, or in a relative clause."""
    if source[0] and tags[source[0] - 1] == "S" and lower[source[0] - 1] not in ("but", "yet", "nor"):
        return True
    return source[1] < group and "W" in tags[source[1] : group]


RULE = ReportingVerbs()
