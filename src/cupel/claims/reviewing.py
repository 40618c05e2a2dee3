"""Reviews claims one by one at a terminal: a ledger, its claims and a person's answers go in; decisions come out.

Each claim is shown in its place in the document, with its source, its stance, the rules behind both, and what stands
against it. A claim that somebody decided about before is not shown again, so that whoever stops goes on where it
stopped. Nothing is wiped out: what is undone is taken back by a further decision in the chain.
"""

import textwrap
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cupel.claims.corrections import ALLOWED, CHANGEABLE, NOBODY, settled
from cupel.claims.indexed import RULES, Indexed, words
from cupel.claims.review import CREDIBILITY, RELIABILITY, decide
from cupel.claims.views.wording import Wording, quoted
from cupel.dossier.visible import visible
from cupel.errors import InputError
from cupel.records.claim import Claim, ClaimsLedger, Document, Review, ReviewDecision

if TYPE_CHECKING:
    from cupel.ledger.ledger import Ledger

AROUND = 240
"""Signs before and after a claim that are shown with it."""
KEYS = "a accept, c correct, r reject, s skip, u undo, g grade, q stop, ? help"
HELP = (
    "a  it says what is shown, by whom, in this stance; your reason is asked, Enter takes the last one",
    "c  it is a claim, but something is read wrong: name the field, give what is right",
    "r  it is no claim, or not this one: it leaves timeline, contradictions and counts, and stays listed as rejected",
    "s  leave it; it comes again the next time",
    "u  go back to the claim before; what you decided about it is taken back, and the chain shows both",
    "g  grade source and claim by the Admiralty code, as C3; it goes with the next decision about this claim",
    "q  stop; what is decided is kept, and the same command goes on here",
)
STATES: dict[str, Review] = {"a": "accepted", "c": "corrected", "r": "rejected"}
WIDTH = 100
Ask = Callable[[str], str]
"""Shows a prompt and returns the line that the person types; raises EOFError at the end of input."""
Tell = Callable[[str], None]
Now = Callable[[], str]
"""Returns the time, ISO 8601 with offset."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a review."""

    decided: int
    """Claims that were decided."""
    left: int
    """Claims that nobody has decided about."""
    states: tuple[tuple[Review, int], ...] = ()
    """How many of the decided ones were accepted, corrected and rejected."""


def review(
    claims: ClaimsLedger, ledger: "Ledger", author: str, ask: Ask, tell: Tell, now: Now, width: int = WIDTH
) -> Outcome:
    """Ask about every claim that nobody decided about, in the order of the documents, until the person stops."""
    index, wording = Indexed(claims), Wording(claims.documents, claims.claims)
    waiting = [it for it in claims.claims if it.id not in index.reviews and not it.duplicate_of]
    asking = _Asking(index, ask, tell, width)
    made: dict[str, Review] = {}
    tell(f"Claims: {len(waiting):,} wait, {len(index.reviews):,} decided. Keys: {KEYS}.")
    at = 0
    while at < len(waiting):
        claim = waiting[at]
        tell("\n".join(shown(claim, index, f"{at + 1} of {len(waiting)}", width, wording)))
        try:
            key, changes, reason, grade = asking.about(claim, first=at == 0)
            if key == "u":
                at -= 1
                if made.pop(waiting[at].id, None):
                    decide(
                        ledger, claims, ReviewDecision(waiting[at].id, "proposed", author, now(), "undone at once", {})
                    )
                    tell(f"  {waiting[at].id}: taken back")
                continue
            if key == "q":
                break
            if key != "s":
                given = ReviewDecision(claim.id, STATES[key], author, now(), reason, changes, grade[:1], grade[1:])
                decide(ledger, claims, given)
                made[claim.id] = STATES[key]
        except (EOFError, KeyboardInterrupt):
            break
        at += 1
    return Outcome(len(made), len(waiting) - len(made), tuple(Counter(made.values()).items()))


def shown(claim: Claim, index: Indexed, place: str, width: int = WIDTH, wording: Wording | None = None) -> list[str]:
    """Return the lines that show a claim in its document; the words claimed stand between ⟦ and ⟧."""
    document = index.documents[claim.document]
    about = ", ".join(map(index.name, claim.about)) or "nobody named"
    via = f", by {', '.join(map(index.name, claim.via))}" if claim.via else ""
    when = f", {document.published.interval}" if document.published.interval else ""
    facts = [
        ("who", f"{index.speaker(claim, document)}{via} ({claim.source_class.replace('_', ' ')}; rule {claim.rule})"),
        ("cue", words(document, claim.cue)),
        ("stance", f"{claim.stance.replace('_', ' ')} (rule {claim.stance_rule})"),
        ("about", about),
        ("when", f"{claim.when.interval or 'unknown'} ({claim.when.basis})"),
        ("medium", claim.medium),
        ("PROPOSED", f"by {index.proposer(claim)}, not by rules" if claim.proposed_by != RULES else ""),
        ("note", claim.note),
        *(("against", it) for it in _against(claim, index, wording)),
    ]
    lines = ["", visible(f"[{place}] {claim.id}  {document.name}{when}")]
    lines += _folded(_around(claim, document), "  ", "  ", width)
    for name, value in facts:
        lines += _folded(" ".join(value.split()), f"  {name:<8}", " " * 10, width) if value else []
    return lines


def _folded(text: str, first: str, others: str, width: int) -> list[str]:
    return textwrap.wrap(visible(text), max(width, 40), initial_indent=first, subsequent_indent=others)


def _against(claim: Claim, index: Indexed, wording: Wording | None) -> list[str]:
    """Tell what stands on the other side of each contradiction that the claim is in: the first claim of it."""
    known = {it.id: it for it in index.ledger.claims}
    told = []
    for row in index.ledger.contradictions if wording else ():
        for side, other in ((row.one, row.other), (row.other, row.one)):
            if claim.id in side and other and (it := known.get(other[0])) and wording:
                who = index.speaker(it, index.documents[it.document])
                told.append(f"{who} ({it.stance.replace('_', ' ')}): {quoted(wording.short(it, 100))}")
    return told


def _around(claim: Claim, document: Document) -> str:
    if not claim.content:
        return "(no words)"
    text, spans = document.text, sorted(claim.content, key=lambda it: it.start)
    start, end = max(0, spans[0].start - AROUND), min(len(text), spans[-1].end + AROUND)
    start = max(start, text.rfind("\n\n", start, spans[0].start) + 1)
    after = text.find("\n\n", spans[-1].end, end)
    end = after if after >= 0 else end
    parts, at = [], start
    for span in spans:
        parts += [text[at : span.start], "⟦", text[span.start : span.end], "⟧"]
        at = span.end
    whole = " ".join("".join([*parts, text[at:end]]).split())
    return f"{'…' if start and text[start - 1] != chr(10) else ''}{whole}{'…' if end < len(text) and after < 0 else ''}"


class _Asking:
    """Asks about one claim after another; the last reason stands until another is given."""

    def __init__(self, index: Indexed, ask: Ask, tell: Tell, width: int) -> None:
        self.index, self.ask, self.tell, self.width = index, ask, tell, width
        self.reason = ""

    def about(self, claim: Claim, first: bool) -> tuple[str, dict[str, str], str, str]:
        """Return a key, and with one that decides its changes, its reason and its grade."""
        grade = ""
        while True:
            key = self.ask(f"  {'a c r s u g q ?' if grade or not first else KEYS}: ").strip().lower()[:1]
            if key == "?":
                self.tell("\n".join(line for it in HELP for line in _folded(it, "  ", " " * 5, self.width)))
            elif key == "g":
                grade = self._grade() or grade
            elif key == "u" and first:
                self.tell("  There is no claim before this one.")
            elif key in ("s", "q", "u"):
                return key, {}, "", ""
            elif key in STATES:
                changes = self._changes(claim) if key == "c" else {}
                if (key != "c" or changes) and (reason := self._reason()):
                    return key, changes, reason, grade
                self.tell("  Nothing was decided.")
            else:
                self.tell(f"  Type one of these letters, then Enter: {KEYS}.")

    def _reason(self) -> str:
        """Ask why; no reason, and none before, decides nothing."""
        question = f"  why{f' (Enter: {self.reason})' if self.reason else ''}: "
        while len(typed := self.ask(question).strip()) == 1:  # whoever types on with keys must not sign them as reasons
            self.tell("  That is a key, no reason.")
        self.reason = typed or self.reason
        if not self.reason:
            self.tell("  No decision stands without a reason.")
        return self.reason

    def _grade(self) -> str:
        typed = self.ask("  source A to F, claim 1 to 6, as C3: ").strip().upper()
        if len(typed) == 2 and RELIABILITY.fullmatch(typed[0]) and CREDIBILITY.fullmatch(typed[1]):
            return typed
        self.tell("  That is no grade: F and 6 stand for what cannot be judged.")
        return ""

    def _changes(self, claim: Claim) -> dict[str, str]:
        """Ask for one field after another until an empty line; what does not fit is said and asked again."""
        document = self.index.documents[claim.document]
        changes: dict[str, str] = {}
        while typed := self.ask(f"  {_listed(CHANGEABLE)} (Enter: {'done' if changes else 'back'}): ").strip():
            name, sign, value = typed.partition("=")
            try:
                field = _chosen(name, CHANGEABLE)
                value = value if sign else self.ask(f"  {_wanted(field, claim, self.index)}: ")
                allowed = ALLOWED.get(field)
                value = _chosen(value, allowed) if allowed else value.strip()
                if value:
                    changes |= settled({field: value}, claim, document, self.index.ledger.entities)
                    self.tell(f"  {_plain(field)}: {_plain(changes[field])}")
            except InputError as error:
                self.tell(f"  Not kept: {error.message} {error.advice}")
        return changes


def _wanted(field: str, claim: Claim, index: Indexed) -> str:
    """Say what a field takes, and what it holds now."""
    document = index.documents[claim.document]
    if allowed := ALLOWED.get(field):
        return f"{_plain(field)}, now {_plain(str(getattr(claim, field)))}; {_listed(allowed)}"
    now = {
        "speaker": f"{index.speaker(claim, document)}; a name in the documents, or {NOBODY}",
        "content": "between ⟦ ⟧; the exact words, … where parts stand apart",
        "cue": f"“{words(document, claim.cue)}”; the exact words",
        "medium": claim.medium or "not told",
    }
    return f"{_plain(field)}, now {now[field]}"


def _plain(value: str) -> str:
    return visible(value.replace("_", " "))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(_plain, names))


def _chosen(typed: str, names: Sequence[str]) -> str:
    """Find the name that is meant: in full, or by its beginning where only one begins so."""
    given = "_".join(typed.lower().split())
    found = [it for it in names if it == given] or [it for it in names if given and it.startswith(given)]
    if len(found) != 1:
        said = "may be several" if found else "is none of them"
        raise InputError(f"“{visible(typed.strip())}” {said}.", f"Choose one of {_listed(found or names)}.")
    return found[0]


def read_changes(given: list[str]) -> dict[str, str]:
    """Read FIELD=VALUE pairs. Raises InputError for what is none."""
    changes = {}
    for pair in given:
        field, sign, value = pair.partition("=")
        if not sign or not value.strip():
            raise InputError(f"{pair!r} changes nothing.", "Write it as stance=concern.")
        changes[field.strip()] = value.strip()
    return changes
