"""Makes labels of reviews: a ledger whose claims people decided about goes in; a label file a document comes out."""

import json
from collections.abc import Iterator

from cupel.claims.indexed import KEPT, Indexed, words
from cupel.claims.proposals.places import text_of
from cupel.records.claim import Claim, ClaimsLedger, Document, Span


def labels_of(ledger: ClaimsLedger) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, TOML) for each document of which a claim was decided.

    1. Accepted and corrected claims are labels, as people left them.
    2. `examined` are the sentences in which every claim was decided: a rejected one teaches that it is none; a sentence
       in which nobody looked at something teaches nothing.
    """
    index = Indexed(ledger)
    of: dict[str, list[Claim]] = {}
    for claim, document in index.claims(rejected=True):
        of.setdefault(document.id, []).append(claim)
    for document in ledger.documents:
        claims = [it for it in of.get(document.id, ()) if not it.duplicate_of]
        if any(index.state(it) != "proposed" for it in claims):
            yield f"{document.id}.toml", _toml(document, claims, index).encode("utf-8", "backslashreplace")


def _toml(document: Document, claims: list[Claim], index: Indexed) -> str:
    kept = [it for it in claims if index.state(it) in KEPT]  # 1
    lines = [
        f"# Labels from reviews of {json.dumps(document.name)}, SHA-256 {document.sha256}",
        f"published = {_quoted(document.published.interval)}",
        f"outlet = {_quoted(document.outlet)}",
        f"examined = [{', '.join(_pair(it) for it in _examined(document, claims, index))}]",
        f"text = {_quoted(document.text)}",
    ]
    for it in kept:
        lines += ["", "[[claim]]", f'kind = "{it.kind}"']
        for key, span in (("source", it.source), ("cue", it.cue)):
            if span:
                lines += [f"{key} = {_quoted(words(document, span))}", f"{key}_at = {_pair(span)}"]
        lines += [
            f"content = [{', '.join(_quoted(words(document, span)) for span in it.content)}]",
            f"content_at = [{', '.join(map(_pair, it.content))}]",
            f'quote_type = "{it.quote_type}"', f'stance = "{it.stance}"', f'source_class = "{it.source_class}"',
            f"hedges = [{', '.join(_quoted(words(document, span)) for span in it.hedges)}]",
        ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _examined(document: Document, claims: list[Claim], index: Indexed) -> list[Span]:
    decided, open_still = list[Span](), list[Span]()
    for it in claims:
        if it.kind != "author":
            spans = [*it.content, *([it.cue] if it.cue else []), *([it.source] if it.source else [])]
            (decided if index.state(it) != "proposed" else open_still).extend(spans)
    return [
        it for it in text_of(document).sentences
        if any(_meet(it, other) for other in decided) and not any(_meet(it, other) for other in open_still)
    ]  # fmt: skip


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _pair(span: Span) -> str:
    return f"[{span.start}, {span.end}]"


def _quoted(text: str) -> str:
    """Return a TOML basic string on one line: line ends are escaped, because a reader of TOML may change them."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
