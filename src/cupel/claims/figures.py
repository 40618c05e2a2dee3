"""Figures of a ledger of claims: a ledger goes in; tables, and documents with their claims marked, come out."""

from collections.abc import Iterator, Sequence

from cupel.claims.indexed import RULES, Indexed
from cupel.claims.review import grade_of
from cupel.claims.views.anonymous import Unsupported, anonymous_only
from cupel.claims.views.who_about_whom import who_about_whom
from cupel.claims.views.wording import Wording, quoted
from cupel.records.claim import Claim, ClaimsLedger, Stance
from cupel.records.figure import AnnotatedText, Card, Cards, Mark, Table, Voice

VOICES: dict[Stance, Voice] = {
    "allegation": "accuses", "concern": "accuses", "denial": "denies", "decision": "decides", "announcement": "decides",
    "intention": "decides", "fact": "states", "prediction": "judges", "opinion": "judges", "recommendation": "judges",
    "question": "unsaid", "no_comment": "unsaid", "not_said": "unsaid",
}  # fmt: skip
SHORT_KINDS = {
    "allegation and denial": "denied", "difference in scope": "scope", "difference in description": "description",
    "denial and fact": "beside fact",
}  # fmt: skip
AGAINST = (
    ("Means", "Two sides that do not fit together as they stand. Neither is called true or false here."),
    ("Checked", "By stance, by whom both are about, and by the families of words that both have."),
    ("Refuted by", "What each side meant, and when: open the documents at the claims that are named."),
)
MOST_ROWS = 500
"""Rows of a table; what is cut stands in the JSON, and the note says how much."""
MOST_TELLING = 3
"""Claims that a row of the timeline names tellers of."""
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
        self.kept = [it for it in self.claims.values() if self.index.state(it) != "rejected" and self.index.counts(it)]
        self.proposed = [it for it in self.claims.values() if not self.index.counts(it)]
        self.wording = Wording(ledger.documents, ledger.claims)
        self._shown = {it.id for it in ledger.documents[:MOST_TEXTS]}

    def who(self, claim: Claim) -> str:
        """Name who says it and who relays it."""
        who = self.index.speaker(claim, self.index.documents[claim.document])
        via = ", ".join(self.index.name(it) for it in claim.via)
        return f"{who}, by {via}" if via else who

    def about(self, claim: Claim) -> str:
        """Name whom it is about."""
        return ", ".join(self.index.name(it) for it in claim.about)

    def said(self, claim: Claim, longest: int = LONGEST) -> str:
        """Give the words of a claim in quotation marks, cut between words."""
        return quoted(self.wording.short(claim, longest))

    def against(self) -> Cards:
        """Put the sides that do not fit together side by side, a pair on a card."""
        cards = [
            Card(
                it.difference, SHORT_KINDS[it.kind], f"{it.kind.capitalize()}, about {self._names(it.about)}.",
                (*self._side("on one side", it.one), *self._side("on the other", it.other)),
            )
            for it in self.ledger.contradictions[:MOST_PAIRS]
        ]  # fmt: skip
        return Cards("What stands against what", AGAINST, tuple(cards))

    def timeline(self) -> Table:
        """Tell what happened when, as who tells it, on whose word."""
        rows = []
        for it in self.ledger.events:
            told = [self.claims[name] for name in it.claims if name in self.claims]
            tellers = list(dict.fromkeys(self.who(claim) for claim in told))
            documents = len({claim.document for claim in told})
            more = f" and {len(tellers) - MOST_TELLING} more" if len(tellers) > MOST_TELLING else ""
            rows.append(
                (_dated(it.when.interval), it.title, "; ".join(tellers[:MOST_TELLING]) + more, len(told), documents)
            )
        columns = ("when", "what, in the words of a claim", "on whose word", "claims", "documents")
        return _table("Timeline", columns, rows, "Dates as the texts give them; “until”: only a latest date is told.")

    def unsupported(self) -> tuple[Unsupported, ...]:
        """List the claims that stand on unnamed people's word alone."""
        return anonymous_only(self.kept, self.wording)

    def unnamed(self) -> Table:
        """Show what stands on unnamed people's word alone."""
        rows = []
        for it in self.unsupported():
            claim = self.claims[it.claim]
            relayed = ", ".join(map(self.index.name, it.relayed_by)) or self._outlet(claim)
            rows.append((it.word, relayed, claim.stance.replace("_", " "), self.said(claim)))
        columns = ("whose word", "relayed by", "stance", "words")
        note = "Nobody with a name, and no document, says the same in these documents."
        return _table("What stands on unnamed people's word alone", columns, rows, note)

    def chains(self) -> Table:
        """Show what several documents carry from one origin."""
        rows = [
            (self.index.name(it.origin), it.note, self.said(self.claims[it.claims[0]]),
             ", ".join(self.index.documents[name].name for name in it.documents[:6]))
            for it in self.ledger.chains
        ]  # fmt: skip
        return _table("What leads back to one source", ("origin", "what that means", "words", "documents"), rows)

    def matrix(self) -> Table:
        """Count who says what about whom."""
        found = who_about_whom([it for it in self.kept if it.speaker])
        rows = [
            (self.index.name(it.speaker), self.index.name(it.about), len(it.claims),
             ", ".join(f"{count} {stance.replace('_', ' ')}" for stance, count in it.stances))
            for it in found[:MOST_PAIRS]
        ]  # fmt: skip
        left = len(found) - len(rows)
        note = f"{left} rarer pairs stand in the JSON." if left else ""
        return _table("Who speaks about whom, how often", ("who", "about", "claims", "stances"), rows, note)

    def register(self) -> Table:
        """List every claim, each leading to its mark in the document."""
        rows, links = [], []
        for claim in [it for it in self.claims.values() if not it.duplicate_of][:MOST_ROWS]:
            review = self.index.reviews.get(claim.id)
            state = f"{review.state} by {review.author}" if review else "proposed"
            if claim.proposed_by != RULES:
                reviewed = state if review else "reviewed by nobody: it does not count"
                state = f"proposed by {claim.proposed_by}, {reviewed}"
            grade = grade_of(review)
            state += "" if grade == "not graded" else f", graded {grade}"
            rows.append((self._number(claim), self.who(claim), claim.stance.replace("_", " "), self.about(claim),
                         self.said(claim), state))  # fmt: skip
            links.append(self._anchor(claim))
        left = sum(not it.duplicate_of for it in self.claims.values()) - len(rows)
        note = "Rules propose stance and speaker; only a named person accepts a claim, or grades a source."
        note += f" {left:,} more claims stand in the JSON." if left else ""
        return _table("All claims", ("claim", "who", "stance", "about", "words", "review"), rows, note, links)

    def documents(self) -> Table:
        """List the documents."""
        rows = [
            (it.name, it.outlet or "not named", _dated(it.published.interval) or "unknown", it.published.basis,
             it.format, it.size, it.sha256)
            for it in self.ledger.documents
        ]  # fmt: skip
        columns = ("document", "outlet", "published", "on what basis", "format", "bytes", "SHA-256")
        return _table("The documents", columns, rows)

    def texts(self) -> Iterator[AnnotatedText]:
        """Show each document with its claims marked; what is boilerplate is left out of claims, not of the text."""
        of: dict[str, list[Claim]] = {}
        for claim in self.claims.values():
            of.setdefault(claim.document, []).append(claim)
        for document in self.ledger.documents[:MOST_TEXTS]:
            text = document.text[:LONGEST_TEXT]
            marks = [mark for claim in of.get(document.id, ()) if not claim.duplicate_of for mark in self._marks(claim)]
            cut = len(document.text) - len(text)
            note = f"{cut:,} more signs of this document are not shown." if cut else ""
            heading = ", ".join(
                it for it in (document.name, document.outlet, _dated(document.published.interval)) if it
            )
            ordered = sorted((it for it in marks if it.end <= len(text)), key=lambda it: (it.start, -it.end))
            yield AnnotatedText(heading, text, tuple(ordered), note)

    def _marks(self, claim: Claim) -> Iterator[Mark]:
        state = self.index.state(claim)
        if claim.proposed_by != RULES:
            state = f"proposed by {claim.proposed_by}, {'not counted' if state == 'proposed' else state}"
        label = f"{claim.id}: {self.who(claim)}, {claim.stance.replace('_', ' ')}, {state}"
        for span in claim.content:
            yield Mark(
                span.start,
                span.end,
                VOICES[claim.stance] if self.index.counts(claim) else "proposed",
                label,
                self._anchor(claim),
            )

    def _side(self, heading: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
        told = [self.claims[name] for name in names if name in self.claims]
        for it in told[:MOST_TELLING]:
            when = _dated(it.when.interval)
            place = f"{self._number(it)}, {when}" if when else self._number(it)
            yield heading, f"{self.who(it)} ({it.stance.replace('_', ' ')}; {place}): {self.said(it)}"
            heading = ""
        if len(told) > MOST_TELLING:
            yield "", f"and {len(told) - MOST_TELLING} more: {', '.join(map(self._number, told[MOST_TELLING:]))}"

    def _names(self, entities: Sequence[str]) -> str:
        return ", ".join(map(self.index.name, entities)) or "the same matter"

    def _anchor(self, claim: Claim) -> str:
        end = max((it.end for it in claim.content), default=0)
        return f"claim-{claim.id}" if claim.document in self._shown and 0 < end <= LONGEST_TEXT else ""

    def _number(self, claim: Claim) -> str:
        at = next(at for at, it in enumerate(self.ledger.documents, 1) if it.id == claim.document)
        return f"{at}-{claim.id.rpartition('-')[2]}"

    def _outlet(self, claim: Claim) -> str:
        return self.index.documents[claim.document].outlet or "the document itself"


def _dated(interval: str) -> str:
    if interval.startswith("../"):
        return f"until {interval[3:]}"
    if interval.endswith("/.."):
        return f"from {interval[:-3]}"
    return interval.replace("/", " to ")


def _table(
    title: str, columns: tuple[str, ...], rows: Sequence[tuple[str | int, ...]], note: str = "",
    links: Sequence[str] = (),
) -> Table:  # fmt: skip
    left = len(rows) - MOST_ROWS
    if left > 0:
        note = f"{note} {left:,} more rows are cut here; the JSON has all.".strip()
    return Table(title, columns, tuple(rows[:MOST_ROWS]), note, tuple(links[:MOST_ROWS]))
