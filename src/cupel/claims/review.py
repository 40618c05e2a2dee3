"""What people decide about claims: a decision goes into the chain of a ledger; reviews of the claims found come out.

A decision is about the exact words that its author saw. The reason in the chain is canonical JSON, sealed with it:
`{"words": [[start, end], ...], "reason": "...", "changes": {...}, "reliability": "", "credibility": ""}`. Where other
rules number claims anew, a decision follows its words; where they find these no longer, it stays and is named. A
decision about a claim that no rule found seals all of it (`proposal`): whoever proposed it need not be asked again.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast, get_args

from cupel.claims.indexed import ALLOWED, RULES
from cupel.errors import InputError
from cupel.ledger.decisions import canonical_json
from cupel.records.claim import Claim, ClaimsLedger, Review, ReviewDecision
from cupel.records.decision import Decision

if TYPE_CHECKING:
    from cupel.ledger.ledger import Ledger

ABOUT = "claims/"
"""What the `about` of a decision on a claim begins with; the claim's identifier follows."""
DECIDED: tuple[Review, ...] = tuple(it for it in get_args(Review) if it != "proposed")
CHANGEABLE = (*ALLOWED, "speaker")
"""Fields that a correction may set."""
RELIABILITY = re.compile(r"[A-F]?")
CREDIBILITY = re.compile(r"[1-6]?")
"""Admiralty code (NATO AJP-2.1): the source from A to F, the information from 1 to 6; each apart, none derived."""


def decide(ledger: "Ledger", claims: ClaimsLedger, decision: ReviewDecision) -> Decision:
    """Add a person's decision about a claim to the chain.

    Raises InputError for a claim that is not there, for a field or value that no correction may set, for a grade that
    the Admiralty code has not, and where author, time or reason is missing; LedgerError like `Ledger.decide`.
    """
    claim = find(claims, decision.claim)
    if decision.state not in DECIDED:
        raise InputError(f"{decision.state!r} decides nothing.", f"Choose one of {', '.join(DECIDED)}.")
    if not decision.reason.strip():
        raise InputError("The decision has no reason.", "Give the reason; no decision stands without it.")
    _check_changes(decision, claims)
    if not RELIABILITY.fullmatch(decision.reliability):
        raise InputError(f"Reliability {decision.reliability!r} is no letter A to F.", "F: it cannot be judged.")
    if not CREDIBILITY.fullmatch(decision.credibility):
        raise InputError(f"Credibility {decision.credibility!r} is no digit 1 to 6.", "6: it cannot be judged.")
    sealed = _seal(claim) | {
        "reason": decision.reason, "changes": decision.changes,
        "reliability": decision.reliability, "credibility": decision.credibility,
    }  # fmt: skip
    return ledger.decide(
        made_at=decision.at, author=decision.author, about=f"{ABOUT}{claim.id}", verdict=decision.state,
        reason=canonical_json(sealed).decode(),
    )  # fmt: skip


def find(claims: ClaimsLedger, identifier: str) -> Claim:
    """Find a claim by its identifier. Raises InputError that names a few that there are."""
    found = next((it for it in claims.claims if it.id == identifier), None)
    if found is None:
        some = ", ".join(it.id for it in claims.claims[:3]) or "none"
        raise InputError(f"There is no claim {identifier!r}.", f"Claims of these documents are named so: {some}.")
    return found


def reviews_of(
    decisions: Iterable[Decision], claims: Sequence[Claim]
) -> tuple[tuple[ReviewDecision, ...], tuple[Decision, ...]]:
    """Return the reviews of these claims, the oldest first, and decisions on words that no claim of a document has.

    Decisions about other documents are left out: a ledger may hold several cases' documents. So are those about a
    proposal that was rejected in the end and that nobody made this time.
    """
    by_place = {(it.document, _place(_seal(it))): it for it in reversed(claims)}
    by_id = {it.id: it for it in claims}
    documents = {it.document for it in claims}
    reviews, lost = [], []
    given = list(decisions)
    dropped = {_place(_sealed(it)): it.verdict for it in given if it.about.startswith(ABOUT)}
    for it in given:
        document = it.about.removeprefix(ABOUT).partition("-")[0]
        if not it.about.startswith(ABOUT) or document not in documents:
            continue
        sealed = _sealed(it)
        same = by_id.get(it.about.removeprefix(ABOUT))
        claim = same if same and _place(_seal(same)) == _place(sealed) else by_place.get((document, _place(sealed)))
        if claim is None:
            if not (isinstance(sealed.get("proposal"), dict) and dropped.get(_place(sealed)) == "rejected"):
                lost.append(it)
            continue
        reviews.append(
            ReviewDecision(
                claim.id,
                cast(Review, it.verdict),
                it.author,
                it.made_at,
                str(sealed.get("reason", "")),
                {str(key): str(value) for key, value in dict(sealed.get("changes") or {}).items()},
                str(sealed.get("reliability", "")),
                str(sealed.get("credibility", "")),
            )
        )
    return tuple(reviews), tuple(lost)


def grade_of(review: ReviewDecision | None) -> str:
    """Say how a named person graded source and claim; `not graded` where nobody did: F6 is a grade, too."""
    if review is None or not (review.reliability or review.credibility):
        return "not graded"
    return f"{review.reliability or '-'}{review.credibility or '-'} ({review.author})"


def told_reason(reason: str) -> str:
    """Return the words of a sealed reason; any other reason as it stands."""
    try:
        sealed = json.loads(reason)
    except ValueError:
        return reason
    return _told(sealed) if isinstance(sealed, dict) and "words" in sealed else reason


def _told(sealed: Mapping[str, Any]) -> str:
    parts = [str(sealed.get("reason", ""))]
    parts += [f"{field} becomes {value}" for field, value in dict(sealed.get("changes") or {}).items()]
    grade = f"{sealed.get('reliability') or ''}{sealed.get('credibility') or ''}"
    return "; ".join([*parts, *([f"graded {grade}"] if grade else [])])


def _check_changes(decision: ReviewDecision, claims: ClaimsLedger) -> None:
    if bool(decision.changes) != (decision.state == "corrected"):
        said = (
            "corrects nothing" if decision.state == "corrected" else f"is {decision.state}, and yet changes the claim"
        )
        raise InputError(f"The decision {said}.", "A correction names fields and their new values; others name none.")
    known = {it.id for it in claims.entities}
    for field, value in decision.changes.items():
        if field not in CHANGEABLE:
            raise InputError(f"{field!r} cannot be corrected.", f"Correct one of {', '.join(CHANGEABLE)}.")
        allowed = ALLOWED.get(field)
        if allowed is not None and value not in allowed:
            raise InputError(f"{value!r} is no {field}.", f"Choose one of {', '.join(allowed)}.")
        if field == "speaker" and value not in known:
            raise InputError(f"The documents name no entity {value!r}.", "`--json` lists entities with identifiers.")


def _words(claim: Claim) -> list[list[int]]:
    return [[it.start, it.end] for it in claim.content]


def _seal(claim: Claim) -> dict[str, Any]:
    """Return what a decision is about: the words claimed; of a proposal its source, cue, stance and proposer, too."""
    if claim.proposed_by == RULES:
        return {"words": _words(claim)}
    proposal = {
        "source": [claim.source.start, claim.source.end] if claim.source else None,
        "cue": [claim.cue.start, claim.cue.end] if claim.cue else None,
        "stance": claim.stance, "note": claim.note, "by": claim.proposed_by,
    }  # fmt: skip
    return {"words": _words(claim), "proposal": proposal}


def _place(sealed: Mapping[str, Any]) -> str:
    """Return where a claim stands; what the rules found and what somebody proposed never share a place."""
    proposal = sealed.get("proposal")
    spans = [proposal.get("source"), proposal.get("cue")] if isinstance(proposal, dict) else None
    return json.dumps([sealed.get("words"), spans])


def _sealed(decision: Decision) -> Mapping[str, Any]:
    """Read what a decision's reason holds; a reason that another hand wrote decides about no words."""
    try:
        sealed = json.loads(decision.reason)
    except ValueError:
        return {}
    return sealed if isinstance(sealed, dict) else {}
