"""Rule: a headline that names its source behind a dash or colon: "Trust 'ignored warnings' - inquiry"."""

from collections.abc import Iterator

from cupel.claims.attribution.found import Found
from cupel.claims.attribution.lexicon import documents
from cupel.claims.attribution.rule import Reading
from cupel.claims.attribution.source import may_be_person

MOST = 4
"""Words of such a source."""


class Headlines:
    """What is claimed, a dash or colon, and a short source."""

    name = "headlines"
    title = 'a source behind a headline: "Trust ignored warnings - inquiry"'
    description = (
        "Takes the dash or colon as the cue, the few words after it as the source, where they name a person or a "
        "document, and all before it as the content."
    )
    order = 72

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield the attribution of a paragraph without a full stop that ends in such a source."""
        tags, lower = reading.tags, reading.lower
        at = max(tags.rfind("-"), tags.rfind(":"))
        if not reading.first or tags[-1] == "." or at < 2 or not 0 < len(tags) - at - 1 <= MOST:
            return
        quoted = "q" in tags[:at]
        if set(tags[at + 1 :]) - set("XnDKs") or not (quoted or at > 3):
            return
        if lower[-1] in documents() or may_be_person(lower[-1]) or (quoted and tags[at] == ":" and tags[-1] == "X"):
            yield Found((at, at + 1), ((0, at),), (at + 1, len(tags)), "headline", "statement", self.name)


RULE = Headlines()
