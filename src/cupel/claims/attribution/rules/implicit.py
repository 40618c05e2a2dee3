"""Rule: words that attribute to nobody in particular: "alleged ties", "perceived risks", "reportedly"."""

from collections.abc import Iterator

from cupel.claims.attribution.found import Found
from cupel.claims.attribution.phrases import phrase_after
from cupel.claims.attribution.rule import Reading

ADJECTIVES = {"alleged": "allegation", "perceived": "allegation", "purported": "allegation", "suspected": "allegation",
              "supposed": "allegation", "reputed": "allegation", "rumored": "allegation", "rumoured": "allegation"}  # fmt: skip


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
        if ADJECTIVES.keys().isdisjoint(lower):
            return
        for at, word in enumerate(lower):
            stance = ADJECTIVES.get(word)
            if stance is None or reading.taken(at) or at + 1 >= len(tags) or tags[at + 1] not in "nXeKJg":
                continue
            stop = phrase_after(tags, lower, at + 1, len(tags))
            if stop:
                yield Found((at, at + 1), ((at + 1, stop),), None, word, stance, self.name, implicit=True)


RULE = Implicit()
