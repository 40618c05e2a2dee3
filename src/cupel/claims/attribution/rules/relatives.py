"""Rule: a verb that reports in a relative clause, about the noun before it: "the losses that analysts predicted"."""

from collections.abc import Iterator

from cupel.claims.attribution.found import Found
from cupel.claims.attribution.lexicon import nouns
from cupel.claims.attribution.phrases import noun_phrase, subject
from cupel.claims.attribution.rule import Reading
from cupel.claims.attribution.verb_group import group_start, is_negated, is_passive, verb_at
from cupel.claims.text.lists import listed

STANCES = listed(__name__, "stances")
"""Stances of verbs that take a noun as what is claimed; of "the words that he said" nothing is claimed."""


class Relatives:
    """The noun that a clause with a verb of its own speaker belongs to."""

    name = "relatives"
    title = 'a verb in a relative clause: "the losses that analysts had predicted"'
    description = (
        "Takes the verb as the cue, its subject as the source, and as the content the noun phrase that the clause "
        "belongs to, where nothing follows that the verb could take."
    )
    order = 12

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield one for each verb that ends such a clause."""
        tags, lower = reading.tags, reading.lower
        for at in reading.verbs:
            if tags[at] != "V" or at < 2 or reading.taken(at):
                continue
            verb, after = verb_at(lower, at)
            if verb is None or "n" not in verb.takes or verb.stance not in STANCES:
                continue
            group = group_start(reading, at)
            if is_passive(reading, group, at) or (after < len(tags) and tags[after] not in ".,;:-RS)NrAv"):
                continue
            source = subject(tags, lower, group)
            if source is None or source[0] < 2:
                continue
            opening = source[0]
            if tags[opening - 1] in "TW":
                opening -= 2 if tags[opening - 2] in ",-" else 1
            elif not (tags[source[0]] == "P" and tags[opening - 1] in "nK"):
                continue
            noun = nouns().get(lower[opening - 1])
            if noun and noun.clause:  # "reports that it had known": what the noun itself attributes
                continue
            content = noun_phrase(tags, lower, opening - 1, 0)
            if content:
                yield Found(
                    (group, after),
                    (content,),
                    source,
                    verb.lemma,
                    verb.stance,
                    self.name,
                    is_negated(reading, group, at),
                )


RULE = Relatives()
