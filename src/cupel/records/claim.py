"""Claims: documents, who says what in them about whom, and what stands between claims; never whether it is true."""

from dataclasses import dataclass, field
from typing import Literal, get_args

Stance = Literal[
    "allegation", "denial", "concern", "decision", "announcement", "fact", "prediction", "no_comment", "opinion",
    "recommendation", "intention", "question", "not_said",
]  # fmt: skip
"""allegation: accuses of something; denial: says that it is not so; fact: stated as fact, by its speaker; not_said: the
text tells that somebody did not say it; no_comment: somebody was asked and did not answer."""
STANCES: tuple[Stance, ...] = get_args(Stance)
NOT_ASSERTED: frozenset[str] = frozenset({"denial", "no_comment", "not_said", "question"})
"""Stances whose content nobody asserts; no view may show them as if somebody did."""
SourceClass = Literal[
    "named_person", "official", "body", "company", "anonymous", "anonymous_group", "document", "outlet", "unspecified"
]
"""official: a person named by office only; body: government, parliament, court, agency; company: any other named
organisation; anonymous: unnamed people who spoke to the outlet; anonymous_group: officials, analysts, residents ..."""
SOURCE_CLASSES: tuple[SourceClass, ...] = get_args(SourceClass)
Kind = Literal["attributed", "nested", "implicit", "continuation", "author"]
"""nested: inside another claim's content; implicit: "alleged", "is said to", nobody named; continuation: a quotation
that goes on without its own cue; author: the outlet's own voice."""
QuoteType = Literal["direct", "indirect", "mixed"]
Review = Literal["proposed", "accepted", "corrected", "rejected"]
Part = Literal["title", "body", "caption", "teaser", "boilerplate"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text."""

    start: int
    """Offset of its first sign, in code points of `Document.text`."""
    end: int
    """Offset after its last sign."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph and what it is to the document."""

    span: Span
    """Where it stands."""
    part: Part
    """title, body, caption, teaser (repeats or announces text), or boilerplate (footers, links, notices)."""
    reason: str
    """Why it is taken for that; empty for body."""


@dataclass(frozen=True, slots=True)
class When:
    """A date as an interval, and what it rests on."""

    interval: str
    """ISO 8601-2 (EDTF): `2013-11-25`, `2013-05`, `2010-03-22/2010-07-19`, `../2013`; empty where unknown."""
    basis: str
    """What says so: `dateline`, `stated`, `inferred: ...`, `outside knowledge: ...`, `unknown`."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document, as it was read."""

    id: str
    """Its name in the ledger: `D` and eight digits of `sha256`."""
    name: str
    """File name as it was given."""
    sha256: str
    """SHA-256 of the raw bytes, 64 hex digits."""
    size: int
    """Raw bytes."""
    format: str
    """One word: `text`, `html`, `pdf`, `mail`, `word`."""
    text: str
    """Its text; of plain text the decoded bytes, sign for sign. Every span points into it."""
    encoding: str
    """How bytes became text: `utf-8`, `windows-1252` ...; of other formats the reader's name."""
    passages: tuple[Passage, ...]
    """Its paragraphs in order."""
    outlet: str
    """Who published it, as the document names it; empty where it does not."""
    published: When
    """When it was published."""
    metadata: dict[str, str] = field(default_factory=dict)
    """What the file states of itself, as it stands there: `title`, `site`, `author`, `sender`, `published`, `modified`,
    `created` (when the file was made: no date of publication), `copyright holder`."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch that names an entity."""

    span: Span
    """Where."""
    entity: str
    """Identifier of the entity in the ledger: `org:huawei`, `group:us-officials`, `anon:1-D12345678`."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that claims are of or about."""

    id: str
    """Kind and name in lower case, `org:huawei`; of unnamed people, who are nobody elsewhere, with the document's."""
    kind: Literal["person", "org", "gov", "group", "anon", "outlet", "document"]
    name: str
    """Name as the documents give it most fully."""
    forms: tuple[str, ...]
    """Every form met, in the order met: names, scripts, "the company"."""
    documents: tuple[str, ...]
    """Documents that mention it."""
    reason: str
    """Why its forms are taken for one: rule by rule, for a person to check."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: whose it is, by which words, about whom, in which stance."""

    id: str
    """Document's id and a number: `D1a2b3c4d-07`."""
    document: str
    """`Document.id`."""
    kind: Kind
    parent: str
    """Claim whose content holds this one; empty where none does."""
    source: Span | None
    """Words that name who says it."""
    speaker: str
    """Entity that says it; empty where nobody is named."""
    source_class: SourceClass
    medium: str
    """By which means, in the text's words: `written response`, `interview with journalists`; empty if not told."""
    via: tuple[str, ...]
    """Entities that relay it, from the speaker outwards: the Journal, then the agency that reports it."""
    cue: Span | None
    """Words that attribute; None of a continuation and of the author's voice."""
    content: tuple[Span, ...]
    """Exact words that are claimed; several where they are parted."""
    quote_type: QuoteType
    stance: Stance
    stance_rule: str
    """Which rule says so: stance is a proposal that a person may correct."""
    hedges: tuple[Span, ...]
    """Words that weaken it."""
    about: tuple[str, ...]
    """Entities that it is about."""
    when: When
    """When it was said, or when what it tells happened."""
    event: str
    """Event of the timeline that it belongs to; empty where none."""
    duplicate_of: str
    """Earlier claim that says the same in the same words (a teaser, a copy); empty where none."""
    proposed_by: str
    """`rules`, or the name of a `Proposer`."""
    rule: str
    """Rule of attribution that found it; `proposal` of what no rule found."""
    note: str = ""
    """What the proposer says beside it; empty of what rules found."""


@dataclass(frozen=True, slots=True)
class Proposer:
    """A model or a file that proposed claims, none of which counts unless a person accepts it."""

    name: str
    """What claims name in `proposed_by`."""
    version: str
    """Its version, as it states it."""
    sha256: str
    """SHA-256 of the model or file that it rests on, 64 hex digits; empty where it names none."""
    given: int
    """Claims that it proposed."""
    refused: int
    """Those of them whose words are not in the text, or that are no claims."""
    known: int = 0
    """Those that the rules, or a proposer before it, have too: they are not listed again."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the timeline: claims that tell it, by whom and on whose word."""

    id: str
    """`E` and its date and a word: `E2013-03-phase-out`."""
    when: When
    title: str
    """What happened, in the words of the claim that tells it most plainly."""
    claims: tuple[str, ...]
    """Claims that tell it."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sides that do not fit together as they stand, and in what they differ; no verdict."""

    kind: Literal["allegation and denial", "difference in scope", "difference in description", "denial and fact"]
    one: tuple[str, ...]
    """Claims of one side."""
    other: tuple[str, ...]
    """Claims of the other side."""
    about: tuple[str, ...]
    """Entities that both are about."""
    difference: str
    """In what they differ, in words of the claims: `"exit the U.S. market" against "adjusted our priority focus"`."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Claims in several documents that lead back to one origin."""

    origin: str
    """Entity that all of them rest on."""
    claims: tuple[str, ...]
    """In the order of their documents' dates."""
    documents: tuple[str, ...]
    """Documents that carry it."""
    note: str
    """What that means for how many sources there are: `three documents, one source`."""


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """What a person decided about a claim; the last one counts."""

    claim: str
    state: Review
    author: str
    at: str
    """ISO 8601 time with offset."""
    reason: str
    changes: dict[str, str]
    """Field -> new value of a correction."""
    reliability: str = ""
    """Admiralty letter A to F that this person sets for the source; empty: not graded."""
    credibility: str = ""
    """Admiralty digit 1 to 6 that this person sets for the claim; empty: not graded."""


@dataclass(frozen=True, slots=True)
class ClaimsLedger:
    """All of it: what the claims room gives."""

    documents: tuple[Document, ...]
    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]
    events: tuple[Event, ...]
    contradictions: tuple[Contradiction, ...]
    chains: tuple[Chain, ...]
    reviews: tuple[ReviewDecision, ...] = ()
    proposers: tuple[Proposer, ...] = ()
    """Who proposed claims beside the rules."""
