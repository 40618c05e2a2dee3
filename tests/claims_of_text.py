"""Makes claims for tests: a text goes in; its document and claims come out."""

import hashlib

from cupel.claims.attribution.attribute import attribute
from cupel.claims.meaning import claims_of
from cupel.claims.text.paragraphs import paragraphs
from cupel.claims.text.view import view
from cupel.records.claim import Claim, Document, Entity, Part, Passage, Span, When


def document(text: str, published: str = "", outlet: str = "", parts: dict[int, Part] | None = None) -> Document:
    """Make a document; `parts` says of paragraphs, by their place, what they are: body where it does not."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    passages = tuple(
        Passage(Span(*span), (parts or {}).get(place, "body"), "") for place, span in enumerate(paragraphs(view(text)))
    )
    when = When(published, "stated") if published else When("", "unknown")
    size = len(text.encode("utf-8", "surrogatepass"))
    return Document(f"D{digest[:8]}", "made.txt", digest, size, "text", text, "utf-8", passages, outlet, when)


def claims(
    text: str, published: str = "", outlet: str = "", parts: dict[int, Part] | None = None
) -> tuple[list[Claim], list[Entity]]:
    """Return the claims and entities of a text."""
    made = document(text, published, outlet, parts)
    stretches = [(it.span.start, it.span.end) for it in made.passages if it.part != "boilerplate"]
    return claims_of(made, attribute(text, stretches))


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    """Return the words of spans."""
    return [text[span.start : span.end] for span in spans]


def saying(text: str, found: list[Claim], part: str) -> Claim:
    """Return the first claim, not of the author, whose content holds some words."""
    return next(it for it in found if it.kind != "author" and any(part in each for each in words(text, it.content)))
