"""The hand-made list of claims of the seeds as a ledger, where it is there."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from cupel.records.claim import STANCES, Claim, ClaimsLedger, Document, Entity, Span, When
from made_claims import HIDES, made_ledger, review

CLASSES = {"named_org": "company", "gov": "body", "group": "anonymous_group"}
STANCE = {"fact_claim": "fact", "commitment": "intention"}


def shared() -> Path | None:
    beside = Path(__file__).resolve().parents[4] / "shared"
    folder = Path(os.environ.get("CUPEL_SHARED", beside))
    return folder if (folder / "claims/gold_seeds.json").is_file() else None


@pytest.fixture(scope="session")
def gold_ledger() -> ClaimsLedger:
    folder = shared()
    if folder is None:
        pytest.skip("claims/gold_seeds.json is neither in ../shared nor in $CUPEL_SHARED")
    gold = json.loads((folder / "claims/gold_seeds.json").read_text("utf-8"))
    documents = {}
    for it in gold["documents"]:
        data = (folder / "seeds" / it["doc"]).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        when = When(it["published"], it["basis"])
        documents[it["doc"]] = Document(
            f"D{digest[:8]}", it["doc"], digest, len(data), "text", data.decode(), "utf-8", (), it["outlet"], when
        )
    names = set(gold["entities"])
    for it in gold["claims"]:
        names |= {it["source_entity"] or "", *it["about"], *(it["via"] or ())}
    kinds = {it: it for it in ("person", "org", "gov", "group", "anon", "outlet")} | {"doc": "document"}
    everywhere = tuple(it.id for it in documents.values())
    entities = tuple(
        Entity(
            it, kinds.get(it.partition(":")[0], "org"), *_forms(it, gold["entities"]), everywhere, "gold"  # type: ignore[arg-type]
        )
        for it in sorted(filter(None, names))
    )  # fmt: skip
    return ClaimsLedger(
        tuple(documents.values()), entities, tuple(_claim(it, documents) for it in gold["claims"]), (), (), ()
    )


@pytest.fixture(params=["made", "of the seeds"])
def ledger(request: pytest.FixtureRequest) -> ClaimsLedger:
    """Give a small ledger with a review and a grade, then that of the seeds, which skips where they are not there."""
    if request.param == "made":
        return made_ledger(review(HIDES, "corrected", changes={"stance": "concern"}, reliability="A"))
    found: ClaimsLedger = request.getfixturevalue("gold_ledger")
    return found


def _forms(name: str, known: dict[str, list[str]]) -> tuple[str, tuple[str, ...]]:
    forms = known.get(name) or [name.partition(":")[2]]
    return forms[0], tuple(forms)


def _claim(it: dict[str, Any], documents: dict[str, Document]) -> Claim:
    stance = STANCE.get(it["stance"], it["stance"])
    assert stance in STANCES
    place = documents[it["doc"]]
    text = place.text

    def span(found: dict[str, Any] | None) -> Span | None:
        return Span(found["start"], found["end"]) if found else None

    hedges = tuple(Span(text.find(word), text.find(word) + len(word)) for word in it["hedge"] if word in text)
    return Claim(
        it["id"], place.id, it["kind"], it["parent"] or "", span(it["source"]), it["source_entity"] or "",
        CLASSES.get(it["source_class"], it["source_class"]), it["medium"] or "", tuple(it["via"] or ()),
        span(it["cue"]), tuple(Span(part["start"], part["end"]) for part in it["content"]), it["quote_type"],
        stance, "gold", hedges, tuple(it["about"]), When(it["date"] or "", it["date_basis"] or ""), it["event"] or "",
        it["dup_of"] or "", "rules", "gold",
    )  # fmt: skip
