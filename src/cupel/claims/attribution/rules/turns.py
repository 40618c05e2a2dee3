"""Rule: a speaker's turn: "Mr NAME: ..." of a transcript or an interview, and "Minister: no plan to quit" of a headline."""

from collections.abc import Iterator

from cupel.claims.attribution.found import Found
from cupel.claims.attribution.rule import Reading

LABELS = frozenset("note notes source sources photo image picture update correction related more read see also tags topics "
                   "contact published subject date time place from to cc re editor location price total result results".split())


class Turns:
    """A name, a colon, and what is said."""

    name = "turns"
    title = 'a speaker\'s turn: "Ms Ito: We did not know."'
    description = "Takes the colon as the cue, the short name before it as the source, and the rest as the content."
    order = 70

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield the turn that a paragraph begins with."""
        tags, lower = reading.tags, reading.lower
        if not reading.first or reading.found:
            return
        colon = tags.find(":", 1, 8)
        if colon < 0 or colon + 2 >= len(tags) or any(tag not in "XDn#(),rs" for tag in tags[:colon]):
            return
        if tags[0] not in "XD" or lower[0] in LABELS or lower[colon - 1] in LABELS or "X" not in tags[:colon]:
            return
        end = len(tags) - 1 if tags[-1] == "." else len(tags)
        yield Found((colon, colon + 1), ((colon + 1, end),), (0, colon), "turn", "statement", self.name)


RULE = Turns()
