"""JSON comes back as the same ledger; CSV runs nothing in a spreadsheet."""

import csv
import dataclasses
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cupel.claims.export import claim_export, claim_exports
from cupel.errors import InputError
from cupel.records.boundary import from_json
from cupel.records.claim import ClaimsLedger, Span
from made_claims import BANNED, CLAIMS, DENIES, FEARS, FORMULA, HIDES, TWO, made_ledger, review


def rows(ledger: ClaimsLedger) -> dict[str, dict[str, str]]:
    text = b"".join(claim_export("csv").pieces(ledger)).decode("utf-8-sig")
    return {it["claim"]: it for it in csv.DictReader(io.StringIO(text, newline=""))}


def test_json_comes_back_as_the_same_ledger(ledger: ClaimsLedger) -> None:
    assert from_json(ClaimsLedger, b"".join(claim_export("json").pieces(ledger))) == ledger


def test_json_has_the_words_of_each_span() -> None:
    claims = {it["id"]: it for it in json.loads(b"".join(claim_export("json").pieces(made_ledger())))["claims"]}
    found = claims[FEARS.id]
    assert [it["words"] for it in found["content"]] == ["The ministry", "ban it in 2019"]
    assert (found["cue"]["words"], found["hedges"][0]["words"]) == ("fear", "may")
    assert claims[BANNED.id]["cue"] is None


def test_csv_has_one_row_a_claim_as_people_left_it() -> None:
    found = rows(
        made_ledger(review(DENIES, "corrected", changes={"stance": "opinion"}), review(HIDES, "rejected"))
    )  # fmt: skip
    assert list(found) == [it.id for it in CLAIMS]
    assert (found[DENIES.id]["stance"], found[DENIES.id]["reviewer"]) == ("opinion", "R. Eviewer")
    assert found[HIDES.id]["review"] == "rejected"
    assert found[HIDES.id]["told by"] == "the Harbour Courier; Levant Wire"
    assert found[FEARS.id]["words"] == "The ministry […] ban it in 2019"
    assert found[FEARS.id]["source grade"] == ""


def test_csv_holds_no_formula() -> None:
    assert rows(made_ledger())[FORMULA.id]["words"] == "'=cmd|' /C calc'!A0"


@given(some.text(min_size=1, max_size=40))
def test_no_cell_begins_as_a_formula_whatever_the_text_is(text: str) -> None:
    place = dataclasses.replace(TWO, text=text, name=text, outlet=text)
    claim = dataclasses.replace(
        FORMULA, source=None, cue=Span(0, len(text)), content=(Span(0, len(text)),), speaker=text
    )
    ledger = ClaimsLedger((place,), (), (claim,), (), (), ())
    data = b"".join(claim_export("csv").pieces(ledger)).decode("utf-8-sig")
    heading, row = csv.reader(io.StringIO(data, newline=""))
    assert len(heading) == len(row)
    assert not [it for it in row if it.strip()[:1] in tuple("=+-@＝＋－＠") and it.strip()]


@given(some.text(max_size=60), some.text(max_size=20), some.text(max_size=20))
def test_every_form_takes_every_text(text: str, name: str, when: str) -> None:
    place = dataclasses.replace(
        TWO, text=text, name=name, outlet=name, published=dataclasses.replace(TWO.published, interval=when)
    )  # fmt: skip
    span = Span(0, len(text))
    claim = dataclasses.replace(
        FORMULA, source=span, cue=span, content=(span,), speaker=name, via=(name,), about=(name,)
    )
    ledger = ClaimsLedger((place,), (), (claim,), (), (), ())
    for export in claim_exports():
        assert b"".join(export.pieces(ledger)).decode("utf-8-sig")


def test_forms_are_found_by_name_and_say_what_they_carry() -> None:
    assert [it.name for it in claim_exports()] == ["csv", "ftm", "json", "prov", "stix"]
    assert all(it.description and it.reference.startswith("https://") for it in claim_exports())
    with pytest.raises(InputError, match="no export of claims named 'xml'") as error:
        claim_export("xml")
    assert "csv, ftm, json, prov, stix" in error.value.advice
