"""A small ledger of claims for tests, about companies and people that do not exist."""

import hashlib

from cupel.records.claim import (
    Chain,
    Claim,
    ClaimsLedger,
    Contradiction,
    Document,
    Entity,
    Event,
    Passage,
    ReviewDecision,
    Span,
    When,
)

FIRST = (
    "Ferrovia Networks hides switches, people familiar with the matter told the Harbour Courier, Levant Wire reported. "
    "“We hide nothing,” said Ada Quill, its\u00a0spokeswoman. The Courier didn’t say which switches. "
    "The ministry may ban it in 2019, two officials fear."
)
SECOND = "=cmd|' /C calc'!A0, said Ada Quill. 華海 declined to comment. In March 2019 the ministry banned Ferrovia."


def spans(text: str, *parts: str) -> tuple[Span, ...]:
    return tuple(Span(text.index(it), text.index(it) + len(it)) for it in parts)


def document(text: str, name: str, outlet: str, published: When) -> Document:
    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()
    passage = Passage(Span(0, len(text)), "body", "")
    return Document(
        f"D{digest[:8]}", name, digest, len(data), "text", text, "utf-8", (passage,), outlet, published
    )  # fmt: skip


ONE = document(FIRST, "one.txt", "The Daily Ledger", When("2018-11-23/2018-11-24", "inferred: weekday"))
TWO = document(SECOND, "two.txt", "", When("", "unknown"))


def claim(place: Document, number: int, source: str, speaker: str, cue: str, *content: str, **rest: object) -> Claim:
    fields: dict[str, object] = {
        "kind": "attributed", "parent": "", "source_class": "named_person", "medium": "", "via": (),
        "quote_type": "indirect", "stance": "allegation", "stance_rule": "test", "hedges": (),
        "about": ("org:ferrovia",),
        "when": place.published, "event": "", "duplicate_of": "", "proposed_by": "rules", "rule": "test", **rest,
    }  # fmt: skip
    return Claim(
        id=f"{place.id}-{number:02}", document=place.id, speaker=speaker,
        source=spans(place.text, source)[0] if source else None, cue=spans(place.text, cue)[0] if cue else None,
        content=spans(place.text, *content), **fields,  # type: ignore[arg-type]
    )  # fmt: skip


ANON = f"anon:1-{ONE.id}"
HIDES = claim(
    ONE, 1, "people familiar with the matter", ANON, "told", "Ferrovia Networks hides switches",
    source_class="anonymous", via=("outlet:courier", "outlet:wire"),
)  # fmt: skip
DENIES = claim(
    ONE, 2, "Ada Quill", "person:ada-quill", "said", "“We hide nothing,”",
    stance="denial", quote_type="direct", medium="interview",
)  # fmt: skip
NOT_SAID = claim(
    ONE, 3, "The Courier", "outlet:courier", "say", "which switches", stance="not_said", source_class="outlet"
)  # fmt: skip
FEARS = claim(
    ONE, 4, "two officials", "group:officials", "fear", "The ministry", "ban it in 2019",
    stance="concern", source_class="anonymous_group", hedges=spans(FIRST, "may"),
    about=("org:ferrovia", "gov:ministry"),
)  # fmt: skip
FORMULA = claim(TWO, 1, "Ada Quill", "person:ada-quill", "said", "=cmd|' /C calc'!A0", stance="opinion")
SILENT = claim(
    TWO, 2, "華海", "org:huahai", "declined", "comment", stance="no_comment", source_class="company", about=()
)  # fmt: skip
BANNED = claim(
    TWO, 3, "", "", "", "In March 2019 the ministry banned Ferrovia", kind="author", stance="decision",
    source_class="outlet", when=When("2019-03", "stated"), event="E2019-03-ban", about=("gov:ministry", "org:ferrovia"),
)  # fmt: skip
CLAIMS = (HIDES, DENIES, NOT_SAID, FEARS, FORMULA, SILENT, BANNED)


def entity(identifier: str, kind: str, name: str, *forms: str, documents: tuple[Document, ...] = (ONE,)) -> Entity:
    return Entity(identifier, kind, name, (name, *forms), tuple(it.id for it in documents), "test")  # type: ignore[arg-type]


ENTITIES = (
    entity("org:ferrovia", "org", "Ferrovia Networks", "the company", "Ferrovia", documents=(ONE, TWO)),
    entity("org:huahai", "org", "華海", documents=(TWO,)),
    entity("person:ada-quill", "person", "Ada Quill", "Ms Quill", documents=(ONE, TWO)),
    entity("gov:ministry", "gov", "The ministry", documents=(ONE, TWO)),
    entity("group:officials", "group", "two officials"),
    entity(ANON, "anon", "people familiar with the matter"),
    entity("outlet:courier", "outlet", "the Harbour Courier", "The Courier"),
    entity("outlet:wire", "outlet", "Levant Wire"),
    entity("outlet:ledger", "outlet", "The Daily Ledger"),
)


def review(of: Claim, state: str, **rest: object) -> ReviewDecision:
    fields: dict[str, object] = {"author": "R. Eviewer", "at": "2026-11-25T10:00:00+02:00", "reason": "read it", **rest}
    return ReviewDecision(of.id, state, changes=fields.pop("changes", {}), **fields)  # type: ignore[arg-type]


def made_ledger(*reviews: ReviewDecision) -> ClaimsLedger:
    return ClaimsLedger(
        (ONE, TWO), ENTITIES, CLAIMS,
        (Event("E2019-03-ban", When("2019-03", "stated"), "the ministry banned Ferrovia", (BANNED.id,)),),
        (Contradiction("allegation and denial", (HIDES.id,), (DENIES.id,), ("org:ferrovia",), "hides, or not."),),
        (Chain("outlet:wire", (HIDES.id, FORMULA.id), (ONE.id, TWO.id), "Two documents, one source."),),
        reviews,
    )  # fmt: skip
