"""Numbers the paragraphs and sentences of a document: a document goes in, what a proposer gets comes out."""

from cupel.claims.attribution.lexicon import tagger
from cupel.claims.proposals.proposer import Text
from cupel.claims.text.sentences import sentences
from cupel.claims.text.view import view
from cupel.records.claim import Document, Span


def text_of(document: Document) -> Text:
    """Return a document with its paragraphs and sentences, boilerplate left out, in the order of the text."""
    seen = view(document.text)
    paragraphs = tuple(it.span for it in document.passages if it.part != "boilerplate")
    found = tuple(
        Span(it.start, it.end)
        for place in paragraphs
        for it in sentences(document.text, seen, place.start, place.end, tagger())
    )
    return Text(document.id, document.name, document.sha256, document.text, paragraphs, found)
