"""Rule: a quotation behind a colon that no verb of saying opens: 'Mr Lee was blunt: "It is over."'."""

from collections.abc import Iterator

from cupel.claims.attribution.found import Found, Range
from cupel.claims.attribution.phrases import phrase_after, subject
from cupel.claims.attribution.rule import Reading
from cupel.claims.text.lists import listed

ANSWERS = listed(__name__, "answers")
"""Nouns for what somebody says: "her answer was short"."""
FOR = frozenset(("for", "to"))
MOST = 5
"""Words between a subject and the colon that are taken into the cue."""


class Colons:
    """A clause, a colon, and a quotation that ends the sentence."""

    name = "colons"
    title = "a quotation behind a colon, and no verb of saying: 'Mr Lee was blunt: \"It is over.\"'"
    description = (
        'Takes the quotation as the content. The source is who owns the answer ("her reply was short"), who stands '
        'behind "by" before the colon ("a post by the firm"), whose view it is ("for the mayor, it is clear"), or else '
        "the subject; the cue is what stands between the subject and the colon, or the colon."
    )
    order = 75

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield the attribution of a sentence that ends with a colon and a quotation nobody was found to say."""
        tags = reading.tags
        end = len(tags) - (tags[-1] == ".")
        colon = end - 2
        if colon < 2 or tags[colon] != ":" or tags[colon + 1] != "q" or reading.label:
            return
        if any(start <= colon + 1 < stop for it in reading.found for start, stop in it.content):
            return
        source, cue = _source(reading, colon)
        if source:
            yield Found(cue, ((colon + 1, end),), source, "colon", "statement", self.name)


def _source(reading: Reading, colon: int) -> tuple[Range | None, Range]:
    tags, lower = reading.tags, reading.lower
    sign = (colon, colon + 1)
    by = next((at for at in range(colon - 1, max(0, colon - 8), -1) if lower[at] == "by"), 0)
    if by and phrase_after(tags, lower, by + 1, colon) == colon and tags[by - 1] in "nK":
        return (by + 1, colon), (by - 1, by + 1)
    if lower[0] in FOR:
        stop = phrase_after(tags, lower, 1, colon)
        if stop and tags[stop] == "," and tags[1] in "DXOP":
            return (1, stop), sign
    verb = next((at for at in range(1, colon) if tags[at] in "AvV"), None)
    if verb is None:
        return None, sign
    found = subject(tags, lower, verb)
    if found is None:
        return None, sign
    if lower[found[1] - 1] in ANSWERS:
        return _owner(reading, found), sign
    if tags[found[1] - 1] not in "PX" or lower[found[0]] in ("it", "this", "there", "they"):
        return None, sign
    return found, (verb, colon) if colon - verb <= MOST else sign


def _owner(reading: Reading, phrase: Range) -> Range | None:
    """Return who owns an answer: "Mr Lee's answer", "her answer"."""
    tags = reading.tags
    at = tags.find("s", *phrase)
    if at > phrase[0]:
        return subject(tags, reading.lower, at)
    return (phrase[0], phrase[0] + 1) if tags[phrase[0]] == "O" else None


RULE = Colons()
