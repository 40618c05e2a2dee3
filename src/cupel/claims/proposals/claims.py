"""Makes claims of checked proposals: a document, what the rules found in it and proposals go in; claims come out."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from cupel.claims.about import about
from cupel.claims.attribution.attribute import Attribution
from cupel.claims.attribution.lexicon import adjectives, nouns, verbs
from cupel.claims.dates.said import Calendar, said_when
from cupel.claims.entities.cast import Who
from cupel.claims.entities.resolve import resolve
from cupel.claims.hedges import hedges
from cupel.claims.meaning import Reader, quote_type, read_document
from cupel.claims.proposals.check import Checked, first
from cupel.claims.stance import BEFORE, Said, asserts, stance_of
from cupel.records.claim import Claim, Document, Entity, Kind, Span, Stance

SAME = 0.5
"""Share of signs that two contents of one cue share from which on they are one claim (so in benchmarks/claims.py)."""
NEGATION = re.compile(r"\b(?:not|never|cannot|neither|nor)\b|n't\b", re.IGNORECASE)
WORD = re.compile(r"[\w'-]+")


@dataclass(slots=True)
class Proposed:
    """The claims that were proposed for one document."""

    claims: list[Claim] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    """Who is named by proposals alone."""
    known: Counter[str] = field(default_factory=Counter)
    """Proposer -> proposals that say what the rules, or a proposal before them, say too."""


def proposed_claims(
    document: Document, attributions: Sequence[Attribution], found: Sequence[Claim], given: Sequence[Checked],
    calendar: Calendar | None = None,
) -> Proposed:  # fmt: skip
    """Return what proposals add to the claims that the rules found, in the order of the text.

    `calendar` holds the document's dates, where they were read before.

    1. What the rules have already is left out: their reading of its words stands.
    2. The source is resolved by the cast that the rules read; stance, hedges, date and whom it is about come from the
       same rules.
    3. Numbers are of their own, `D1a2b3c4d-p01`, so that no claim of the rules gets another.
    """
    made = Proposed()
    kept: list[Checked] = []
    taken = [(it.cue, it.content) for it in found if it.kind != "author"]
    for it in given:
        if any(same(it.cue, it.content, *other) for other in taken):  # 1
            made.known[it.proposer] += 1
        else:
            taken.append((it.cue, it.content))
            kept.append(it)
    kept.sort(key=lambda it: (first(it.content, it.source, it.cue).start, it.proposer))
    reader = read_document(document, attributions, calendar)
    before = {it.id for it in reader.cast.entities()}
    for number, it in enumerate(kept, 1):
        made.claims.append(_claim(reader, it, f"{document.id}-p{number:02d}"))  # 2, 3
    made.entities = [it for it in reader.cast.entities() if it.id not in before]
    return made


def _claim(reader: Reader, it: Checked, name: str) -> Claim:
    text = reader.text
    content = [(span.start, span.end) for span in it.content]
    sentence = it.sentence.start, it.sentence.end
    cue = (it.cue.start, it.cue.end) if it.cue else None
    who = Who("", "unspecified", "nobody is named")
    if it.source:
        who = resolve(reader.cast, it.source.start, it.source.end, sentence[0], None, True)
    stance, rule = _stance(reader, it, content, who)
    kind: Kind = "implicit" if it.source is None else "continuation" if it.cue is None else "attributed"
    return Claim(
        id=name, document=reader.document.id, kind=kind, parent="", source=it.source, speaker=who.entity,
        source_class=who.source_class, medium="", via=(), cue=it.cue, content=it.content,
        quote_type=quote_type(text, content), stance=stance, stance_rule=rule,
        hedges=tuple(Span(*each) for each in hedges(text, [*([cue] if cue else []), *content])),
        about=about(reader.cast, content, who.entity),
        when=said_when(text, sentence, cue or sentence, content, reader.calendar) or reader.calendar.published,
        event="", duplicate_of="",
        proposed_by=it.proposer, rule="proposal", note=it.note,
    )  # fmt: skip


def _stance(reader: Reader, it: Checked, content: Sequence[tuple[int, int]], who: Who) -> tuple[Stance, str]:
    """Return the stance: the proposer's, unless the words say that nobody asserts them and the proposer that one does.

    1. Of a cue that the rules read, too, what they read of it; else what the list says of its last word.
    """
    text, sentence = reader.text, it.sentence.start
    start, end = (it.cue.start, it.cue.end) if it.cue else (sentence, sentence)
    same = next((at for at in reader.attributions if at.cue and at.cue[0] < end and start < at.cue[1]), None)
    if same:
        lemma, set_by_cue, negated = same.lemma, same.stance, same.negated
    else:
        lemma, set_by_cue = _lemma(text[start:end])
        negated = bool(NEGATION.search(text, start, end))
    said = " ".join(text[begin:stop] for begin, stop in content)
    before = text[max(sentence, start - BEFORE) : start]
    direct = quote_type(text, content) == "direct"
    found, rule = stance_of(Said(text[start:end], before, said, lemma, set_by_cue, negated, direct, who.source_class))
    if it.stance is None:
        return found, rule
    if asserts(it.stance) and not asserts(found) and (negated or set_by_cue != "statement"):
        return found, f"{rule}, against the proposed {it.stance}"
    return it.stance, "proposal"


def _lemma(cue: str) -> tuple[str, str]:
    """Return base form and stance of the last word of a cue that a list has."""
    for word in reversed(WORD.findall(cue.lower())):
        listed = verbs().get(word) or nouns().get(word) or adjectives().get(word)
        if listed:
            return listed.lemma, listed.stance
    return "", "statement"


def same(cue: Span | None, content: Sequence[Span], other_cue: Span | None, other: Sequence[Span]) -> bool:
    """Tell whether two claims are one: their cues overlap, or neither has one, and so does half of their contents."""
    if (cue is None) != (other_cue is None) or (cue and other_cue and not _shared(cue, other_cue)):
        return False
    both = sum(_shared(one, two) for one in content for two in other)
    either = sum(span.end - span.start for span in (*content, *other)) - both
    return both >= SAME * either


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
