"""Rule: "according to", before, in or after what it attributes."""

from collections.abc import Iterator

from cupel.claims.attribution.extent import content_end
from cupel.claims.attribution.found import Found, Range
from cupel.claims.attribution.lexicon import documents
from cupel.claims.attribution.phrases import phrase_after
from cupel.claims.attribution.rule import Reading
from cupel.claims.attribution.source import may_be_person


class AccordingTo:
    """The phrase with what follows it as the source."""

    name = "according-to"
    title = '"according to", before or after what it attributes'
    description = (
        "Takes the two words as the cue and the noun phrase after them, with a relative clause or participle that "
        "belongs to it, as the source; the content is the rest of the sentence after a comma, or all that stands "
        "before."
    )
    order = 30

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield one for each "according to"."""
        tags, lower = reading.tags, reading.lower
        if OPENERS.isdisjoint(lower):
            return
        for at in range(len(tags) - 2):
            width = _cue(tags, lower, at)
            if width == 3:  # "in her view the bridge is safe"
                begin = at + width + (tags[at + width] == ",")
                whole = (begin, content_end(reading, begin))
                yield Found((at, at + 3), (whole,), (at + 1, at + 2), "view", "opinion", self.name, outer=True)
                continue
            stop = _source_end(tags, lower, at + width) if width else None
            if stop is None or (stop == at + width + 1 and tags[at + width] == "n" and not _speaks(lower[at + width])):
                continue
            content = _content(reading, at, stop)
            if content:
                yield Found(
                    (at, at + width), content, (at + width, stop), "according to", "statement", self.name, outer=True
                )


def _speaks(word: str) -> bool:
    """Tell whether a bare noun may be a source: "according to police"; "sorted according to size" has none."""
    return word.endswith("s") or word in documents() or may_be_person(word)


BEGINS = frozenset({"n", "D", "X", "P", ","})
"""Tags of words that begin what is held, after "in her view"."""
OPENERS = frozenset(("according", "per", "words", "view", "opinion", "telling", "judgment", "judgement"))


def _cue(tags: str, lower: tuple[str, ...], at: int) -> int:
    """Return how many words the cue has that begins at a word: "according to", "per", "in the words of"."""
    if lower[at] == "according" and tags[at + 1] == "t":
        return 2
    if lower[at] == "per" and tags[at + 1] in "XD" and (at == 0 or tags[at - 1] in ",-") and lower[at + 1] != "se":
        return 1
    if lower[at] == "in" and tags[at + 1] == "O" and lower[at + 2] in OPENERS and tags[at + 3 : at + 4] in BEGINS:
        return 3
    return 4 if lower[at : at + 4] == ("in", "the", "words", "of") else 0


def _source_end(tags: str, lower: tuple[str, ...], at: int) -> int | None:
    if at + 1 < len(tags) and tags[at] == "O" and tags[at + 1] in ",.":  # "according to her,"
        return at + 1
    stop = phrase_after(tags, lower, at, len(tags))
    if stop is None:
        return None
    while stop < len(tags):
        tag = tags[stop]
        if tag in "WT" or tag in "egV" or _attached(tags, stop):
            here = stop + 1
            while here < len(tags) and tags[here] not in ",.;:-)q":
                here += 1
            stop = here
        else:
            break
    return stop


def _attached(tags: str, at: int) -> bool:
    """Tell whether a preposition goes on with the source: "a copy of", "documents to which it had access"."""
    if tags[at] == "t":
        return tags[at + 1 : at + 2] == "W"
    return tags[at] == "R" and tags[at - 1] not in ","


def _content(reading: Reading, at: int, stop: int) -> tuple[Range, ...]:
    tags = reading.tags
    begin = at
    while begin and tags[begin - 1] not in ";:":
        begin -= 1
    before_end = at - 1 if at and tags[at - 1] in ",-(" else at
    if before_end > begin and tags[before_end - 1] in "TW" and stop < len(tags) and tags[stop] in ",-":
        return ((stop + 1, content_end(reading, stop + 1)),) if stop + 1 < len(tags) else ()
    before = (begin, before_end) if before_end > begin and not _opening(tags, begin, before_end) else None
    if before and stop < len(tags) and tags[stop] in ",-" and _goes_on(tags, stop + 1):
        joint = max(tags.rfind(",B", begin, before_end), tags.rfind(",C", begin, before_end))
        before = (joint + 2, before_end) if joint >= 0 else before
        after = (stop + 1, content_end(reading, stop + 1))
        return before, after
    if before:
        return (before,)
    if stop < len(tags) and tags[stop] in ",:-":
        return ((stop + 1, content_end(reading, stop + 1)),) if stop + 1 < len(tags) else ()
    return ()


def _opening(tags: str, begin: int, stop: int) -> bool:
    """Tell whether only a conjunction or an adverb stands before: "But according to ..."."""
    return all(tag in "BCrS," for tag in tags[begin:stop])


def _goes_on(tags: str, at: int) -> bool:
    """Tell whether the clause that the phrase interrupts goes on: "The firm, according to it, has ..."."""
    return at < len(tags) and tags[at] in "AvVq"


RULE = AccordingTo()
