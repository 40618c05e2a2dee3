"""Rule: words that attribute to nobody in particular: "alleged ties", "perceived risks", "reportedly"."""

from collections.abc import Iterator

from cupel.claims.attribution.found import Found
from cupel.claims.attribution.phrases import phrase_after
from cupel.claims.attribution.rule import Reading
from cupel.claims.text.lists import listed

ADJECTIVES = listed(__name__, "adjectives")


class Implicit:
    """Adjectives that mark what somebody alleges."""

    name = "implicit"
    title = 'an adjective that attributes to nobody: "alleged links"'
    description = (
        "Takes the adjective as the cue and the noun phrase that it belongs to as the content; there is no source."
    )
    order = 80

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield one for each such adjective."""
        tags, lower = reading.tags, reading.lower
        if ADJECTIVES.isdisjoint(lower):
            return
        for at, word in enumerate(lower):
            if word not in ADJECTIVES or reading.taken(at) or at + 1 >= len(tags) or tags[at + 1] not in "nXeKJg":
                continue
            stop = phrase_after(tags, lower, at + 1, len(tags))
            if stop:
                yield Found((at, at + 1), ((at + 1, stop),), None, word, "allegation", self.name, implicit=True)


RULE = Implicit()
