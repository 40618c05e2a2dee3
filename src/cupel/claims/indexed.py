"""A ledger as exports read it: claims as people left them, the words of a span, entities by identifier."""

from collections.abc import Iterator

from cupel.claims.corrections import corrected
from cupel.records.claim import Claim, ClaimsLedger, Document, Entity, ReviewDecision, Span

RULES = "rules"
"""What claims that rules found name in `proposed_by`."""
KEPT = frozenset({"accepted", "corrected"})
"""States of a review after which a claim stands, whoever found or proposed it."""
UNSPOKEN = frozenset({"no_comment", "not_said"})
"""Stances that tell what their speaker did not say: whoever relays them says it."""


class Indexed:
    """Finds what belongs to a claim."""

    def __init__(self, ledger: ClaimsLedger) -> None:
        self.ledger = ledger
        self.documents = {it.id: it for it in ledger.documents}
        self.entities = {it.id: it for it in ledger.entities}
        last = {it.claim: it for it in ledger.reviews}
        self.reviews = {claim: it for claim, it in last.items() if it.state != "proposed"}
        self.proposers = {it.name: it for it in ledger.proposers}
        outlets = [it for it in reversed(ledger.entities) if it.kind == "outlet"]
        self.outlets = {form: it for it in outlets for form in (*it.forms, it.name)}

    def claims(self, rejected: bool) -> Iterator[tuple[Claim, Document]]:
        """Yield claims as people left them, with their documents; `rejected`: those that a person rejected, too."""
        for claim in self.ledger.claims:
            document = self.documents.get(claim.document)
            if document is not None and (rejected or self.state(claim) != "rejected"):
                yield self._corrected(claim), document

    def kept(self) -> tuple[Claim, ...]:
        """Return claims that count, as people left them, without rejected ones and what only repeats these."""
        rejected = {claim for claim, it in self.reviews.items() if it.state == "rejected"}
        return tuple(it for it, _ in self.claims(rejected=False) if it.duplicate_of not in rejected and self.counts(it))

    def state(self, claim: Claim) -> str:
        """Return what the last review decided; `proposed` where nobody did."""
        review = self.reviews.get(claim.id)
        return review.state if review else "proposed"

    def counts(self, claim: Claim) -> bool:
        """Tell whether views count a claim: the rules found it, or a person accepted what somebody proposed."""
        return claim.proposed_by == RULES or self.state(claim) in KEPT

    def proposer(self, claim: Claim) -> str:
        """Say who proposed a claim: `rules`, or a proposer with its version and the SHA-256 of what it rests on."""
        found = self.proposers.get(claim.proposed_by)
        if found is None:
            return claim.proposed_by
        return f"{found.name} (version {found.version}{f'; SHA-256 {found.sha256}' if found.sha256 else ''})"

    def marked(self, claim: Claim, head: str) -> str:
        """Set before a claim's heading that it was only proposed, so that nobody takes it for one that counts."""
        return head if self.counts(claim) else f"Proposed by {claim.proposed_by}, accepted by nobody: {head}"

    def grade(self, claim: Claim) -> ReviewDecision | None:
        """Return the review in which a named person graded source or claim by the Admiralty code; None if nobody did.

        Reliability (A to F) and credibility (1 to 6) are separate; neither is derived from anything.
        """
        review = self.reviews.get(claim.id)
        graded = review is not None and review.author.strip() and (review.reliability or review.credibility)
        return review if graded else None

    def name(self, identifier: str) -> str:
        """Return an entity's name; its identifier where the ledger does not list it."""
        found = self.entities.get(identifier)
        return found.name if found else identifier

    def speaker(self, claim: Claim, document: Document) -> str:
        """Name who says it, in the text's own words where no entity stands for them."""
        if claim.speaker:
            return self.name(claim.speaker)
        if claim.kind == "author":
            return document.outlet or "the author of the document"
        return words(document, claim.source) or "nobody named"

    def outlet(self, document: Document) -> Entity | None:
        """Return the entity that published a document; None where the ledger lists none by that name."""
        return self.outlets.get(document.outlet)

    def known(self, identifiers: tuple[str, ...]) -> list[Entity]:
        """Return the entities that the ledger lists, each once, in the order given."""
        return [self.entities[it] for it in dict.fromkeys(identifiers) if it in self.entities]

    def known_documents(self, identifiers: tuple[str, ...]) -> list[Document]:
        """Return the documents that the ledger lists, each once, in the order given."""
        return [self.documents[it] for it in dict.fromkeys(identifiers) if it in self.documents]

    def _corrected(self, claim: Claim) -> Claim:
        review = self.reviews.get(claim.id)
        if review is None or review.state != "corrected":
            return claim
        return corrected(claim, review.changes, self.documents[claim.document], self.entities)


def words(document: Document, span: Span | None) -> str:
    """Return the words of a span, sign for sign; empty where there is none."""
    return document.text[span.start : span.end] if span else ""


def content(claim: Claim, document: Document) -> str:
    """Return the exact words that are claimed; what lies between parts of them is left out and marked."""
    return " […] ".join(words(document, it) for it in claim.content)


def quoted(claim: Claim, document: Document) -> str:
    """Return the exact words in quotation marks: the text's own, if it has some there."""
    found = content(claim, document)
    return found if found[:1] in tuple('"“”„«‘「『') else f"“{found}”"


def headed(claim: Claim, speaker: str) -> str:
    """Say in whose name and in which stance a claim stands, so that its words are never read as cupel's."""
    if claim.stance == "not_said":
        return f"Not said by {speaker}"
    if claim.stance == "no_comment":
        return f"No comment by {speaker}"
    if claim.stance == "fact":
        return f"Statement by {speaker}"
    if (
        claim.kind == "author" and claim.stance != "opinion"
    ):  # an outlet tells of a decision; the decision is not its own
        return f"{claim.stance.capitalize()} that {speaker} tells of"
    return f"{claim.stance.capitalize()} by {speaker}"
