"""The hand-made claims over the seeds as records; ../shared is no part of the repository, so tests skip without it."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from cupel.records.claim import Claim, ClaimsLedger, Document, Entity, Passage, Span, When

SHARED = next(
    (it / "shared" for it in Path(__file__).resolve().parents if (it / "shared/claims/gold_seeds.json").is_file()),
    Path("../shared"),
)
STANCES = {"fact_claim": "fact", "commitment": "intention"}
CLASSES = {"gov": "body", "named_org": "company", "group": "anonymous_group"}
BODIES = ("org:hpsci", "org:cfius")
BASES = {"in text": "stated", "dateline": "dateline"}


def gold() -> dict[str, Any]:
    """Read the list, or skip the test that wants it."""
    if not (SHARED / "claims/gold_seeds.json").is_file():
        pytest.skip("the hand-made claims (../shared/claims/gold_seeds.json) are not on this machine")
    return json.loads((SHARED / "claims/gold_seeds.json").read_text("utf-8"))


def gold_ledger() -> ClaimsLedger:
    """Turn the list into records; every claim keeps the number of the list: `D...-1-05`."""
    listed = gold()
    documents = {it["doc"]: _document(it) for it in listed["documents"]}
    claims = tuple(_claim(it, documents) for it in listed["claims"])
    named = {name for it in claims for name in (it.speaker, *it.about, *it.via) if name}
    entities = tuple(_entity(name, listed["entities"].get(name, ()), claims) for name in sorted(named))
    return ClaimsLedger(tuple(documents.values()), entities, claims, (), (), ())


def number(claim: str) -> str:
    """Return a claim's number in the list."""
    return claim.split("-", 1)[1]


def _document(it: dict[str, Any]) -> Document:
    data = (SHARED / "seeds" / it["doc"]).read_bytes()
    text, sha256 = data.decode(), hashlib.sha256(data).hexdigest()
    return Document(
        f"D{sha256[:8]}", it["doc"], sha256, len(data), "text", text, "utf-8",
        (Passage(Span(0, len(text)), "body", ""),), it["outlet"], When(it["published"], "dateline"),
    )  # fmt: skip


def _claim(it: dict[str, Any], documents: dict[str, Document]) -> Claim:
    document = documents[it["doc"]]
    own = document.id + "-"
    basis = it["date_basis"] or "unknown"
    when = When(it["date"] or "", BASES.get(basis, "stated" if basis.startswith("Nov. 25") else f"inferred: {basis}"))
    source_class = CLASSES.get(it["source_class"], it["source_class"])
    return Claim(
        own + it["id"], document.id, it["kind"], own + it["parent"] if it["parent"] else "",
        _span(it["source"]), it["source_entity"] or "", "body" if it["source_entity"] in BODIES else source_class,
        it["medium"] or "", tuple(it["via"] or ()), _span(it["cue"]),
        tuple(Span(s["start"], s["end"]) for s in it["content"]),
        it["quote_type"] or "indirect", STANCES.get(it["stance"], it["stance"]), "gold",
        tuple(Span(s["start"], s["end"]) for s in it["hedge"] if isinstance(s, dict)),
        tuple(name for name in it["about"] if not name.startswith(("ev:", "concept:", "sec:"))),
        when, "", own + it["dup_of"] if it["dup_of"] else "", "gold", "gold",
    )  # fmt: skip


def _span(it: dict[str, Any] | None) -> Span | None:
    return Span(it["start"], it["end"]) if it else None


def _entity(name: str, forms: Any, claims: tuple[Claim, ...]) -> Entity:
    kind, _, word = name.partition(":")
    where = tuple(dict.fromkeys(it.document for it in claims if name in (it.speaker, *it.about, *it.via)))
    known = kind if kind in ("person", "org", "gov", "group", "anon", "outlet") else "document"
    return Entity(name, known, forms[0] if forms else word.replace("-", " ").title(), tuple(forms), where, "gold")  # type: ignore[arg-type]
