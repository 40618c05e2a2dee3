"""Rule: a participle with "by" after what it is about: "a plan proposed by the judge", "as reported by X"."""

from collections.abc import Iterator

from cupel.claims.attribution.extent import content_end
from cupel.claims.attribution.found import Found, Range
from cupel.claims.attribution.lexicon import verbs
from cupel.claims.attribution.phrases import noun_phrase, phrase_after
from cupel.claims.attribution.preceding import clause_before
from cupel.claims.attribution.rule import Reading
from cupel.claims.text.lists import listed

STANCES = listed(__name__, "stances")
NEWS = listed(__name__, "news")
"""Verbs whose participle is about the clause before it."""


class ReducedPassives:
    """Participles of verbs that attribute, without an auxiliary, with "by" behind them."""

    name = "reduced-passives"
    title = 'a participle with "by": "a helpline proposed by the judge", "a step first reported by the Herald"'
    description = (
        'Takes the participle and "by" as the cue, the noun phrase behind it as the source, and the noun phrase before '
        "it as the content; of what is reported or revealed, the clause before that."
    )
    order = 22

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield one for each participle that "by" follows."""
        tags, lower = reading.tags, reading.lower
        if "by" not in lower:
            return
        for by in range(2, len(tags) - 1):
            if lower[by] != "by" or reading.taken(by):
                continue
            at = by - 1
            verb = verbs().get(lower[at])
            if verb is None or "s" in verb.takes or not (lower[at].endswith("ed") or lower[at] == "forecast"):
                continue
            begin = at
            while begin > 1 and tags[begin - 1] == "r":
                begin -= 1
            stop = phrase_after(tags, lower, by + 1, len(tags))
            content = (
                _content(reading, begin, verb.lemma in NEWS) if verb.lemma in NEWS or verb.stance in STANCES else None
            )
            if content and stop:
                goes_on = (
                    verb.lemma in NEWS
                    and tags[stop : stop + 1] == ","
                    and tags[stop + 1 : stop + 2] in ("A", "v", "V", "e")
                )
                rest = ((stop + 1, content_end(reading, stop + 1)),) if goes_on else ()
                yield Found((begin, by + 1), (content, *rest), (by + 1, stop), verb.lemma, verb.stance, self.name)


def _content(reading: Reading, begin: int, news: bool) -> Range | None:
    tags, lower = reading.tags, reading.lower
    before = begin - 1
    if tags[before] in "A":
        return None
    if news:
        while before > 0 and tags[before] != ",":
            before -= 1
        if before < 1 or begin - before > 4:  # ", a step first reported by", ", as first reported by"
            return None
        inner = [
            it.content[-1] for it in reading.found if it.content and it.content[-1][0] < before <= it.content[-1][1]
        ]
        return (max(inner)[0], before) if inner else clause_before(tags, before)
    if tags[before] == ",":
        before -= 1
    return noun_phrase(tags, lower, before, 0) if before >= 0 else None


RULE = ReducedPassives()
