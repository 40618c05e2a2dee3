"""Rule: a participle that goes on for the same source: ", adding that ...", "citing unidentified people"."""

from collections.abc import Iterator

from cupel.claims.attribution.extent import content_end
from cupel.claims.attribution.found import Found, Range
from cupel.claims.attribution.phrases import phrase_after, subject
from cupel.claims.attribution.rule import Reading
from cupel.claims.attribution.verb_group import verb_at

SPEAKERS = frozenset(("each", "one", "some", "many", "others"))
"""Determiners that stand for people."""


class Participles:
    """Participles of verbs that report."""

    name = "participles"
    title = 'a participle for the same source: ", adding that ..."'
    description = (
        "Takes the participle as the cue; its source is that of the attribution before it in the sentence, or the "
        'sentence\'s subject. "Citing" makes a layer: whom it names is the source of what the outer source says.'
    )
    order = 60

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield one for each participle with a content."""
        tags, lower = reading.tags, reading.lower
        for at, tag in enumerate(tags):
            if lower[at] in ("citing", "quoting") and at and at + 1 < len(tags):
                yield from self._citing(reading, at)
                continue
            if tag != "U" or reading.taken(at) or (at and tags[at - 1] in "ADOsR" and lower[at - 1] not in SPEAKERS):
                continue
            verb, after = verb_at(lower, at)
            if verb is None or (
                verb.strength < 2 and not (at and tags[at - 1] == "," and verb.stance in ("denial", "opinion"))
            ):
                continue
            if at + 1 < len(tags) and "r" in verb.takes:
                stop = phrase_after(tags, lower, after, len(tags))
                after = stop if stop and stop < len(tags) and tags[stop] in "Tq,PDXnW" else after
            if after >= len(tags):
                continue
            content = _content(
                reading, after, verb.takes if at == 0 or tags[at - 1] in ",-" else verb.takes.replace("n", "")
            )
            source = _beside(reading, at) or reading.source_before(at) or _subject(reading, at)
            if content and source:
                yield Found((at, at + 1), (content,), source, verb.lemma, verb.stance, self.name)

    def _citing(self, reading: Reading, at: int) -> Iterator[Found]:
        tags, lower = reading.tags, reading.lower
        stop = phrase_after(tags, lower, at + 1, len(tags))
        if stop is None:
            return
        while stop < len(tags) and tags[stop] in "JReWg" and tags[stop - 1] != ",":
            here = stop + 1
            while here < len(tags) and tags[here] not in ",.;:":
                here += 1
            stop = here
        before = [it for it in reading.found if it.cue[0] < at and it.content]
        if before:
            outer = max(before, key=lambda it: it.cue[0])
            yield Found((at, at + 1), outer.content, (at + 1, stop), "cite", "statement", self.name, outer=True)


def _beside(reading: Reading, at: int) -> Range | None:
    """Return the noun phrase right before a participle: "each saying that", "a sign saying that"."""
    return subject(reading.tags, reading.lower, at) if at and reading.tags[at - 1] in "DnX" else None


def _content(reading: Reading, at: int, takes: str) -> Range | None:
    tags, lower = reading.tags, reading.lower
    if tags[at] in ":," and at + 1 < len(tags) and tags[at + 1] == "q":
        return at + 1, content_end(reading, at + 1)
    if tags[at] in "TqW" or lower[at] in ("whether", "if"):
        return at, content_end(reading, at)
    if "c" in takes and tags[at] in "PDOXnS":
        return at, content_end(reading, at)
    if ("o" in takes or "n" in takes) and tags[at] in "PDOXnqK#":
        return at, content_end(reading, at)
    if "i" in takes and tags[at] == "t":
        return at, content_end(reading, at, clause=False)
    if "p" in takes and lower[at] in ("of", "about", "against"):
        return at, content_end(reading, at)
    return None


def _subject(reading: Reading, at: int) -> Range | None:
    for here in range(1, at):
        if reading.tags[here] in "AvVe":
            found = subject(reading.tags, reading.lower, here)
            if found:
                return found
    return None


RULE = Participles()
