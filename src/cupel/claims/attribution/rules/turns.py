"""Rule: a speaker's turn: "Ms Ito: ..." of a transcript, "Minister: no plan to quit" of a headline."""

from collections.abc import Iterator

from cupel.claims.attribution.found import Found
from cupel.claims.attribution.rule import Reading


class Turns:
    """A name, a colon, and what is said."""

    name = "turns"
    title = 'a speaker\'s turn: "Ms Ito: We did not know."'
    description = (
        "Takes the colon as the cue, the short name before it as the source, and the paragraph's rest as the content."
    )
    order = 70

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield the turn that a paragraph begins with: its label is a sentence of its own."""
        if reading.label:
            colon = len(reading.tags) - 1
            yield Found((colon, colon + 1), (), (0, colon), "turn", "statement", self.name, rest=True)


RULE = Turns()
