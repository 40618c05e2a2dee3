"""Tells when a claim was made: its sentence and its document's dates go in; an interval with its basis comes out."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from cupel.claims.dates.expressions import PERFECT, Anchor, Dated
from cupel.records.claim import When

Span = tuple[int, int]
BEFORE = 250
"""Signs before a sentence in which its occasion may be told."""
OCCASION = re.compile(
    r"\b(?:interview|spoke|speech|told|hearing|conference|trip|testified|statement|wrote|briefing|summit)\b"
)


PHRASE = 120
"""Signs that a content has at most which is a phrase."""
NEAR_NOW = re.compile(
    r"(?:[Mm]on|[Tt]ues|[Ww]ednes|[Tt]hurs|[Ff]ri|[Ss]atur|[Ss]un)day|[Yy]esterday|[Ll]ast |[Ee]arlier "
)
CLAUSE = re.compile(
    r"[\"?:;]|\b(?:that|is|are|was|were|be|been|has|have|had|will|would|could|can|may|might|did|does|do|to|[a-z]{3,}ed)\b"
)
"""What a phrase does not hold: a clause, a quotation, an infinitive."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The dates of one document."""

    published: When
    """When it was published."""
    anchor: Anchor
    """What relative dates are told from."""
    dated: Sequence[Dated]
    """Dates of its text, in order."""
    starts: Sequence[int]
    """Offset of each."""

    def within(self, start: int, end: int) -> Sequence[Dated]:
        """Return the dates that begin between two offsets."""
        return self.dated[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def told_before(text: str, sentence: Span, calendar: Calendar) -> When | None:
    """Return the date of the occasion that the sentence before tells of ("spoke in May"); None without one."""
    start = max(text.rfind("\n", max(0, sentence[0] - BEFORE), sentence[0]) + 1, sentence[0] - BEFORE)
    for it in reversed(calendar.within(start, sentence[0])):
        if (
            it.interval
            and not it.since
            and OCCASION.search(text, max(start, it.start - 120), min(sentence[0], it.end + 60))
        ):
            return When(it.interval, f"inferred: of the occasion told before; {it.basis}")
    return None


def said_when(text: str, sentence: Span, cue: Span | None, content: Sequence[Span], calendar: Calendar) -> When | None:
    """Return when a claim was made, as its sentence tells; None where it does not.

    1. The date nearest to the cue, outside what is claimed and not in an aside between dashes.
    2. Without a cue (the author's voice), the first date inside.
       A day that closes a phrase ("labelled it a threat last year") tells of the cue.
    3. A cue in the perfect tense, or "for years": any time before publication.
    """
    outside = [
        it
        for it in calendar.within(*sentence)
        if cue is None
        or not (
            any(start <= it.start < end for start, end in content if not _closes(text, start, end, it))
            or _aside(text, sentence, cue, it)
        )
    ]
    outside = [
        it
        for it in outside
        if not re.match(r"['-]\w|\s+(?:deal|bid|agreement|report|law|election)\b", text[it.end : it.end + 12])
    ] or (outside if cue is None else [])
    if outside:
        at = cue[0] if cue else sentence[0]
        nearest = min(outside, key=lambda it: abs(it.start - at))
        if nearest.interval:
            return When(nearest.interval, nearest.basis)
        return When(calendar.published.interval, f"{nearest.basis}; {calendar.published.basis}")
    spoken = text[max(sentence[0], cue[0] - 30) : cue[1] + 12] if cue else text[sentence[0] : sentence[1]]
    if PERFECT.search(spoken):
        end = calendar.published.interval.rpartition("/")[2]
        end = str(calendar.anchor.year or "") if end in ("..", "") else end
        return When(f"../{end}" if end else "", "inferred: perfect tense, any time before publication")
    return None


def _closes(text: str, start: int, end: int, dated: Dated) -> bool:
    """Tell whether a day or a time before now ends a content that is a phrase, so that it belongs to the verb."""
    if dated.end < end - 1 or end - start > PHRASE or not NEAR_NOW.match(text, dated.start, dated.end):
        return False
    return not CLAUSE.search(text, start, dated.start)


def _aside(text: str, sentence: Span, cue: Span, dated: Dated) -> bool:
    """Tell whether a date stands in an aside between dashes that does not hold the cue."""
    low, high = text.rfind("—", sentence[0], dated.start), text.find("—", dated.end, sentence[1])
    return 0 <= low < high and not low < cue[0] < high
