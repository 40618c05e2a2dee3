"""Rule: subject and verb after or inside what they report: "..., the agency said", "The answer, they say, is yes"."""

from collections.abc import Iterator

from cupel.claims.attribution.complement import after_adverbials
from cupel.claims.attribution.extent import content_end
from cupel.claims.attribution.found import Found, Range
from cupel.claims.attribution.lexicon import Verb
from cupel.claims.attribution.phrases import has_finite_verb, phrase_after, subject
from cupel.claims.attribution.preceding import clause_before, content_before, is_claimable, part_start
from cupel.claims.attribution.rule import Reading
from cupel.claims.attribution.verb_group import governed_from, group_start, is_negated, is_passive, verb_at


class Trailing:
    """Subject and verb behind a comma or a quotation, and nothing that the verb takes after it."""

    name = "trailing"
    title = 'subject and verb behind what they report: "It is safe, the agency said"'
    description = (
        "Takes the verb as the cue, the noun phrase before it as the source, and as the content what stands before "
        "both, with the clause or quotation that goes on after them."
    )
    order = 9

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield one for each such verb."""
        tags, lower = reading.tags, reading.lower
        for at in reading.verbs:
            if at < 2 or tags[at] != "V" or reading.taken(at):
                continue
            verb, after = verb_at(lower, at)
            if verb is None or not set("qc") & set(verb.takes):
                continue
            group = group_start(reading, at)
            negated = is_negated(reading, group, at)
            passive = is_passive(reading, group, at)
            if group > 2 and tags[group - 1] == "t":
                governed = governed_from(reading, group - 1)
                if governed is None:
                    continue
                group, negated = governed[0], negated or governed[1]
            if group < 2:
                continue
            source = subject(tags, lower, group, part_start(tags, group))
            if source is None or not source[0]:
                continue
            if passive and verb.lemma not in ("tell", "assure", "inform", "advise"):
                continue
            content = _content(reading, verb, source, after)
            if content:
                yield Found(
                    (group, after), content, None if passive else source, verb.lemma, verb.stance, self.name, negated,
                    implicit=passive, outer=True,
                )  # fmt: skip


def _content(reading: Reading, verb: Verb, source: Range, after: int) -> tuple[Range, ...] | None:
    tags = reading.tags
    left = content_before(tags, source[0])
    if left is None:
        return _interrupted(tags, source, _tail(reading, verb, after), reading)
    quoted = tags[left[1] - 1] == "q"
    stop = _tail(reading, verb, after)
    if stop < len(tags) and tags[stop] not in ",.;:-)qC" and not (quoted and tags[stop] in "RSBgeUAr(tn"):
        return None
    if not quoted and verb.strength < 2 and not _closes(tags, stop):
        return None
    if not quoted and "c" not in verb.takes:
        return None
    if stop + 1 < len(tags) and tags[stop] in ":,-" and tags[stop + 1] == "q":
        if not quoted and not has_finite_verb(tags, *left) and not _goes_on(tags, stop + 1):
            return None
        if not quoted and tags[stop] == ":":
            return None
        return left, (stop + 1, content_end(reading, stop + 1))
    if stop < len(tags) and tags[stop] == "q":
        return (left, (stop, content_end(reading, stop))) if quoted else None
    inside = not quoted and tags[source[0] - 1] in ",-" and tags[stop : stop + 1] == tags[source[0] - 1]
    if (
        inside
        and stop + 1 < len(tags)
        and (_goes_on(tags, stop + 1) or tags[left[1] - 1] == "A" or not has_finite_verb(tags, *left))
    ):
        right = (stop + 1, content_end(reading, stop + 1))
        if not has_finite_verb(tags, *right) and not has_finite_verb(tags, *left):
            return None
        return (left, right) if left[1] - left[0] > 1 or tags[left[0]] not in "rS" else (right,)
    return (left,) if is_claimable(tags, left, verbless=True) else None


def _interrupted(tags: str, source: Range, stop: int, reading: Reading) -> tuple[Range, ...] | None:
    """Return the parts of "If it fails, Mr Lee argues, there are others": what opens the clause, and the clause."""
    if source[0] < 3 or tags[source[0] - 1] != "," or tags[stop : stop + 1] != ",":
        return None
    left, right = clause_before(tags, source[0] - 1), (stop + 1, content_end(reading, stop + 1))
    if (
        tags[left[0]] not in "SR"
        or right[1] <= right[0]
        or not (has_finite_verb(tags, *right) or "q" in tags[slice(*right)])
    ):
        return None
    return left, right


def _tail(reading: Reading, verb: Verb, after: int) -> int:
    """Return the word after a recipient and adverbials behind the verb: "told reporters on Monday"."""
    tags, lower = reading.tags, reading.lower
    stop = after
    while stop < len(tags) and tags[stop] == "r":
        stop += 1
    if "r" in verb.takes:
        stop = phrase_after(tags, lower, stop, len(tags)) or stop
    return after_adverbials(tags, lower, stop, len(tags))


def _closes(tags: str, after: int) -> bool:
    return after >= len(tags) or tags[after] in ",."


def _goes_on(tags: str, at: int) -> bool:
    """Tell whether a clause that was interrupted goes on: with its verb, an object or a preposition."""
    return at < len(tags) and (tags[at] in "AvVeNt" or (tags[at] == "r" and tags[at + 1 : at + 2] in tuple("AvVe")))


RULE = Trailing()
