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

from cupel.claims.corrections import settled
from cupel.claims.indexed import KEPT, RULES
from cupel.errors import InputError
from cupel.ledger.decisions import canonical_json
from cupel.records.claim import Claim, ClaimsLedger, Review, ReviewDecision
from cupel.records.decision import Decision

if TYPE_CHECKING:
    from cupel.ledger.ledger import Ledger

ABOUT = "claims/"
"""What the `about` of a decision on a claim begins with; the claim's identifier follows."""
DECIDED: tuple[Review, ...] = get_args(Review)
"""proposed: what was decided before is taken back, and stays in the chain."""
TAKEN_BACK = "taken back"
"""Verdict of a decision after which the claim is proposed again."""
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
    if decision.state == "proposed" and not _stands(ledger, claims, claim):
        raise InputError(f"Nothing was decided about {claim.id}.", "Only what was decided can be taken back.")
    if not decision.reason.strip():
        raise InputError("The decision has no reason.", "Give the reason; no decision stands without it.")
    changes = _settled(decision, claim, claims)
    if not RELIABILITY.fullmatch(decision.reliability):
        raise InputError(f"Reliability {decision.reliability!r} is no letter A to F.", "F: it cannot be judged.")
    if not CREDIBILITY.fullmatch(decision.credibility):
        raise InputError(f"Credibility {decision.credibility!r} is no digit 1 to 6.", "6: it cannot be judged.")
    sealed = _seal(claim) | {
        "reason": decision.reason, "changes": changes,
        "reliability": decision.reliability, "credibility": decision.credibility,
    }  # fmt: skip
    return ledger.decide(
        made_at=decision.at, author=decision.author, about=f"{ABOUT}{claim.id}",
        verdict=TAKEN_BACK if decision.state == "proposed" else decision.state, reason=canonical_json(sealed).decode(),
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
    proposal that was not kept in the end and that nobody made this time.
    """
    by_place = {(it.document, _place(_seal(it))): it for it in reversed(claims)}
    by_id = {it.id: it for it in claims}
    documents = {it.document for it in claims}
    reviews, lost = [], []
    given = list(decisions)
    last = {_place(sealed_in(it)): it.verdict for it in given if it.about.startswith(ABOUT)}
    for it in given:
        document = it.about.removeprefix(ABOUT).partition("-")[0]
        if not it.about.startswith(ABOUT) or document not in documents:
            continue
        sealed = sealed_in(it)
        same = by_id.get(it.about.removeprefix(ABOUT))
        claim = same if same and _place(_seal(same)) == _place(sealed) else by_place.get((document, _place(sealed)))
        if claim is None:
            if not isinstance(sealed.get("proposal"), dict) or last[_place(sealed)] in KEPT:
                lost.append(it)
            continue
        reviews.append(
            ReviewDecision(
                claim.id,
                "proposed" if it.verdict == TAKEN_BACK else cast(Review, it.verdict),
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


def _stands(ledger: "Ledger", claims: ClaimsLedger, claim: Claim) -> bool:
    """Tell whether the last decision about a claim is one that decides something."""
    states = [it.state for it in reviews_of(ledger.decisions(), claims.claims)[0] if it.claim == claim.id]
    return bool(states) and states[-1] != "proposed"


def _settled(decision: ReviewDecision, claim: Claim, claims: ClaimsLedger) -> dict[str, str]:
    if bool(decision.changes) != (decision.state == "corrected"):
        said = (
            "corrects nothing" if decision.state == "corrected" else f"is {decision.state}, and yet changes the claim"
        )
        raise InputError(f"The decision {said}.", "A correction names fields and their new values; others name none.")
    document = next(it for it in claims.documents if it.id == claim.document)
    return settled(decision.changes, claim, document, claims.entities)


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


def sealed_in(decision: Decision) -> Mapping[str, Any]:
    """Read what a decision's reason holds; a reason that another hand wrote decides about no words."""
    try:
        sealed = json.loads(decision.reason)
    except ValueError:
        return {}
    return sealed if isinstance(sealed, dict) else {}
