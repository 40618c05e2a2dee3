"""Claims as CSV: one row a claim, in a form that spreadsheets open without running anything."""

import csv
import io
from collections.abc import Iterator, Sequence

from cupel.claims.indexed import Indexed, content, words
from cupel.dossier.visible import visible
from cupel.records.claim import Claim, ClaimsLedger, Document

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Signs at a cell's beginning that make a spreadsheet take it for a formula (OWASP, CSV Injection)."""
HEADING = (
    "claim", "document", "outlet", "published", "stance", "speaker", "source class", "told by", "medium", "cue",
    "words", "quotation", "hedges", "about", "when", "when is", "event", "kind", "part of", "duplicate of",
    "proposed by", "review", "reviewer", "reviewed at", "source grade", "claim grade", "start", "end",
)  # fmt: skip


class CsvExport:
    """What spreadsheets open."""

    name = "csv"
    title = "CSV (RFC 4180, UTF-8)"
    description = (
        "One row a claim, as people left it after review, rejected ones with that word; start and end count code "
        "points of the document's text. A cell that a spreadsheet would take for a formula begins with an apostrophe."
    )
    reference = "https://www.rfc-editor.org/rfc/rfc4180"
    suffix = ".csv"

    def pieces(self, ledger: ClaimsLedger) -> Iterator[bytes]:
        """Write a heading and the rows; the mark at the beginning tells spreadsheets that it is UTF-8."""
        index = Indexed(ledger)
        yield _line(HEADING).encode("utf-8-sig")
        for claim, document in index.claims(rejected=True):
            yield _line([_safe(it) for it in _row(claim, document, index)]).encode()


def _line(cells: Sequence[str]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerow(cells)
    return held.getvalue()


def _row(claim: Claim, document: Document, index: Indexed) -> list[str]:
    review, graded = index.reviews.get(claim.id), index.grade(claim)
    return [
        claim.id, document.name, document.outlet, document.published.interval, claim.stance,
        index.name(claim.speaker) if claim.speaker else words(document, claim.source), claim.source_class,
        "; ".join(index.name(it) for it in claim.via), claim.medium, words(document, claim.cue),
        content(claim, document), claim.quote_type, "; ".join(words(document, it) for it in claim.hedges),
        "; ".join(index.name(it) for it in claim.about), claim.when.interval, claim.when.basis, claim.event, claim.kind,
        claim.parent, claim.duplicate_of, index.proposer(claim), index.state(claim),
        review.author if review else "", review.at if review else "",
        graded.reliability if graded else "", graded.credibility if graded else "",
        str(min((it.start for it in claim.content), default="")),
        str(max((it.end for it in claim.content), default="")),
    ]  # fmt: skip


def _safe(cell: str) -> str:
    shown = visible(cell)
    return f"'{shown}" if shown.lstrip(" \u00a0").startswith(FORMULA) else shown


EXPORT = CsvExport()
