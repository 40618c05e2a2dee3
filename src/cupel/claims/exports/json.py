"""Claims as JSON: every record in full, with the words of each span beside its offsets."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from cupel.claims.exports._pieces import written
from cupel.records.boundary import plain
from cupel.records.claim import Claim, ClaimsLedger

SPANS = ("source", "cue", "content", "hedges")
"""Fields of a claim that hold spans."""


class JsonExport:
    """What programs read."""

    name = "json"
    title = "JSON (records of cupel)"
    description = (
        "All records of the ledger with all reviews, each claim as the rules found it; beside start and end of a "
        "span stand its words. What is read back by cupel is the same ledger; the schema is that of ClaimsLedger."
    )
    reference = "https://www.rfc-editor.org/rfc/rfc8259"
    suffix = ".json"

    def pieces(self, ledger: ClaimsLedger) -> Iterator[bytes]:
        """Write one object."""
        text = {it.id: it.text for it in ledger.documents}
        for_claims = (_with_words(it, text.get(it.document, "")) for it in ledger.claims)
        return written(
            (field.name, for_claims if field.name == "claims" else iter(getattr(ledger, field.name)))
            for field in dataclasses.fields(ledger)
        )


def _with_words(claim: Claim, text: str) -> dict[str, Any]:
    found: dict[str, Any] = plain(claim)
    for field in SPANS:
        held = found[field]
        found[field] = (
            [_worded(it, text) for it in held] if isinstance(held, list | tuple) else held and _worded(held, text)
        )
    return found


def _worded(span: dict[str, Any], text: str) -> dict[str, Any]:
    return span | {"words": text[span["start"] : span["end"]]}


EXPORT = JsonExport()
