"""Makes claims of attributions: a document and its attributions go in; complete claims and their entities come out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from cupel.claims.about import about
from cupel.claims.attribution.attribute import Attribution
from cupel.claims.author import author_spans
from cupel.claims.dates.expressions import resolved
from cupel.claims.dates.published import anchor_of, published
from cupel.claims.dates.said import Calendar, said_when, told_before
from cupel.claims.duplicates import marked
from cupel.claims.entities import known
from cupel.claims.entities.cast import Cast, Who, cast_of
from cupel.claims.entities.figures import slug
from cupel.claims.entities.imprint import outlet_printed
from cupel.claims.entities.phrases import read_phrase
from cupel.claims.entities.resolve import resolve
from cupel.claims.hedges import hedges
from cupel.claims.medium import medium_of
from cupel.claims.source_class import class_of
from cupel.claims.stance import BEFORE, Said, asserts, stance_of
from cupel.claims.text.paragraphs import paragraphs
from cupel.claims.text.view import view
from cupel.records.claim import Claim, Document, Entity, QuoteType, SourceClass, Span, Stance, When

Offsets = tuple[int, int]
NEAR = 3_000
"""Signs over which a speaker's later words are taken to be of the same occasion."""
NO_ONE = re.compile(r"(?:no|nobody|none|neither|not one|not a single)\b", re.IGNORECASE)
NO_ONE_OF = re.compile(
    r"\b(?:nobody|no one|none|neither|no \w+) (?:at|of|in|from|among|within)(?: the)?\s\Z", re.IGNORECASE
)
"""That nobody speaks; before a source, that nobody of it does."""
SETTLED = ("denial.cue", "denial.rejects", "not-said.", "inside.")
"""Rules by which a cue settles that nobody asserts what it governs."""
MARKS = ('"', "'")
"""Quotation marks of a view."""
DAY = len("2021-03-05")
LAYERS = 6
"""Layers of a chain that are followed."""


@dataclass(slots=True)
class Reader:
    """One document while its claims are made."""

    document: Document
    text: str
    """The view of its text."""
    attributions: Sequence[Attribution]
    cast: Cast
    calendar: Calendar
    who: dict[int, Who] = field(default_factory=dict)
    """Who says each attribution, by its place."""
    occasion: dict[str, tuple[int, When]] = field(default_factory=dict)
    """Speaker -> where and when the text last told when it spoke."""
    stances: dict[int, tuple[Stance, str]] = field(default_factory=dict)
    """Stance of each attribution and the rule that chose it."""
    first: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Unnamed speaker -> who relayed it first."""


def claims_of(
    document: Document, attributions: Sequence[Attribution], calendar: Calendar | None = None
) -> tuple[list[Claim], list[Entity]]:
    """Return the claims of a document, in the order of its text, and the entities that it names; `calendar`: its dates,
    where they were read before.

    1. Read its dates and its cast: every name, and who speaks.
    2. Resolve who says each attribution, in the order of the text.
    3. Make a claim of each: stance, hedges, medium, relays, date, whom it is about.
    4. Add what the document tells in its own voice.
    5. Number them in the order of the text, and mark copies.
    """
    reader = read_document(document, attributions, calendar)  # 1, 2
    places = [(_place(it), at, (0, 0)) for at, it in enumerate(attributions)]
    places += [(span[0], len(attributions), span) for span in _own_voice(reader)]  # 4
    places.sort()
    names = {at: f"{document.id}-{number:02d}" for number, (_, at, _) in enumerate(places, 1)}
    claims = [
        _claim(reader, at, names) if at < len(attributions) else _author(reader, span, f"{document.id}-{number:02d}")
        for number, (_, at, span) in enumerate(places, 1)
    ]  # 3, 5
    return marked(claims, document), reader.cast.entities()


def calendar_of(document: Document) -> Calendar:
    """Read the dates of a document: when it was published, as its reader or its text tells, and those of its text."""
    when, anchor, matches = published(view(document.text))
    if document.published.interval:
        when = document.published
        anchor = anchor_of(when, anchor)
    dated = resolved(matches, anchor)
    return Calendar(when, anchor, dated, [it.start for it in dated])


def read_document(document: Document, attributions: Sequence[Attribution], calendar: Calendar | None = None) -> Reader:
    """Read a document's dates and cast, and resolve who says each attribution, in the order of the text."""
    calendar = calendar or calendar_of(document)
    text = view(document.text)
    stretches = [(it.span.start, it.span.end) for it in document.passages if it.part != "boilerplate"] or list(
        paragraphs(text)
    )
    speaking = {place: _first_word(text, it) for it in attributions if it.source for place in it.source}
    outlet = document.outlet or outlet_printed(text)
    cast = cast_of(text, stretches, document.id, speaking, outlet)
    document = document if document.outlet else replace(document, outlet=outlet)
    reader = Reader(document, text, attributions, cast, calendar)
    for at in range(len(attributions)):
        _who(reader, at)
    return reader


def _first_word(text: str, it: Attribution) -> str:
    if not it.content or it.lemma in ("turn",):
        return ""
    words = text[it.content[0][0] : it.content[0][0] + 30].lower().split()
    return words[1] if len(words) > 1 and words[0] == "that" else words[0] if words else ""


def _place(it: Attribution) -> int:
    return min([start for start, _ in it.content] + [it.cue[0] if it.cue else 1 << 60])


def _who(reader: Reader, at: int, depth: int = 0) -> Who:
    if at in reader.who:
        return reader.who[at]
    it = reader.attributions[at]
    if it.follows is not None and it.follows != at and depth < LAYERS:
        who = _who(reader, _innermost(reader, it.follows), depth + 1)
    elif it.source is None:
        who = Who("", "unspecified", "nobody is named")
    else:
        inside = (
            _who(reader, it.parent, depth + 1)
            if it.parent is not None and depth < LAYERS and _says_i(reader, it)
            else None
        )
        who = resolve(reader.cast, *it.source, it.sentence[0], inside, _is_inner(reader, at))
    reader.who[at] = who
    return who


def _innermost(reader: Reader, at: int) -> int:
    """Return who spoke the same words innermost: of "..., he said, according to a transcript" what he said."""
    start = reader.attributions[at].content[0][0] if reader.attributions[at].content else -1
    for other in range(max(0, at - 6), min(len(reader.attributions), at + 7)):
        that = reader.attributions[other]
        if that.parent == at and that.content and that.content[0][0] == start and that.source:
            return other
    return at


def _is_inner(reader: Reader, at: int) -> bool:
    """Tell whether a source only speaks inside the words of a person or body; what outlets relay is no such."""
    parent = reader.attributions[at].parent
    outer = reader.who.get(parent) if parent is not None else None
    return outer is not None and outer.source_class not in ("outlet", "document", "unspecified")


def _says_i(reader: Reader, it: Attribution) -> bool:
    return it.source is not None and reader.text[slice(*it.source)].lower() in ("i", "we", "me", "us")


def _claim(reader: Reader, at: int, names: Mapping[int, str]) -> Claim:
    it, who, text = reader.attributions[at], reader.who[at], reader.text
    quote = quote_type(text, it.content)
    stance, rule = _stance(reader, at)
    via = _via(reader, at)
    if who.source_class == "anonymous" and who.entity:
        via = via or reader.first.get(who.entity, ())
        reader.first.setdefault(who.entity, via)
    return Claim(
        id=names[at], document=reader.document.id, kind=it.kind, parent="" if it.parent is None else names[it.parent],
        source=Span(*it.source) if it.source and it.kind != "continuation" else None,
        speaker=who.entity, source_class=who.source_class, medium=_medium(reader, at), via=via,
        cue=Span(*it.cue) if it.cue else None, content=tuple(Span(*each) for each in it.content),
        quote_type=quote, stance=stance, stance_rule=rule,
        hedges=tuple(Span(*each) for each in hedges(text, [*([it.cue] if it.cue else []), *it.content])),
        about=about(reader.cast, it.content, who.entity), when=_when(reader, at), event="", duplicate_of="",
        proposed_by="rules", rule=it.rule,
    )  # fmt: skip


def _stance(reader: Reader, at: int, depth: int = 0) -> tuple[Stance, str]:
    """Propose a stance: what stands inside words that their speaker denies or did not say, nobody asserts."""
    if at in reader.stances:
        return reader.stances[at]
    it, who, text = reader.attributions[at], reader.who[at], reader.text
    cue = text[slice(*it.cue)] if it.cue else ""
    before = text[max(it.sentence[0], it.cue[0] - BEFORE) : it.cue[0]] if it.cue else ""
    said = " ".join(text[start:end] for start, end in it.content)
    direct = quote_type(text, it.content) == "direct"
    negated = it.negated or _nobody(text, it)
    found = stance_of(Said(cue, before, said, it.lemma, it.stance, negated, direct, who.source_class))
    parent = it.parent
    for _ in range(LAYERS):  # "disputed reports that it knew": nobody is named for the reports
        if parent is None or reader.who[parent].entity:
            break
        parent = reader.attributions[parent].parent
    if parent is not None and depth < LAYERS and who.entity and who.entity == reader.who[parent].entity:
        outer, rule = _stance(reader, parent, depth + 1)
        if not asserts(outer) and rule.startswith(SETTLED) and asserts(found[0]):
            found = outer, f"inside.{rule}"
    reader.stances[at] = found
    return found


def _nobody(text: str, it: Attribution) -> bool:
    """Tell whether the source says that nobody said it: "no official has claimed", "nobody at the firm said"."""
    if it.source is None or it.stance == "no_comment":
        return False
    return bool(NO_ONE.match(text, *it.source) or NO_ONE_OF.search(text, max(0, it.source[0] - 24), it.source[0]))


def _author(reader: Reader, span: Offsets, name: str) -> Claim:
    start, end = span
    text = reader.text
    speaker, source_class = _publisher(reader)
    stance, rule = stance_of(Said("", "", text[start:end], "", "author", False, False, source_class))
    when = said_when(text, (start, end), None, [(start, end)], reader.calendar) or reader.calendar.published
    return Claim(
        id=name, document=reader.document.id, kind="author", parent="", source=None, speaker=speaker,
        source_class=source_class, medium="", via=(), cue=None, content=(Span(start, end),),
        quote_type=quote_type(text, [(start, end)]),
        stance=stance, stance_rule=rule, hedges=tuple(Span(*each) for each in hedges(text, [(start, end)])),
        about=about(reader.cast, [(start, end)], speaker), when=when, event="", duplicate_of="", proposed_by="rules",
        rule="author",
    )  # fmt: skip


def _publisher(reader: Reader) -> tuple[str, SourceClass]:
    """Return who speaks in the document's own voice: an outlet, or whoever the document calls by that name."""
    bare = reader.document.outlet.removeprefix("The ")
    if not bare:
        return "", "outlet"
    for figure in reader.cast.figures:
        if figure.name == bare or bare in figure.forms:
            return figure.id, class_of(figure.kind)
    return known.outlets().get(bare, f"outlet:{slug(bare)}"), "outlet"


def _own_voice(reader: Reader) -> list[Offsets]:
    body = [(it.span.start, it.span.end) for it in reader.document.passages if it.part == "body"]
    taken = sorted(
        span
        for it in reader.attributions
        for span in [*it.content, *([it.cue] if it.cue else []), *([it.source] if it.source else [])]
    )
    _, source_class = _publisher(reader)
    stretches = body or list(paragraphs(reader.text))
    return list(author_spans(reader.text, stretches, taken, reader.cast, source_class != "outlet"))


def quote_type(text: str, content: Sequence[Offsets]) -> QuoteType:
    """Tell whether what is claimed is a quotation, holds one, or is none; offsets into a view."""
    inside = False
    whole = bool(content)
    for start, end in content:
        quoted = text[start] in MARKS and text[end - 1 : end] in MARKS
        if not quoted and text[start] in MARKS:
            quoted = text[start:end].rstrip(" .,")[-1:] in MARKS
        whole = whole and quoted and end - start > 2
        inside = inside or text.find('"', start, end) >= 0 or text.find(" '", start, end) >= 0 or quoted
    return "direct" if whole else "mixed" if inside else "indirect"


def _via(reader: Reader, at: int) -> tuple[str, ...]:
    """Return who relays an attribution, outwards.

    1. Who is cited relays nothing: what the outer source says of the same words goes through that source.
    2. What stands in another attribution's content goes through its speaker, and so on.
    """
    chain: list[str] = []
    here: int | None = at
    for _ in range(LAYERS):
        it = reader.attributions[here] if here is not None else None
        if it is None or here is None:
            break
        outer = it.parent
        if it.lemma == "cite" or (it.follows is not None and outer is None):  # 1
            outer = it.follows if it.follows is not None else _same_words(reader, here)
            if it.follows is not None:
                here = _innermost(reader, it.follows)
                continue
        if outer is None or outer == here:
            break
        entity = reader.who[outer].entity  # 2
        if entity and entity not in chain and entity != reader.who[at].entity:
            chain.append(entity)
        here = outer
    return tuple(chain)


def _same_words(reader: Reader, at: int) -> int | None:
    it = reader.attributions[at]
    for other in range(max(0, at - 6), min(len(reader.attributions), at + 7)):
        that = reader.attributions[other]
        if other != at and that.content == it.content and that.lemma != "cite":
            return other
    return None


def _medium(reader: Reader, at: int) -> str:
    it, text = reader.attributions[at], reader.text
    if it.follows is not None:
        inner = _innermost(reader, it.follows)
        return _medium(reader, inner) if reader.attributions[inner].follows is None else ""
    if reader.who[at].source_class == "document" and it.source:
        return read_phrase(text[slice(*it.source)]).head
    if it.cue and it.lemma in ("tell", "inform"):
        for begin, _, figure in reader.cast.within(it.cue[1], it.cue[1] + 40):
            if figure.kind == "outlet" and begin < (
                it.content[0][0] if it.content and it.content[0][0] > it.cue[1] else begin + 1
            ):
                return f"to {figure.name}"
    gaps, start = [], it.sentence[0]
    for low, high in sorted(it.content):
        gaps.append((start, low))
        start = max(start, high)
    gaps.append((start, max(start, it.sentence[1])))
    for low, high in it.content:
        if text[low : low + 3] in ("in ", "on "):
            gaps.append((low, max(low, text.find('"', low, high))))  # "said in a letter: ..."
    return medium_of(text, [gap for gap in gaps if gap[1] - gap[0] > 8])


def _is_present(reader: Reader, it: Attribution) -> bool:
    cue = reader.text[slice(*it.cue)] if it.cue else ""
    return cue.endswith("s") and " " not in cue and cue[-2:] not in ("ss", "us")


def _is_past(reader: Reader, told: When) -> bool:
    """Tell whether an occasion lies before the day from which the document is told."""
    first = reader.calendar.published.interval.partition("/")[0]
    return len(first) == len(told.interval) == DAY and told.interval < first


def _when(reader: Reader, at: int, depth: int = 0) -> When:
    it, speaker = reader.attributions[at], reader.who[at].entity
    if it.follows is not None and it.follows < at:
        it = reader.attributions[_innermost(reader, it.follows)]
    found = said_when(reader.text, it.sentence, it.cue or it.sentence, it.content, reader.calendar)
    place = _place(it)
    perfect = found is not None and found.basis.startswith("inferred: perfect")
    inside = it.parent is not None and reader.who[it.parent].source_class not in ("outlet", "document")
    if it.kind == "nested" and it.parent is not None and inside and (found is None or perfect) and depth < LAYERS:
        return _when(reader, it.parent, depth + 1)  # what people quote was told when they spoke; outlets relay later
    if found:
        if speaker and not perfect:
            reader.occasion[speaker] = place, found
        return found
    before = told_before(reader.text, it.sentence, reader.calendar) if speaker else None
    if before:
        return before
    where, told = reader.occasion.get(speaker, (-NEAR, None))
    if told and speaker and 0 <= place - where < NEAR and not (_is_present(reader, it) and _is_past(reader, told)):
        return When(told.interval, f"inferred: as its speaker's words before; {told.basis}")
    return reader.calendar.published
