"""Reviews claims one by one at a terminal: a ledger, its claims and a person's answers go in; decisions come out.

Each claim is shown with its document, the sentence around it, its source, and its stance with the rule behind it.
A claim that somebody decided about before is not shown again, so that whoever stops goes on where it stopped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cupel.claims.indexed import RULES, Indexed
from cupel.claims.review import CHANGEABLE, decide
from cupel.dossier.visible import visible
from cupel.errors import InputError
from cupel.records.claim import Claim, ClaimsLedger, Document, Review, ReviewDecision

if TYPE_CHECKING:
    from cupel.ledger.ledger import Ledger

AROUND = 240
"""Signs before and after a claim that are shown with it."""
KEYS = "a accept, c correct, r reject, s skip, q stop"
STATES: dict[str, Review] = {"a": "accepted", "c": "corrected", "r": "rejected"}
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


def review(claims: ClaimsLedger, ledger: "Ledger", author: str, ask: Ask, tell: Tell, now: Now) -> Outcome:
    """Ask about every claim that nobody decided about, in the order of the documents, until the person stops."""
    index = Indexed(claims)
    waiting = [it for it in claims.claims if it.id not in index.reviews and not it.duplicate_of]
    decided, reason = 0, ""
    for number, claim in enumerate(waiting, 1):
        tell("\n".join(shown(claim, index, f"{number} of {len(waiting)}")))
        key = _key(ask, tell)
        if key == "q":
            break
        if key == "s":
            continue
        try:
            reason = _reason(ask, reason)
            changes = _changes(ask) if key == "c" else {}
            given = ReviewDecision(claim.id, STATES[key], author, now(), reason, changes)
            decide(ledger, claims, given)
            decided += 1
        except EOFError:
            break
        except InputError as error:  # it stays undecided, and comes again at the next call
            tell(f"Not kept: {error.message} {error.advice}")
    return Outcome(decided, len(waiting) - decided)


def shown(claim: Claim, index: Indexed, place: str) -> list[str]:
    """Return the lines that show a claim in its document; the words claimed stand between ⟦ and ⟧."""
    document = index.documents[claim.document]
    about = ", ".join(map(index.name, claim.about)) or "nobody named"
    via = f", by {', '.join(map(index.name, claim.via))}" if claim.via else ""
    lines = [
        "",
        f"[{place}] {claim.id}  {document.name}",
        f"  {_around(claim, document)}",
        f"  who     {index.speaker(claim, document)}{via} ({claim.source_class.replace('_', ' ')}; rule {claim.rule})",
        f"  stance  {claim.stance.replace('_', ' ')} (rule {claim.stance_rule})",
        f"  about   {about}",
        f"  when    {claim.when.interval or 'unknown'} ({claim.when.basis})",
    ]
    if claim.proposed_by != RULES:
        lines.append(f"  PROPOSED by {index.proposer(claim)}, not by rules{f': {claim.note}' if claim.note else ''}")
    return [visible(line) for line in lines]


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


def _key(ask: Ask, tell: Tell) -> str:
    while True:
        try:
            key = ask(f"  {KEYS}: ").strip().lower()[:1]
        except EOFError:
            return "q"
        if key in ("s", "q", *STATES):
            return key
        tell("  Type one of these letters, then Enter.")


def _reason(ask: Ask, last: str) -> str:
    typed = ask(f"  why{f' (Enter: {last})' if last else ''}: ").strip()
    return typed or last


def _changes(ask: Ask) -> dict[str, str]:
    return read_changes(ask(f"  what changes, as FIELD=VALUE ({', '.join(CHANGEABLE)}): ").split(","))


def read_changes(given: list[str]) -> dict[str, str]:
    """Read FIELD=VALUE pairs. Raises InputError for what is none."""
    changes = {}
    for pair in given:
        field, sign, value = pair.partition("=")
        if not sign or not value.strip():
            raise InputError(f"{pair!r} changes nothing.", "Write it as stance=concern.")
        changes[field.strip()] = value.strip()
    return changes
