"""Claims as JSON: every record in full, with the words of each span beside its offsets."""

from typing import Any

from cupel.records.boundary import plain, to_json
from cupel.records.claim import ClaimsLedger

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

    def write(self, ledger: ClaimsLedger) -> bytes:
        """Write one object."""
        found = plain(ledger)
        text = {it.id: it.text for it in ledger.documents}
        for claim in found["claims"]:
            for field in SPANS:
                held = claim[field]
                claim[field] = (
                    [_worded(it, text.get(claim["document"], "")) for it in held]
                    if isinstance(held, list | tuple)
                    else held and _worded(held, text.get(claim["document"], ""))
                )
        return to_json(found, indent=1) + b"\n"


def _worded(span: dict[str, Any], text: str) -> dict[str, Any]:
    return span | {"words": text[span["start"] : span["end"]]}


EXPORT = JsonExport()
