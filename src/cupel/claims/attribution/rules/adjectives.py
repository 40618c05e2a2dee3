"""Rule: an adjective of mind after a form of be: "officials are concerned about the use of ..."."""

from collections.abc import Iterator

from cupel.claims.attribution.extent import content_end
from cupel.claims.attribution.found import Found
from cupel.claims.attribution.lexicon import adjectives
from cupel.claims.attribution.phrases import has_finite_verb, subject
from cupel.claims.attribution.rule import Reading
from cupel.claims.attribution.verb_group import is_negated
from cupel.claims.text.lists import listed

PREPOSITIONS = listed(__name__, "prepositions")


class Adjectives:
    """Adjectives that tell what somebody thinks or fears."""

    name = "adjectives"
    title = 'an adjective of mind: "officials are concerned about ..."'
    description = (
        "Takes the form of be, the adjective and a preposition after it as the cue, the subject as the source, and the "
        "clause or phrase that follows as the content."
    )
    order = 50

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield one for each adjective with a content."""
        tags, lower = reading.tags, reading.lower
        for at, tag in enumerate(tags):
            if tag not in "JV" or lower[at] not in adjectives() or reading.taken(at) or at + 1 >= len(tags):
                continue
            begin = at
            while (
                begin
                and tags[begin - 1] in "ANrv"
                and (tags[begin - 1] != "v" or lower[begin - 1] in ("remains", "seems", "became"))
            ):
                begin -= 1
            if not any(tag in "Av" for tag in tags[begin:at]):
                continue
            source = subject(tags, lower, begin)
            if source is None:
                continue
            after = at + 1
            cue = (begin, at + 1)
            if lower[after] in PREPOSITIONS and after + 1 < len(tags):
                cue, after = (begin, after + 1), after + 1
            elif tags[after] not in "TWtPq" and lower[after] not in ("if", "whether") and not _clause(tags, after):
                continue
            adjective = adjectives()[lower[at]]
            phrase = after > at + 1 and tags[after] not in "TW"
            negated = is_negated(reading, begin, at)
            yield Found(
                cue,
                ((after, content_end(reading, after, clause=not phrase)),),
                source,
                adjective.lemma,
                adjective.stance,
                self.name,
                negated,
            )


def _clause(tags: str, at: int) -> bool:
    """Tell whether a clause without "that" begins: "are worried the works will drag on"."""
    sign = next((here for here in range(at, len(tags)) if tags[here] in ",.;:-q"), len(tags))
    return tags[at] in "DOXn" and has_finite_verb(tags, at + 1, sign)


RULE = Adjectives()
