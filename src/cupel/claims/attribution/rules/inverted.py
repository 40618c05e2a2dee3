"""Rule: a verb that reports before its subject, after what it reports: '"...," said the minister'."""

from collections.abc import Iterator

from cupel.claims.attribution.extent import content_end
from cupel.claims.attribution.found import Found, Range
from cupel.claims.attribution.lexicon import Verb
from cupel.claims.attribution.phrases import has_finite_verb, phrase_after
from cupel.claims.attribution.preceding import clause_before, is_claimable
from cupel.claims.attribution.rule import Reading
from cupel.claims.attribution.verb_group import group_start, is_negated, is_passive, verb_at


class Inverted:
    """Verb, then subject, after a quotation or a clause."""

    name = "inverted"
    title = "a verb before its subject: '\"It is safe,\" said the minister'"
    description = (
        "Takes the verb as the cue, the noun phrase after it as the source, and as the content what stands before, "
        "with a quotation that goes on after the source."
    )
    order = 8

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield one for each such verb."""
        tags, lower = reading.tags, reading.lower
        for at in reading.verbs:
            if tags[at] != "V" or not 0 < at < len(tags) - 1:
                continue
            verb, after = verb_at(lower, at)
            group = group_start(reading, at)
            if verb is None or "q" not in verb.takes or reading.taken(at) or is_passive(reading, group, at):
                continue
            if group < 1 or tags[group - 1] not in "q,-:":
                continue
            found = _inverted(reading, verb, group, after)
            if found:
                yield Found(
                    (group, after),
                    found[1],
                    found[0],
                    verb.lemma,
                    verb.stance,
                    self.name,
                    is_negated(reading, group, at),
                    outer=True,
                )


def _inverted(reading: Reading, verb: Verb, group: int, after: int) -> tuple[Range, tuple[Range, ...]] | None:
    tags, lower = reading.tags, reading.lower
    stop = group if tags[group - 1] == "q" else group - 1
    if stop < 1:
        return None
    begin, stop = clause_before(tags, stop)
    quoted = tags[stop - 1] == "q"
    if not quoted and "r" in verb.takes:
        return None
    if not quoted and (verb.strength < 2 or not is_claimable(tags, (begin, stop))) and not _answers(tags, begin, stop):
        return None
    end = phrase_after(tags, lower, after, len(tags))
    if end is None or (tags[after] == "P" and lower[after] in ("it", "they", "them", "him", "us", "me", "there")):
        return None
    if end < len(tags) and tags[end] in "AvV" and (not quoted or tags[group - 1] == ","):
        return None
    if not quoted and (not _ends(tags, end) or (tags[end : end + 1] == "t" and "i" in verb.takes)):
        return None
    contents: list[Range] = [(begin, stop)]
    for here in range(end, len(tags)):
        if tags[here] == "q" and tags[here - 1] in ",:-.":
            contents.append((here, content_end(reading, here)))
            break
        if tags[here] in ";UCB":
            break
    return (after, end), tuple(contents)


def _answers(tags: str, begin: int, stop: int) -> bool:
    """Tell whether a short answer stands before the verb: "Yes, say voters"."""
    return stop - begin == 1 and (begin == 0 or tags[begin - 1] in ";.")


def _ends(tags: str, end: int) -> bool:
    """Tell whether the clause may end after the subject, so that the verb has no object of its own."""
    return end >= len(tags) or tags[end] in ",.;:-WRmqeC(gP" or not has_finite_verb(tags, end, len(tags))


RULE = Inverted()
