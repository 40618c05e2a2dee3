"""Rule: a question put to somebody before the answer: "Asked by an analyst whether it was safe, she ..."."""

from collections.abc import Iterator

from cupel.claims.attribution.extent import content_end
from cupel.claims.attribution.found import Found, Range
from cupel.claims.attribution.phrases import phrase_after
from cupel.claims.attribution.rule import Reading
from cupel.claims.text.lists import listed

PUT = listed(__name__, "put")
ABOUT = listed(__name__, "about")


class Questions:
    """A participle of asking at the head of a clause."""

    name = "questions"
    title = 'a question before its answer: "Asked by an analyst whether it was safe, she ..."'
    description = (
        'Takes the participle, with "by" or a preposition after it, as the cue; who asks, where "by" names them, as '
        "the source; and what is asked, up to the comma, as the content."
    )
    order = 6

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield one for each such participle."""
        tags, lower = reading.tags, reading.lower
        for at in reading.verbs:
            if lower[at] not in PUT or (at and tags[at - 1] not in ",;-SC") or at + 2 >= len(tags):
                continue
            after, source = at + 1, None
            if lower[after] == "by":
                stop = phrase_after(tags, lower, after + 1, len(tags))
                if stop is None or stop >= len(tags):
                    continue
                source, after = (after + 1, stop), stop
            if lower[after] not in ABOUT and tags[after] != "t":
                continue
            begin = after + 1 if tags[after] == "R" else after
            content: Range = (begin, _comma(tags, begin, content_end(reading, begin)))
            if content[1] > content[0]:
                cue = (at, at + 2 if source else begin if tags[after] == "R" else at + 1)
                yield Found(cue, (content,), source, "ask", "question", self.name, implicit=source is None)


def _comma(tags: str, start: int, stop: int) -> int:
    found = tags.find(",", start, stop)
    return found if found >= 0 else stop


RULE = Questions()
