"""What a person may correct in a claim: fields with new values go in; they are checked, settled to spans and names, and
applied.

A correction of content or cue is kept as offsets into the document's text, parts joined by `+`, and the words there:
`120-158 “hides switches”`. A person types offsets, or the exact words; the occurrence nearest to the claim is meant.
"""

import dataclasses
import re
from collections.abc import Iterable, Mapping
from typing import Any

from cupel.claims.text.view import view
from cupel.errors import InputError
from cupel.records.claim import SOURCE_CLASSES, STANCES, Claim, Document, Entity, Span

ALLOWED: dict[str, tuple[str, ...] | None] = {
    "stance": STANCES, "source_class": SOURCE_CLASSES, "quote_type": ("direct", "indirect", "mixed"), "medium": None,
}  # fmt: skip
"""Fields of a claim that are words and that a correction may set; None: any word."""
CHANGEABLE = (*ALLOWED, "speaker", "content", "cue")
"""Fields that a correction may set."""
NOBODY = "nobody"
"""Speaker of a claim that nobody is named for."""
OFFSETS = re.compile(r"\d{1,12}-\d{1,12}(?:\+\d{1,12}-\d{1,12})*")
PARTED = re.compile(r"\s*(?:…|\.\.\.|\[…\])\s*")
"""What stands between the parts of a content that a person types."""
LONGEST_WORDS = 200
"""Signs of words that are kept beside their offsets, for people."""
MOST_NAMES = 5
"""Names that an advice lists."""


def settled(changes: Mapping[str, str], claim: Claim, document: Document, entities: Iterable[Entity]) -> dict[str, str]:
    """Check a correction and return it as it is sealed: speakers by identifier, words by their offsets.

    Raises InputError for a field that no correction may set, a value that the field has not, a speaker whom the
    documents do not name or whose name several have, and words that do not stand in the document.
    """
    found = {}
    for field, value in changes.items():
        if field not in CHANGEABLE:
            raise InputError(f"{field!r} cannot be corrected.", f"Correct one of {', '.join(CHANGEABLE)}.")
        allowed = ALLOWED.get(field)
        if allowed is not None and value not in allowed:
            raise InputError(f"{value!r} is no {field}.", f"Choose one of {', '.join(allowed)}.")
        if field == "speaker":
            found[field] = _speaker(value, entities)
        elif field in ("content", "cue"):
            spans = _spans(value, claim, document)
            if field == "cue" and len(spans) > 1:
                raise InputError("A cue is one stretch of words.", "Give the words without an ellipsis.")
            found[field] = _worded(spans, document)
        else:
            found[field] = value
    return found


def corrected(claim: Claim, changes: Mapping[str, str], document: Document, known: Iterable[str]) -> Claim:
    """Return the claim with a sealed correction; what does not hold in these documents is left out."""
    new: dict[str, Any] = {
        field: value
        for field, value in changes.items()
        if field in ALLOWED and ((allowed := ALLOWED[field]) is None or value in allowed)
    }
    if changes.get("speaker") == NOBODY:
        new |= {"speaker": "", "source": None}
    elif (speaker := changes.get("speaker", "")) in known:
        new["speaker"] = speaker
    if content := _held(changes.get("content", ""), document):
        new["content"] = content
    if cue := _held(changes.get("cue", ""), document):
        new["cue"] = cue[0]
    return dataclasses.replace(claim, **new) if new else claim


def _speaker(value: str, entities: Iterable[Entity]) -> str:
    listed = list(entities)
    if value == NOBODY or any(it.id == value for it in listed):
        return value
    named = [it for it in listed if value.lower() in {form.lower() for form in (it.name, *it.forms)}]
    if len(named) == 1:
        return named[0].id
    if named:
        raise InputError(
            f"Several are called {value!r}.", f"Give one identifier: {', '.join(it.id for it in named[:MOST_NAMES])}."
        )
    near = [it.name for it in listed if any(word in it.name.lower() for word in value.lower().split())]
    some = ", ".join((near or [it.name for it in listed])[:MOST_NAMES]) or "nobody"
    raise InputError(
        f"The documents name no {value!r}.", f"They name {some}; give a name as it stands there, or {NOBODY}."
    )


def _spans(value: str, claim: Claim, document: Document) -> tuple[Span, ...]:
    """Find the spans that are meant: offsets, or words in their order, each part nearest to the claim."""
    if OFFSETS.fullmatch(value.partition(" “")[0]):
        if found := _held(value, document):
            return found
        raise InputError(f"{value} is no stretch of {document.name}.", f"It has {len(document.text):,} signs.")
    text = view(document.text)
    near = claim.content[0].start if claim.content else 0
    spans: list[Span] = []
    for part in PARTED.split(value.strip()):
        words = r"\s+".join(map(re.escape, view(part).split()))
        begin = spans[-1].end if spans else 0
        places = list(re.finditer(words, text[begin:])) if words else []
        if not places:
            raise InputError(f"“{part}” does not stand in {document.name}.", "Copy the words as they stand there.")
        best = places[0] if spans else min(places, key=lambda it: abs(it.start() - near))
        spans.append(Span(begin + best.start(), begin + best.end()))
    return tuple(spans)


def _held(value: str, document: Document) -> tuple[Span, ...]:
    """Read offsets; nothing where they are none, or no stretches of the document in their order."""
    offsets = value.partition(" “")[0]
    if not OFFSETS.fullmatch(offsets):
        return ()
    pairs = [tuple(map(int, it.split("-"))) for it in offsets.split("+")]
    at = 0
    for start, end in pairs:
        if not at <= start < end <= len(document.text):
            return ()
        at = end
    return tuple(Span(start, end) for start, end in pairs)


def _worded(spans: Iterable[Span], document: Document) -> str:
    offsets = "+".join(f"{it.start}-{it.end}" for it in spans)
    said = " … ".join(" ".join(document.text[it.start : it.end].split()) for it in spans)
    return f"{offsets} “{said if len(said) <= LONGEST_WORDS else said[: LONGEST_WORDS - 1] + '…'}”"
