"""Figures: the typed values of an answer; a new question needs no new template, only one of these."""

from dataclasses import dataclass
from typing import Literal

Cell = str | int | float
Tone = Literal["opened", "structure", "typed", "text", "padding", "unknown", "opaque"]

Voice = Literal["accuses", "denies", "decides", "states", "unsaid", "judges", "proposed"]
"""What a marked stretch of text does: accuses or fears; denies; decides or announces; states; was not said, or not
answered; judges, foresees or advises; was only proposed as a claim, and counts as none."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number with its unit, and what it is a part of."""

    label: str
    """What is counted."""
    value: int | float
    """The number."""
    unit: str
    """Its unit: bytes, files, percent."""
    of: int | float | None = None
    """The denominator, in the same unit, where the number is a part of something."""
    figure: Literal["quantity"] = "quantity"
    """Names the kind of figure in JSON."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    """Plain words, without markup."""
    figure: Literal["text"] = "text"
    """Names the kind of figure in JSON."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the figures after it are about."""

    text: str
    """A few words."""
    figure: Literal["heading"] = "heading"
    """Names the kind of figure in JSON."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns."""

    title: str
    """What the rows are."""
    columns: tuple[str, ...]
    """Names of the columns."""
    rows: tuple[tuple[Cell, ...], ...]
    """Cells; numbers are numbers, their unit stands in the column's name."""
    note: str = ""
    """What a reader must know: an order, a cut, a source."""
    links: tuple[str, ...] = ()
    """Anchor of the mark that each row leads to, empty where there is none; no links at all where it is empty."""
    voices: tuple[Voice, ...] = ()
    """What each row's colour means; no colours where it is empty."""
    led_to: bool = False
    """True where marks lead back to these rows."""
    figure: Literal["table"] = "table"
    """Names the kind of figure in JSON."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of a tree."""

    label: str
    """What it is."""
    detail: str = ""
    """Facts about it, short."""
    below: tuple["Branch", ...] = ()
    """Its children, in order."""
    anchor: str = ""
    """Mark that it leads to; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Things within things."""

    title: str
    """What the tree shows."""
    roots: tuple[Branch, ...]
    """The topmost nodes."""
    spoken: bool = False
    """True where the topmost labels are words that somebody says; else all are names."""
    figure: Literal["tree"] = "tree"
    """Names the kind of figure in JSON."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of a Strip."""

    offset: int
    """Where it begins, in the strip's unit."""
    size: int
    """How long it is."""
    tone: Tone
    """What its colour means."""
    label: str
    """What it is."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of bytes from first to last, each run coloured by what it is."""

    title: str
    """What the strip shows."""
    size: int
    """Its whole length, in bytes."""
    spans: tuple[Span, ...]
    """Its runs, without gap or overlap."""
    figure: Literal["strip"] = "strip"
    """Names the kind of figure in JSON."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a Funnel: of those that came so far, how many go on, stay open, and fall out."""

    label: str
    """Name of the step."""
    explanation: str
    """What going on means, in a few words."""
    on: int
    """How many go on."""
    open: int
    """How many can neither go on nor fall out."""
    out: int
    """How many fall out."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """Things that pass one step after another, fewer at each."""

    title: str
    """What passes."""
    words: tuple[str, str, str]
    """What going on, staying open and falling out are called here."""
    stages: tuple[Stage, ...]
    """The steps, first to last; `on` of one is the sum of the next."""
    note: str = ""
    """What a reader must know."""
    figure: Literal["funnel"] = "funnel"
    """Names the kind of figure in JSON."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that a card points at, with all that a reader needs to look there."""

    where: str
    """The chain from the input down to it, and an offset or a line where there is one."""
    quote: str = ""
    """What stands there, short; secrets as fingerprints."""
    file: str = ""
    """Name or path of the file that the bytes are in; empty where the place is no file of the input."""
    artefact: str = ""
    """SHA-256 of that file, 64 hex digits; empty where it has no bytes of its own."""
    offset: int | None = None
    """First byte that is quoted, in that file; None where the file as a whole, or its name, is the evidence."""
    size: int = 0
    """Bytes that are quoted."""
    command: str = ""
    """A line to type beside the input, which shows the place; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Card:
    """One thing told in full, under a line that names it."""

    title: str
    """The thing in one line."""
    mark: str
    """One or two words that class it: a tier."""
    text: str
    """A paragraph."""
    rows: tuple[tuple[str, str], ...] = ()
    """(name, value): its properties."""
    places: tuple[Spot, ...] = ()
    """Its evidence."""
    notes: tuple[str, ...] = ()
    """What others say of it: a reply, a suppression."""


@dataclass(frozen=True, slots=True)
class Cards:
    """Things of one sort, each on its card; what holds for all of them is said once."""

    title: str
    """What they are."""
    explanation: tuple[tuple[str, str], ...]
    """(question, answer) that hold for every card: what it means, how it is checked, what would refute it."""
    cards: tuple[Card, ...]
    """The cards, the most important first."""
    figure: Literal["cards"] = "cards"
    """Names the kind of figure in JSON."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Somebody's words, or a fact, as one side of a Facing holds them."""

    words: str
    """The words in quotation marks, or the fact."""
    who: str
    """Whose they are."""
    how: str
    """In which stance, when: `allegation, 2026-10-12`."""
    voice: Voice | None = None
    """What its colour means; None of what nobody says."""
    anchor: str = ""
    """Mark, or answer, that it leads to; empty where there is none."""
    name: str = ""
    """What the link is called: `1-02`."""
    stressed: tuple[tuple[int, int], ...] = ()
    """Stretches of `words` in which the sides differ, as (start, end)."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a Facing."""

    heading: str
    """What this side is: `claimed`, `denied`, `measured`."""
    sayings: tuple[Saying, ...]
    """What stands on it, the nearest to the other side first."""
    note: str = ""
    """What a reader must know: a cut, or that nothing stands there."""


@dataclass(frozen=True, slots=True)
class Facing:
    """Sides that stand beside each other, without a verdict."""

    title: str
    """What they are about, in one line."""
    mark: str
    """One or two words that class it."""
    sides: tuple[Side, ...]
    """Two or three."""
    note: str = ""
    """In what they differ."""


@dataclass(frozen=True, slots=True)
class Facings:
    """Things of one sort that stand beside each other; what holds for all of them is said once."""

    title: str
    """What they are."""
    explanation: tuple[tuple[str, str], ...]
    """(question, answer) that hold for all of them."""
    facings: tuple[Facing, ...]
    """The most important first."""
    note: str = ""
    """What a reader must know: a cut."""
    figure: Literal["facings"] = "facings"
    """Names the kind of figure in JSON."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of a Timeline."""

    when: str
    """Its date as a reader reads it: `March 2025`, `until 2013`."""
    what: str
    """What happened."""
    detail: str
    """On whose word, how often told."""
    voice: Voice | None = None
    """What its colour means."""
    anchor: str = ""
    """Mark that it leads to; empty where there is none."""
    name: str = ""
    """What the link is called."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened when, the oldest first."""

    title: str
    """What it is of."""
    moments: tuple[Moment, ...]
    """Its events."""
    note: str = ""
    """What a reader must know: a cut, how dates are to be read."""
    figure: Literal["timeline"] = "timeline"
    """Names the kind of figure in JSON."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of an AnnotatedText that something is said of."""

    start: int
    """Its first sign."""
    end: int
    """The sign after its last one."""
    tone: Voice
    """What its colour means."""
    label: str
    """What is said of it, in a line."""
    anchor: str
    """Where links to it lead; marks of one thing share it."""
    name: str = ""
    """Number of the thing, as tables give it: `1-02`."""
    who: str = ""
    """Whose it is."""
    how: str = ""
    """In which stance, and what a person decided about it."""


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A document's text with stretches marked; marks may lie inside others, the innermost gives the colour."""

    title: str
    """Which document."""
    text: str
    """Its text, or the part that is shown."""
    marks: tuple[Mark, ...]
    """In the order of their starts."""
    note: str = ""
    """What a reader must know: a cut."""
    figure: Literal["annotated"] = "annotated"
    """Names the kind of figure in JSON."""


Figure = Quantity | Text | Heading | Table | Tree | Strip | Funnel | Cards | Facings | Timeline | AnnotatedText
"""Any figure; the field `figure` tells which."""
