"""Figures of a ledger of claims: a ledger goes in; sides, a timeline, tables and marked documents come out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cupel.claims.facing import facing
from cupel.claims.indexed import RULES, Indexed
from cupel.claims.interval import dated
from cupel.claims.review import grade_of
from cupel.claims.views.anonymous import Unsupported, anonymous_only
from cupel.claims.views.contradictions import MOST_ROWS as MOST_KEPT
from cupel.claims.views.who_about_whom import who_about_whom
from cupel.claims.views.wording import Wording, quoted
from cupel.records.claim import Claim, ClaimsLedger, Document, Event, Stance
from cupel.records.figure import (
    AnnotatedText,
    Branch,
    Facings,
    Mark,
    Moment,
    Saying,
    Table,
    Timeline,
    Tree,
    Voice,
)

VOICES: dict[Stance, Voice] = {
    "allegation": "accuses", "concern": "accuses", "denial": "denies", "decision": "decides", "announcement": "decides",
    "intention": "decides", "fact": "states", "prediction": "judges", "opinion": "judges", "recommendation": "judges",
    "question": "unsaid", "no_comment": "unsaid", "not_said": "unsaid",
}  # fmt: skip
AGAINST = (
    ("Means", "Sides that do not fit together as they stand. None of them is called true or false here."),
    ("Checked", "By stance, by whom both are about, and by the families of words that both have."),
    ("Refuted by", "What each side meant, and when: open the documents at the claims that are linked."),
)
OWN_VOICE = "in its own voice"
MOST_ROWS = 500
"""Rows of a table; what is cut stands in the JSON, and the note says how much."""
MOST_MOMENTS = 60
"""Events of the timeline."""
MOST_TELLING = 3
"""Tellers that an event of the timeline names."""
MOST_FACINGS = 15
"""Contradictions."""
MOST_CHAINS = 20
"""Chains."""
MOST_CARRYING = 6
"""Claims that a chain names."""
MOST_PAIRS = 15
"""Pairs of speaker and spoken about."""
MOST_TEXTS = 20
"""Documents whose text is shown."""
LONGEST_TEXT = 40_000
"""Signs of a document's text that are shown."""
LONGEST = 220


class Figures:
    """Makes the figures of one ledger; claims stand in them as people left them, and rejected ones only as such."""

    def __init__(self, ledger: ClaimsLedger) -> None:
        self.ledger = ledger
        self.index = Indexed(ledger)
        self.claims = {claim.id: claim for claim, _ in self.index.claims(rejected=True)}
        self.kept = self.index.kept()
        self.proposed = [
            it for it in self.claims.values() if not self.index.counts(it) and self.index.state(it) != "rejected"
        ]
        self.wording = Wording(ledger.documents, tuple(self.claims.values()))
        self._shown = {it.id for it in ledger.documents[:MOST_TEXTS]}
        self._unsupported: tuple[Unsupported, ...] | None = None
        self._places = {it.id: at for at, it in enumerate(ledger.documents, 1)}

    def who(self, claim: Claim) -> str:
        """Name who says it and who relays it; of an outlet's own voice the outlet, or the file."""
        document = self.index.documents[claim.document]
        if claim.kind == "author" and not claim.speaker:
            return f"{_titled(document)}, {OWN_VOICE}"
        who = self.index.speaker(claim, document)
        via = ", ".join(self.index.name(it) for it in claim.via)
        return f"{who}, by {via}" if via else who

    def about(self, claim: Claim) -> str:
        """Name whom it is about."""
        return ", ".join(self.index.name(it) for it in claim.about)

    def said(self, claim: Claim, longest: int = LONGEST) -> str:
        """Give the words of a claim in quotation marks, cut between words."""
        return quoted(self.wording.short(claim, longest))

    def stance(self, claim: Claim) -> str:
        """Name its stance."""
        return claim.stance.replace("_", " ")

    def saying(self, claim: Claim, longest: int = LONGEST) -> Saying:
        """Put a claim as a side of something holds it."""
        when = dated(claim.when.interval)
        how = f"{self.stance(claim)}{f', {when}' if when else ''}{self._decided(claim)}"
        return Saying(
            self.said(claim, longest), self.who(claim), how, VOICES[claim.stance], self._anchor(claim),
            self.number(claim),
        )  # fmt: skip

    def number(self, claim: Claim) -> str:
        """Give its number as a reader sees it: the document's place and the claim's number in it."""
        return f"{self._places[claim.document]}-{claim.id.rpartition('-')[2]}"

    def against(self) -> Facings:
        """Put the sides that do not fit together side by side."""
        rows = self.ledger.contradictions
        found = tuple(
            facing(it, self.claims, self._names(it.about), self.saying, self.number) for it in rows[:MOST_FACINGS]
        )
        left = len(rows) - len(found)
        note = f"{left:,} more stand in the JSON." if left else ""
        return Facings("What stands against what", AGAINST, found, note)

    def places(self) -> str:
        """Count the places where claims do not fit together; the ledger keeps so many at most."""
        count = len(self.ledger.contradictions)
        return f"{'at least ' if count >= MOST_KEPT else ''}{_count(count, 'place')}"

    def timeline(self) -> Timeline:
        """Tell what happened when, as who tells it, on whose word."""
        events = self.ledger.events[:MOST_MOMENTS]
        left = len(self.ledger.events) - len(events)
        note = "Dates as the texts give them; “until”: only a latest date is told."
        note += f" {left:,} more events stand in the JSON." if left else ""
        return Timeline("Timeline", tuple(map(self._moment, events)), note)

    def unsupported(self) -> tuple[Unsupported, ...]:
        """List the claims that stand on unnamed people's word alone."""
        if self._unsupported is None:
            self._unsupported = anonymous_only(self.kept, self.wording)
        return self._unsupported

    def unnamed(self) -> Table:
        """Show what stands on unnamed people's word alone."""
        rows, claims = [], []
        for it in self.unsupported():
            claim = self.claims[it.claim]
            relayed = ", ".join(map(self.index.name, it.relayed_by)) or self._outlet(claim)
            rows.append((self.number(claim), it.word, relayed, self.stance(claim), self.said(claim)))
            claims.append(claim)
        columns = ("claim", "whose word", "relayed by", "stance", "words")
        note = "Nobody with a name, and no document, says the same in these documents."
        return self._listed("What stands on unnamed people's word alone", columns, rows, note, claims)

    def chains(self) -> Tree:
        """Show what several documents carry from one origin."""
        roots = []
        for chain in self.ledger.chains[:MOST_CHAINS]:
            carried = [self.claims[name] for name in chain.claims if name in self.claims]
            below = [
                Branch(
                    Path(self.index.documents[it.document].name).name, f"{self.who(it)}: {self.stance(it)}", (),
                    self._anchor(it),
                )
                for it in carried[:MOST_CARRYING]
            ]  # fmt: skip
            left = len(carried) - len(below)
            below += [Branch(f"and {left:,} more claims")] if left else []
            origin = f"{chain.note}: {self.index.name(chain.origin)}" if chain.origin else chain.note
            roots.append(Branch(self.said(carried[0]), origin, tuple(below)))
        left = len(self.ledger.chains) - len(roots)
        roots += [Branch(f"{left:,} more stand in the JSON")] if left else []
        return Tree("What leads back to one source", tuple(roots), spoken=True)

    def matrix(self) -> Table:
        """Count who says what about whom."""
        found = who_about_whom([it for it in self.kept if it.speaker])
        rows = [
            (self.index.name(it.speaker), self.index.name(it.about),
             ", ".join(f"{count} {stance.replace('_', ' ')}" for stance, count in it.stances))
            for it in found[:MOST_PAIRS]
        ]  # fmt: skip
        left = len(found) - len(rows)
        note = f"{left:,} rarer pairs stand in the JSON." if left else ""
        return Table("Who speaks about whom, how often", ("who", "about", "claims, by stance"), tuple(rows), note)

    def register(self) -> Table:
        """List every claim, each leading to its mark in the document."""
        claims = [it for it in self.claims.values() if not it.duplicate_of]
        rows = [
            (self.number(it), self.who(it), self.stance(it), self.about(it), self.said(it), self._state(it))
            for it in claims[:MOST_ROWS]
        ]
        note = "Rules propose stance and speaker; only a named person accepts a claim, or grades a source."
        columns = ("claim", "who", "stance", "about", "words", "review")
        left = len(claims) - len(rows)
        note += f" {left:,} more claims stand in the JSON." if left else ""
        return self._listed("All claims", columns, rows, note, claims, led_to=True)

    def documents(self) -> Table:
        """List the documents."""
        rows = [
            (it.name, it.outlet or "not named", f"{dated(it.published.interval) or 'unknown'} ({it.published.basis})",
             f"{it.format}, {it.size:,} bytes", it.sha256)
            for it in self.ledger.documents[:MOST_ROWS]
        ]  # fmt: skip
        columns = ("document", "outlet", "published, on what basis", "format", "SHA-256")
        left = len(self.ledger.documents) - len(rows)
        return Table("The documents", columns, tuple(rows), f"{left:,} more stand in the JSON." if left else "")

    def texts(self) -> Iterator[AnnotatedText]:
        """Show each document with its claims marked, but not those that a person rejected."""
        of: dict[str, list[Claim]] = {}
        for claim in (*self.kept, *self.proposed):
            of.setdefault(claim.document, []).append(claim)
        for document in self.ledger.documents[:MOST_TEXTS]:
            text = document.text[:LONGEST_TEXT]
            marks = [mark for claim in of.get(document.id, ()) if not claim.duplicate_of for mark in self._marks(claim)]
            cut = len(document.text) - len(text)
            note = f"{cut:,} more signs of this document are not shown." if cut else ""
            heading = ", ".join(it for it in (document.name, document.outlet, dated(document.published.interval)) if it)
            ordered = sorted((it for it in marks if it.end <= len(text)), key=lambda it: (it.start, -it.end))
            yield AnnotatedText(heading, text, tuple(ordered), note)

    def _moment(self, event: Event) -> Moment:
        told = [self.claims[name] for name in event.claims if name in self.claims]
        tellers = list(dict.fromkeys(self.who(claim) for claim in told))
        more = f" and {len(tellers) - MOST_TELLING} more" if len(tellers) > MOST_TELLING else ""
        times = f" ({len(told)} claims in {_count(len({it.document for it in told}), 'document')})"
        detail = "; ".join(tellers[:MOST_TELLING]) + more + (times if len(told) > 1 else "")
        first = next((it for it in told if self.wording.short(it)[:40] == event.title[:40]), told[0] if told else None)
        if first is None:
            return Moment(dated(event.when.interval), quoted(event.title), detail)
        return Moment(
            dated(event.when.interval), quoted(event.title), detail, VOICES[first.stance], self._anchor(first),
            self.number(first),
        )  # fmt: skip

    def _marks(self, claim: Claim) -> Iterator[Mark]:
        how = self.stance(claim) + self._decided(claim)
        own = claim.kind == "author" and not claim.speaker  # beside its text, its name need not be told
        who = OWN_VOICE if own else self.who(claim)
        label = f"{self.number(claim)} {who}: {how}"
        for span in claim.content:
            yield Mark(
                span.start, span.end, self._voice(claim), label, self._anchor(claim), self.number(claim), who, how,
            )  # fmt: skip

    def _listed(
        self, title: str, columns: tuple[str, ...], rows: Sequence[tuple[str | int, ...]], note: str,
        claims: Sequence[Claim], led_to: bool = False,
    ) -> Table:  # fmt: skip
        """Make a table of claims, one a row: each leads to its mark and has its colour."""
        if len(rows) > MOST_ROWS:
            note = f"{note} {len(rows) - MOST_ROWS:,} more stand in the JSON."
        shown = claims[: min(len(rows), MOST_ROWS)]
        voices: tuple[Voice, ...] = tuple(
            "unsaid" if self.index.state(it) == "rejected" else self._voice(it) for it in shown
        )
        return Table(title, columns, tuple(rows[:MOST_ROWS]), note, tuple(map(self._anchor, shown)), voices, led_to)

    def _voice(self, claim: Claim) -> Voice:
        return VOICES[claim.stance] if self.index.counts(claim) else "proposed"

    def _state(self, claim: Claim) -> str:
        review = self.index.reviews.get(claim.id)
        grade = grade_of(review)
        state = f"{review.state} by {review.author}" if review else "proposed"
        if claim.proposed_by != RULES:
            decided = state if review else "accepted by nobody: it does not count"
            state = f"proposed by {claim.proposed_by}, {decided}"
        return state if grade == "not graded" else f"{state}, graded {grade}"

    def _decided(self, claim: Claim) -> str:
        return f", {self._state(claim)}" if claim.id in self.index.reviews or claim.proposed_by != RULES else ""

    def _names(self, entities: Sequence[str]) -> str:
        return ", ".join(map(self.index.name, entities)) or "the same matter"

    def _anchor(self, claim: Claim) -> str:
        end = max((it.end for it in claim.content), default=0)
        marked = not claim.duplicate_of and self.index.state(claim) != "rejected"
        shown = claim.document in self._shown and marked
        return f"claim-{claim.id}" if shown and 0 < end <= LONGEST_TEXT else ""

    def _outlet(self, claim: Claim) -> str:
        return _titled(self.index.documents[claim.document])


def _titled(document: Document) -> str:
    return document.outlet or Path(document.name).name


def _count(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"
